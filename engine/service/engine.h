/* engine.h - the thread that indexes, trains and answers; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-options.h"
#include "engine/indexing/indexer.h"
#include "engine/search/search.h"
#include "engine/store/mounts.h"

G_BEGIN_DECLS

typedef enum
{
  SEM_ENGINE_OPEN,
  SEM_ENGINE_ADD_FOLDER,
  SEM_ENGINE_REMOVE_FOLDER,
  SEM_ENGINE_FORGET_MISSING, /* of a folder: notes it for the next indexing */
  SEM_ENGINE_INDEX,
  SEM_ENGINE_TRAIN,
  SEM_ENGINE_USE_CODES,
  SEM_ENGINE_OFFER_CODES,
  SEM_ENGINE_DECLINE_CODES,
  SEM_ENGINE_N_JOBS
} SemEngineJob;

/**
 * SemJobState:
 * @SEM_JOB_NONE: there is no job
 * @SEM_JOB_QUEUED: it waits for others
 * @SEM_JOB_RUNNING: it is in hand
 * @SEM_JOB_PAUSED: likewise, and held up
 * @SEM_JOB_STOPPING: it was told to stop, and has not ended yet
 * @SEM_JOB_DONE: it has ended
 */
typedef enum
{
  SEM_JOB_NONE,
  SEM_JOB_QUEUED,
  SEM_JOB_RUNNING,
  SEM_JOB_PAUSED,
  SEM_JOB_STOPPING,
  SEM_JOB_DONE,
} SemJobState;

/**
 * SemEngineRequest:
 * @folder: (nullable) (type filename): for the jobs on a folder
 * @method: (nullable): for training; %NULL to do as the codes that answer were learned
 * @n_bits: with @method
 * @seed: with @method
 * @codes: a model's row, for the jobs on codes
 */
typedef struct
{
  SemEngineJob job;
  const char *folder;
  const char *method;
  guint n_bits;
  guint64 seed;
  gint64 codes;
} SemEngineRequest;

/**
 * SemEngineView:
 * @photos: (nullable) (element-type gint64): photos after the one asked for, ascending
 * @folders: (nullable) (element-type SemStoreFolder): all folders
 * @mounts: (nullable) (element-type SemStoreMount): those of all folders
 * @failed: (nullable) (element-type SemStoreFile): files that could not be indexed
 * @models: (nullable) (element-type SemStoreModel): all codes
 * @active: the row of those that answer, 0 for none
 * @n_failed: how many they are
 * @searchable: whether there is an active model
 * @has_scenes: whether 3D models of places are known; with @models
 *
 * What the library holds at one moment; immutable.
 */
typedef struct
{
  GArray *photos;
  GPtrArray *folders;
  GPtrArray *mounts;
  GPtrArray *failed;
  GPtrArray *models;
  gint64 active;
  guint n_failed;
  gboolean searchable;
  gboolean has_scenes;
} SemEngineView;

void sem_engine_view_free (SemEngineView *view);

/**
 * SemEngineActivity:
 * @job: what is shown to people: the long job in hand, else the first long one that waits, else
 *   any; undefined where @state is %SEM_JOB_NONE
 * @state: its state
 * @progress: share of it that is done, from 0 to 1; of all jobs but indexing
 * @index: how far indexing is
 * @training: whether a training that was asked for runs or waits
 * @indexing: whether indexing runs or waits
 */
typedef struct
{
  SemEngineJob job;
  SemJobState state;
  double progress;
  SemIndexProgress index;
  gboolean training;
  gboolean indexing;
} SemEngineActivity;

/**
 * SemEngineDoneFunc:
 * @view: (transfer full) (nullable): everything, as it is after the job
 * @message: (nullable): what the user should read
 * @error: (nullable): why the job failed
 *
 * Called in the engine's thread.
 */
typedef void (*SemEngineDoneFunc) (SemEngineJob job,
                                   SemEngineView *view,
                                   const char *message,
                                   const GError *error,
                                   gpointer user_data);

/**
 * SemEngine:
 *
 * One thread that does jobs one after the other, and another that answers searches meanwhile.
 * All functions may be called from any thread and return at once, but for free.
 */
typedef struct _SemEngine SemEngine;

SemEngine *sem_engine_new (const char *path, SemEngineDoneFunc done, gpointer user_data);
/* Stops indexing and training, finishes changes, waits for the threads. No callback comes after it.
 */
void sem_engine_free (SemEngine *self);
/* (type filename): the library; valid as long as the engine. */
const char *sem_engine_get_path (SemEngine *self);

/* What @request points to is copied. In which order jobs are done says job-queue.h. */
void sem_engine_push (SemEngine *self, const SemEngineRequest *request);
/* Pauses, resumes or stops the job that sem_engine_get_activity() tells of, where its kind and
 * state allow it. */
void sem_engine_set_paused (SemEngine *self, gboolean paused);
void sem_engine_stop (SemEngine *self);
/* Stops the training that was asked for, also while it waits. */
void sem_engine_stop_training (SemEngine *self);
void sem_engine_get_activity (SemEngine *self, SemEngineActivity *activity);
/**
 * sem_engine_copy_epochs:
 * @training: (inout): which training the caller has epochs of; it rises with each
 * @n: (inout): how many of them; 0 afterwards where @training has risen
 *
 * Returns: (transfer full) (element-type SemHashEpoch): those that follow
 */
GArray *sem_engine_copy_epochs (SemEngine *self, guint *training, guint *n);

/* @task's result is a SemEngineView of what is new: photos after @after, counts. */
void sem_engine_peek (SemEngine *self, gint64 after, GTask *task);

typedef SemSearchAnswer *(*SemEngineAskFunc) (gpointer question,
                                              SemSearcher *searcher,
                                              GCancellable *cancellable,
                                              GError **error);

/* Runs @ask on the searching thread with the task's data; the task's result is the answer. */
void sem_engine_ask (SemEngine *self, SemEngineAskFunc ask, GTask *task);

G_END_DECLS
