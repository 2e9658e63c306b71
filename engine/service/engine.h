/* engine.h - the threads that index, train and search; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/finetune/finetune.h"
#include "engine/indexing/indexer.h"
#include "engine/search/search.h"
#include "engine/store/mounts.h"

G_BEGIN_DECLS

typedef enum
{
  SEM_ENGINE_OPEN,
  SEM_ENGINE_ADD_FOLDER,
  SEM_ENGINE_REMOVE_FOLDER,
  SEM_ENGINE_FORGET_MISSING, /* marks a folder whose missing photos the next indexing forgets */
  SEM_ENGINE_LEAVE_OUT,      /* sets the patterns of a folder, which the next indexing follows */
  SEM_ENGINE_RETRY,          /* makes the next indexing read all files again that failed */
  SEM_ENGINE_INDEX,
  SEM_ENGINE_TRAIN,
  SEM_ENGINE_USE_CODES,
  SEM_ENGINE_OFFER_CODES,
  SEM_ENGINE_DECLINE_CODES,
  SEM_ENGINE_NAME_CODES,   /* sets the name or the note of a model */
  SEM_ENGINE_DELETE_CODES, /* deletes a model */
  SEM_ENGINE_EXPORT_CODES,
  SEM_ENGINE_IMPORT_CODES,
  SEM_ENGINE_REPAIR,         /* mends what sem_doctor_examine() finds; indexing completes it */
  SEM_ENGINE_REFINE,         /* decodes quick photos in full; all other jobs come first */
  SEM_ENGINE_SWITCH,         /* describes all photos by another network, and uses codes of it */
  SEM_ENGINE_REMOVE_NETWORK, /* a program of the user's own, with what the library has of it */
  SEM_ENGINE_N_JOBS
} SemEngineJob;

/**
 * SemJobState:
 * @SEM_JOB_NONE: there is no job
 * @SEM_JOB_QUEUED: it waits for other jobs
 * @SEM_JOB_RUNNING: it runs
 * @SEM_JOB_PAUSED: it was started and is paused
 * @SEM_JOB_STOPPING: it was asked to stop and has not ended yet
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
 * @method: (nullable): for training; %NULL for the settings of the active model
 * @n_bits: with @method
 * @seed: with @method
 * @paper: with @method: whether the settings are those of its paper
 * @most: for training: most photos to train on; 0 for as many as are allowed
 * @depth: for training: the part of the network that is fine-tuned
 * @augment: with @depth: whether altered views are trained on as well
 * @codes: row id of a model, for the jobs on codes
 * @file: (nullable) (type filename): to export to, which is overwritten, or to import
 * @name, @note: (nullable): for %SEM_ENGINE_NAME_CODES: "" for none; %NULL for no change. @name is
 *   that of the network for the jobs on one, see SemNetworkFacts
 * @patterns: (nullable): for %SEM_ENGINE_LEAVE_OUT: as of SemStoreFolder
 * @tell: for indexing: whether the message is shown even where nothing has changed
 */
typedef struct
{
  SemEngineJob job;
  const char *folder;
  const char *method;
  guint n_bits;
  guint64 seed;
  gboolean paper;
  guint most;
  SemFinetuneDepth depth;
  gboolean augment;
  gint64 codes;
  const char *file;
  const char *name;
  const char *note;
  const char *patterns;
  gboolean tell;
} SemEngineRequest;

/**
 * SemEngineView:
 * @photos: (nullable) (element-type gint64): row ids of photos after the given one, ascending
 * @folders: (nullable) (element-type SemStoreFolder): all folders
 * @mounts: (nullable) (element-type SemStoreMount): mount points in all folders
 * @failed: (nullable) (element-type SemStoreFile): files that could not be indexed
 * @models: (nullable) (element-type SemStoreModel): all models
 * @sizes: (nullable) (element-type gint64): disk space of each of them, in bytes
 * @active: row id of the active model, 0 for none
 * @n_failed: number of files that could not be indexed
 * @n_quick: number of visible photos that were indexed from reduced pictures; not in a view after a
 *   given photo
 * @searchable: whether there is an active model
 * @has_scenes: whether scenes are known; with @models
 * @words: whether the network of the active model takes words; with @models
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
  GArray *sizes;
  gint64 active;
  guint n_failed;
  guint n_quick;
  gboolean searchable;
  gboolean has_scenes;
  gboolean words;
} SemEngineView;

void sem_engine_view_free (SemEngineView *view);

/**
 * SemEngineActivity:
 * @job: the job to show: the long job that runs, else the first long job that is queued, else any;
 *   undefined where @state is %SEM_JOB_NONE
 * @state: its state
 * @progress: completed share of it, from 0 to 1; not for indexing
 * @index: progress of indexing, or of refining
 * @training: whether a requested training runs or is queued
 * @indexing: whether indexing runs or is queued
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
 * @view: (transfer full) (nullable): the whole library after the job
 * @message: (nullable): a translated sentence to show
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
 * One thread runs jobs one after the other; meanwhile another one answers searches, a third one
 * makes views of the library, and two measure. All functions may be called from any
 * thread, and all but sem_engine_free() return at once.
 */
typedef struct _SemEngine SemEngine;

/* @path: (type filename): the library, which is not opened before SEM_ENGINE_OPEN.
 * Returns: (transfer full): an engine with its threads */
SemEngine *sem_engine_new (const char *path, SemEngineDoneFunc done, gpointer user_data);
/* Stops indexing and training, carries out queued changes and waits for the threads. The done
 * function is not called afterwards.
 */
void sem_engine_free (SemEngine *self);
/* Returns: (transfer none) (type filename): the library; valid as long as the engine. */
const char *sem_engine_get_path (SemEngine *self);

/* What @request points to is copied. job-queue.h describes the order of jobs. */
void sem_engine_push (SemEngine *self, const SemEngineRequest *request);
/* Pauses or resumes the job of sem_engine_get_activity(), where its kind and state allow it. */
void sem_engine_set_paused (SemEngine *self, gboolean paused);
/* Stops the job of sem_engine_get_activity(), where its kind and state allow it. */
void sem_engine_stop (SemEngine *self);
/* Stops the requested training, or the switch to another network, also while it is queued. */
void sem_engine_stop_training (SemEngine *self);
void sem_engine_stop_switch (SemEngine *self);
/* Requests that the photo, which the user views, is refined before others. */
void sem_engine_want (SemEngine *self, gint64 photo);
/* As sem_job_queue_indexes_since() of job-queue.h. */
gboolean sem_engine_indexes_since (SemEngine *self, gint64 since);
/* @activity: (out): all fields. */
void sem_engine_get_activity (SemEngine *self, SemEngineActivity *activity);
/**
 * sem_engine_copy_epochs:
 * @training: (inout): number of the training whose epochs the caller has; each training has a
 * higher one
 * @n: (inout): how many epochs the caller has; set to 0 where a later training has begun
 *
 * Returns: (transfer full) (element-type SemHashEpoch): the epochs that follow
 */
GArray *sem_engine_copy_epochs (SemEngine *self, guint *training, guint *n);

/* The result of @task is a SemEngineView with the photos after @after and the counts. */
void sem_engine_peek (SemEngine *self, gint64 after, GTask *task);
/**
 * sem_engine_look:
 *
 * The result of @task is a SemEngineView of the whole library where it was changed, by this program
 * or another one, since the last view of a job or of this function was made; else %NULL without an
 * error, which takes less than a millisecond.
 */
void sem_engine_look (SemEngine *self, GTask *task);
/* To be called where the view of sem_engine_look() was not used: the next call then returns a view
 * even if nothing has changed. */
void sem_engine_forget_look (SemEngine *self);

typedef SemSearchAnswer *(*SemEngineAskFunc) (gpointer query,
                                              SemSearcher *searcher,
                                              GCancellable *cancellable,
                                              GError **error);

/**
 * SemEngineWorkFunc:
 * @path: (type filename): the library
 * @data: the task's data
 * @cancellable: the task's
 *
 * Returns: (transfer full): the task's result, or %NULL with @error set
 */
typedef gpointer (*SemEngineWorkFunc) (const char *path,
                                       gpointer data,
                                       GCancellable *cancellable,
                                       GError **error);

/* Calls @work on a thread for work that only measures: it waits for no job, and none waits for it.
 * A few run at a time, so that short ones need not wait for long ones.
 * @task: with a cancellable, which is cancelled when the engine is freed; @destroy frees its result
 */
void sem_engine_work (SemEngine *self, SemEngineWorkFunc work, GDestroyNotify destroy, GTask *task);
/* For the main thread. @waits: whether one more work is paused, or one less: paused work does not
 * occupy one of the threads. */
void sem_engine_note_waiting (SemEngine *self, gboolean waits);

/* Calls @ask on the searching thread with the task's data; the answer is the task's result. */
void sem_engine_ask (SemEngine *self, SemEngineAskFunc ask, GTask *task);

G_END_DECLS
