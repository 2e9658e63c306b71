/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/archive/link/link.h"
#include "engine/archive/search/search.h"
#include "engine/model/archive/archive-asking.h"
#include "engine/model/archive/archive-item-private.h"
#include "engine/model/archive/archive-pictures.h"
#include "engine/model/asking/other-network.h"
#include "engine/model/asking/query-private.h"
#include "engine/model/library-private.h"
#include "engine/store/photos.h"

#include <glib/gi18n-lib.h>

/* As many as a search of the library shows. */
#define MAX_HITS 200

struct _SemArchiveAsking
{
  GObject parent_instance;

  SemLibrary *library;
  char *uri;
  GCancellable *cancellable; /* (nullable): of the search */
  GCancellable *fetching;    /* (nullable): of the thumbnails */
  guint n_wanted;            /* thumbnails, of the first hits */
  char *problem;
  gboolean known;
  GListStore *hits;
  guint n_above;
  gboolean may_be_more;
  guint n_missing;
  guint n_servers;
  guint n_bits;
  guint milliseconds;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemArchiveAsking, sem_archive_asking, G_TYPE_OBJECT)

gboolean
sem_archive_asking_is_supported (void)
{
  return sem_link_is_supported ();
}

gboolean
sem_archive_asking_check (const char *uri, GError **error)
{
  return sem_link_check_kept (uri, error);
}

/* On a thread of the engine ---------------------------------------------------------------------*/

/* @items: (out) (element-type SemArchiveItem): made where files are looked at */
typedef struct
{
  char *uri;
  SemQuery *query;
  SemArchiveAnswer *answer;
  GPtrArray *items;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->uri);
  g_object_unref (search->query);
  sem_archive_answer_free (search->answer);
  g_ptr_array_unref (search->items);
  g_free (search);
}

/* An archive knows no photo by its number here, but by its file. */
static gboolean
name_file (SemStore *store, SemSearchSource *source, GError **error)
{
  SemStorePhoto photo = { 0 };

  source->kind = SEM_SEARCH_FILE;
  if (source->path)
    return TRUE;
  if (!sem_store_get_photo (store, source->photo, &photo, error))
    return FALSE;
  source->path = g_steal_pointer (&photo.path);
  sem_store_photo_clear (&photo);
  if (source->path)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
               _("This photo is no longer in the library."));
  return FALSE;
}

static gboolean
name_files (const char *library, SemSearchRequest *request, GError **error)
{
  g_autoptr (SemStore) store = NULL;

  for (guint i = 0; i < request->sources->len; i++)
    {
      SemSearchSource *source = &g_array_index (request->sources, SemSearchSource, i);

      if (source->kind != SEM_SEARCH_PHOTO)
        continue;
      if (!store)
        store = sem_store_open (library, SEM_STORE_READ, error);
      if (!store || !name_file (store, source, error))
        return FALSE;
    }
  return TRUE;
}

/* (nullable): a file of this library that is still there. What has the same name on another
 * computer is another file here. */
static const char *
find_file (const SemArchiveHit *hit)
{
  for (guint i = 0; i < hit->places->len; i++)
    {
      const SemArchivePlace *place = g_ptr_array_index (hit->places, i);

      if (place->mine && place->path && g_file_test (place->path, G_FILE_TEST_IS_REGULAR))
        return place->path;
    }
  return NULL;
}

static gpointer
ask_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  Search *search = data;
  g_autoptr (SemQuery) everywhere = sem_query_new_with_scope (search->query, NULL);
  g_autoptr (SemSearchRequest) request = NULL;

  if (sem_query_get_words (everywhere))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("An archive cannot be searched with words. Remove the words from the query, "
                     "or search this computer."));
      return NULL;
    }
  request = sem_query_make_request (everywhere, MAX_HITS, cancellable, error);
  if (!request || !name_files (path, request, error))
    return NULL;
  request->view = SEM_SEARCH_SIMILAR;
  search->answer = sem_archive_search (search->uri, path, request, error);
  if (!search->answer)
    return NULL;
  for (guint i = 0; i < search->answer->hits->len; i++)
    {
      const SemArchiveHit *hit = g_ptr_array_index (search->answer->hits, i);

      g_ptr_array_add (search->items, sem_archive_item_new (hit, find_file (hit)));
    }
  return search;
}

/* In the main thread ----------------------------------------------------------------------------*/

static void
take (SemArchiveAsking *self, const Search *search)
{
  const SemArchiveAnswer *answer = search->answer;

  self->known = TRUE;
  self->n_above = answer->n_above;
  /* The query's own files are no hits. */
  self->may_be_more = answer->n_above == answer->hits->len
                      && answer->hits->len + sem_query_get_n_sources (search->query) >= MAX_HITS;
  self->n_servers = answer->n_parts;
  self->n_missing = answer->n_missing;
  self->n_bits = answer->n_bits;
  self->milliseconds = (guint) (answer->seconds * 1000 + .5);
  g_list_store_splice (self->hits, 0, g_list_model_get_n_items (G_LIST_MODEL (self->hits)),
                       search->items->pdata, search->items->len);
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemArchiveAsking) self = user_data;
  g_autoptr (GError) error = NULL;
  const gboolean ok = g_task_propagate_pointer (G_TASK (result), &error) != NULL;

  /* Another search was started meanwhile, or this one cancelled. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (ok)
    take (self, g_task_get_task_data (G_TASK (result)));
  else
    self->problem = g_strdup (error->message);
  g_signal_emit (self, changed_signal, 0);
}

static void
start (SemArchiveAsking *self, SemQuery *query)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  if (!self->library->engine)
    {
      self->problem = g_strdup (_("The library is closed."));
      return;
    }
  search = g_new0 (Search, 1);
  search->uri = g_strdup (self->uri);
  search->query = g_object_ref (query);
  search->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self->library, self->cancellable, asked_cb, g_object_ref (self));
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, search, search_free);
  /* The result is the task's data, which frees it. */
  sem_engine_work (self->library->engine, ask_worker, NULL, task);
}

static void
stop (GCancellable **cancellable)
{
  g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

static void
forget (SemArchiveAsking *self)
{
  stop (&self->cancellable);
  stop (&self->fetching);
  g_clear_pointer (&self->problem, g_free);
  self->known = FALSE;
  self->may_be_more = FALSE;
  self->n_wanted = self->n_above = self->n_missing = self->n_servers = self->n_bits =
    self->milliseconds = 0;
  g_list_store_remove_all (self->hits);
}

void
sem_archive_asking_ask (SemArchiveAsking *self, const char *uri, SemQuery *query)
{
  g_return_if_fail (SEM_IS_ARCHIVE_ASKING (self));
  g_return_if_fail (uri != NULL && SEM_IS_QUERY (query));

  forget (self);
  g_free (self->uri);
  self->uri = g_strdup (uri);
  start (self, query);
  g_signal_emit (self, changed_signal, 0);
}

void
sem_archive_asking_cancel (SemArchiveAsking *self)
{
  g_return_if_fail (SEM_IS_ARCHIVE_ASKING (self));

  stop (&self->cancellable);
  stop (&self->fetching);
  g_signal_emit (self, changed_signal, 0);
}

/* Thumbnails ------------------------------------------------------------------------------------*/

static void fetch (SemArchiveAsking *self);

static void
fetched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemArchiveAsking) self = user_data;

  if (g_task_get_cancellable (G_TASK (result)) != self->fetching)
    return;
  g_clear_object (&self->fetching);
  sem_archive_pictures_finish (result);
  fetch (self);
}

/* The next of those that are wanted, one task at a time. */
static void
fetch (SemArchiveAsking *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  const guint n = MIN (self->n_wanted, g_list_model_get_n_items (G_LIST_MODEL (self->hits)));
  g_autoptr (GTask) task = NULL;

  for (guint i = 0; i < n && items->len < SEM_ARCHIVE_PICTURES_AT_ONCE; i++)
    {
      g_autoptr (SemArchiveItem) item = g_list_model_get_item (G_LIST_MODEL (self->hits), i);

      if (!sem_archive_item_get_is_complete (item))
        g_ptr_array_add (items, g_steal_pointer (&item));
    }
  if (items->len == 0 || !self->library->engine)
    return;
  self->fetching = g_cancellable_new ();
  task = g_task_new (self->library, self->fetching, fetched_cb, g_object_ref (self));
  sem_archive_pictures_start (self->library->engine, self->uri, items, task);
}

void
sem_archive_asking_fetch_pictures (SemArchiveAsking *self, guint n)
{
  g_return_if_fail (SEM_IS_ARCHIVE_ASKING (self));

  self->n_wanted = MAX (self->n_wanted, n);
  if (self->known && !self->fetching)
    fetch (self);
}

/* ---------------------------------------------------------------------------------------------- */

static void
sem_archive_asking_dispose (GObject *object)
{
  SemArchiveAsking *self = SEM_ARCHIVE_ASKING (object);

  stop (&self->cancellable);
  stop (&self->fetching);
  g_clear_object (&self->library);
  g_clear_object (&self->hits);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (sem_archive_asking_parent_class)->dispose (object);
}

static void
sem_archive_asking_class_init (SemArchiveAskingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_archive_asking_dispose;
  changed_signal = g_signal_new ("changed", SEM_TYPE_ARCHIVE_ASKING, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_archive_asking_init (SemArchiveAsking *self)
{
  self->hits = g_list_store_new (SEM_TYPE_ARCHIVE_ITEM);
}

SemArchiveAsking *
sem_archive_asking_new (SemLibrary *library)
{
  SemArchiveAsking *self = g_object_new (SEM_TYPE_ARCHIVE_ASKING, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  return self;
}

gboolean
sem_archive_asking_get_running (SemArchiveAsking *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ASKING (self), FALSE);
  return self->cancellable != NULL;
}

const char *
sem_archive_asking_get_problem (SemArchiveAsking *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ASKING (self), NULL);
  return self->problem;
}

gboolean
sem_archive_asking_get_known (SemArchiveAsking *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ASKING (self), FALSE);
  return self->known;
}

GListModel *
sem_archive_asking_get_hits (SemArchiveAsking *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ASKING (self), NULL);
  return G_LIST_MODEL (self->hits);
}

guint
sem_archive_asking_get_n_above (SemArchiveAsking *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ASKING (self), 0);
  return self->n_above;
}

gboolean
sem_archive_asking_get_may_be_more (SemArchiveAsking *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ASKING (self), FALSE);
  return self->may_be_more;
}

guint
sem_archive_asking_get_n_missing (SemArchiveAsking *self, guint *n_servers)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ASKING (self) && n_servers != NULL, 0);

  *n_servers = self->n_servers;
  return self->n_missing;
}

guint
sem_archive_asking_get_milliseconds (SemArchiveAsking *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ASKING (self), 0);
  return self->milliseconds;
}

guint
sem_archive_asking_get_n_bits (SemArchiveAsking *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_ASKING (self), 0);
  return self->n_bits;
}
