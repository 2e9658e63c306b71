/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/reading-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static const char *
get_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash ? slash + 1 : path;
}

void
sem_reading_note (SemReading *self, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      const char *path = g_ptr_array_index ((GPtrArray *) names, i);
      const char *known = g_hash_table_lookup (self->listed, get_name (path));

      if (!known || (known[0] != '\0' && !g_str_equal (known, path)))
        g_hash_table_replace (self->listed, g_strdup (get_name (path)),
                              g_strdup (known ? "" : path));
    }
}

gboolean
sem_reading_find (SemReading *self, const char *name, const SemFoundPhoto **found)
{
  const char *listed = g_hash_table_lookup (self->listed, get_name (name));

  *found = NULL;
  if (!self->source->finder)
    return TRUE;
  *found = sem_photo_finder_find (self->source->finder, name, g_strcmp0 (listed, "") != 0);
  if (*found)
    return TRUE;
  if (g_hash_table_add (self->missed, g_strdup (name)))
    g_ptr_array_add (self->truth->missing, g_strdup (name));
  return FALSE;
}

guint32
sem_reading_add (SemReading *self, const char *name, const SemFoundPhoto *found, GArray *rows)
{
  const guint32 row = sem_truth_add (self->truth, name, found);

  g_array_append_val (rows, row);
  return row;
}

gboolean
sem_reading_lacks (const SemReading *self, const char *name, GError **error)
{
  g_autofree char *folder = g_filename_display_name (self->source->folder);

  g_set_error (
    error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
    _("The protocol %s needs the file “%s” in the folder “%s” or below it. Copy it there."),
    self->source->protocol->name, name, folder);
  return FALSE;
}
