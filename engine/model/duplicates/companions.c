/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/duplicates/companions.h"

#include <string.h>
#include <sys/stat.h>

/* Bytes of the film of a live photo: three seconds, of which 4K takes about 10 MB. */
#define LONGEST_FILM (32 << 20)

static const char *const notes[] = { "xmp", "aae" };
static const char *const films[] = { "mov", "mp4" };
static const char *const photos[] = { "jpg",  "jpeg", "heic", "heif", "avif", "png", "tif",
                                      "tiff", "webp", "gif",  "bmp",  "jxl",  "cr2", "cr3",
                                      "nef",  "arw",  "raf",  "rw2",  "dng",  "orf" };

/* (transfer full) (nullable): the file @stem.@ending, where it is there. */
static char *
find (const char *stem, const char *ending, goffset most)
{
  g_autofree char *capitals = g_ascii_strup (ending, -1);
  const char *const ways[] = { ending, capitals };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strconcat (stem, ".", ways[i], NULL);
      struct stat st;

      if (lstat (path, &st) == 0 && S_ISREG (st.st_mode) && st.st_size <= most)
        return g_steal_pointer (&path);
    }
  return NULL;
}

/* Whether a photo of that name stays, as the raw file of a picture does. */
static gboolean
has_other (const char *stem, GHashTable *going)
{
  for (guint i = 0; i < G_N_ELEMENTS (photos); i++)
    {
      g_autofree char *capitals = g_ascii_strup (photos[i], -1);
      const char *const ways[] = { photos[i], capitals };

      for (guint k = 0; k < G_N_ELEMENTS (ways); k++)
        {
          g_autofree char *path = g_strconcat (stem, ".", ways[k], NULL);
          struct stat st;

          if (!g_hash_table_contains (going, path) && lstat (path, &st) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

static void
add (GPtrArray *paths, char *path)
{
  if (path)
    g_ptr_array_add (paths, path);
}

GPtrArray *
sem_companions_list (const char *path, GHashTable *going)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *slash = strrchr (path, '/'), *dot = strrchr (path, '.');
  g_autofree char *stem = NULL;

  add (paths, find (path, "xmp", G_MAXOFFSET));
  if (!slash || !dot || dot <= slash + 1)
    return paths;
  stem = g_strndup (path, (gsize) (dot - path));
  if (has_other (stem, going))
    return paths;
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    add (paths, find (stem, notes[i], G_MAXOFFSET));
  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    add (paths, find (stem, films[i], LONGEST_FILM));
  return paths;
}
