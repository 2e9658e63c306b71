/* training-log.h - what a training told of itself, kept with its model
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/hash/models/hash-options.h"

G_BEGIN_DECLS

/**
 * SemCodeQuality:
 * @reach: share of a photo's ten nearest others, by the centred float cosine, among the nearest
 *   SemCodeComparison.depth by Hamming distance; 1 is best
 * @lift: mean float cosine of the first ten by Hamming distance over that of the ten nearest
 * @imbalance: mean over the bits of |2 p - 1|; 0 is best
 * @n_dead: bits that are equal for all photos
 * @correlation: mean magnitude of the correlation of two bits
 * @unique: different codes over photos
 *
 * How good codes are without labels (ALGORITHMS section 7).
 */
typedef struct
{
  double reach;
  double lift;
  double imbalance;
  double correlation;
  double unique;
  guint n_dead;
} SemCodeQuality;

/**
 * SemCodeComparison:
 * @before: of the codes that answer
 * @after: of the new ones, on the same photos
 * @overlap: mean rank-biased overlap, p = .9, of the first 20 by either (Webber, Moffat and Zobel
 *   2010, equation 32); 1 where they agree
 * @depth: that "reach" is about
 * @n_photos: photos that both were tried on
 */
typedef struct
{
  SemCodeQuality before;
  SemCodeQuality after;
  double overlap;
  guint depth;
  guint n_photos;
} SemCodeComparison;

/* New codes may keep so much less of the nearest photos, and of their cosine, and still not be
 * worse: two samples of the same photos differ by about as much. */
#define SEM_CODE_MARGIN 0.01

gboolean sem_code_comparison_is_worse (const SemCodeComparison *self);
/* (transfer full): a translated sentence on the new codes ("They keep…"): both reaches. */
char *sem_code_comparison_describe (const SemCodeComparison *self);

/* More epochs than this are thinned out: every second one goes. */
#define SEM_TRAINING_LOG_EPOCHS 4096

/**
 * SemTrainingLog:
 *
 * The epochs of one training, in their order, how its codes compared with those before, and the
 * options that it ran with.
 */
typedef struct _SemTrainingLog SemTrainingLog;

SemTrainingLog *sem_training_log_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_training_log_free (SemTrainingLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemTrainingLog, sem_training_log_free)

void sem_training_log_add (SemTrainingLog *self, const SemHashEpoch *epoch);
guint sem_training_log_get_n_epochs (SemTrainingLog *self);
/* (transfer none): valid until the next one is added. */
const SemHashEpoch *sem_training_log_get_epoch (SemTrainingLog *self, guint position);

void sem_training_log_set_comparison (SemTrainingLog *self, const SemCodeComparison *comparison);
/* (nullable) (transfer none) */
const SemCodeComparison *sem_training_log_get_comparison (SemTrainingLog *self);

/* What the model's row does not have of them: rho, preset, lambda, k1, k2, epochs, start and
 * early_stop. Without a call, those of sem_hash_options_init(). */
void sem_training_log_set_options (SemTrainingLog *self, const SemHashOptions *options);
/* Writes these fields of @options. */
void sem_training_log_get_options (SemTrainingLog *self, SemHashOptions *options);

/* For the store. Reading trusts nothing: SEM_ERROR_DAMAGED. */
GBytes *sem_training_log_to_bytes (SemTrainingLog *self) G_GNUC_WARN_UNUSED_RESULT;
SemTrainingLog *sem_training_log_new_from_bytes (GBytes *bytes,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
