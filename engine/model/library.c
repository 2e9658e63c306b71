/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/hash/models/hash-options.h"
#include "engine/model/library-private.h"
#include "engine/model/thumbnails/large-cache.h"
#include "engine/store/store.h"

#include <glib/gi18n-lib.h>

G_DEFINE_ENUM_TYPE (SemLibraryState,
                    sem_library_state,
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_OPENING, "opening"),
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_INDEXING, "indexing"),
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_TRAINING, "training"),
                    G_DEFINE_ENUM_VALUE (SEM_LIBRARY_STOPPING, "stopping"),
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
  PROP_TAKES_WORDS,
  PROP_CODES,
  PROP_OFFER,
  PROP_TRAINING,
  PROP_COMING_NETWORK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint message_signal;

static void
push (SemLibrary *self, SemEngineJob job)
{
  const SemEngineRequest request = { .job = job };

  sem_library_push (self, &request);
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
    case PROP_TAKES_WORDS:
      g_value_set_boolean (value, self->takes_words);
      break;
    case PROP_CODES:
      g_value_set_object (value, self->codes);
      break;
    case PROP_OFFER:
      g_value_set_object (value, self->offer);
      break;
    case PROP_TRAINING:
      g_value_set_boolean (value, self->asked_training);
      break;
    case PROP_COMING_NETWORK:
      g_value_set_string (value, self->coming_network);
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
  g_clear_object (&self->models);
  g_clear_object (&self->epochs);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->coming, g_ptr_array_unref);
  g_clear_object (&self->codes);
  g_clear_object (&self->offer);
  g_clear_pointer (&self->thumbnailer, sem_thumbnailer_unref);
  g_clear_pointer (&self->status, g_free);
  g_clear_pointer (&self->coming_network, g_free);
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
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, SEM_TYPE_LIBRARY_STATE, SEM_LIBRARY_OPENING, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, "", flags);
  properties[PROP_N_PHOTOS] = g_param_spec_uint ("n-photos", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_PROBLEMS] =
    g_param_spec_uint ("n-problems", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_SEARCHABLE] = g_param_spec_boolean ("searchable", NULL, NULL, FALSE, flags);
  properties[PROP_TAKES_WORDS] = g_param_spec_boolean ("takes-words", NULL, NULL, FALSE, flags);
  properties[PROP_CODES] = g_param_spec_object ("codes", NULL, NULL, SEM_TYPE_CODES, flags);
  properties[PROP_OFFER] = g_param_spec_object ("offer", NULL, NULL, SEM_TYPE_CODES, flags);
  properties[PROP_TRAINING] = g_param_spec_boolean ("training", NULL, NULL, FALSE, flags);
  properties[PROP_COMING_NETWORK] = g_param_spec_string ("coming-network", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  message_signal = g_signal_new ("message", SEM_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sem_library_init (SemLibrary *self)
{
  self->folders = g_list_store_new (SEM_TYPE_FOLDER);
  self->problems = g_list_store_new (SEM_TYPE_PROBLEM);
  self->models = g_list_store_new (SEM_TYPE_CODES);
  self->epochs = g_list_store_new (SEM_TYPE_EPOCH);
  self->jobs = g_list_store_new (SEM_TYPE_BACKGROUND_JOB);
  self->coming = g_ptr_array_new_with_free_func (g_free);
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
  self->engine = sem_engine_new (where, sem_library_engine_done, self);
  push (self, SEM_ENGINE_OPEN);
  return self;
}

void
sem_library_close (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->freeing, g_source_remove);
  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_pointer (&self->watcher, sem_watcher_free);
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

const char *
sem_library_get_path (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return self->engine ? sem_engine_get_path (self->engine) : NULL;
}

void
sem_library_set_thumbnail_cache (SemLibrary *self, guint64 bytes)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  sem_large_cache_set_most (bytes);
}

GListModel *
sem_library_get_jobs (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return G_LIST_MODEL (self->jobs);
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
    g_signal_emit (
      self, message_signal, 0,
      _("Only folders on this computer can be indexed. Copy or mount the folder first."));
  return path;
}

static gboolean
change_folder (SemLibrary *self, SemEngineJob job, GFile *folder)
{
  const SemEngineRequest request = { .job = job, .folder = local_path (self, folder) };

  if (!request.folder || !self->engine)
    return FALSE;
  sem_library_push (self, &request);
  return TRUE;
}

/* The user requests indexing, perhaps after having stopped it. @tell: as of SemEngineRequest */
static void
index_anew (SemLibrary *self, gboolean tell)
{
  const SemEngineRequest request = { .job = SEM_ENGINE_INDEX, .tell = tell };

  self->stopped_indexing = self->stopped_refining = FALSE;
  sem_library_push (self, &request);
}

void
sem_library_add_folder (SemLibrary *self, GFile *folder)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (!change_folder (self, SEM_ENGINE_ADD_FOLDER, folder))
    return;
  index_anew (self, TRUE);
  /* Where it is watched before it is looked through, once is enough. */
  g_ptr_array_add (self->coming, g_file_get_path (folder));
  sem_library_watch_folders (self);
}

void
sem_library_remove_folder (SemLibrary *self, GFile *folder)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  change_folder (self, SEM_ENGINE_REMOVE_FOLDER, folder);
}

void
sem_library_forget_missing (SemLibrary *self, GFile *folder)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (change_folder (self, SEM_ENGINE_FORGET_MISSING, folder))
    index_anew (self, FALSE);
}

void
sem_library_leave_out (SemLibrary *self, GFile *folder, const char *patterns)
{
  const SemEngineRequest request = { .job = SEM_ENGINE_LEAVE_OUT,
                                     .folder = g_file_peek_path (folder),
                                     .patterns = patterns };

  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (!request.folder || !self->engine)
    return;
  sem_library_push (self, &request);
  index_anew (self, TRUE);
}

void
sem_library_retry (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (!self->engine)
    return;
  sem_library_push (self, &(SemEngineRequest){ .job = SEM_ENGINE_RETRY });
  index_anew (self, TRUE);
}

void
sem_library_index (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine)
    sem_library_index_unasked (self);
}

void
sem_library_update (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine)
    index_anew (self, TRUE);
}

void
sem_library_look_again (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  sem_library_look (self);
}

void
sem_library_want (SemLibrary *self, gint64 photo)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine && photo > 0)
    sem_engine_want (self->engine, photo);
}

static void
act (SemLibrary *self, void (*action) (SemEngine *engine))
{
  if (!self->engine)
    return;
  action (self->engine);
  if (self->pending)
    sem_library_show_activity (self);
}

static void
pause_engine (SemEngine *engine)
{
  sem_engine_set_paused (engine, TRUE);
}

static void
resume_engine (SemEngine *engine)
{
  sem_engine_set_paused (engine, FALSE);
}

void
sem_library_pause (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  act (self, pause_engine);
}

void
sem_library_resume (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  act (self, resume_engine);
}

/* What is stopped does not begin again because a folder changes. */
static void
remember_stop (SemLibrary *self)
{
  SemEngineActivity activity;

  sem_engine_get_activity (self->engine, &activity);
  if (activity.state == SEM_JOB_NONE)
    return;
  self->stopped_refining |= activity.job == SEM_ENGINE_REFINE;
  if (activity.job != SEM_ENGINE_INDEX)
    return;
  self->stopped_indexing = TRUE;
  self->changed_meanwhile = FALSE;
}

void
sem_library_cancel (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine)
    remember_stop (self);
  act (self, sem_engine_stop);
}

void
sem_library_cancel_training (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  act (self, sem_engine_stop_training);
}

gboolean
sem_library_get_training (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), FALSE);
  return self->asked_training;
}
