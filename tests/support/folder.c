/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/folder.h"

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

char *
test_folder_new (void)
{
  g_autofree char *folder = g_dir_make_tmp ("semblance-test-XXXXXX", NULL);
  char *resolved, *copy;

  g_assert_nonnull (folder);
  resolved = realpath (folder, NULL);
  g_assert_nonnull (resolved);
  copy = g_strdup (resolved);
  free (resolved);
  return copy;
}

static int
unlock_cb (const char *path, const struct stat *st, int type, struct FTW *place)
{
  if (type == FTW_D || type == FTW_DNR)
    g_chmod (path, 0700);
  return 0;
}

static int
remove_cb (const char *path, const struct stat *st, int type, struct FTW *place)
{
  return g_remove (path);
}

void
test_folder_remove (char *folder)
{
  nftw (folder, unlock_cb, 20, FTW_PHYS);
  g_assert_cmpint (nftw (folder, remove_cb, 20, FTW_DEPTH | FTW_PHYS), ==, 0);
  g_free (folder);
}
