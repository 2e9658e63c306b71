/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/publish/outgoing.h"
#include "engine/store/backbones.h"
#include "engine/store/details/facts.h"
#include "engine/store/folders.h"
#include "engine/store/quick/quick.h"

#include <string.h>

/* @featured, @quick: (element-type gint64): ascending; @last: the last photo that was counted */
typedef struct
{
  char **folders;
  GArray *found;
} Listing;

static void
clear_outgoing (gpointer data)
{
  g_free (((SemOutgoing *) data)->path);
}

static gboolean
is_below (char **folders, const char *path)
{
  for (gsize i = 0; folders && folders[i]; i++)
    if (sem_path_covers (folders[i], path))
      return TRUE;
  return !folders;
}

static void
take_fact (const SemStoreFact *fact, gpointer user_data)
{
  Listing *self = user_data;
  SemOutgoing file = {
    .photo = fact->photo,
    .changed = fact->mtime,
    .is_dated = fact->is_dated,
    .taken = fact->taken,
    .width = fact->width,
    .height = fact->height,
  };

  if (!is_below (self->folders, fact->path))
    return;
  file.path = g_strndup (fact->path, fact->path_length);
  g_array_append_val (self->found, file);
}

static gint
compare_files (gconstpointer a, gconstpointer b)
{
  const SemOutgoing *x = a, *y = b;

  if (x->photo != y->photo)
    return x->photo < y->photo ? -1 : 1;
  return strcmp (x->path, y->path);
}

static gint
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* @ids: ascending */
static gboolean
has_id (const GArray *ids, gint64 id)
{
  return ids->len > 0 && bsearch (&id, ids->data, ids->len, sizeof (gint64), compare_ids) != NULL;
}

/* Puts the files of photos that cannot be published last, and counts photos. */
static void
choose (GArray *files, const GArray *featured, const GArray *quick, SemOutgoingCounts *counts)
{
  guint n = 0;
  gint64 last = 0;

  for (guint i = 0; i < files->len; i++)
    {
      SemOutgoing *file = &g_array_index (files, SemOutgoing, i), other;
      const gboolean is_quick = has_id (quick, file->photo);
      const gboolean is_other = !is_quick && !has_id (featured, file->photo);

      if (file->photo != last)
        (*(is_quick ? &counts->quick : is_other ? &counts->others : &counts->photos))++;
      last = file->photo;
      if (is_quick || is_other)
        continue;
      other = g_array_index (files, SemOutgoing, n);
      g_array_index (files, SemOutgoing, n++) = *file;
      *file = other;
    }
  counts->n_files = n;
}

GArray *
sem_outgoing_list (SemStore *store,
                   const char *backbone,
                   char **folders,
                   SemOutgoingCounts *counts,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (SemOutgoing));
  g_autoptr (GArray) featured = sem_store_list_featured (store, backbone, 0, G_MAXINT32, error);
  g_autoptr (GArray) quick = featured ? sem_store_list_quick (store, error) : NULL;
  Listing listing = { folders, files };

  *counts = (SemOutgoingCounts){ 0 };
  g_array_set_clear_func (files, clear_outgoing);
  if (!quick || !sem_store_each_fact (store, take_fact, &listing, cancellable, error))
    return NULL;
  g_array_sort (files, compare_files);
  choose (files, featured, quick, counts);
  return g_steal_pointer (&files);
}
