/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/engine.h"
#include "engine/model/library-private.h"
#include "engine/model/results-private.h"

#include <glib/gi18n-lib.h>

#define TICK_MILLISECONDS 100

struct _SemLibrary
{
  GObject parent_instance;

  SemEngine *engine;
  SemThumbnailer *thumbnailer;
  SemPhotoList *photos;
  GListStore *folders;
  GListStore *problems;

  SemLibraryState state;
  double progress;
  char *status;
  guint n_problems;
  gboolean searchable;

  guint pending; /* jobs pushed and not done */
  guint tick;    /* source, while jobs are pending */
  guint shown;   /* photos of the indexer's progress that the list was asked for */
  gboolean peeking;
};

G_DEFINE_ENUM_TYPE (SemLibraryState, sem_library_state,
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_OPENING, "opening"),
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_INDEXING, "indexing"),
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_TRAINING, "training"),
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_BROKEN, "broken"))

G_DEFINE_FINAL_TYPE (SemLibrary, sem_library, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_STATUS,
  PROP_N_PHOTOS,
  PROP_N_PROBLEMS,
  PROP_SEARCHABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint message_signal;

static void
notify (SemLibrary *self, guint prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static void
set_state (SemLibrary *self, SemLibraryState state, double progress, const char *status)
{
  if (g_strcmp0 (self->status, status) != 0)
    {
      g_free (self->status);
      self->status = g_strdup (status);
      notify (self, PROP_STATUS);
    }
  if (self->progress != progress)
    {
      self->progress = progress;
      notify (self, PROP_PROGRESS);
    }
  if (self->state != state)
    {
      self->state = state;
      notify (self, PROP_STATE);
    }
}

/* Looking at the engine ------------------------------------------------------------------------ */

static void
show_indexing (SemLibrary *self, const SemIndexProgress *index)
{
  guint total = MAX (index->total, index->done);
  double progress = index->counted && total ? (double) index->done / total : -1;
  g_autofree char *status = NULL;

  if (index->stage == SEM_INDEX_TRAINING)
    {
      set_state (self, SEM_LIBRARY_TRAINING, index->training,
                 _("Learning what your photos have in common"));
      return;
    }
  if (total == 0)
    status = g_strdup (_("Looking for photos"));
  else if (index->paused)
    status = g_strdup_printf (_("Paused at %u of %u files"), index->done, total);
  else
    status = g_strdup_printf (_("Indexing %u of %u files"), index->done, total);
  set_state (self, index->paused ? SEM_LIBRARY_PAUSED : SEM_LIBRARY_INDEXING, progress, status);
}

static void
show_activity (SemLibrary *self)
{
  SemEngineActivity activity;

  sem_engine_get_activity (self->engine, &activity);
  if (!activity.busy)
    return;
  switch (activity.job)
    {
    case SEM_ENGINE_OPEN:
      set_state (self, SEM_LIBRARY_OPENING, -1, _("Opening the library"));
      break;
    case SEM_ENGINE_TRAIN:
      set_state (self, SEM_LIBRARY_TRAINING, activity.training,
                 _("Learning what your photos have in common"));
      break;
    case SEM_ENGINE_ADD_FOLDER:
    case SEM_ENGINE_INDEX:
      show_indexing (self, &activity.index);
      break;
    case SEM_ENGINE_REMOVE_FOLDER:
    default:
      break;
    }
}

static void
set_counts (SemLibrary *self, const SemEngineView *view)
{
  if (self->n_problems != view->n_failed)
    {
      self->n_problems = view->n_failed;
      notify (self, PROP_N_PROBLEMS);
    }
  if (self->searchable != view->searchable)
    {
      self->searchable = view->searchable;
      notify (self, PROP_SEARCHABLE);
    }
}

static void
peek_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemLibrary *self = SEM_LIBRARY (object);
  SemEngineView *view = g_task_propagate_pointer (G_TASK (result), NULL);

  self->peeking = FALSE;
  if (!view)
    return;
  /* What the end of the job brings is complete: a late peek would only confuse it. */
  if (self->pending)
    {
      guint n = view->photos->len;

      set_counts (self, view);
      sem_photo_list_append (self->photos, view->photos);
      if (n)
        notify (self, PROP_N_PHOTOS);
    }
  sem_engine_view_free (view);
}

/* Photos appear in the grid while they are indexed. */
static void
show_new_photos (SemLibrary *self)
{
  SemEngineActivity activity;

  sem_engine_get_activity (self->engine, &activity);
  if (self->peeking || activity.index.photos == self->shown)
    return;
  self->peeking = TRUE;
  self->shown = activity.index.photos;

  g_autoptr (GTask) task = g_task_new (self, NULL, peek_cb, NULL);
  g_task_set_priority (task, G_PRIORITY_LOW);
  sem_engine_peek (self->engine, sem_photo_list_get_last (self->photos), task);
}

static gboolean
tick_cb (gpointer data)
{
  SemLibrary *self = data;

  show_activity (self);
  show_new_photos (self);
  return G_SOURCE_CONTINUE;
}

static void
fill_lists (SemLibrary *self, const SemEngineView *view)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < view->folders->len; i++)
    g_ptr_array_add (folders, sem_folder_new (g_ptr_array_index (view->folders, i)));
  for (guint i = 0; i < view->failed->len; i++)
    {
      const SemStoreFile *file = g_ptr_array_index (view->failed, i);
      g_ptr_array_add (problems, sem_problem_new (file->path, file->reason));
    }
  g_list_store_splice (self->folders, 0, g_list_model_get_n_items (G_LIST_MODEL (self->folders)),
                       folders->pdata, folders->len);
  g_list_store_splice (self->problems, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->problems)), problems->pdata,
                       problems->len);
  sem_photo_list_set (self->photos, view->photos);
  notify (self, PROP_N_PHOTOS);
  set_counts (self, view);
}

/* From the engine's thread to the main one. */
typedef struct
{
  SemLibrary *self;
  SemEngineJob job;
  SemEngineView *view;
  char *message;
  GError *error;
} Done;

static gboolean
done_cb (gpointer data)
{
  g_autofree Done *done = data;
  g_autoptr (SemLibrary) self = done->self;
  g_autofree char *message = done->message;
  g_autoptr (GError) error = done->error;
  gboolean broken = done->job == SEM_ENGINE_OPEN && error;

  if (!self->engine)
    {
      g_clear_pointer (&done->view, sem_engine_view_free);
      return G_SOURCE_REMOVE;
    }
  self->pending--;
  if (done->view)
    fill_lists (self, done->view);
  g_clear_pointer (&done->view, sem_engine_view_free);
  if (self->pending == 0)
    {
      g_clear_handle_id (&self->tick, g_source_remove);
      set_state (self, broken ? SEM_LIBRARY_BROKEN : SEM_LIBRARY_IDLE, 0,
                 broken ? error->message : "");
    }
  if (message)
    g_signal_emit (self, message_signal, 0, message);
  if (error && !broken && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, message_signal, 0, error->message);
  return G_SOURCE_REMOVE;
}

static void
engine_done (SemEngineJob job, SemEngineView *view, const char *message, const GError *error,
             gpointer user_data)
{
  Done *done = g_new0 (Done, 1);

  done->self = g_object_ref (user_data);
  done->job = job;
  done->view = view;
  done->message = g_strdup (message);
  done->error = error ? g_error_copy (error) : NULL;
  /* Before drawing: a busy grid would keep the end of a job waiting. */
  g_idle_add_full (G_PRIORITY_DEFAULT, done_cb, done, NULL);
}

static void
push (SemLibrary *self, SemEngineJob job, const char *folder)
{
  self->pending++;
  self->shown = 0;
  if (!self->tick)
    self->tick = g_timeout_add (TICK_MILLISECONDS, tick_cb, self);
  sem_engine_push (self->engine, job, folder);
}

/* The object ----------------------------------------------------------------------------------- */

static void
sem_library_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  SemLibrary *self = SEM_LIBRARY (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_N_PHOTOS:
      g_value_set_uint (value, sem_library_get_n_photos (self));
      break;
    case PROP_N_PROBLEMS:
      g_value_set_uint (value, self->n_problems);
      break;
    case PROP_SEARCHABLE:
      g_value_set_boolean (value, self->searchable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sem_library_dispose (GObject *object)
{
  sem_library_close (SEM_LIBRARY (object));
  G_OBJECT_CLASS (sem_library_parent_class)->dispose (object);
}

static void
sem_library_finalize (GObject *object)
{
  SemLibrary *self = SEM_LIBRARY (object);

  g_clear_object (&self->photos);
  g_clear_object (&self->folders);
  g_clear_object (&self->problems);
  g_clear_pointer (&self->thumbnailer, sem_thumbnailer_unref);
  g_clear_pointer (&self->status, g_free);
  G_OBJECT_CLASS (sem_library_parent_class)->finalize (object);
}

static void
sem_library_class_init (SemLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sem_library_get_property;
  object_class->dispose = sem_library_dispose;
  object_class->finalize = sem_library_finalize;
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, SEM_TYPE_LIBRARY_STATE,
                                              SEM_LIBRARY_OPENING, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, "", flags);
  properties[PROP_N_PHOTOS]
    = g_param_spec_uint ("n-photos", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_PROBLEMS]
    = g_param_spec_uint ("n-problems", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_SEARCHABLE] = g_param_spec_boolean ("searchable", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  message_signal = g_signal_new ("message", SEM_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sem_library_init (SemLibrary *self)
{
  self->folders = g_list_store_new (SEM_TYPE_FOLDER);
  self->problems = g_list_store_new (SEM_TYPE_PROBLEM);
  self->status = g_strdup (_("Opening the library"));
  self->progress = -1;
}

SemLibrary *
sem_library_new (const char *path)
{
  SemLibrary *self = g_object_new (SEM_TYPE_LIBRARY, NULL);
  g_autofree char *where = path ? g_canonicalize_filename (path, NULL) : sem_store_default_path ();

  self->thumbnailer = sem_thumbnailer_new (where);
  self->photos = sem_photo_list_new (self->thumbnailer);
  self->engine = sem_engine_new (where, engine_done, self);
  push (self, SEM_ENGINE_OPEN, NULL);
  return self;
}

void
sem_library_close (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->engine, sem_engine_free);
}

SemLibraryState
sem_library_get_state (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), SEM_LIBRARY_BROKEN);
  return self->state;
}

double
sem_library_get_progress (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), -1);
  return self->progress;
}

const char *
sem_library_get_status (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return self->status;
}

guint
sem_library_get_n_photos (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), 0);
  return self->photos ? g_list_model_get_n_items (G_LIST_MODEL (self->photos)) : 0;
}

guint
sem_library_get_n_problems (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), 0);
  return self->n_problems;
}

gboolean
sem_library_get_searchable (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), FALSE);
  return self->searchable;
}

GListModel *
sem_library_get_photos (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return G_LIST_MODEL (self->photos);
}

GListModel *
sem_library_get_folders (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return G_LIST_MODEL (self->folders);
}

GListModel *
sem_library_get_problems (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return G_LIST_MODEL (self->problems);
}

static const char *
local_path (SemLibrary *self, GFile *folder)
{
  const char *path = g_file_peek_path (folder);

  if (!path)
    g_signal_emit (self, message_signal, 0,
                   _("Only folders on this computer can be indexed. Copy or mount it first."));
  return path;
}

/* What is being indexed gives way to the change, and goes on after it. */
static void
change_folder (SemLibrary *self, SemEngineJob job, GFile *folder, gboolean index)
{
  const char *path = local_path (self, folder);

  if (!path || !self->engine)
    return;
  index |= self->state == SEM_LIBRARY_INDEXING || self->state == SEM_LIBRARY_PAUSED;
  sem_engine_cancel (self->engine);
  push (self, job, path);
  if (index)
    push (self, SEM_ENGINE_INDEX, NULL);
}

void
sem_library_add_folder (SemLibrary *self, GFile *folder)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  change_folder (self, SEM_ENGINE_ADD_FOLDER, folder, TRUE);
}

void
sem_library_remove_folder (SemLibrary *self, GFile *folder)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  change_folder (self, SEM_ENGINE_REMOVE_FOLDER, folder, FALSE);
}

void
sem_library_index (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine)
    push (self, SEM_ENGINE_INDEX, NULL);
}

void
sem_library_pause (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine)
    sem_engine_set_paused (self->engine, TRUE);
}

void
sem_library_resume (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine)
    sem_engine_set_paused (self->engine, FALSE);
}

void
sem_library_cancel (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine)
    sem_engine_cancel (self->engine);
}

void
sem_library_train (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine)
    push (self, SEM_ENGINE_TRAIN, NULL);
}

/* Search --------------------------------------------------------------------------------------- */

typedef struct
{
  SemQuery *query;
  SemSearchOptions options;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->query);
  g_free (question);
}

static SemSearchAnswer *
ask (gpointer data, SemSearcher *searcher, GCancellable *cancellable, GError **error)
{
  const Question *question = data;

  return sem_query_ask (question->query, searcher, &question->options, cancellable, error);
}

void
sem_library_search_async (SemLibrary *self, SemQuery *query, guint k, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Question *question = g_new (Question, 1);

  g_return_if_fail (SEM_IS_LIBRARY (self));
  question->query = g_object_ref (query);
  question->options = (SemSearchOptions) { .k = k, .max_distance = G_MAXUINT };
  g_task_set_source_tag (task, sem_library_search_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  if (self->engine)
    sem_engine_ask (self->engine, ask, task);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                             _("The library is closed."));
}

SemResults *
sem_library_search_finish (SemLibrary *self, GAsyncResult *result, GError **error)
{
  const Question *question = g_task_get_task_data (G_TASK (result));
  g_autoptr (SemSearchAnswer) answer = g_task_propagate_pointer (G_TASK (result), error);

  if (!answer)
    return NULL;
  /* One small JPEG: less than a millisecond. */
  return sem_results_new (question->query, answer,
                          answer->thumbnail ? sem_pixels_new_from_jpeg (answer->thumbnail, NULL)
                                            : NULL,
                          self->photos);
}
