/* reading.h - makes the truth of a published set from its lists
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/benchmarks/truth.h"

G_BEGIN_DECLS

/**
 * SemTruthSource:
 * @folder: (type filename): absolute
 * @protocol: one that has lists
 * @finder: (nullable): the photos below the folder that have features; %NULL to check lists alone
 * @queries: (nullable) (type filename): for the protocol "list", in place of test.txt
 * @database: (nullable) (type filename): in place of database.txt
 * @training: (nullable) (type filename): in place of train.txt
 * @whole_queries: whether queries are whole photos where the lists give boxes
 * @scaled_queries: whether queries are described at several sizes; for lists that name them
 */
typedef struct
{
  const char *folder;
  const SemProtocol *protocol;
  SemPhotoFinder *finder;
  const char *queries;
  const char *database;
  const char *training;
  gboolean whole_queries;
  gboolean scaled_queries;
} SemTruthSource;

/**
 * sem_truth_read:
 * @error: return location; SEM_ERROR_DAMAGED with file and line where a list is malformed,
 *   _UNREADABLE or _NOT_FOUND where one cannot be read, _TOO_FEW where no query is left, or no
 *   photo of a list of photos to learn from
 *
 * Listed photos that are not found are left out with their labels, and counted in the truth.
 * Blocks.
 *
 * Returns: (transfer full): the truth; without @finder its rows have no photos
 */
SemTruth *sem_truth_read (const SemTruthSource *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
