/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/viewer/details-private.h"
#include "engine/model/viewer/place.h"
#include "engine/store/details/metadata.h"
#include "engine/store/photos.h"
#include "engine/store/scope.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define NANOSECONDS G_GINT64_CONSTANT (1000000000)

void
sem_photo_details_free (SemPhotoDetails *self)
{
  g_ptr_array_unref (self->files);
  g_clear_pointer (&self->date, g_date_time_unref);
  g_free (self->camera);
  g_free (self->lens);
  g_free (self->place);
  g_free (self);
}

/* Most models begin with a word of the maker's name, and say more shortly who that is. */
static gboolean
names_maker (const char *model, const char *make)
{
  g_auto (GStrv) words = g_strsplit_set (make, " ,.", -1);

  for (guint i = 0; words[i]; i++)
    if (strlen (words[i]) > 1 && g_ascii_strncasecmp (model, words[i], strlen (words[i])) == 0)
      return TRUE;
  return FALSE;
}

static char *
name_camera (const SemMetadata *metadata)
{
  if (!*metadata->model)
    return *metadata->make ? g_strdup (metadata->make) : NULL;
  if (!*metadata->make || names_maker (metadata->model, metadata->make))
    return g_strdup (metadata->model);
  return g_strdup_printf ("%s %s", metadata->make, metadata->model);
}

static void
take_metadata (SemPhotoDetails *self, const SemMetadata *metadata)
{
  if (metadata->date)
    {
      self->is_taken = TRUE;
      self->date = g_date_time_new_from_unix_utc (metadata->taken);
    }
  self->camera = name_camera (metadata);
  self->lens = *metadata->lens ? g_strdup (metadata->lens) : NULL;
  self->exposure = metadata->exposure;
  self->aperture = metadata->aperture;
  self->focal_length = metadata->focal_length;
  self->iso = metadata->iso;
  self->has_position = metadata->has_position != 0;
  self->latitude = metadata->latitude;
  self->longitude = metadata->longitude;
  self->has_altitude = metadata->has_altitude != 0;
  self->altitude = metadata->altitude;
  if (self->has_position)
    self->place = sem_place_name (self->latitude, self->longitude);
}

static void
take_files (SemPhotoDetails *self, const GArray *files)
{
  for (guint i = 0; i < files->len; i++)
    {
      const SemStorePhotoFile *file = &g_array_index (files, SemStorePhotoFile, i);

      /* Those are last: what was renamed is not there twice. */
      if (file->missing && i > 0)
        break;
      g_ptr_array_add (self->files, g_file_new_for_path (file->path));
      if (i == 0)
        {
          GStatBuf info;

          self->size = g_stat (file->path, &info) == 0 ? (guint64) info.st_size : 0;
          if (!self->date)
            self->date = g_date_time_new_from_unix_local (file->date.mtime / NANOSECONDS);
        }
    }
}

SemPhotoDetails *
sem_photo_details_read_outside (GFile *file)
{
  SemPhotoDetails *self = g_new0 (SemPhotoDetails, 1);
  const char *path = file ? g_file_peek_path (file) : NULL;
  GStatBuf info;

  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  if (file)
    g_ptr_array_add (self->files, g_object_ref (file));
  if (path && g_stat (path, &info) == 0)
    {
      self->size = (guint64) info.st_size;
      self->date = g_date_time_new_from_unix_local (info.st_mtime);
    }
  return self;
}

SemPhotoDetails *
sem_photo_details_read (SemStore *store, gint64 photo, GError **error)
{
  g_autoptr (SemPhotoDetails) self = NULL;
  g_autoptr (GArray) files = sem_store_list_photo_files (store, photo, error);
  SemStorePhoto row = { 0 };
  SemMetadata metadata;

  if (!files || !sem_store_get_photo (store, photo, &row, error)
      || !sem_store_get_metadata (store, photo, &metadata, error))
    {
      sem_store_photo_clear (&row);
      return NULL;
    }
  sem_store_photo_clear (&row);
  if (row.id == 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _("This photo is no longer in the library."));
      return NULL;
    }
  self = g_new0 (SemPhotoDetails, 1);
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  self->width = row.width;
  self->height = row.height;
  take_metadata (self, &metadata);
  take_files (self, files);
  return g_steal_pointer (&self);
}
