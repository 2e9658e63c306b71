/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-private.h"

G_DEFINE_FINAL_TYPE (SemQuery, sem_query, G_TYPE_OBJECT)

static void
sem_query_finalize (GObject *object)
{
  SemQuery *self = SEM_QUERY (object);

  g_clear_object (&self->original);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_object (&self->photo);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->title);

  G_OBJECT_CLASS (sem_query_parent_class)->finalize (object);
}

static void
sem_query_class_init (SemQueryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_query_finalize;
}

static void
sem_query_init (SemQuery *self)
{
}

SemQuery *
sem_query_new_for_photo (SemPhoto *photo)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->photo = g_object_ref (photo);
  self->title = g_strdup (sem_photo_get_title (photo));
  return self;
}

SemQuery *
sem_query_new_for_file (GFile *file)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->file = g_object_ref (file);
  self->title = g_file_get_basename (file);
  return self;
}

SemQuery *
sem_query_new_for_bytes (GBytes *bytes, const char *title)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->title = g_strdup (title);
  return self;
}

SemQuery *
sem_query_new_for_several (GPtrArray *queries, const char *title)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->title = g_strdup (title);
  self->parts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < queries->len; i++)
    g_ptr_array_add (self->parts, g_object_ref (queries->pdata[i]));
  return self;
}

SemQuery *
sem_query_new_refined (SemQuery *query, SemQuery *other, gboolean like, const char *title)
{
  SemQuery *base = query->original != NULL ? query->original : query;
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  SemQuery *self;

  for (guint i = 0; base->parts != NULL && i < base->parts->len; i++)
    g_ptr_array_add (parts, base->parts->pdata[i]);
  if (!base->parts)
    g_ptr_array_add (parts, base);
  if (like)
    g_ptr_array_add (parts, other);
  self = sem_query_new_for_several (parts, title);
  self->n_unlike = base->n_unlike + (like ? 0 : 1);
  return self;
}

guint
sem_query_get_n_unlike (SemQuery *self)
{
  return self->n_unlike;
}

guint
sem_query_get_n_pictures (SemQuery *self)
{
  return self->parts != NULL ? self->parts->len : 1;
}

SemQuery *
sem_query_new_for_copies (SemQuery *query)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  g_set_object (&self->photo, query->photo);
  g_set_object (&self->file, query->file);
  self->bytes = query->bytes != NULL ? g_bytes_ref (query->bytes) : NULL;
  self->title = g_strdup (query->title);
  self->parts = query->parts != NULL ? g_ptr_array_ref (query->parts) : NULL;
  self->n_unlike = query->n_unlike;
  self->original = g_object_ref (query);
  return self;
}

SemQuery *
sem_query_get_original (SemQuery *self)
{
  return self->original;
}

const char *
sem_query_get_title (SemQuery *self)
{
  return self->title;
}
