/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/results-private.h"

struct _SemQuery
{
  GObject parent_instance;

  char *title;
  SemSearchRequest *request; /* without a source where there is a remote one */
  GFile *remote;             /* on a phone or a share: GVfs reads it when the search starts */
  SemQuery *original;        /* set where copies are searched for */
};

G_DEFINE_FINAL_TYPE (SemQuery, sem_query, G_TYPE_OBJECT)

static void
sem_query_finalize (GObject *object)
{
  SemQuery *self = SEM_QUERY (object);

  g_free (self->title);
  g_clear_object (&self->original);
  g_clear_object (&self->remote);
  sem_search_request_free (self->request);
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

static SemQuery *
query_new (const char *title)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->title = g_strdup (title);
  self->request = sem_search_request_new (SEM_SEARCH_SIMILAR, 1);
  return self;
}

SemQuery *
sem_query_new_for_photo (SemPhoto *photo)
{
  SemQuery *self = query_new (sem_photo_get_title (photo));
  SemSearchSource *source = sem_search_request_add_photo (self->request, sem_photo_get_id (photo));
  GFile *file = sem_photo_get_file (photo);

  source->path = file ? g_file_get_path (file) : NULL;
  return self;
}

SemQuery *
sem_query_new_for_file (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *title = g_filename_display_name (base);
  SemQuery *self = query_new (title);

  if (g_file_peek_path (file))
    sem_search_request_add_file (self->request, g_file_peek_path (file));
  else
    self->remote = g_object_ref (file);
  return self;
}

SemQuery *
sem_query_new_for_bytes (GBytes *bytes, const char *title)
{
  SemQuery *self = query_new (title);

  sem_search_request_add_bytes (self->request, bytes, title);
  return self;
}

static void
add_source (SemSearchRequest *request, const SemSearchSource *source)
{
  SemSearchSource *copy;

  if (source->kind == SEM_SEARCH_PHOTO)
    copy = sem_search_request_add_photo (request, source->photo);
  else if (source->kind == SEM_SEARCH_FILE)
    copy = sem_search_request_add_file (request, source->path);
  else
    copy = sem_search_request_add_bytes (request, source->bytes, source->name);
  sem_search_source_set_region (copy, source->region);
  copy->weight = source->weight;
}

SemQuery *
sem_query_new_for_several (GPtrArray *queries, const char *title)
{
  SemQuery *self;

  g_return_val_if_fail (queries && queries->len > 0, NULL);

  self = query_new (title);
  for (guint i = 0; i < queries->len; i++)
    {
      SemQuery *query = g_ptr_array_index (queries, i);

      g_warn_if_fail (!query->remote);
      for (guint j = 0; j < query->request->sources->len; j++)
        add_source (self->request, &g_array_index (query->request->sources, SemSearchSource, j));
    }
  return self;
}

SemQuery *
sem_query_new_refined (SemQuery *query, SemQuery *other, gboolean like, const char *title)
{
  SemQuery *base = query->original ? query->original : query;
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);
  GArray *sources;

  self->title = g_strdup (title);
  self->request = sem_search_request_copy (base->request);
  g_set_object (&self->remote, base->remote);
  for (guint i = 0; i < other->request->sources->len; i++)
    add_source (self->request, &g_array_index (other->request->sources, SemSearchSource, i));
  sources = self->request->sources;
  for (guint i = base->request->sources->len; i < sources->len; i++)
    g_array_index (sources, SemSearchSource, i).weight = like ? 1 : -1;
  return self;
}

SemQuery *
sem_query_new_for_copies (SemQuery *query)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->title = g_strdup (query->title);
  self->request = sem_search_request_copy (query->request);
  self->request->view = SEM_SEARCH_COPIES;
  g_set_object (&self->remote, query->remote);
  self->original = g_object_ref (query);
  return self;
}

SemQuery *
sem_query_get_original (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  return self->original;
}

guint
sem_query_get_n_pictures (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), 0);
  return self->request->sources->len + (self->remote ? 1 : 0) - sem_query_get_n_unlike (self);
}

guint
sem_query_get_n_unlike (SemQuery *self)
{
  guint n = 0;

  g_return_val_if_fail (SEM_IS_QUERY (self), 0);
  for (guint i = 0; i < self->request->sources->len; i++)
    n += g_array_index (self->request->sources, SemSearchSource, i).weight < 0;
  return n;
}

const char *
sem_query_get_title (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  return self->title;
}

/* (transfer full) (nullable): the request, with the bytes of a remote file. */
static SemSearchRequest *
make_request (SemQuery *self, guint k, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_copy (self->request);

  request->k = k;
  sem_search_request_set_cancellable (request, cancellable);
  if (self->remote)
    {
      g_autoptr (GBytes) bytes = g_file_load_bytes (self->remote, cancellable, NULL, error);

      if (!bytes)
        return NULL;
      sem_search_request_add_bytes (request, bytes, self->title);
    }
  return g_steal_pointer (&request);
}

SemSearchAnswer *
sem_query_ask (SemQuery *self,
               SemSearcher *searcher,
               guint k,
               const SemBounds *bounds,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (SemSearchRequest) request = make_request (self, k, cancellable, error);

  if (!request)
    return NULL;
  request->spread = !bounds;
  if (bounds)
    {
      request->min_likeness = (float) bounds->min;
      request->max_likeness = (float) bounds->max;
    }
  return sem_search (searcher, request, error);
}

SemSearchAnswer *
sem_query_prove (SemQuery *self,
                 SemSearcher *searcher,
                 const SemSearchAnswer *answer,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (SemSearchRequest) request =
    make_request (self, MAX (answer->n_hits, 1), cancellable, error);

  return request ? sem_search_prove (searcher, request, answer, error) : NULL;
}
