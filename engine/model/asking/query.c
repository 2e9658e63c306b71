/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/asking/other-network.h"
#include "engine/model/asking/query-private.h"

/* How the decoder counts shares of a side. */
#define SHARE 65536

/* What the request's source of the same number does not have. @remote: (nullable): on a phone or a
 * share: GVfs reads it when the search starts. */
typedef struct
{
  char *title;
  GFile *remote;
} Mark;

struct _SemQuery
{
  GObject parent_instance;

  char *title;
  SemSearchRequest *request; /* without scope */
  GArray *marks;             /* of Mark */
  SemScope *scope;
  SemQuery *original; /* set where copies are searched for */
};

G_DEFINE_FINAL_TYPE (SemQuery, sem_query, G_TYPE_OBJECT)

static void
clear_mark (gpointer data)
{
  g_free (((Mark *) data)->title);
  g_clear_object (&((Mark *) data)->remote);
}

static void
sem_query_finalize (GObject *object)
{
  SemQuery *self = SEM_QUERY (object);

  g_free (self->title);
  g_clear_object (&self->original);
  g_array_unref (self->marks);
  sem_scope_free (self->scope);
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
  self->request = sem_search_request_new (SEM_SEARCH_SIMILAR, 1);
  self->marks = g_array_new (FALSE, TRUE, sizeof (Mark));
  g_array_set_clear_func (self->marks, clear_mark);
  self->scope = sem_scope_new ();
}

static SemSearchSource *
get_source (SemQuery *self, guint source)
{
  return &g_array_index (self->request->sources, SemSearchSource, source);
}

static void
add_mark (SemQuery *self, const char *title, GFile *remote)
{
  Mark mark = { g_strdup (title), remote ? g_object_ref (remote) : NULL };

  g_array_append_val (self->marks, mark);
}

/* Queries of one source -------------------------------------------------------------------------*/

SemQuery *
sem_query_new_for_photo (SemPhoto *photo)
{
  GFile *file = sem_photo_get_file (photo);
  SemQuery *self;
  SemSearchSource *source;

  if (sem_photo_get_is_outside (photo))
    return file
             ? sem_query_new_for_file (file)
             : sem_query_new_for_bytes (sem_photo_get_bytes (photo), sem_photo_get_title (photo));
  self = g_object_new (SEM_TYPE_QUERY, NULL);
  source = sem_search_request_add_photo (self->request, sem_photo_get_id (photo));
  source->path = file ? g_file_get_path (file) : NULL;
  add_mark (self, sem_photo_get_title (photo), NULL);
  return self;
}

SemQuery *
sem_query_new_for_file (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *title = g_filename_display_name (base);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);
  const char *path = g_file_peek_path (file);

  if (path)
    sem_search_request_add_file (self->request, path);
  else
    sem_search_request_add_bytes (self->request, nothing, title);
  add_mark (self, title, path ? NULL : file);
  return self;
}

SemQuery *
sem_query_new_for_bytes (GBytes *bytes, const char *title)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  sem_search_request_add_bytes (self->request, bytes, title);
  add_mark (self, title, NULL);
  return self;
}

SemQuery *
sem_query_new_for_words (const char *words)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  sem_search_request_set_text (self->request, words);
  return self;
}

/* Queries made of others ------------------------------------------------------------------------*/

/* Returns: the new source of @self. */
static SemSearchSource *
add_source (SemQuery *self, SemQuery *from, guint number)
{
  const SemSearchSource *source = get_source (from, number);
  const Mark *mark = &g_array_index (from->marks, Mark, number);
  SemSearchSource *copy;

  if (source->kind == SEM_SEARCH_PHOTO)
    {
      copy = sem_search_request_add_photo (self->request, source->photo);
      copy->path = g_strdup (source->path);
    }
  else if (source->kind == SEM_SEARCH_FILE)
    copy = sem_search_request_add_file (self->request, source->path);
  else
    copy = sem_search_request_add_bytes (self->request, source->bytes, source->name);
  sem_search_source_set_region (copy, source->region);
  copy->weight = source->weight;
  add_mark (self, mark->title, mark->remote);
  return copy;
}

static SemQuery *
get_base (SemQuery *self)
{
  return self->original ? self->original : self;
}

static void
take_scope (SemQuery *self, const SemScope *scope)
{
  sem_scope_free (self->scope);
  self->scope = sem_scope_copy (scope);
}

/* (transfer full): a query for similar photos. @but: a source that is left out. */
static SemQuery *
copy_base (SemQuery *self, guint but)
{
  SemQuery *base = get_base (self);
  SemQuery *copy = g_object_new (SEM_TYPE_QUERY, NULL);

  for (guint i = 0; i < base->request->sources->len; i++)
    if (i != but)
      add_source (copy, base, i);
  sem_search_request_set_text (copy->request, base->request->text);
  take_scope (copy, base->scope);
  return copy;
}

/* @made: (transfer full). Returns: (transfer full) (nullable): the same in the view that @self is:
 * for copies, if that is and can be; %NULL where it searches for nothing. */
static SemQuery *
finish (SemQuery *self, SemQuery *made)
{
  g_autoptr (SemQuery) owned = made;

  if (sem_query_get_n_pictures (made) == 0 && !made->request->text)
    return NULL;
  return self->original && sem_query_can_find_copies (made) ? sem_query_new_for_copies (made)
                                                            : g_steal_pointer (&owned);
}

SemQuery *
sem_query_new_for_several (GPtrArray *queries)
{
  SemQuery *self;

  g_return_val_if_fail (queries && queries->len > 0, NULL);

  self = copy_base (queries->pdata[0], G_MAXUINT);
  for (guint i = 1; i < queries->len; i++)
    for (guint j = 0; j < sem_query_get_n_sources (queries->pdata[i]); j++)
      add_source (self, queries->pdata[i], j);
  return self;
}

SemQuery *
sem_query_new_refined (SemQuery *query, SemQuery *other, gboolean like)
{
  SemQuery *self;

  g_return_val_if_fail (SEM_IS_QUERY (query) && SEM_IS_QUERY (other), NULL);

  self = copy_base (query, G_MAXUINT);
  for (guint i = 0; i < sem_query_get_n_sources (other); i++)
    add_source (self, other, i)->weight = like ? 1 : -1;
  return self;
}

SemQuery *
sem_query_new_without (SemQuery *self, guint source)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);

  return finish (self, copy_base (self, source));
}

SemQuery *
sem_query_new_weighed (SemQuery *self, guint source, gboolean like)
{
  SemQuery *made;

  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  g_return_val_if_fail (source < sem_query_get_n_sources (self), NULL);

  made = copy_base (self, G_MAXUINT);
  get_source (made, source)->weight = like ? 1 : -1;
  return finish (self, made);
}

static guint32
to_share (double part, guint32 least)
{
  return MAX (least, (guint32) (CLAMP (part, 0, 1) * SHARE + .5));
}

SemQuery *
sem_query_new_with_region (SemQuery *self, guint source, const double *region)
{
  SemDecodeView view = { 0 };
  SemQuery *made;

  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  g_return_val_if_fail (source < sem_query_get_n_sources (self), NULL);

  made = copy_base (self, G_MAXUINT);
  if (region)
    {
      view.x = MIN (to_share (region[0], 0), SHARE - 1);
      view.y = MIN (to_share (region[1], 0), SHARE - 1);
      view.width = MIN (to_share (region[2], 1), SHARE - view.x);
      view.height = MIN (to_share (region[3], 1), SHARE - view.y);
    }
  sem_search_source_set_region (get_source (made, source), region ? &view : NULL);
  return finish (self, made);
}

SemQuery *
sem_query_new_with_scope (SemQuery *self, const SemScope *scope)
{
  g_autoptr (SemScope) everywhere = sem_scope_new ();
  SemQuery *made;

  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);

  made = copy_base (self, G_MAXUINT);
  take_scope (made, scope ? scope : everywhere);
  return finish (self, made);
}

SemQuery *
sem_query_new_with_words (SemQuery *self, const char *words)
{
  SemQuery *made;

  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);

  made = copy_base (self, G_MAXUINT);
  sem_search_request_set_text (made->request, words);
  return finish (self, made);
}

SemQuery *
sem_query_new_for_copies (SemQuery *query)
{
  SemQuery *self;

  g_return_val_if_fail (SEM_IS_QUERY (query), NULL);
  g_return_val_if_fail (sem_query_can_find_copies (query), NULL);

  self = copy_base (query, G_MAXUINT);
  self->request->view = SEM_SEARCH_COPIES;
  self->original = g_object_ref (get_base (query));
  return self;
}

/* What a query is -------------------------------------------------------------------------------*/

SemQuery *
sem_query_get_original (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  return self->original;
}

gboolean
sem_query_can_find_copies (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), FALSE);
  return sem_search_request_can_find_copies (self->request);
}

const char *
sem_query_get_words (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  return self->request->text;
}

guint
sem_query_get_n_sources (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), 0);
  return self->request->sources->len;
}

guint
sem_query_get_n_pictures (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), 0);
  return self->request->sources->len - sem_query_get_n_unlike (self);
}

guint
sem_query_get_n_unlike (SemQuery *self)
{
  guint n = 0;

  g_return_val_if_fail (SEM_IS_QUERY (self), 0);
  for (guint i = 0; i < self->request->sources->len; i++)
    n += get_source (self, i)->weight < 0;
  return n;
}

/* Queries are made and shown in one thread. */
const char *
sem_query_get_title (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  if (!self->title)
    {
      const guint n = sem_query_get_n_sources (self);
      const SemQueryParts parts = {
        .n_sources = n,
        .n_pictures = sem_query_get_n_pictures (self),
        .n_unlike = sem_query_get_n_unlike (self),
        .words = sem_query_get_words (self),
        .first = n > 0 ? sem_query_get_source_title (self, 0) : "",
        .is_part = n > 0 && sem_query_get_source_region (self, 0, NULL),
      };

      self->title = sem_query_parts_make_title (&parts);
    }
  return self->title;
}

const SemScope *
sem_query_get_scope (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  return self->scope;
}

const char *
sem_query_get_source_title (SemQuery *self, guint source)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  g_return_val_if_fail (source < self->marks->len, NULL);
  return g_array_index (self->marks, Mark, source).title;
}

gboolean
sem_query_get_source_like (SemQuery *self, guint source)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), FALSE);
  g_return_val_if_fail (source < self->marks->len, FALSE);
  return get_source (self, source)->weight > 0;
}

gboolean
sem_query_get_source_region (SemQuery *self, guint source, double *region)
{
  const SemDecodeView *view;

  g_return_val_if_fail (SEM_IS_QUERY (self), FALSE);
  g_return_val_if_fail (source < self->marks->len, FALSE);

  view = get_source (self, source)->region;
  if (view && region)
    {
      region[0] = (double) view->x / SHARE;
      region[1] = (double) view->y / SHARE;
      region[2] = (double) view->width / SHARE;
      region[3] = (double) view->height / SHARE;
    }
  return view != NULL;
}

GFile *
sem_query_dup_source_file (SemQuery *self, guint source)
{
  const char *path;
  GFile *remote;

  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  g_return_val_if_fail (source < self->marks->len, NULL);

  remote = g_array_index (self->marks, Mark, source).remote;
  path = get_source (self, source)->path;
  if (remote)
    return g_object_ref (remote);
  return path ? g_file_new_for_path (path) : NULL;
}

gint64
sem_query_get_source_photo (SemQuery *self, guint source)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), -1);
  g_return_val_if_fail (source < self->marks->len, -1);

  return get_source (self, source)->kind == SEM_SEARCH_PHOTO ? get_source (self, source)->photo
                                                             : -1;
}

GBytes *
sem_query_get_source_bytes (SemQuery *self, guint source)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  g_return_val_if_fail (source < self->marks->len, NULL);

  return g_array_index (self->marks, Mark, source).remote ? NULL : get_source (self, source)->bytes;
}

SemSearchRequest *
sem_query_make_request (SemQuery *self, guint k, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_copy (self->request);

  request->k = k;
  sem_search_request_set_cancellable (request, cancellable);
  sem_scope_apply (self->scope, &request->scope);
  for (guint i = 0; i < self->marks->len; i++)
    {
      SemSearchSource *source = &g_array_index (request->sources, SemSearchSource, i);
      GFile *remote = g_array_index (self->marks, Mark, i).remote;

      if (!remote)
        continue;
      g_bytes_unref (source->bytes);
      source->bytes = g_file_load_bytes (remote, cancellable, NULL, error);
      if (!source->bytes)
        return NULL;
    }
  return g_steal_pointer (&request);
}
