/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/searcher/search-source.h"
#include "engine/photos/content.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"

#include <math.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

gboolean
sem_search_open_thumbnail (SemSearcher *searcher, gint64 photo, int *fd, GError **error)
{
  g_autoptr (GBytes) jpeg = NULL;

  *fd = -1;
  if (!sem_store_get_thumbnail (searcher->store, photo, &jpeg, error))
    return FALSE;
  if (jpeg)
    *fd = sem_content_open_bytes (jpeg, error);
  return !jpeg || *fd >= 0;
}

void
sem_search_set_gone (GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
               _("The library no longer has this photo. Update the library."));
}

static void
clear_look (gpointer data)
{
  SemSearchLook *look = data;

  if (look->fd >= 0)
    close (look->fd);
  g_free (look->name);
  g_free (look->own_path);
  sem_search_subject_clear (&look->subject);
}

static gboolean
open_source (SemSearchLook *look, GError **error)
{
  SemFileIdentity identity;

  switch (look->source->kind)
    {
    case SEM_SEARCH_FILE:
      look->name = g_filename_display_name (look->source->path);
      look->fd = sem_content_open (look->source->path, &identity, error);
      return look->fd >= 0;
    case SEM_SEARCH_BYTES:
      look->name = g_strdup (look->source->name);
      look->fd = sem_content_open_bytes (look->source->bytes, error);
      return look->fd >= 0;
    case SEM_SEARCH_PHOTO:
    default:
      return TRUE;
    }
}

gboolean
sem_search_looks_check (const SemSearchRequest *request, GError **error)
{
  gboolean positive = request->text != NULL;

  for (guint i = 0; i < request->sources->len; i++)
    {
      double weight = g_array_index (request->sources, SemSearchSource, i).weight;

      g_return_val_if_fail (isfinite (weight), FALSE);
      positive |= weight > 0;
    }
  if (!positive)
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _("There is nothing to search for. Give at least one photo that the results "
                   "shall resemble."));
  return positive;
}

GArray *
sem_search_looks_new (const SemSearchRequest *request, GError **error)
{
  g_autoptr (GArray) looks = g_array_new (FALSE, TRUE, sizeof (SemSearchLook));

  g_array_set_clear_func (looks, clear_look);
  for (guint i = 0; i < request->sources->len; i++)
    {
      SemSearchLook look = {
        .source = &g_array_index (request->sources, SemSearchSource, i),
        .fd = -1,
      };
      gboolean ok = open_source (&look, error);

      g_array_append_val (looks, look);
      if (!ok)
        return NULL;
    }
  return g_steal_pointer (&looks);
}

gboolean
sem_search_looks_leave_out (const GArray *looks, gint64 photo)
{
  for (guint i = 0; i < looks->len; i++)
    {
      const SemSearchLook *look = &g_array_index (looks, SemSearchLook, i);

      if (look->own[0] == photo || look->own[1] == photo)
        return TRUE;
    }
  return FALSE;
}

/* As sem_store_get_photo(), with an error where there is none. */
static gboolean
get_photo (SemSearcher *searcher, gint64 photo, SemStorePhoto *row, GError **error)
{
  if (!sem_store_get_photo (searcher->store, photo, row, error))
    return FALSE;
  if (row->id == 0)
    sem_search_set_gone (error);
  return row->id != 0;
}

gboolean
sem_search_look_take_photo (SemSearchLook *self,
                            SemSearcher *searcher,
                            gint64 photo,
                            GError **error)
{
  SemStorePhoto row = { 0 };

  if (!get_photo (searcher, photo, &row, error))
    return FALSE;
  self->subject.width = row.width;
  self->subject.height = row.height;
  g_clear_pointer (&self->subject.thumbnail, g_bytes_unref);
  if (!sem_store_get_thumbnail (searcher->store, photo, &self->subject.thumbnail, NULL))
    self->subject.thumbnail = NULL;
  sem_store_photo_clear (&row);
  return TRUE;
}

gboolean
sem_search_look_open (SemSearchLook *self, SemSearcher *searcher, GError **error)
{
  SemStorePhoto row = { 0 };
  SemFileIdentity identity;

  if (self->fd >= 0)
    return TRUE;
  if (!get_photo (searcher, self->source->photo, &row, error))
    return FALSE;
  g_free (self->name);
  self->name = g_filename_display_name (row.path ? row.path : "");
  self->fd = row.path ? sem_content_open (row.path, &identity, NULL) : -1;
  sem_store_photo_clear (&row);
  if (self->fd < 0 && !sem_search_open_thumbnail (searcher, self->source->photo, &self->fd, error))
    return FALSE;
  if (self->fd >= 0)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
               _("Neither “%s” nor its thumbnail can be read. Update the library."), self->name);
  return FALSE;
}

void
sem_search_look_take_pixels (SemSearchLook *self, const SemDecodedPhoto *pixels)
{
  self->subject.width = pixels->width;
  self->subject.height = pixels->height;
  g_clear_pointer (&self->subject.thumbnail, g_bytes_unref);
  self->subject.thumbnail = g_bytes_ref (pixels->thumbnail);
}
