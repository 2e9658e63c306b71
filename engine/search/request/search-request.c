/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/request/search-request.h"

static void
clear_source (gpointer data)
{
  SemSearchSource *source = data;

  g_free (source->path);
  g_clear_pointer (&source->bytes, g_bytes_unref);
  g_free (source->name);
  g_free (source->region);
}

SemSearchRequest *
sem_search_request_new (SemSearchView view, guint k)
{
  SemSearchRequest *self = g_new0 (SemSearchRequest, 1);

  self->sources = g_array_new (FALSE, TRUE, sizeof (SemSearchSource));
  g_array_set_clear_func (self->sources, clear_source);
  self->view = view;
  self->k = k;
  self->max_distance = G_MAXUINT;
  self->max_likeness = 1;
  self->scope.from = G_MININT64;
  self->scope.until = G_MAXINT64;
  return self;
}

static SemSearchSource *
add_source (SemSearchRequest *self, SemSearchSourceKind kind)
{
  SemSearchSource source = { .kind = kind, .weight = 1 };

  g_array_append_val (self->sources, source);
  return &g_array_index (self->sources, SemSearchSource, self->sources->len - 1);
}

SemSearchSource *
sem_search_request_add_photo (SemSearchRequest *self, gint64 photo)
{
  SemSearchSource *source;

  g_return_val_if_fail (self != NULL, NULL);

  source = add_source (self, SEM_SEARCH_PHOTO);
  source->photo = photo;
  return source;
}

SemSearchSource *
sem_search_request_add_file (SemSearchRequest *self, const char *path)
{
  SemSearchSource *source;

  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  source = add_source (self, SEM_SEARCH_FILE);
  source->path = g_strdup (path);
  return source;
}

SemSearchSource *
sem_search_request_add_bytes (SemSearchRequest *self, GBytes *bytes, const char *name)
{
  SemSearchSource *source;

  g_return_val_if_fail (self != NULL && bytes != NULL && name != NULL, NULL);

  source = add_source (self, SEM_SEARCH_BYTES);
  source->bytes = g_bytes_ref (bytes);
  source->name = g_strdup (name);
  return source;
}

void
sem_search_request_set_text (SemSearchRequest *self, const char *text)
{
  g_return_if_fail (self != NULL);

  g_free (self->text);
  self->text = g_strdup (text);
}

void
sem_search_source_set_region (SemSearchSource *source, const SemDecodeView *region)
{
  g_return_if_fail (source != NULL);

  g_free (source->region);
  source->region = region ? g_memdup2 (region, sizeof *region) : NULL;
}

void
sem_search_request_set_cancellable (SemSearchRequest *self, GCancellable *cancellable)
{
  g_return_if_fail (self != NULL);

  g_set_object (&self->cancellable, cancellable);
}

static void
copy_source (SemSearchRequest *self, const SemSearchSource *from)
{
  SemSearchSource *source = add_source (self, from->kind);

  source->photo = from->photo;
  source->path = g_strdup (from->path);
  source->bytes = from->bytes ? g_bytes_ref (from->bytes) : NULL;
  source->name = g_strdup (from->name);
  source->weight = from->weight;
  sem_search_source_set_region (source, from->region);
}

SemSearchRequest *
sem_search_request_copy (const SemSearchRequest *self)
{
  SemSearchRequest *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = sem_search_request_new (self->view, self->k);
  for (guint i = 0; i < self->sources->len; i++)
    copy_source (copy, &g_array_index (self->sources, SemSearchSource, i));
  copy->text = g_strdup (self->text);
  copy->max_distance = self->max_distance;
  copy->min_likeness = self->min_likeness;
  copy->max_likeness = self->max_likeness;
  copy->scope = self->scope;
  copy->scope.folders = g_strdupv (self->scope.folders);
  copy->scope.types = g_strdupv (self->scope.types);
  copy->by_distance = self->by_distance;
  copy->keep_own = self->keep_own;
  copy->spread = self->spread;
  copy->prove = self->prove;
  g_set_object (&copy->cancellable, self->cancellable);
  return copy;
}

void
sem_search_request_free (SemSearchRequest *self)
{
  if (!self)
    return;
  g_array_unref (self->sources);
  g_free (self->text);
  g_strfreev (self->scope.folders);
  g_strfreev (self->scope.types);
  g_clear_object (&self->cancellable);
  g_free (self);
}

gboolean
sem_search_request_can_find_copies (const SemSearchRequest *self)
{
  if (self->text)
    return FALSE;
  for (guint i = 0; i < self->sources->len; i++)
    if (g_array_index (self->sources, SemSearchSource, i).weight < 0)
      return FALSE;
  return TRUE;
}
