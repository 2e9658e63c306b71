/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/quality/overlap.h"

struct _SemOverlap
{
  GObject parent_instance;

  SemPhoto *photos[2];
  char *title;
  char *words;
};

G_DEFINE_FINAL_TYPE (SemOverlap, sem_overlap, G_TYPE_OBJECT)

static void
sem_overlap_finalize (GObject *object)
{
  SemOverlap *self = SEM_OVERLAP (object);

  g_clear_object (&self->photos[0]);
  g_clear_object (&self->photos[1]);
  g_free (self->title);
  g_free (self->words);

  G_OBJECT_CLASS (sem_overlap_parent_class)->finalize (object);
}

static void
sem_overlap_class_init (SemOverlapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_overlap_finalize;
}

static void
sem_overlap_init (SemOverlap *self)
{
}

SemOverlap *
sem_overlap_new (SemPhoto *first, SemPhoto *second, const char *title, const char *words)
{
  SemOverlap *self = g_object_new (SEM_TYPE_OVERLAP, NULL);

  self->photos[0] = g_object_ref (first);
  self->photos[1] = g_object_ref (second);
  self->title = g_strdup (title);
  self->words = g_strdup (words);
  return self;
}

SemPhoto *
sem_overlap_get_photo (SemOverlap *self, guint which)
{
  g_return_val_if_fail (SEM_IS_OVERLAP (self) && which < 2, NULL);
  return self->photos[which];
}

const char *
sem_overlap_get_title (SemOverlap *self)
{
  g_return_val_if_fail (SEM_IS_OVERLAP (self), NULL);
  return self->title;
}

const char *
sem_overlap_get_words (SemOverlap *self)
{
  g_return_val_if_fail (SEM_IS_OVERLAP (self), NULL);
  return self->words;
}
