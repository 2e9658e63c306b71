/* cell.h - finished rows of a seed, kept in files
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
 * What one method at one length gives on one split: the means over the queries in both orders
 * (hamming and score; for the float rows, plain and centred). A cell's file is named by a digest of
 * all that its figures come from: the program's version, features, labels, split, method, options
 * and seed.
 */

/* (transfer full): a digest of a set's features and labels. @n, @d: rows and columns. */
char *sem_cell_digest_set (const float *features, const guint32 *labels, gsize n, gsize d)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_cell_name:
 * @set: of sem_cell_digest_set()
 * @options: (nullable): of training; %NULL for the float rows
 * @depth: what of the network learned with them
 *
 * Returns: (transfer full) (type filename): METHOD/BITS-DIGEST.json
 */
char *sem_cell_name (const char *set,
                     const SemSplit *split,
                     const SemHashOptions *options,
                     SemFinetuneDepth depth,
                     guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: %FALSE where there is no such file or it is not what sem_cell_save() writes */
gboolean sem_cell_load (const char *folder, const char *name, SemRecord records[2]);
/* A cell that cannot be kept is computed again another time: that is worth a warning only. */
void sem_cell_save (const char *folder, const char *name, const SemRecord records[2]);

G_END_DECLS
