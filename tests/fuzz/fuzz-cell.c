/* fuzz-cell.c - the figures that evaluating keeps between two runs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/trials/cell.h"

#include <glib/gstdio.h>
#include <math.h>

#define NAME "float/cell.json"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static char *folder;

static void
remove_folder (void)
{
  g_autofree char *path = g_build_filename (folder, NAME, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_remove (path);
  g_rmdir (parent);
  g_rmdir (folder);
  g_free (folder);
}

static void
make_folder (void)
{
  g_autofree char *parent = NULL;

  folder = g_dir_make_tmp ("fuzz-cell-XXXXXX", NULL);
  g_assert_nonnull (folder);
  parent = g_build_filename (folder, "float", NULL);
  g_assert_cmpint (g_mkdir (parent, 0700), ==, 0);
  atexit (remove_folder);
}

/* Figures that are accepted are shares, and survive being saved. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  SemRecord records[2], again[2];
  const double *values = (const double *) records, *others = (const double *) again;
  g_autofree char *path = NULL;

  if (!folder)
    make_folder ();
  path = g_build_filename (folder, NAME, NULL);
  g_assert_true (g_file_set_contents_full (path, (const char *) data, (gssize) size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  if (!sem_cell_load (folder, NAME, records))
    return 0;
  sem_cell_save (folder, NAME, records);
  g_assert_true (sem_cell_load (folder, NAME, again));
  for (gsize i = 0; i < 2 * SEM_RECORD_N_VALUES; i++)
    {
      g_assert_true (values[i] >= 0 && values[i] < 1.001);
      g_assert_true (fabs (values[i] - others[i]) < 1e-12);
    }
  return 0;
}
