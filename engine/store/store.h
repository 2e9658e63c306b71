/* store.h - what the library knows, on disk
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemStore:
 *
 * One connection to a library: the library's file (folders, files, photos, models, codes: the
 * truth) and its two companions beside it, which can be made anew from the photos: NAME.features.db
 * (fp16 features, int8 vectors) and NAME.thumbnails.db. One thread at a time; every thread opens
 * its own. Nothing outside engine/store knows SQL.
 *
 * Commits are not atomic across the three files, so the companions commit first: the library
 * never names what is not there, and a row that nothing names is harmless. For the same reason
 * what is removed leaves the library first, and the companions by sem_store_sweep() afterwards.
 *
 * A call waits as long as another process or thread holds what it needs, and that one is alive;
 * only g_cancellable_get_current() of the calling thread ends the wait, with
 * G_IO_ERROR_CANCELLED. Whoever may have to stop pushes its cancellable, see
 * g_cancellable_push_current(). Nobody may open or change a store while the same thread has a
 * transaction open by another connection: that wait would never end.
 *
 * A file on disk may say anything: an id, count or generation that is out of range, or an id of
 * nothing, is SEM_ERROR_DAMAGED; numbers that are only shown count as 0.
 *
 * Errors: SEM_ERROR_DAMAGED, _NEWER, _FULL, _BUSY, _UNREADABLE, _NOT_FOUND, _FAILED,
 * G_IO_ERROR_CANCELLED.
 */
typedef struct _SemStore SemStore;

typedef enum
{
  SEM_STORE_READ,
  SEM_STORE_WRITE,
} SemStoreMode;

/* (transfer full): XDG_DATA_HOME/semblance/library.db. */
char *sem_store_default_path (void);

/**
 * sem_store_open:
 * @path: (type filename): the library's file; with SEM_STORE_WRITE it is made, with its folder,
 *   where it is not there; with SEM_STORE_READ that is SEM_ERROR_NOT_FOUND
 */
SemStore *
sem_store_open (const char *path, SemStoreMode mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_store_close (SemStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemStore, sem_store_close)
const char *sem_store_get_path (SemStore *self);

/* Renames a damaged library and its companions to NAME.damaged-TIME; returns the new name. */
char *sem_store_set_aside (const char *path, GError **error);

/**
 * sem_store_lock:
 *
 * The right to index, train or change folders: one holder among all processes, released by the end
 * of the process at the latest.
 *
 * Returns: a descriptor for sem_store_unlock(), or -1 with SEM_ERROR_BUSY
 */
int sem_store_lock (const char *path, GError **error);
void sem_store_unlock (int lock);

/* Whether a connection of this process has been waiting for another program's, or another thread's,
 * for more than a second: worth telling whoever waits for the result. Any thread. */
gboolean sem_store_is_waiting (void);

/* One transaction over the three files. A begin waits for another writer, see SemStore: read what
 * takes long before it. */
gboolean sem_store_begin (SemStore *self, GError **error);
/* FALSE, with @error set, where nothing of the transaction is in the library: it is rolled back. */
gboolean sem_store_commit (SemStore *self, GError **error);
void sem_store_rollback (SemStore *self);

/* Takes what the library has dropped since the last time out of the companions, in a transaction
 * of its own; so goes what belongs to a tuned backbone that no model has any more. Call after a
 * commit that removed a folder or a model. */
gboolean sem_store_sweep (SemStore *self, GError **error);

/* Folders ------------------------------------------------------------------------------------ */

typedef struct
{
  gint64 id;
  char *path; /* absolute, no trailing slash; bytes, not necessarily UTF-8 */
  gboolean online;
  guint n_photos;
} SemStoreFolder;

void sem_store_folder_free (SemStoreFolder *folder);

/* (transfer full) (element-type SemStoreFolder): by path. */
GPtrArray *sem_store_list_folders (SemStore *self, GError **error);
/**
 * sem_store_add_folder:
 * @path: (type filename): absolute and canonical
 *
 * A folder inside one that is there is covered by it; one that contains others takes their files
 * over. Returns: the id of the folder that covers @path, or 0 with @error set.
 */
gint64 sem_store_add_folder (SemStore *self, const char *path, GError **error);
/* Takes the folder, its files, and the photos that no other folder has, out of the library. */
gboolean sem_store_remove_folder (SemStore *self, const char *path, GError **error);
gboolean sem_store_set_folder_online (SemStore *self, gint64 id, gboolean online, GError **error);

/* Files and photos --------------------------------------------------------------------------- */

#define SEM_STORE_HASH_SIZE 32

/**
 * SemFileState:
 * @SEM_FILE_SKIPPED: no image, and no name of one
 * @SEM_FILE_INDEXED: it has a photo
 * @SEM_FILE_FAILED: set aside; reason says why; tried again when the file or the decoder changes
 *
 * Numbers are stored: never change them.
 */
typedef enum
{
  SEM_FILE_SKIPPED = 1,
  SEM_FILE_INDEXED = 2,
  SEM_FILE_FAILED = 3,
} SemFileState;

/**
 * SemFileIdentity:
 *
 * What tells, without reading it, whether a file is still the same.
 */
typedef struct
{
  guint64 device;
  guint64 inode;
  gint64 size;  /* bytes */
  gint64 mtime; /* nanoseconds since 1970 */
} SemFileIdentity;

typedef struct
{
  gint64 id;
  gint64 folder;
  char *path;
  SemFileIdentity identity;
  SemFileState state;
  gboolean missing;
  gint64 photo; /* 0: none */
  guint attempts;
  char *reason;  /* NULL unless failed */
  char *decoder; /* version that failed; NULL unless failed */
} SemStoreFile;

void sem_store_file_clear (SemStoreFile *file);
void sem_store_file_free (SemStoreFile *file);

/* FALSE without @error where there is none. @file is filled on TRUE. */
gboolean sem_store_find_file (SemStore *self, const char *path, SemStoreFile *file, GError **error);
/* The photo, with a @backbone feature, of any file with this identity (a moved file, a hard link),
 * or 0 without @error. */
gint64 sem_store_find_identity (SemStore *self,
                                const SemFileIdentity *identity,
                                const char *backbone,
                                GError **error);
/* Inserts or replaces the row of file->path; file->id is written. */
gboolean sem_store_put_file (SemStore *self, SemStoreFile *file, GError **error);
/* Largest id of a file row, 0 where there are none. */
gint64 sem_store_last_file (SemStore *self, GError **error);
/**
 * sem_store_mark_missing:
 * @seen: one byte a file id, index 0 to @n_seen - 1: not 0 where the scan met the file
 * @keep: (element-type filename): folders that could not be read: what lies below them is kept
 * @n_missing: (out): rows newly marked
 *
 * Marks the folder's other rows with ids below @n_seen as missing.
 */
gboolean sem_store_mark_missing (SemStore *self,
                                 gint64 folder,
                                 const guint8 *seen,
                                 gint64 n_seen,
                                 GPtrArray *keep,
                                 guint *n_missing,
                                 GError **error);
/* (transfer full) (element-type SemStoreFile): failed files that are there, by path. */
GPtrArray *sem_store_list_failed (SemStore *self, GError **error);

/* 0 without @error where the library does not have the content, or has no @backbone feature. */
gint64
sem_store_find_photo (SemStore *self, const guint8 *hash, const char *backbone, GError **error);
/* Inserts the photo, or gives the one with that hash its new size, and notes that it has a feature
 * of the @backbone; 0 on error. */
gint64 sem_store_put_photo (SemStore *self,
                            const guint8 *hash,
                            guint width,
                            guint height,
                            const char *backbone,
                            GError **error);
/* Recomputes which photos have no file to show; reads every row. Call in the transaction that marks
 * or removes files. */
gboolean sem_store_update_hidden (SemStore *self, GError **error);
/* The same for one photo. Call in the transaction that changes one of its files. */
gboolean sem_store_update_photo_hidden (SemStore *self, gint64 photo, GError **error);

typedef struct
{
  guint photos;  /* with at least one file that is there */
  guint files;   /* indexed files that are there */
  guint failed;  /* failed files that are there */
  guint skipped; /* files that are no images */
} SemStoreCounts;

/* Reads every row: once a run, not once a batch. */
gboolean sem_store_count (SemStore *self, SemStoreCounts *counts, GError **error);
/* Failed files that are there, or -1 with @error set. Cheap. */
gint64 sem_store_count_failed (SemStore *self, GError **error);

/* (element-type gint64): visible photos after @after, ascending. */
GArray *sem_store_list_photos (SemStore *self, gint64 after, GError **error);
/* (element-type gint64): hidden photos, ascending. */
GArray *sem_store_list_hidden (SemStore *self, GError **error);
/* Rises whenever a photo is hidden, shown again or removed. */
gint64 sem_store_get_generation (SemStore *self, GError **error);

typedef struct
{
  gint64 id;
  guint8 hash[SEM_STORE_HASH_SIZE];
  guint width;
  guint height;
  char *path; /* a file that is there, else any; NULL: none */
} SemStorePhoto;

void sem_store_photo_clear (SemStorePhoto *photo);
/* FALSE without @error where there is none. */
gboolean sem_store_get_photo (SemStore *self, gint64 id, SemStorePhoto *photo, GError **error);

/* Features, vectors, thumbnails --------------------------------------------------------------- */

gboolean sem_store_put_thumbnail (SemStore *self, const guint8 *hash, GBytes *jpeg, GError **error);
/* NULL without @error where there is none. */
GBytes *sem_store_get_thumbnail (SemStore *self, gint64 photo, GError **error);

/* @sketch: (array): @size grey bytes; @dct: (nullable): the photo's perceptual hash. */
gboolean sem_store_put_sketch (SemStore *self,
                               gint64 photo,
                               const guint8 *hash,
                               const guint8 *sketch,
                               gsize size,
                               const guint64 *dct,
                               GError **error);
/* FALSE without @error where there is none of that size. */
gboolean sem_store_get_sketch (SemStore *self,
                               const SemStorePhoto *photo,
                               guint8 *sketch,
                               gsize size,
                               GError **error);
/* The perceptual hashes of visible photos after @after, ascending by id. */
gboolean
sem_store_list_dct (SemStore *self, gint64 after, GArray *ids, GArray *hashes, GError **error);

/* @feature: (array): @dim fp16 values. */
gboolean sem_store_put_feature (SemStore *self,
                                const guint8 *hash,
                                const char *backbone,
                                const guint16 *feature,
                                guint dim,
                                GError **error);
/* FALSE without @error where there is none of that size. */
gboolean sem_store_get_feature (SemStore *self,
                                gint64 photo,
                                const char *backbone,
                                guint16 *feature,
                                guint dim,
                                GError **error);

/* Backbones ------------------------------------------------------------------------------------ */

/**
 * SemBackboneKind:
 * @SEM_BACKBONE_FOUND: the program has its weights; its features are kept
 * @SEM_BACKBONE_TUNED: trained on this library's photos
 * @SEM_BACKBONE_COMING: likewise, and the photos' features are being computed: no model has it yet
 *
 * Numbers are stored: never change them.
 */
typedef enum
{
  SEM_BACKBONE_FOUND = 0,
  SEM_BACKBONE_TUNED = 1,
  SEM_BACKBONE_COMING = 2,
} SemBackboneKind;

gboolean
sem_store_put_backbone (SemStore *self, const char *backbone, SemBackboneKind kind, GError **error);
/* SEM_BACKBONE_FOUND for one that the library has never seen; -1 with @error set. */
gint64 sem_store_get_backbone_kind (SemStore *self, const char *backbone, GError **error);
/* (transfer full) (element-type utf8): all but those of SEM_BACKBONE_FOUND. */
GPtrArray *sem_store_list_tuned (SemStore *self, GError **error);

/* The photo has a feature of the backbone, which is in the store before or by the same
 * transaction. Nothing where the photo is gone. */
gboolean
sem_store_note_feature (SemStore *self, gint64 photo, const char *backbone, GError **error);
/* Takes the photo for one without that feature: the next indexing reads its file again. */
gboolean
sem_store_forget_feature (SemStore *self, gint64 photo, const char *backbone, GError **error);
/* FALSE without @error where it has none. */
gboolean sem_store_has_feature (SemStore *self, gint64 photo, const char *backbone, GError **error);
/* (element-type gint64): visible photos with a feature, by content hash: the order of training. */
GArray *sem_store_list_training (SemStore *self, const char *backbone, GError **error);
/* (element-type gint64): all photos after @after with a feature, ascending, at most @limit. */
GArray *sem_store_list_featured (SemStore *self,
                                 const char *backbone,
                                 gint64 after,
                                 guint limit,
                                 GError **error);
/* (element-type gint64): visible photos after @after without one, ascending, at most @limit. */
GArray *sem_store_list_undescribed (SemStore *self,
                                    const char *backbone,
                                    gint64 after,
                                    guint limit,
                                    GError **error);
/* How many there are; -1 with @error set. Reads every row. */
gint64 sem_store_count_undescribed (SemStore *self, const char *backbone, GError **error);

/* Models and codes ---------------------------------------------------------------------------- */

/**
 * SemModelStage:
 * @SEM_MODEL_UNFINISHED: photos are being encoded, or were when training ended early
 * @SEM_MODEL_READY: each photo of its time has a code; the active model, or one that was
 * @SEM_MODEL_OFFERED: likewise, and somebody has to say whether it shall be the active one
 *
 * Numbers are stored: never change them.
 */
typedef enum
{
  SEM_MODEL_UNFINISHED = 0,
  SEM_MODEL_READY = 1,
  SEM_MODEL_OFFERED = 2,
} SemModelStage;

typedef struct
{
  gint64 id;
  char *method;
  guint bits;
  guint64 seed;
  char *backbone;
  guint photos;         /* in the library when it was trained */
  guint trained_on;     /* of them, those that training looked at */
  gboolean provisional; /* trained while indexing went on */
  gint64 created;       /* seconds since 1970 */
  GBytes *data;         /* NULL in a list */
  SemModelStage stage;
  GBytes *log; /* (nullable): what training told; the store does not look into it */
} SemStoreModel;

void sem_store_model_clear (SemStoreModel *model);
void sem_store_model_free (SemStoreModel *model);

/* The id of the active model, 0 without @error where there is none; -1 with @error set. */
gint64 sem_store_get_active_model (SemStore *self, GError **error);
/* Fills @model with the active model; TRUE with @model as it was where there is none. */
gboolean sem_store_get_active_row (SemStore *self, SemStoreModel *model, GError **error);
/* FALSE without @error where there is none. @model is filled on TRUE. */
gboolean sem_store_get_model (SemStore *self, gint64 id, SemStoreModel *model, GError **error);
/* (transfer full) (element-type SemStoreModel): by id. */
GPtrArray *sem_store_list_models (SemStore *self, GError **error);
/* Inserts the model, unfinished; model->id is written. */
gboolean sem_store_put_model (SemStore *self, SemStoreModel *model, GError **error);
/* @log: (nullable): likewise. */
gboolean sem_store_set_model_stage (SemStore *self,
                                    gint64 id,
                                    SemModelStage stage,
                                    GBytes *log,
                                    GError **error);
/* Marks every model as provisional: the active one is trained anew at the end of the next indexing,
 * and so is one that is made the active one before that, since each may lack the code of a photo
 * that came back or was read again. */
gboolean sem_store_expire_models (SemStore *self, GError **error);
/* Makes it the active one and removes the others with their codes. */
gboolean sem_store_activate_model (SemStore *self, gint64 id, GError **error);
/* Makes it the active one; the one before stays, ready to come back. */
gboolean sem_store_use_model (SemStore *self, gint64 id, GError **error);
/* Removes a model that is not active, with its codes. */
gboolean sem_store_drop_model (SemStore *self, gint64 id, GError **error);
/* Removes the models that are not active, with their codes, but for @keep (0: for none): all of
 * them, or only what training left unfinished. */
gboolean
sem_store_remove_inactive (SemStore *self, gint64 keep, gboolean only_unfinished, GError **error);

/**
 * sem_store_put_codes:
 * @ids: (array): @n photo ids, ascending, greater than those that are there
 * @codes: (array): shape (n, @words) 64-bit words
 * @vectors: (array): shape (n, @dim) int8
 */
gboolean sem_store_put_codes (SemStore *self,
                              gint64 model,
                              const gint64 *ids,
                              const guint64 *codes,
                              guint words,
                              const gint8 *vectors,
                              guint dim,
                              gsize n,
                              GError **error);
/* The last photo that has a code of the model, 0 where there is none. */
gint64 sem_store_last_code (SemStore *self, gint64 model, GError **error);

/* @codes: shape (n, words). Called for each stored run of codes; FALSE with @error stops. */
typedef gboolean (*SemStoreCodesFunc) (const gint64 *ids,
                                       const guint64 *codes,
                                       gsize n,
                                       gpointer user_data,
                                       GError **error);
/* Runs with ids greater than @after, ascending. Sizes are checked: SEM_ERROR_DAMAGED. */
gboolean sem_store_read_codes (SemStore *self,
                               gint64 model,
                               guint words,
                               gint64 after,
                               SemStoreCodesFunc func,
                               gpointer user_data,
                               GError **error);
/* FALSE without @error where there is none. */
gboolean sem_store_get_vector (SemStore *self,
                               gint64 model,
                               gint64 photo,
                               gint8 *vector,
                               guint dim,
                               GError **error);

/* Scenes -------------------------------------------------------------------------------------- */

/**
 * SemSceneOutcome:
 * @SEM_SCENES_FOUND: at least one scene
 * @SEM_SCENES_NONE: the photos show no place that could be reconstructed
 * @SEM_SCENES_OUT_OF_TIME: the time for the group was over
 * @SEM_SCENES_FULL: the space for the group was used up
 * @SEM_SCENES_FAILED: reason says why
 *
 * Numbers are stored: never change them.
 */
typedef enum
{
  SEM_SCENES_FOUND = 1,
  SEM_SCENES_NONE = 2,
  SEM_SCENES_OUT_OF_TIME = 3,
  SEM_SCENES_FULL = 4,
  SEM_SCENES_FAILED = 5,
} SemSceneOutcome;

typedef struct
{
  gint64 id;
  char *key; /* names the group by its contents alone */
  SemSceneOutcome outcome;
  char *reason; /* NULL: none */
  double seconds;
} SemStoreSceneGroup;

void sem_store_scene_group_clear (SemStoreSceneGroup *group);

/* FALSE without @error where no group of that key was tried. */
gboolean sem_store_find_scene_group (SemStore *self,
                                     const char *key,
                                     SemStoreSceneGroup *group,
                                     GError **error);
/**
 * sem_store_put_scene_group:
 * @photos: (array): @n photos that were tried; those that the library no longer has are left out
 *
 * Writes down that the photos were tried, in place of an earlier attempt of the same key with its
 * scenes; group->id is written.
 */
gboolean sem_store_put_scene_group (SemStore *self,
                                    SemStoreSceneGroup *group,
                                    const gint64 *photos,
                                    guint n,
                                    GError **error);
/* Drops the scenes of a group, whose photos count as tried all the same. */
gboolean sem_store_drop_scenes (SemStore *self, const char *key, GError **error);
/* Forgets the groups that failed or met a limit, so that their photos count as not tried. */
gboolean sem_store_forget_scene_failures (SemStore *self, GError **error);
/* (element-type gint64): photos that were tried, ascending. */
GArray *sem_store_list_tried (SemStore *self, GError **error);

typedef struct
{
  gint64 photo;
  guint points; /* 3D points that it observes */
} SemStoreScenePhoto;

typedef struct
{
  gint64 a;
  gint64 b;
  guint shared; /* 3D points that both observe */
  float scale;  /* at least 1, see SemScenePair */
} SemStoreScenePair;

typedef struct
{
  gint64 id;
  char *key;      /* of its group */
  GArray *photos; /* SemStoreScenePhoto, most points first: the first one is the cover */
} SemStoreScene;

void sem_store_scene_free (SemStoreScene *scene);

/**
 * sem_store_put_scene:
 * @group: id of its group
 * @photos: (element-type SemStoreScenePhoto): photos that the library no longer has are left out,
 *   and those of other scenes leave them
 * @pairs: (element-type SemStoreScenePair): of those photos
 *
 * Call in a transaction.
 */
gboolean sem_store_put_scene (SemStore *self,
                              gint64 group,
                              const GArray *photos,
                              const GArray *pairs,
                              GError **error);
/* (element-type SemStoreScene): scenes with two photos or more that are there, by id. */
GPtrArray *sem_store_list_scenes (SemStore *self, GError **error);
/* (element-type SemStoreScenePair): all pairs, by (a, b); hidden photos may be among them. */
GArray *sem_store_list_scene_pairs (SemStore *self, GError **error);

G_END_DECLS
