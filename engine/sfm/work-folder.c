/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/sfm/colmap.h"

#include <fts.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reconstructions to read at most: more of them cannot be one scene. */
#define MAX_RECONSTRUCTIONS 50

void
sem_colmap_remove (const char *folder)
{
  char *roots[] = { (char *) folder, NULL };
  FTS *walk = fts_open (roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
  FTSENT *entry;

  while (walk && (entry = fts_read (walk)) != NULL)
    if (entry->fts_info == FTS_DP)
      rmdir (entry->fts_accpath);
    else if (entry->fts_info != FTS_D)
      unlink (entry->fts_accpath);
  if (walk)
    fts_close (walk);
}

guint64
sem_colmap_measure (const char *folder)
{
  char *roots[] = { (char *) folder, NULL };
  FTS *walk = fts_open (roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
  guint64 bytes = 0;
  FTSENT *entry;

  while (walk && (entry = fts_read (walk)) != NULL)
    if (entry->fts_info == FTS_F)
      bytes += (guint64) entry->fts_statp->st_blocks * 512;
  if (walk)
    fts_close (walk);
  return bytes;
}

static int
compare_reconstructions (gconstpointer a, gconstpointer b)
{
  const SemReconstruction *x = *(SemReconstruction *const *) a,
                          *y = *(SemReconstruction *const *) b;
  const SemSfmImage *first, *second;

  if (x->images->len != y->images->len)
    return x->images->len > y->images->len ? -1 : 1;
  if (x->images->len == 0)
    return 0;
  first = x->images->pdata[0];
  second = y->images->pdata[0];
  return strcmp (first->name, second->name);
}

GPtrArray *
sem_colmap_load (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_reconstruction_free);

  for (guint i = 0; i < MAX_RECONSTRUCTIONS; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_autofree char *path = g_build_filename (folder, number, NULL);
      SemReconstruction *reconstruction;

      if (!g_file_test (path, G_FILE_TEST_IS_DIR))
        break;
      reconstruction = sem_reconstruction_load (path, error);
      if (!reconstruction)
        return NULL;
      g_ptr_array_add (found, reconstruction);
    }
  g_ptr_array_sort (found, compare_reconstructions);
  return g_steal_pointer (&found);
}
