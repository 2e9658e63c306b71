/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/map/map-file.h"

#include <errno.h>
#include <string.h>

/* Version, key, columns, order, colours. */
#define FORMAT "(uayuauay)"
#define VERSION 1

/* Whether each number below @n is there once. */
static gboolean
is_permutation (const guint32 *order, guint n)
{
  g_autofree guint8 *seen = g_new0 (guint8, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      if (order[i] >= n || seen[order[i]])
        return FALSE;
      seen[order[i]] = 1;
    }
  return TRUE;
}

static gboolean
take (SemMapFile *self, GVariant *map)
{
  g_autoptr (GVariant) key = g_variant_get_child_value (map, 1);
  g_autoptr (GVariant) order = g_variant_get_child_value (map, 3);
  g_autoptr (GVariant) colours = g_variant_get_child_value (map, 4);
  gsize key_size, n, n_colours;
  const guint8 *key_bytes = g_variant_get_fixed_array (key, &key_size, 1);
  const guint32 *numbers = g_variant_get_fixed_array (order, &n, sizeof (guint32));
  const guint8 *values = g_variant_get_fixed_array (colours, &n_colours, 1);
  guint32 version, columns;

  g_variant_get_child (map, 0, "u", &version);
  g_variant_get_child (map, 2, "u", &columns);
  if (version != VERSION || key_size != SEM_MAP_KEY_SIZE
      || memcmp (key_bytes, self->key, key_size) != 0 || n != self->n || n_colours != 3 * n
      || columns < 1 || columns > MAX (n, 1) || !is_permutation (numbers, self->n))
    return FALSE;
  self->columns = columns;
  self->order = g_memdup2 (numbers, n * sizeof (guint32));
  self->colours = g_memdup2 (values, n_colours);
  return TRUE;
}

gboolean
sem_map_file_read (SemMapFile *self, const char *path)
{
  g_autoptr (GVariant) map = NULL, native = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *contents;
  gsize size;

  if (!g_file_get_contents (path, &contents, &size, NULL))
    return FALSE;
  bytes = g_bytes_new_take (contents, size);
  map = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (map))
    return FALSE;
  native = G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap (map) : g_variant_ref (map);
  return take (self, native);
}

void
sem_map_file_write (const SemMapFile *self, const char *path)
{
  g_autoptr (GVariant) map = g_variant_ref_sink (g_variant_new (
    "(u@ayu@au@ay)", VERSION,
    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, self->key, SEM_MAP_KEY_SIZE, 1), self->columns,
    g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, self->order, self->n, sizeof (guint32)),
    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, self->colours, 3 * (gsize) self->n, 1)));
  g_autoptr (GVariant) little =
    G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap (map) : g_variant_ref (map);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0
      || !g_file_set_contents_full (path, g_variant_get_data (little),
                                    (gssize) g_variant_get_size (little),
                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("the map is not kept: %s", error ? error->message : g_strerror (errno));
}

void
sem_map_file_clear (SemMapFile *self)
{
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->colours, g_free);
}
