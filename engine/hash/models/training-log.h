/* training-log.h - the record of a training, stored with its model
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
 * @reach: share of a photo's ten nearest others by the centred float cosine that are among the
 *   nearest SemCodeComparison.depth by Hamming distance; 1 is best
 * @lift: mean float cosine of the first ten by Hamming distance over that of the ten nearest
 * @imbalance: mean over the bits of |2 p - 1|; 0 is best
 * @n_dead: number of bits that are equal in all codes
 * @correlation: mean magnitude of the correlation of two bits
 * @unique: number of different codes over the number of photos
 *
 * Label-free measures of the quality of codes.
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
 * SemPlaceQuality:
 * @map: mean average precision where photos that share more than a fifth of the query's 3D points
 *   are relevant, 0 to 1
 * @correlation: mean rank correlation of nearness and overlap inside the query's scene, -1 to 1
 *
 * How well codes find photos of the same place: means over photos that are held out by the scenes
 * that there were at the comparison, see sem_places_hold_out(). A model of earlier scenes may have
 * learned from some of them.
 */
typedef struct
{
  double map;
  double correlation;
} SemPlaceQuality;

/**
 * SemCodeComparison:
 * @before: quality of the active model's codes
 * @after: quality of the new model's codes, on the same photos
 * @overlap: mean rank-biased overlap, p = .9, of the first 20 hits by either (Webber, Moffat and
 * Zobel 2010, equation 32); 1 if they agree
 * @depth: the depth of "reach"
 * @n_photos: number of photos that both were measured on
 * @learned_places: whether the new model was learned from scenes
 * @n_places: photos of scenes held out that both were judged on; 0 where they were not
 * @places_before: quality of the active model on these; @places_after: of the new one
 * @bits_before: code length of the active model; @bits_after: of the new one; 0 in old logs
 */
typedef struct
{
  SemCodeQuality before;
  SemCodeQuality after;
  double overlap;
  guint depth;
  guint n_photos;
  gboolean learned_places;
  guint n_places;
  SemPlaceQuality places_before;
  SemPlaceQuality places_after;
  guint bits_before;
  guint bits_after;
} SemCodeComparison;

/* Reach and lift of new codes may be lower by this much without counting as worse: two samples of
 * the same photos differ by about as much. */
#define SEM_CODE_MARGIN 0.01

/* Two trainings on the same places differ by about as much in mean average precision. */
#define SEM_PLACE_MARGIN 0.02
/* Codes learned from scenes are meant to leave the neighbours by features: so much reach and lift
 * may go where photos of places gain. */
#define SEM_PLACE_COST 0.05

/* Whether the new codes are worse by more than SEM_CODE_MARGIN; those learned from scenes are
 * judged by how well they find places, with the margins above. */
gboolean sem_code_comparison_is_worse (const SemCodeComparison *self);
/* (transfer full): a translated sentence that states the reach of the new and the current codes,
 * and more where code lengths differ, where photos of places gain or lose, or where the bits of the
 * new codes repeat each other much more or less. */
char *sem_code_comparison_describe (const SemCodeComparison *self);

/* When there are more epochs than this, every second one is removed. */
#define SEM_TRAINING_LOG_EPOCHS 4096

/**
 * SemTrainingLog:
 *
 * The epochs of one training in their order, the comparison of its codes with the previous ones,
 * and its options. For one thread at a time.
 */
typedef struct _SemTrainingLog SemTrainingLog;

/* (transfer full): a log without epochs and comparison, with the options of
 * sem_hash_options_init(). */
SemTrainingLog *sem_training_log_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_training_log_free (SemTrainingLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemTrainingLog, sem_training_log_free)

/* Appends a copy of @epoch. */
void sem_training_log_add (SemTrainingLog *self, const SemHashEpoch *epoch);
/* Epochs in the log, at most SEM_TRAINING_LOG_EPOCHS. */
guint sem_training_log_get_n_epochs (SemTrainingLog *self);
/* (transfer none): valid until the next epoch is added. @position: from 0, below the number of
 * epochs in the log */
const SemHashEpoch *sem_training_log_get_epoch (SemTrainingLog *self, guint position);

/* Stores a copy of @comparison, replacing an earlier one. */
void sem_training_log_set_comparison (SemTrainingLog *self, const SemCodeComparison *comparison);
/* (nullable) (transfer none): %NULL if there was none. */
const SemCodeComparison *sem_training_log_get_comparison (SemTrainingLog *self);

/* Stores the options that the model's row in the store does not have: rho, preset, lambda, k1, k2,
 * epochs, start and early_stop. Without a call, the log has those of sem_hash_options_init(). */
void sem_training_log_set_options (SemTrainingLog *self, const SemHashOptions *options);
/* Sets these fields of @options. */
void sem_training_log_get_options (SemTrainingLog *self, SemHashOptions *options);

/* Returns: (transfer full): the log as the store keeps it */
GBytes *sem_training_log_to_bytes (SemTrainingLog *self) G_GNUC_WARN_UNUSED_RESULT;
/* @bytes: from sem_training_log_to_bytes(), not trusted.
 * Returns: (transfer full): the log; NULL with SEM_ERROR_DAMAGED */
SemTrainingLog *sem_training_log_new_from_bytes (GBytes *bytes,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
