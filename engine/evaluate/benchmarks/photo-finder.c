/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/benchmarks/photo-finder.h"

#include <string.h>

/* Of a name that several files have. */
#define SEVERAL G_MAXUINT

struct _SemPhotoFinder
{
  GArray *photos;    /* SemFoundPhoto */
  GHashTable *tails; /* "folder/name" → place + 1 of the last such photo */
  GArray *before;    /* by place: place + 1 of the photo before it with the same tail, or 0 */
  GHashTable *names; /* "name" → place + 1, or SEVERAL */
  GHashTable *stems; /* "name" without a suffix → the same */
};

static void
clear_photo (gpointer data)
{
  g_free (((SemFoundPhoto *) data)->path);
}

SemPhotoFinder *
sem_photo_finder_new (void)
{
  SemPhotoFinder *self = g_new (SemPhotoFinder, 1);

  *self = (SemPhotoFinder){
    .photos = g_array_new (FALSE, FALSE, sizeof (SemFoundPhoto)),
    .before = g_array_new (FALSE, TRUE, sizeof (guint)),
    .tails = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .stems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  g_array_set_clear_func (self->photos, clear_photo);
  return self;
}

void
sem_photo_finder_free (SemPhotoFinder *self)
{
  if (!self)
    return;
  g_array_unref (self->photos);
  g_array_unref (self->before);
  g_hash_table_unref (self->tails);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->stems);
  g_free (self);
}

void
sem_photo_finder_add (SemPhotoFinder *self, const char *path, gint64 photo)
{
  const SemFoundPhoto found = { g_strdup (path), photo };

  g_array_append_val (self->photos, found);
}

static const char *
get_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash ? slash + 1 : path;
}

/* The last two parts of a path, or all of it. */
static const char *
get_tail (const char *path)
{
  const char *name = get_name (path);
  const char *at = name > path ? name - 1 : path;

  while (at > path && at[-1] != '/')
    at--;
  return at;
}

static gboolean
has_folder (const char *tail)
{
  return strchr (tail, '/') != NULL;
}

char *
sem_photo_finder_dup_stem (const char *path)
{
  const char *name = get_name (path);
  const char *dot = strrchr (name, '.');

  return dot && dot > name ? g_strndup (name, (gsize) (dot - name)) : g_strdup (name);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (((const SemFoundPhoto *) a)->path, ((const SemFoundPhoto *) b)->path);
}

/* @key: (transfer full) */
static void
note (GHashTable *table, char *key, guint place)
{
  const gboolean known = g_hash_table_contains (table, key);

  g_hash_table_replace (table, key, GUINT_TO_POINTER (known ? SEVERAL : place + 1));
}

void
sem_photo_finder_sort (SemPhotoFinder *self)
{
  g_hash_table_remove_all (self->tails);
  g_hash_table_remove_all (self->names);
  g_hash_table_remove_all (self->stems);
  g_array_sort (self->photos, compare_paths);
  g_array_set_size (self->before, self->photos->len);
  for (guint i = 0; i < self->photos->len; i++)
    {
      const char *path = g_array_index (self->photos, SemFoundPhoto, i).path;
      const char *tail = get_tail (path);

      g_array_index (self->before, guint, i) =
        GPOINTER_TO_UINT (g_hash_table_lookup (self->tails, tail));
      g_hash_table_replace (self->tails, g_strdup (tail), GUINT_TO_POINTER (i + 1));
      note (self->names, g_strdup (get_name (path)), i);
      note (self->stems, sem_photo_finder_dup_stem (path), i);
    }
}

guint
sem_photo_finder_get_n (SemPhotoFinder *self)
{
  return self->photos->len;
}

const SemFoundPhoto *
sem_photo_finder_get (SemPhotoFinder *self, guint i)
{
  g_return_val_if_fail (i < self->photos->len, NULL);

  return &g_array_index (self->photos, SemFoundPhoto, i);
}

static const SemFoundPhoto *
look_up (SemPhotoFinder *self, GHashTable *table, const char *key)
{
  const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (table, key));

  return place == 0 || place == SEVERAL ? NULL
                                        : &g_array_index (self->photos, SemFoundPhoto, place - 1);
}

/* Of the files that share the tail of @name, the only one, or the only one whose path ends as @name
 * does. @any: (out): whether there are such files */
static const SemFoundPhoto *
find_tail (SemPhotoFinder *self, const char *name, gboolean *any)
{
  const guint last = GPOINTER_TO_UINT (g_hash_table_lookup (self->tails, get_tail (name)));
  const SemFoundPhoto *found = NULL;
  g_autofree char *ending = NULL;

  *any = last > 0;
  if (last > 0 && g_array_index (self->before, guint, last - 1) == 0)
    return &g_array_index (self->photos, SemFoundPhoto, last - 1);
  ending = g_strconcat ("/", name[0] == '/' ? name + 1 : name, NULL);
  for (guint i = last; i > 0; i = g_array_index (self->before, guint, i - 1))
    {
      const SemFoundPhoto *one = &g_array_index (self->photos, SemFoundPhoto, i - 1);

      if (!g_str_has_suffix (one->path, ending))
        continue;
      if (found)
        return NULL;
      found = one;
    }
  return found;
}

const SemFoundPhoto *
sem_photo_finder_find (SemPhotoFinder *self, const char *name, gboolean by_name)
{
  gboolean any = FALSE;
  const SemFoundPhoto *found = has_folder (name) ? find_tail (self, name, &any) : NULL;

  if (any || !by_name)
    return found;
  found = look_up (self, self->names, get_name (name));
  if (!found && !g_hash_table_contains (self->names, get_name (name)))
    found = look_up (self, self->stems, get_name (name));
  return found;
}
