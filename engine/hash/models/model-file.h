/* model-file.h - a model as a file of its own, to be taken to another library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/hash/models/training-log.h"

G_BEGIN_DECLS

/* Longest name, note and backbone id in bytes, and the largest file that is read. */
#define SEM_MODEL_NAME_SIZE 200
#define SEM_MODEL_NOTE_SIZE 4000
#define SEM_MODEL_BACKBONE_SIZE 128
#define SEM_MODEL_FILE_SIZE (64 * 1024 * 1024)

/**
 * SemModelFile:
 * @model: the hash function
 * @backbone: the id of the backbone whose features it maps, a digest of its weights
 * @photos: photos that were in the library when it was trained
 * @created: seconds since 1970; 0 where it is not known
 * @name: (nullable): the name that the user gave it
 * @note: (nullable): the user's note about it
 * @log: (nullable): the log of its training
 *
 * What the file holds. It is a safetensors file with the tensors "mean" (d), "projection" (d, K),
 * "offset" (K), "frequency" (K) and "vectors" (d, %SEM_VECTOR_DIM), so that
 *
 *   x = l2 (f - mean),   t = x projection - offset,   bit k = u_k > 0
 *
 * with u_k = t_k where frequency_k is 0 and cos (frequency_k t_k) otherwise; the rest are notes.
 */
typedef struct
{
  SemHashModel *model;
  char *backbone;
  guint photos;
  gint64 created;
  char *name;
  char *note;
  SemTrainingLog *log;
} SemModelFile;

void sem_model_file_clear (SemModelFile *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemModelFile, sem_model_file_clear)

/* Whether @text may be the name of a model: one line of UTF-8 that is not too long; may be "". */
gboolean sem_model_name_valid (const char *text);
/* The same for a note, which may have several lines. */
gboolean sem_model_note_valid (const char *text);

/* Returns: (transfer full): the contents of a file */
GBytes *sem_model_file_to_bytes (const SemModelFile *self) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_model_file_read:
 * @self: (out): clear it with sem_model_file_clear(), also after a failure
 * @bytes: the contents of a file, not trusted
 * @path: display name for messages, UTF-8
 *
 * Every value is checked: shapes, ranges, that all numbers are finite, and the lengths of texts. A
 * log that is damaged is left out. Whether the backbone is there is for the caller to find out.
 *
 * Returns: FALSE with SEM_ERROR_DAMAGED, or SEM_ERROR_NEWER where a newer version wrote it
 */
gboolean sem_model_file_read (SemModelFile *self, GBytes *bytes, const char *path, GError **error);

G_END_DECLS
