/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/thumbnails/large-cache.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <utime.h>

#define HASH_SIZE 32
/* A larger file is none of ours. */
#define MAX_FILE_BYTES 4000000
/* Files that are written between two looks at the size of all. */
#define WRITES_PER_TRIM 100

static char *
get_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "semblance", "thumbnails", NULL);
}

static char *
get_path (const guint8 *hash, guint side)
{
  g_autofree char *folder = get_folder ();
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < HASH_SIZE; i++)
    g_string_append_printf (name, "%02x", hash[i]);
  if (side > SEM_LARGE_LEAST_SIDE)
    g_string_append_printf (name, "-%u", side);
  g_string_append (name, ".jpg");
  return g_build_filename (folder, name->str, NULL);
}

guint
sem_large_cache_choose_side (guint width, guint height, guint square)
{
  const guint shorter = MAX (1, MIN (width, height));
  const guint64 wanted = ((guint64) square * MAX (width, height) + shorter - 1) / shorter;
  guint side = SEM_LARGE_LEAST_SIDE;

  while (side < wanted && side < SEM_LARGE_MOST_SIDE)
    side += SEM_LARGE_SIDE_STEP;
  return side;
}

GBytes *
sem_large_cache_read (const guint8 *hash, guint side)
{
  g_autofree char *path = get_path (hash, side);
  GStatBuf info;
  char *contents;
  gsize length;

  if (g_stat (path, &info) != 0 || info.st_size > MAX_FILE_BYTES
      || !g_file_get_contents (path, &contents, &length, NULL))
    return NULL;
  /* Now it was used last. */
  g_utime (path, NULL);
  return g_bytes_new_take (contents, length);
}

static int n_writes; /* since it was trimmed last, about */
/* In megabytes, since that is what can be set at once; 0: nothing was set. */
static int most_megabytes;

static guint64
get_most (void)
{
  const int most = g_atomic_int_get (&most_megabytes);

  return most ? (guint64) most << 20 : SEM_LARGE_CACHE_BYTES;
}

void
sem_large_cache_set_most (guint64 most)
{
  g_atomic_int_set (&most_megabytes, (int) CLAMP (most >> 20, 1, G_MAXINT));
  g_atomic_int_set (&n_writes, 0);
}

void
sem_large_cache_write (const guint8 *hash, guint side, const SemPixels *pixels)
{
  g_autofree char *folder = get_folder (), *path = get_path (hash, side), *jpeg = NULL;
  g_autoptr (GdkPixbuf) pixbuf =
    gdk_pixbuf_new_from_bytes (pixels->bytes, GDK_COLORSPACE_RGB, FALSE, 8, (int) pixels->width,
                               (int) pixels->height, (int) pixels->stride);
  g_autoptr (GError) error = NULL;
  gsize length;

  if (g_mkdir_with_parents (folder, 0700) != 0
      || !gdk_pixbuf_save_to_buffer (pixbuf, &jpeg, &length, "jpeg", &error, "quality", "85", NULL)
      || !g_file_set_contents_full (path, jpeg, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT,
                                    0600, &error))
    g_debug ("large thumbnail: %s", error ? error->message : g_strerror (errno));
  if (g_atomic_int_add (&n_writes, 1) % WRITES_PER_TRIM == 0)
    sem_large_cache_trim (get_most ());
}

typedef struct
{
  char *path;
  guint64 size;
  gint64 time;
} Entry;

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->path);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  return (x->time > y->time) - (x->time < y->time);
}

void
sem_large_cache_trim (guint64 most)
{
  g_autofree char *folder = get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  const char *name;
  guint64 sum = 0;

  g_array_set_clear_func (entries, entry_clear);
  while (dir && (name = g_dir_read_name (dir)))
    {
      Entry entry = { .path = g_build_filename (folder, name, NULL) };
      GStatBuf info;

      if (g_stat (entry.path, &info) == 0)
        {
          entry.size = (guint64) info.st_size;
          entry.time = (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
        }
      sum += entry.size;
      g_array_append_val (entries, entry);
    }
  g_array_sort (entries, compare_times);
  for (guint i = 0; i < entries->len && sum > most; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      g_unlink (entry->path);
      sum -= entry->size;
    }
}
