/* library-private.h - for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/service/engine.h"
#include "engine/model/jobs/rate.h"
#include "engine/model/library.h"
#include "engine/model/photo-list.h"
#include "engine/store/folders.h"
#include "engine/watch/watcher.h"

G_BEGIN_DECLS

/* Called when a job has ended. Returns: whether @error is not to be shown */
typedef gboolean (*SemLibraryEndedFunc) (SemLibrary *self, SemEngineJob job, const GError *error);

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
  gboolean has_scenes;
  gboolean takes_words;

  guint pending;                       /* number of jobs that have not ended */
  guint pending_of[SEM_ENGINE_N_JOBS]; /* the same of each kind */
  guint tick;                          /* source that shows progress while jobs are pending */
  guint freeing;                       /* source that gives memory back after them */
  guint shown; /* indexed photos, by the indexer's progress, when the last view was requested */
  gboolean peeking;
  gboolean looking;
  guint n_views; /* views of jobs that were shown */
  gboolean asked_training;
  SemWatcher *watcher;        /* (nullable): of the folders, from sem_library_watch() on */
  GPtrArray *coming;          /* of paths of folders that are being added */
  gboolean changed_meanwhile; /* a folder, while jobs were pending */
  gboolean told_limits;       /* of the watcher */
  SemLibraryEndedFunc ended;  /* (nullable): likewise */
  guint retry;                /* source that indexes again, since another program did */
  guint retry_seconds;        /* after which it does, or did last; 0 for never yet */

  gboolean asked_index; /* whether the user has requested one of the pending indexing jobs */
  /* Whether the user has stopped it, so that it starts only on request. */
  gboolean stopped_indexing;
  gboolean stopped_refining;

  char *coming_network; /* (nullable): name of the one that photos are being described by */
  SemCodes *codes;      /* (nullable) */
  SemCodes *offer;      /* (nullable) */
  GListStore *models;   /* of SemCodes */
  GListStore *epochs;   /* of the last training that ran */
  GListStore *jobs;     /* of SemBackgroundJob */
  guint training;       /* number of that training */
  SemRate rate;         /* of indexing */
};

/* library-activity.c: shows in properties and lists what the engine does. Nothing there calls
 * library.c.
 */

/* Whether jobs are pending besides refining, which takes hours and gives way to all others. */
gboolean sem_library_is_busy (SemLibrary *self);
/* Hands the engine a job and shows its progress. */
void sem_library_push (SemLibrary *self, const SemEngineRequest *request);
/* Indexes without a request of the user. */
void sem_library_index_unasked (SemLibrary *self);
/* Updates the properties from the engine's activity now. */
void sem_library_show_activity (SemLibrary *self);
/* Updates the lists if the library has changed and no job runs; a job updates them itself. */
void sem_library_look (SemLibrary *self);
/* library-models.c: shows the models of a view, the active and the offered one among them. */
void sem_library_show_codes (SemLibrary *self, const SemEngineView *view);
/* A SemEngineDoneFunc. */
void sem_library_engine_done (SemEngineJob job,
                              SemEngineView *view,
                              const char *message,
                              const GError *error,
                              gpointer user_data);

/* watch/watched-folders.c: watches the folders of the library and those that are being added, if it
 * watches any. */
void sem_library_watch_folders (SemLibrary *self);

/* @mounts: (element-type SemStoreMount): those of all folders. */
SemFolder *sem_folder_new (const SemStoreFolder *row, const GPtrArray *mounts);
/* @path: (type filename); @record: of why it cannot be read, see base/told.h. */
SemProblem *sem_problem_new (const char *path, const char *record);

/**
 * sem_library_train:
 * @method: (nullable): one of sem_library_list_methods(), or %NULL for the settings of the
 *   active model
 * @n_bits: with @method: 16, 32, 64, 128, 256 or 512
 * @seed: with @method: seed of the random numbers
 *
 * As sem_library_train_with() with default settings. For tests.
 */
void sem_library_train (SemLibrary *self, const char *method, guint n_bits, guint64 seed);

G_END_DECLS
