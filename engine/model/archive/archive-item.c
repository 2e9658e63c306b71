/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/archive/archive-item-private.h"

struct _SemArchiveItem
{
  GObject parent_instance;

  gint64 photo;
  char *title;
  char *owner;
  char *places;
  double likeness;
  gboolean above_chance;
  const char *kind;
  GFile *file;
  SemPixels *picture;
  gboolean is_complete;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemArchiveItem, sem_archive_item, G_TYPE_OBJECT)

static void
sem_archive_item_finalize (GObject *object)
{
  SemArchiveItem *self = SEM_ARCHIVE_ITEM (object);

  g_free (self->title);
  g_free (self->owner);
  g_free (self->places);
  g_clear_object (&self->file);
  g_clear_pointer (&self->picture, sem_pixels_free);
  G_OBJECT_CLASS (sem_archive_item_parent_class)->finalize (object);
}

static void
sem_archive_item_class_init (SemArchiveItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_archive_item_finalize;
  changed_signal = g_signal_new ("changed", SEM_TYPE_ARCHIVE_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
sem_archive_item_init (SemArchiveItem *self)
{
}

/* (transfer full): a name as people read it, which another computer has sent: one line. */
static char *
make_name (const char *name)
{
  char *shown = g_filename_display_name (name);

  for (char *at = shown; *at; at++)
    if (g_ascii_iscntrl (*at))
      *at = '?';
  return shown;
}

static void
add_place (SemArchiveItem *self, const SemArchivePlace *place, GString *lines)
{
  g_autofree char *path = place->path ? make_name (place->path) : NULL;

  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, place->owner);
  if (path)
    g_string_append_printf (lines, ": %s", path);
  if (place->path && !self->title)
    {
      g_autofree char *base = g_path_get_basename (place->path);

      self->title = make_name (base);
    }
}

SemArchiveItem *
sem_archive_item_new (const SemArchiveHit *hit, const char *file)
{
  SemArchiveItem *self = g_object_new (SEM_TYPE_ARCHIVE_ITEM, NULL);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < hit->places->len; i++)
    add_place (self, g_ptr_array_index (hit->places, i), lines);
  if (!self->title)
    self->title = g_strdup ("");
  self->owner = g_strdup (((const SemArchivePlace *) g_ptr_array_index (hit->places, 0))->owner);
  self->places = g_strdup (lines->str);
  self->photo = hit->hit.photo;
  self->likeness = hit->hit.likeness;
  self->above_chance = hit->hit.above_chance;
  if (hit->hit.kind == SEM_COPY_IDENTICAL)
    self->kind = sem_copy_kind_get_words (hit->hit.kind);
  if (file)
    self->file = g_file_new_for_path (file);
  return self;
}

gint64
sem_archive_item_get_photo (SemArchiveItem *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ITEM (self), 0);
  return self->photo;
}

void
sem_archive_item_take_picture (SemArchiveItem *self, SemPixels *picture)
{
  g_return_if_fail (SEM_IS_ARCHIVE_ITEM (self) && !self->is_complete);

  self->picture = picture;
  self->is_complete = TRUE;
  g_signal_emit (self, changed_signal, 0);
}

const char *
sem_archive_item_get_title (SemArchiveItem *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ITEM (self), NULL);
  return self->title;
}

const char *
sem_archive_item_get_owner (SemArchiveItem *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ITEM (self), NULL);
  return self->owner;
}

const char *
sem_archive_item_get_places (SemArchiveItem *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ITEM (self), NULL);
  return self->places;
}

double
sem_archive_item_get_likeness (SemArchiveItem *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ITEM (self), 0);
  return self->likeness;
}

gboolean
sem_archive_item_get_above_chance (SemArchiveItem *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ITEM (self), FALSE);
  return self->above_chance;
}

const char *
sem_archive_item_get_kind (SemArchiveItem *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ITEM (self), NULL);
  return self->kind;
}

GFile *
sem_archive_item_get_file (SemArchiveItem *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ITEM (self), NULL);
  return self->file;
}

const SemPixels *
sem_archive_item_get_picture (SemArchiveItem *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ITEM (self), NULL);
  return self->picture;
}

gboolean
sem_archive_item_get_is_complete (SemArchiveItem *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ITEM (self), FALSE);
  return self->is_complete;
}
