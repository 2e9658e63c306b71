/* library.h - the photo library, as the window sees it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/codes.h"
#include "engine/model/results.h"

G_BEGIN_DECLS

/**
 * SemLibraryState:
 * @SEM_LIBRARY_OPENING: the database is being read
 * @SEM_LIBRARY_IDLE: nothing goes on
 * @SEM_LIBRARY_INDEXING: photos are found, decoded and stored
 * @SEM_LIBRARY_PAUSED: what goes on is held up until sem_library_resume()
 * @SEM_LIBRARY_TRAINING: codes are being learned or switched to; the old ones answer meanwhile
 * @SEM_LIBRARY_STOPPING: what went on was stopped and is about to end
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
 * @SEM_FOLDER_PRESENT: it is there
 * @SEM_FOLDER_PARTLY_PRESENT: a disk inside it was not connected when it was last looked at
 * @SEM_FOLDER_OFFLINE: its disk was not, or it could not be read
 * @SEM_FOLDER_EMPTIED: none of its known photos was found in it
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
 * (#SemFolderPresence), "forgettable" (boolean: whether photos are kept that are not there, and
 * that sem_library_forget_missing() forgets). Immutable: a change replaces the item in the list.
 */
G_DECLARE_FINAL_TYPE (SemFolder, sem_folder, SEM, FOLDER, GObject)

/**
 * sem_folder_get_file:
 *
 * Returns: (transfer none): where it is
 */
GFile *sem_folder_get_file (SemFolder *self);
guint sem_folder_get_n_photos (SemFolder *self);
SemFolderPresence sem_folder_get_presence (SemFolder *self);
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
const char *sem_problem_get_reason (SemProblem *self);

#define SEM_TYPE_LIBRARY (sem_library_get_type ())

/**
 * SemLibrary:
 *
 * The one door from the window to the engine. Every function returns at once; the work is done on
 * the engine's threads and shows in properties, which change in the main thread only, at most
 * some ten times a second:
 *
 * - "state" (#SemLibraryState)
 * - "progress" (double): share of the work in hand from 0 to 1, or -1 while it cannot be known
 * - "status" (string): what goes on, a short translated sentence; "" when nothing does
 * - "n-photos" (uint): photos that can be seen
 * - "n-problems" (uint): files that could not be indexed
 * - "searchable" (boolean): whether there are codes to search
 * - "codes" (#SemCodes, nullable): those that answer
 * - "offer" (#SemCodes, nullable): new ones that somebody has to use or decline
 * - "training" (boolean): whether a training that somebody asked for runs, or waits for its turn
 *
 * Signal "message" (string): something that the user should read once, such as in a toast.
 */
G_DECLARE_FINAL_TYPE (SemLibrary, sem_library, SEM, LIBRARY, GObject)

/**
 * sem_library_new:
 * @path: (nullable) (type filename): the library's database, or %NULL for the user's own
 *
 * Opens in the background: "state" leaves %SEM_LIBRARY_OPENING. Folders are not looked at until
 * sem_library_index(). A training that the end of the program interrupted begins again.
 */
SemLibrary *sem_library_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_library_close:
 *
 * Stops indexing and training, finishes what was changed, waits for the engine's threads and closes
 * the database. Called by dispose; what was committed is kept and the next start goes on from
 * there.
 */
void sem_library_close (SemLibrary *self);

SemLibraryState sem_library_get_state (SemLibrary *self);
double sem_library_get_progress (SemLibrary *self);
const char *sem_library_get_status (SemLibrary *self);
guint sem_library_get_n_photos (SemLibrary *self);
guint sem_library_get_n_problems (SemLibrary *self);

/**
 * sem_library_get_photos:
 *
 * Returns: (transfer none): #SemPhoto items, in the order of their ids; grows while indexing
 */
GListModel *sem_library_get_photos (SemLibrary *self);
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

/* Adds a folder (nothing happens where it is there already) and indexes the library. Does not wait
 * for what goes on: indexing begins again, and training goes on from where it was. */
void sem_library_add_folder (SemLibrary *self, GFile *folder);
/* Takes a folder and its photos out of the library; the files on disk are not touched. Does not
 * wait either. */
void sem_library_remove_folder (SemLibrary *self, GFile *folder);
/* Indexes the library, and takes the photos that are missing in the folder for deleted even where
 * its disk seems not to be connected. */
void sem_library_forget_missing (SemLibrary *self, GFile *folder);
/* Looks for new, changed and deleted photos in every folder. */
void sem_library_index (SemLibrary *self);
/* Holds up what "state" tells of: indexing, training or a switch to other codes. What comes after
 * it is not paused. Nothing happens in other states. */
void sem_library_pause (SemLibrary *self);
void sem_library_resume (SemLibrary *self);
/* Stops what "state" tells of; what is done is kept. What waits goes on. */
void sem_library_cancel (SemLibrary *self);
/* Stops the training that "training" tells of, also while it waits. */
void sem_library_cancel_training (SemLibrary *self);
gboolean sem_library_get_training (SemLibrary *self);
/**
 * sem_library_list_methods:
 *
 * Returns: (transfer full) (array zero-terminated=1): the ways to learn codes, such as "gs-itq".
 *   "bcdh" is one of them where the library knows 3D models of places to learn from
 */
char **sem_library_list_methods (SemLibrary *self);
/**
 * sem_library_train:
 * @method: (nullable): one of sem_library_list_methods(), or %NULL to do as the codes in use do
 * @n_bits: with @method: 16, 32, 64, 128, 256 or 512
 * @seed: with @method: of the random numbers
 *
 * Learns the codes anew, after what is being done. The old ones answer meanwhile; in the end the
 * new ones are the "offer", unless there were none before.
 */
void sem_library_train (SemLibrary *self, const char *method, guint n_bits, guint64 seed);
/**
 * sem_library_get_epochs:
 *
 * Returns: (transfer none): #SemEpoch items of the last training that this program ran; grows
 *   while it learns
 */
GListModel *sem_library_get_epochs (SemLibrary *self);

/**
 * sem_library_get_codes:
 *
 * Returns: (transfer none) (nullable): the codes that answer
 */
SemCodes *sem_library_get_codes (SemLibrary *self);
/**
 * sem_library_get_offer:
 *
 * Returns: (transfer none) (nullable): new codes that wait for a word
 */
SemCodes *sem_library_get_offer (SemLibrary *self);
/* Has these codes answer from now on; those before are kept until the next training. Does not wait
 * for what goes on: indexing begins again afterwards, and training goes on from where it was. */
void sem_library_use_codes (SemLibrary *self, gint64 id);
/* Offers these codes no longer; they are kept until the next training. */
void sem_library_decline_codes (SemLibrary *self, gint64 id);
/* Offers them again. */
void sem_library_offer_codes (SemLibrary *self, gint64 id);

/**
 * sem_library_search_async:
 * @query: what to look for
 * @k: the most results, at least 1
 * @cancellable: (nullable): a new search should cancel the one before
 * @callback: (scope async): called in the main thread
 */
void sem_library_search_async (SemLibrary *self,
                               SemQuery *query,
                               guint k,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* Returns: (transfer full): the results (perhaps none), or %NULL with @error set. */
SemResults *sem_library_search_finish (SemLibrary *self,
                                       GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
