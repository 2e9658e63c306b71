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

#define SEM_TYPE_CODES (sem_codes_get_type ())

/**
 * SemCodes:
 *
 * The codes of all photos under one trained model. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemCodes, sem_codes, SEM, CODES, GObject)

/* The id of the model, for sem_library_use_codes() and its like. */
gint64 sem_codes_get_id (SemCodes *self);
/* The name of the hashing method, such as "gs-itq". */
const char *sem_codes_get_method (SemCodes *self);
/* 16 to 512. */
guint sem_codes_get_n_bits (SemCodes *self);
/* What the training's random numbers began with. */
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
