/* library.h - the photo library as the window sees it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/codes.h"
#include "engine/model/jobs/background-job.h"
#include "engine/model/results.h"

G_BEGIN_DECLS

/**
 * SemLibraryState:
 * @SEM_LIBRARY_OPENING: the database is being read
 * @SEM_LIBRARY_IDLE: no job runs
 * @SEM_LIBRARY_INDEXING: photos are found, decoded and stored
 * @SEM_LIBRARY_PAUSED: the running job is paused until sem_library_resume()
 * @SEM_LIBRARY_TRAINING: a model is trained, or photos are encoded by another model; searches use
 *   the active model meanwhile
 * @SEM_LIBRARY_STOPPING: the running job was stopped and is about to end
 * @SEM_LIBRARY_BROKEN: it could not be opened; "status" says why
 */
typedef enum
{
  SEM_LIBRARY_OPENING,
  SEM_LIBRARY_IDLE,
  SEM_LIBRARY_INDEXING,
  SEM_LIBRARY_PAUSED,
  SEM_LIBRARY_TRAINING,
  SEM_LIBRARY_STOPPING,
  SEM_LIBRARY_BROKEN,
} SemLibraryState;

#define SEM_TYPE_LIBRARY_STATE (sem_library_state_get_type ())
GType sem_library_state_get_type (void);

/**
 * SemFolderPresence:
 * @SEM_FOLDER_PRESENT: the folder could be read
 * @SEM_FOLDER_PARTLY_PRESENT: a disk that is mounted inside it was not connected
 * @SEM_FOLDER_OFFLINE: its disk was not connected, or it could not be read
 * @SEM_FOLDER_EMPTIED: none of its known photos was found in it
 *
 * What the last indexing found.
 */
typedef enum
{
  SEM_FOLDER_PRESENT,
  SEM_FOLDER_PARTLY_PRESENT,
  SEM_FOLDER_OFFLINE,
  SEM_FOLDER_EMPTIED,
} SemFolderPresence;

#define SEM_TYPE_FOLDER_PRESENCE (sem_folder_presence_get_type ())
GType sem_folder_presence_get_type (void);

#define SEM_TYPE_FOLDER (sem_folder_get_type ())

/**
 * SemFolder:
 *
 * A folder that the user chose. Properties: "file" (GFile), "n-photos" (uint), "presence"
 * (#SemFolderPresence), "forgettable" (boolean: whether the library keeps missing photos of it,
 * which sem_library_forget_missing() would remove). Immutable: a change replaces the item in the
 * list.
 */
G_DECLARE_FINAL_TYPE (SemFolder, sem_folder, SEM, FOLDER, GObject)

/**
 * sem_folder_get_file:
 *
 * Returns: (transfer none): the folder
 */
GFile *sem_folder_get_file (SemFolder *self);
/* Photos with files in it that are not missing: identical files are one photo, as in the list. */
guint sem_folder_get_n_photos (SemFolder *self);
/* Whether it was found when the library was last indexed, as a whole or in parts. */
SemFolderPresence sem_folder_get_presence (SemFolder *self);
/* Returns: (transfer none) (array zero-terminated=1) (element-type filename): paths of the folder
 * itself, or of folders in it, that were not found or not readable. */
const char *const *sem_folder_get_away (SemFolder *self);
/* Returns: (transfer none) (nullable) (type filename): the present place of the photos of an
 * offline folder: it was renamed, or its disk is mounted elsewhere, and the new place is in the
 * library as well; %NULL otherwise. */
const char *sem_folder_get_moved_to (SemFolder *self);
/* Returns: (transfer none): the patterns of what is left out of it, as text: lines of "-", for what
 * is left out, or "+", for what is taken in though it would be left out, and a pattern; "" for
 * nothing */
const char *sem_folder_get_patterns (SemFolder *self);
/**
 * sem_folder_edit_patterns:
 * @patterns: such text
 * @pattern: replaces the same pattern
 * @leave_out: TRUE to leave out what matches, FALSE to take it in
 *
 * Returns: (transfer full): the new text; %NULL with a translated sentence where it is no pattern
 */
char *sem_folder_edit_patterns (const char *patterns,
                                const char *pattern,
                                gboolean leave_out,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): such text without @pattern */
char *sem_folder_drop_pattern (const char *patterns, const char *pattern) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer none) (array zero-terminated=1): the patterns of what is left out of every
 * folder by default */
const char *const *sem_folder_list_built_in_patterns (void);
/* Whether sem_library_forget_missing() would remove photos of it. */
gboolean sem_folder_get_forgettable (SemFolder *self);

#define SEM_TYPE_PROBLEM (sem_problem_get_type ())

/**
 * SemProblem:
 *
 * A file that could not be indexed, and a sentence that says why. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemProblem, sem_problem, SEM, PROBLEM, GObject)

/**
 * sem_problem_get_file:
 *
 * Returns: (transfer none): the file
 */
GFile *sem_problem_get_file (SemProblem *self);
/* Returns: (transfer none): a translated sentence that names the file */
const char *sem_problem_get_reason (SemProblem *self);

#define SEM_TYPE_LIBRARY (sem_library_get_type ())

/**
 * SemLibrary:
 *
 * The window's only interface to the engine. For the main thread. Every function but
 * sem_library_close() returns at once; jobs run on the engine's threads. Their progress is shown in
 * properties, which change in the main thread only, about ten times a second at most:
 *
 * - "state" (#SemLibraryState)
 * - "progress" (double): completed share of the running job, from 0 to 1, or -1 while it is unknown
 * - "status" (string): a short translated description of the running job; "" while there is none
 * - "n-photos" (uint): number of photos in the list
 * - "n-problems" (uint): number of files that could not be indexed
 * - "searchable" (boolean): whether there is an active model
 * - "codes" (#SemCodes, nullable): those of the active model
 * - "offer" (#SemCodes, nullable): those of the offered model, to be used or declined
 * - "training" (boolean): whether a training that was requested runs or is queued
 *
 * Signal "message" (string): a translated sentence to show once, such as in a toast.
 */
G_DECLARE_FINAL_TYPE (SemLibrary, sem_library, SEM, LIBRARY, GObject)

/**
 * sem_library_new:
 * @path: (nullable) (type filename): the library's database, or %NULL for the user's own
 *
 * Opens in the background: "state" leaves %SEM_LIBRARY_OPENING when it is done. Folders are not
 * scanned until sem_library_index(). A training that the end of the program interrupted is started
 * again.
 */
SemLibrary *sem_library_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_library_close:
 *
 * Stops indexing and training, carries out queued changes of folders and codes, waits for the
 * engine's threads (it may block) and closes the database. Called by dispose. Committed work is
 * kept, and the next start continues from it.
 */
void sem_library_close (SemLibrary *self);

/* Returns: (transfer none) (nullable) (type filename): the database; %NULL once it is closed */
const char *sem_library_get_path (SemLibrary *self);
/* Sets the maximum size of the cache of larger thumbnails in the user's cache folder, in bytes, for
 * all libraries. */
void sem_library_set_thumbnail_cache (SemLibrary *self, guint64 bytes);

/* What the library is doing. */
SemLibraryState sem_library_get_state (SemLibrary *self);
/* The completed share of the running job, 0 to 1; -1 where it is not known. */
double sem_library_get_progress (SemLibrary *self);
/* Returns: (transfer none): "status", valid until it changes */
const char *sem_library_get_status (SemLibrary *self);
/* The number of photos in sem_library_get_photos(). */
guint sem_library_get_n_photos (SemLibrary *self);
/* Files that could not be indexed. */
guint sem_library_get_n_problems (SemLibrary *self);

/**
 * sem_library_get_photos:
 *
 * Returns: (transfer none): #SemPhoto items, in the order of their ids; grows while indexing
 */
GListModel *sem_library_get_photos (SemLibrary *self);
/**
 * sem_library_get_jobs:
 *
 * Returns: (transfer none): #SemBackgroundJob items: work that has run for a moment besides the job
 *   of "state" and "status"
 */
GListModel *sem_library_get_jobs (SemLibrary *self);
/**
 * sem_library_get_folders:
 *
 * Returns: (transfer none): #SemFolder items
 */
GListModel *sem_library_get_folders (SemLibrary *self);
/**
 * sem_library_get_problems:
 *
 * Returns: (transfer none): #SemProblem items
 */
GListModel *sem_library_get_problems (SemLibrary *self);

/* Adds a folder, unless the library has it already, and indexes the library; a message says what
 * was found. The change does not wait for the running job: indexing is restarted, and training
 * continues from where it was. */
void sem_library_add_folder (SemLibrary *self, GFile *folder);
/* Removes a folder and its photos from the library, but no file from the disk. The change does not
 * wait for the running job either. */
void sem_library_remove_folder (SemLibrary *self, GFile *folder);
/* Indexes the library and treats the photos that are missing in @folder as deleted, even where its
 * disk seems not to be connected. */
void sem_library_forget_missing (SemLibrary *self, GFile *folder);
/* Sets the patterns of @folder, see sem_folder_get_patterns(), and indexes the library; a message
 * says what was found. */
void sem_library_leave_out (SemLibrary *self, GFile *folder, const char *patterns);
/* Indexes the library and reads the files again that failed, although they have not changed; a
 * message says what was found. */
void sem_library_retry (SemLibrary *self);
/* Looks for new, changed and deleted photos in every folder. */
void sem_library_index (SemLibrary *self);
/* Indexes once, and then automatically whenever files in the folders change, until the library is
 * closed, but not while indexing is stopped. Where another program is indexing, it tries again
 * later without a message. Where not all folders can be watched, a message says so, and they are
 * indexed from time to time. */
void sem_library_watch (SemLibrary *self);
/* Ends automatic indexing. */
void sem_library_unwatch (SemLibrary *self);
/* Looks for new, changed and deleted photos in every folder; a message says what was found, also
 * where nothing has changed. */
void sem_library_update (SemLibrary *self);
/* Updates the lists, a moment later, with changes that other programs have made to the library.
 * Reads no files, takes next to no time where nothing has changed, and does nothing while jobs run,
 * which update the lists at their end. */
void sem_library_look_again (SemLibrary *self);
/* Requests that the photo with this row id, which the user views, comes first when photos that were
 * indexed from reduced pictures are decoded in full. */
void sem_library_want (SemLibrary *self, gint64 photo);
/* Pauses the running job, which "state" names: indexing, training or a switch to other codes. Jobs
 * that are queued behind it are not paused. Does nothing in other states. */
void sem_library_pause (SemLibrary *self);
/* Continues the job that sem_library_pause() paused. Does nothing in other states. */
void sem_library_resume (SemLibrary *self);
/* Stops the running job, which "state" names, and keeps what it has done. Queued jobs follow. After
 * indexing a message says how many files remain. Indexing and refining stay stopped until they are
 * requested, as by sem_library_update(), or the library is opened again. */
void sem_library_cancel (SemLibrary *self);
/* Stops the requested training, also while it is queued. */
void sem_library_cancel_training (SemLibrary *self);
/* Whether a requested training runs or is queued; not the one that indexing starts. */
gboolean sem_library_get_training (SemLibrary *self);
/**
 * sem_library_list_methods:
 *
 * Returns: (transfer full) (array zero-terminated=1): names of hashing methods, such as "gs-itq".
 *   "bcdh" is among them where the library has scenes to train on
 */
char **sem_library_list_methods (SemLibrary *self);
/**
 * SemTraining:
 * @method: one of sem_library_list_methods()
 * @n_bits: 16, 32, 64, 128, 256 or 512
 * @seed: seed of the random numbers
 * @paper: whether the settings are those of the method's paper, where it has some
 * @most: most photos to train on; 0 for as many as are allowed
 * @network: the part of the network that is fine-tuned: 0 none, 1 its last stage, 2 all of it
 * @augment: with @network: whether altered views are trained on as well
 *
 * The settings of a training.
 */
typedef struct
{
  const char *method;
  guint n_bits;
  guint64 seed;
  gboolean paper;
  guint most;
  guint network;
  gboolean augment;
} SemTraining;

/* Queues a training. Searches use the active model meanwhile. At the end the new model becomes the
 * "offer", or the active model where there was none. */
void sem_library_train_with (SemLibrary *self, const SemTraining *training);
/* Returns: about how many seconds that training would take on this computer; at least 1. An
 * estimate from the number of photos, which may be wrong by half. */
double sem_library_estimate_training (SemLibrary *self, const SemTraining *training);
/* Whether the method can train the network as well. */
gboolean sem_library_can_train_network (SemLibrary *self, const char *method);
/**
 * sem_library_get_epochs:
 *
 * Returns: (transfer none): #SemEpoch items of the last training since the program started;
 *   grows while it runs
 */
GListModel *sem_library_get_epochs (SemLibrary *self);

/**
 * sem_library_get_codes:
 *
 * Returns: (transfer none) (nullable): the codes of the active model
 */
SemCodes *sem_library_get_codes (SemLibrary *self);
/**
 * sem_library_get_offer:
 *
 * Returns: (transfer none) (nullable): the codes of the offered model
 */
SemCodes *sem_library_get_offer (SemLibrary *self);
/**
 * sem_library_get_models:
 *
 * Returns: (transfer none): #SemCodes of all models that are complete, the active one included,
 *   those that were used last first
 */
GListModel *sem_library_get_models (SemLibrary *self);
/* Makes the model of these codes the active one. The previous one is kept. The change does not wait
 * for the running job: indexing is restarted afterwards, and training continues from where it
 * was. */
void sem_library_use_codes (SemLibrary *self, gint64 id);
/* @name, @note: (nullable): "" for none; %NULL for no change. Longer texts than are allowed are
 * refused with a message. */
void sem_library_name_codes (SemLibrary *self, gint64 id, const char *name, const char *note);
/* Deletes a model for good; not the active one. */
void sem_library_delete_codes (SemLibrary *self, gint64 id);
/* Exports a model to a file, which is replaced, or imports the model of a file. A message says
 * whether it succeeded. */
void sem_library_export_codes (SemLibrary *self, gint64 id, GFile *file);
void sem_library_import_codes (SemLibrary *self, GFile *file);
/* Withdraws the offer of these codes, which are kept. */
void sem_library_decline_codes (SemLibrary *self, gint64 id);
/* Offers declined codes again. */
void sem_library_offer_codes (SemLibrary *self, gint64 id);

/* Has all photos described by another network, and a model of it used, while the codes in use
 * answer; name is as of SemNetworkRow. One that was asked for before is stopped. What was described
 * stays, whatever ends it. Indexing goes before it. */
void sem_library_use_network (SemLibrary *self, const char *name);
/* Stops it, also while it is queued. */
void sem_library_cancel_network (SemLibrary *self);
/* Forgets a program of the user's own, with its features and its models; not the one in use. */
void sem_library_remove_network (SemLibrary *self, const char *name);
/* Returns: (transfer none) (nullable): the name of the network that photos are being described by,
 * or will be: the property "coming-network", which is notified of removed ones, too */
const char *sem_library_get_coming_network (SemLibrary *self);

/**
 * sem_library_dup_photo:
 * @id: a photo's row id
 * @path: (nullable) (type filename): which of its files to show, where that is not the first
 *
 * Returns: (transfer full): its item, also where the library does not have it any more
 */
SemPhoto *
sem_library_dup_photo (SemLibrary *self, gint64 id, const char *path) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_library_search_async:
 * @query: what to search for
 * @k: largest number of hits, at least 1
 * @cancellable: (nullable): cancels the search
 * @callback: (scope async): called in the main thread
 */
void sem_library_search_async (SemLibrary *self,
                               SemQuery *query,
                               guint k,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/**
 * sem_library_narrow_async:
 * @results: of a search for similar photos in this library
 * @bounds: copied
 * @k: largest number of hits, at least 1
 * @cancellable: (nullable): cancels the search
 * @callback: (scope async): called in the main thread; it calls sem_library_search_finish()
 *
 * Searches for the same query within other bounds. The new results have the spread of the old ones.
 */
void sem_library_narrow_async (SemLibrary *self,
                               SemResults *results,
                               const SemBounds *bounds,
                               guint k,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* Returns: (transfer full): the results, which may be empty, or %NULL with @error set. */
SemResults *sem_library_search_finish (SemLibrary *self,
                                       GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_library_refine_async:
 * @results: of a search in this library that are proven, as all but those for copies are
 * @k: largest number of hits, at least 1
 * @cancellable: (nullable): cancels it
 * @callback: (scope async): called in the main thread
 *
 * Searches for the same query again in the present library. Another search waits until this has
 * ended or is cancelled.
 */
void sem_library_refine_async (SemLibrary *self,
                               SemResults *results,
                               guint k,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/**
 * sem_library_refine_finish:
 * @held: (array length=n_held): positions of matches that keep them; other numbers are ignored
 *
 * Changes the results, which emit "refined".
 *
 * Returns: %FALSE with @error set where the query could not be answered
 */
gboolean sem_library_refine_finish (SemLibrary *self,
                                    GAsyncResult *result,
                                    const guint *held,
                                    guint n_held,
                                    GError **error);

/**
 * sem_library_prove_async:
 * @results: of a search for copies in this library
 * @cancellable: (nullable): cancels the proof
 * @callback: (scope async): called in the main thread
 *
 * Proves the first hits, so that they get their kinds. Another search waits until this has ended.
 */
void sem_library_prove_async (SemLibrary *self,
                              SemResults *results,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/**
 * sem_library_prove_finish:
 * @held: the position of a match that keeps it, such as the one under the pointer; any other number
 *   for none
 *
 * Changes the results: their matches get their kinds, and those that are proven move to the front.
 *
 * Returns: %FALSE with @error set where nothing could be proven
 */
gboolean
sem_library_prove_finish (SemLibrary *self, GAsyncResult *result, guint held, GError **error);

G_END_DECLS
