/* array-set.h - features and labels that numpy wrote, as a set to evaluate
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/benchmarks/truth.h"
#include "engine/evaluate/protocols/protocol.h"

G_BEGIN_DECLS

/**
 * SemArraySet:
 * @features: (array): shape (n, d), finite, in the order of the file
 * @labels: (array) (nullable): shape (n): classes, or SEM_NO_CLASS
 * @truth: (nullable): the relevant photos, for protocols that are not defined by classes and a
 *   random split
 * @names: (element-type filename): shape (n): of the rows, their numbers from 0 where the file has
 *   no names
 */
typedef struct
{
  float *features;
  guint32 *labels;
  SemTruth *truth;
  GPtrArray *names;
  gsize n;
  gsize d;
} SemArraySet;

/**
 * sem_array_set_new:
 * @features: (type filename): see npz-reader.h, with "features", shape (n, d), d at least 1, and
 *   perhaps "paths", n texts
 * @labels: (type filename): with "labels": n whole numbers, -1 for a photo without a class; for
 *   protocols of label sets shape (n, L), 0 or 1; for the protocol "list" also "queries" and
 *   "database", and perhaps "training": row numbers from 0
 * @error: return location; what sem_npz_reader_read() sets, or SEM_ERROR_FAILED with what is wrong
 *   in which array
 *
 * Reads the arrays, which are not trusted. Blocks.
 *
 * Returns: (transfer full)
 */
SemArraySet *sem_array_set_new (const char *features,
                                const char *labels,
                                const SemProtocol *protocol,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_array_set_free (SemArraySet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemArraySet, sem_array_set_free)

/* Whether sets of arrays can be evaluated by the protocol. */
gboolean sem_array_set_allows (const SemProtocol *protocol);

G_END_DECLS
