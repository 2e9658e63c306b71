/* train.h - trains a new model for an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/hash/models/hash-options.h"

G_BEGIN_DECLS

/**
 * SemArchiveTraining:
 * @uri: as for sem_link_open(); the user must be one who may act as the archive's owner
 * @library: (nullable) (type filename): has the reference of the archive's network, where that is
 *   not the program's own; it need not be there
 * @method: (nullable): name of a hash method; %NULL for that of the model that is searched by
 * @n_bits: length of codes; 0 for that of this model
 * @seed: (nullable): of the sample and the training; %NULL for that of this model
 * @most: photos to train on; 0 for as many as are allowed
 */
typedef struct
{
  const char *uri;
  const char *library;
  const char *method;
  guint n_bits;
  const guint64 *seed;
  guint most;
} SemArchiveTraining;

/**
 * SemArchiveTrained:
 * @archive: the display name of the archive, see sem_link_get_name()
 * @method: static
 * @n_bits: length of codes
 * @trained_on: photos that the model was trained on
 * @photos: photos in the archive
 * @unchanged: the model is the one that is searched by, to the bit: there is nothing to encode
 */
typedef struct
{
  char *archive;
  const char *method;
  guint n_bits;
  guint trained_on;
  gint64 photos;
  gboolean unchanged;
} SemArchiveTrained;

void sem_archive_trained_clear (SemArchiveTrained *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemArchiveTrained, sem_archive_trained_clear)

/**
 * sem_archive_train:
 * @trained: (out): to be cleared, also on failure
 *
 * Trains on a sample of the archive's features and writes a new version of the model into it, with
 * empty tables, in one transaction. From then on photos are published with the codes of both
 * versions; photos that are in the archive already get theirs by sem_archive_encode(). Until all
 * have them the old version is used for searching. If the program is killed, nothing is left.
 * Blocks.
 *
 * Returns: %FALSE with %SEM_ERROR_FAILED where a new version is there already or the method needs
 *   scenes, %SEM_ERROR_TOO_FEW where the archive is empty, or an error of sem_archive_open() or the
 *   link
 */
gboolean sem_archive_train (const SemArchiveTraining *request,
                            SemArchiveTrained *trained,
                            const SemProgress *progress,
                            GError **error);

G_END_DECLS
