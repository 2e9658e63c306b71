/* cell.h - cache of the finished rows of a seed
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/measure/record.h"
#include "engine/evaluate/protocols/split.h"
#include "engine/hash/finetune/finetune.h"

G_BEGIN_DECLS

/**
 * SemCell:
 *
 * The figures of one method at one code length on one split: the means over the queries in both
 * orders (hamming and score; for the float rows, plain and centred). The name of a cell's file has
 * a digest of everything that the figures depend on: the version of the program, features, labels,
 * split, method, options and seed.
 */

/* @features: (array): shape (n, d); @labels: (array) (nullable): shape (n). Returns: (transfer
 * full): a digest of both */
char *sem_cell_digest_set (const float *features, const guint32 *labels, gsize n, gsize d)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_cell_name:
 * @set: of sem_cell_digest_set()
 * @options: (nullable): of training; %NULL for the float rows
 * @depth: the part of the network that was fine-tuned
 *
 * Returns: (transfer full) (type filename): METHOD/BITS-DIGEST.json
 */
char *sem_cell_name (const char *set,
                     const SemSplit *split,
                     const SemHashOptions *options,
                     SemFinetuneDepth depth,
                     guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

/* @records: (out). Returns: %FALSE if there is no such file, or it is not one of sem_cell_save() */
gboolean sem_cell_load (const char *folder, const char *name, SemRecord records[2]);
/* Only warns on failure: a cell that is not saved is computed again the next time. */
void sem_cell_save (const char *folder, const char *name, const SemRecord records[2]);

G_END_DECLS
