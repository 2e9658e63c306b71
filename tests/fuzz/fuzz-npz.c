/* fuzz-npz.c - files of arrays that numpy wrote
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/npz/npz-reader.h"

#include <glib/gstdio.h>
#include <math.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static char *path;

static void
remove_file (void)
{
  g_remove (path);
  g_free (path);
}

/* Every item that an accepted array says it has can be read. */
static void
read_items (SemNpzArray *array)
{
  g_autoptr (GError) error = NULL;
  g_autofree float *values = sem_npz_array_to_floats (array, &error);

  g_assert_true (!values == !!error);
  for (gsize i = 0; values && i < array->rows * array->columns; i++)
    g_assert_true (isfinite (values[i]));
  for (gsize row = 0; row < array->rows && array->columns > 0; row++)
    {
      g_autofree char *text = NULL;

      if (sem_npz_array_is_whole (array))
        sem_npz_array_get_int (array, row, array->columns - 1);
      else if (array->kind != 'f')
        text = sem_npz_array_dup_text (array, row);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const names[] = { "features", "labels", "paths", "hashes", "words" };
  g_autoptr (SemNpzReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  if (!path)
    {
      const int file = g_file_open_tmp ("fuzz-npz-XXXXXX", &path, NULL);

      g_assert_cmpint (file, >=, 0);
      g_close (file, NULL);
      atexit (remove_file);
    }
  g_assert_true (g_file_set_contents_full (path, (const char *) data, (gssize) size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  reader = sem_npz_reader_new (path, &error);
  g_assert_true (!reader == !!error);
  for (guint i = 0; reader && i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (SemNpzArray) array = sem_npz_reader_read (reader, names[i], &local);

      g_assert_true (!array == !!local);
      if (array)
        read_items (array);
    }
  return 0;
}
