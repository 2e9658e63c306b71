/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/duplicates/companions.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Bytes of the film of a live photo: three seconds, of which 4K takes about 10 MB. */
#define LONGEST_FILM (32 << 20)
#define CHUNK 65536

static const char *const notes[] = { "xmp", "aae" };
static const char *const films[] = { "mov", "mp4" };

/* @folders: (element-type filename GHashTable): of each folder that was looked at, the names of its
 * files by what is before the last dot, in small letters */
struct _SemCompanions
{
  GHashTable *going;
  GPtrArray *staying;
  GHashTable *folders;
};

SemCompanions *
sem_companions_new (GHashTable *going, GPtrArray *staying)
{
  SemCompanions *self = g_new (SemCompanions, 1);

  self->going = going;
  self->staying = staying;
  self->folders =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  return self;
}

void
sem_companions_free (SemCompanions *self)
{
  g_hash_table_unref (self->folders);
  g_free (self);
}

/* Names -------------------------------------------------------------------------------------- */

/* (transfer full) (nullable): what is before the last dot; NULL where that is nothing. */
static char *
dup_stem (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot && dot > name ? g_strndup (name, (gsize) (dot - name)) : NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_name (GHashTable *names, const char *name)
{
  g_autofree char *stem = dup_stem (name);
  char *key = stem ? g_ascii_strdown (stem, -1) : NULL;
  GPtrArray *same = key ? g_hash_table_lookup (names, key) : NULL;

  if (!key)
    return;
  if (same)
    g_free (key);
  else
    {
      same = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (names, key, same);
    }
  g_ptr_array_add (same, g_strdup (name));
}

static GHashTable *
read_folder (const char *folder)
{
  GHashTable *names =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GHashTableIter iter;
  gpointer same;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    add_name (names, name);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, NULL, &same))
    g_ptr_array_sort (same, compare_names);
  return names;
}

/* (transfer none) (nullable) (element-type filename): the names in @folder with @stem before the
 * last dot, whatever letters are capitals, in the order of their bytes. */
static GPtrArray *
find_names (SemCompanions *self, const char *folder, const char *stem)
{
  g_autofree char *key = g_ascii_strdown (stem, -1);
  GHashTable *names = g_hash_table_lookup (self->folders, folder);

  if (!names)
    {
      names = read_folder (folder);
      g_hash_table_insert (self->folders, g_strdup (folder), names);
    }
  return g_hash_table_lookup (names, key);
}

static gboolean
has_ending (const char *name, const char *const *endings, guint n)
{
  const char *dot = strrchr (name, '.');

  for (guint i = 0; i < n; i++)
    if (dot && g_ascii_strcasecmp (dot + 1, endings[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_note (const char *name)
{
  return has_ending (name, notes, G_N_ELEMENTS (notes));
}

static gboolean
is_film (const char *name)
{
  return has_ending (name, films, G_N_ELEMENTS (films));
}

/* Files -------------------------------------------------------------------------------------- */

static gboolean
is_file (const char *path, struct stat *st)
{
  return lstat (path, st) == 0 && S_ISREG (st->st_mode);
}

static gboolean
equal_bytes (const char *a, const char *b)
{
  g_autofree char *x = g_malloc (CHUNK), *y = g_malloc (CHUNK);
  FILE *first = fopen (a, "rbe"), *second = fopen (b, "rbe");
  gboolean same = first && second;
  gsize n = CHUNK;

  while (same && n == CHUNK)
    {
      n = fread (x, 1, CHUNK, first);
      same = fread (y, 1, CHUNK, second) == n && memcmp (x, y, n) == 0;
    }
  same = same && !ferror (first) && !ferror (second);
  if (first)
    fclose (first);
  if (second)
    fclose (second);
  return same;
}

/* Whether another file with the same bytes is beside a photo that stays. */
static gboolean
film_stays (SemCompanions *self, const char *film, const struct stat *st)
{
  for (guint i = 0; i < self->staying->len; i++)
    {
      g_autofree char *folder = g_path_get_dirname (self->staying->pdata[i]);
      g_autofree char *base = g_path_get_basename (self->staying->pdata[i]);
      g_autofree char *stem = dup_stem (base);
      GPtrArray *names = stem ? find_names (self, folder, stem) : NULL;

      for (guint k = 0; names && k < names->len; k++)
        {
          g_autofree char *path = g_build_filename (folder, names->pdata[k], NULL);
          struct stat other;

          if (is_film (path) && is_file (path, &other) && other.st_size == st->st_size
              && (other.st_ino != st->st_ino || other.st_dev != st->st_dev)
              && equal_bytes (film, path))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
may_go (SemCompanions *self, const char *path)
{
  struct stat st;

  if (!is_file (path, &st))
    return FALSE;
  return is_note (path)
         || (is_film (path) && st.st_size <= LONGEST_FILM && film_stays (self, path, &st));
}

/* What belongs to one photo ------------------------------------------------------------------ */

/* Whether something of that name stays that may be a photo, as the raw file of a picture is. */
static gboolean
has_other (SemCompanions *self, const char *folder, GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      if (!is_note (path) && !is_film (path) && !g_hash_table_contains (self->going, path))
        return TRUE;
    }
  return FALSE;
}

/* @names: (nullable); @ending: of those that are wanted */
static void
add (SemCompanions *self,
     GPtrArray *paths,
     const char *folder,
     GPtrArray *names,
     const char *stem,
     const char *ending)
{
  for (guint i = 0; names && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (has_ending (name, &ending, 1) && strncmp (name, stem, strlen (stem)) == 0
          && may_go (self, path))
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
}

GPtrArray *
sem_companions_list (SemCompanions *self, const char *path)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *stem = dup_stem (base);
  GPtrArray *names;

  add (self, paths, folder, find_names (self, folder, base), base, "xmp");
  names = stem ? find_names (self, folder, stem) : NULL;
  if (!names || has_other (self, folder, names))
    return paths;
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    add (self, paths, folder, names, stem, notes[i]);
  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    add (self, paths, folder, names, stem, films[i]);
  return paths;
}
