/* codes.h - the codes of a trained model, and its training
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SEM_TYPE_EPOCH (sem_epoch_get_type ())

/**
 * SemEpoch:
 *
 * One epoch of a training. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemEpoch, sem_epoch, SEM, EPOCH, GObject)

/* From 1 to sem_epoch_get_total(). */
guint sem_epoch_get_number (SemEpoch *self);
/* The largest number of epochs; an early stop ends training before. */
guint sem_epoch_get_total (SemEpoch *self);
/* The loss of pairs, a mean over the photos, at least 0. */
double sem_epoch_get_pair_loss (SemEpoch *self);
/* The loss of the distance between outputs and code, a mean over the photos, at least 0. */
double sem_epoch_get_code_loss (SemEpoch *self);
/* From 0 to 1, measured on held-out photos; -1 where it was not measured. */
double sem_epoch_get_quality (SemEpoch *self);
/* Share of the outputs within .1 of -1 or 1, from 0 to 1. */
double sem_epoch_get_near_one (SemEpoch *self);

#define SEM_TYPE_CODES (sem_codes_get_type ())

/**
 * SemMeasures:
 * @reach: share of each photo's closest matches that are found, 0 to 1
 * @lift: mean likeness of the first ten by codes over that of the ten closest; 1 is best
 * @correlation: mean magnitude of the correlation of two bits, 0 to 1
 * @imbalance: mean imbalance of a bit, 0 to 1; 0 is best
 * @unique: share of photos whose code is different, 0 to 1
 *
 * Quality of codes, measured without labels on a sample of the photos.
 */
typedef struct
{
  double reach;
  double lift;
  double correlation;
  double imbalance;
  double unique;
} SemMeasures;

/**
 * SemCodesRow:
 * @method: name of the hashing method, such as "gs-itq"
 * @seed: seed of the training's random numbers
 * @n_photos: photos that were in the library at the training
 * @n_trained: how many of them it was trained on
 * @created: seconds since 1970, or 0
 * @bytes: its disk space in bytes
 * @imported: whether it was read from a file
 * @network: (nullable): name of the program that described the photos, %NULL for a network of our
 *   own
 * @name, @note: (nullable): the user's name and note for it
 * @comparison: (nullable): a translated sentence that compares it with the model that was active
 *   before
 * @compared: whether @before and @after are known
 * @before: measures of the codes that were active before
 * @after: measures of these codes, on the same photos
 * @better: whether the new codes are not worse
 *
 * Properties of a model.
 */
typedef struct
{
  gint64 id;
  const char *method;
  guint n_bits;
  guint64 seed;
  guint n_photos;
  guint n_trained;
  gint64 created;
  gint64 bytes;
  gboolean imported;
  const char *network;
  const char *name;
  const char *note;
  const char *comparison;
  gboolean compared;
  SemMeasures before;
  SemMeasures after;
  gboolean better;
} SemCodesRow;

/**
 * SemCodes:
 *
 * The codes of all photos under one trained model. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemCodes, sem_codes, SEM, CODES, GObject)

/* (transfer none): all of the below, and more; valid as long as @self */
const SemCodesRow *sem_codes_get_row (SemCodes *self);
/* The id of the model, for sem_library_use_codes() and its like. */
gint64 sem_codes_get_id (SemCodes *self);
/* The name of the hashing method, such as "gs-itq". */
const char *sem_codes_get_method (SemCodes *self);
/* 16 to 512. */
guint sem_codes_get_n_bits (SemCodes *self);
/* Seed of the training's random numbers. */
guint64 sem_codes_get_seed (SemCodes *self);
/* (nullable): a translated sentence that compares them with the codes that were active before */
const char *sem_codes_get_comparison (SemCodes *self);
/**
 * sem_codes_get_epochs:
 *
 * Returns: (transfer none): #SemEpoch items; none where the method has no epochs
 */
GListModel *sem_codes_get_epochs (SemCodes *self);

G_END_DECLS
