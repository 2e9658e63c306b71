/* prove.h - whether candidates are copies, by their pictures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/store/details/duplicates.h"

G_BEGIN_DECLS

/* Maximum number of pairs of one call. */
#define SEM_PROVER_MOST 16

/**
 * SemDuplicateProver:
 *
 * Decoders for the files of pairs, as many as processors, at most four; started when they are
 * needed. For one thread at a time.
 */
typedef struct _SemDuplicateProver SemDuplicateProver;

SemDuplicateProver *sem_duplicate_prover_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_duplicate_prover_free (SemDuplicateProver *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemDuplicateProver, sem_duplicate_prover_free)

/**
 * sem_duplicate_prover_run:
 * @store: open for writing; not in a transaction
 * @pairs: (array length=n): candidates; @n is at most %SEM_PROVER_MOST
 * @n_settled: (out): how many of them are proven or refuted now
 *
 * Compares the pictures of each pair as a search for copies does, and stores the result. A proof
 * counts where each covers at least half of the other: a smaller part, such as a photo in a
 * collage, is worth keeping beside the whole, and two parts of one photo are no copies of each
 * other. Pairs whose files are not there, have changed, or cannot be decoded stay as they are.
 * Photos of proven pairs are measured, see sharpness.h. Takes a sixth to a third of a second for a
 * pair.
 *
 * Returns: %FALSE with an error of the store, or %G_IO_ERROR_CANCELLED
 */
gboolean sem_duplicate_prover_run (SemDuplicateProver *self,
                                   SemStore *store,
                                   const SemStoreDuplicate *pairs,
                                   guint n,
                                   guint *n_settled,
                                   GCancellable *cancellable,
                                   GError **error);

/**
 * sem_duplicate_prover_measure:
 * @photos: (array length=n): @n is at most %SEM_PROVER_MOST
 * @n_measured: (out): number of photos that were measured
 *
 * Measures the sharpness of proven copies that have none yet: an older version has proven them, or
 * their files did not exist then.
 *
 * Returns: %FALSE with an error of the store, or %G_IO_ERROR_CANCELLED
 */
gboolean sem_duplicate_prover_measure (SemDuplicateProver *self,
                                       SemStore *store,
                                       const gint64 *photos,
                                       guint n,
                                       guint *n_measured,
                                       GCancellable *cancellable,
                                       GError **error);

G_END_DECLS
