/* hash-trainer.h - learn a hash function from features, without labels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/hash/models/scenes.h"

G_BEGIN_DECLS

/* Training looks at no more photos than this; the caller samples. */
#define SEM_HASH_MAX_TRAINING 20000

/**
 * SemHashEpoch:
 * @epoch: passes over the photos so far, from 1
 * @n_epochs: passes at most
 * @rate: of learning in this pass
 * @pair_loss: mean over the photos of what the loss says of pairs
 * @code_loss: mean over the photos of what it says of the distance to a binary code, weighted as in
 *   the loss
 * @near_one: share of the outputs within 0.1 of -1 or 1
 * @quality: label-free quality on photos that are not trained on, from 0 to 1, or -1 where it was
 *   not measured after this pass
 *
 * What a method that learns in passes tells after each of them.
 */
typedef struct
{
  guint epoch;
  guint n_epochs;
  double rate;
  double pair_loss;
  double code_loss;
  double near_one;
  double quality;
} SemHashEpoch;

/* Called in the training thread. */
typedef void (*SemHashEpochFunc) (const SemHashEpoch *epoch, gpointer user_data);

/**
 * SemHashPreset:
 * @SEM_HASH_PRESET_DEFAULT: our settings
 * @SEM_HASH_PRESET_PAPER: those of the method's paper, where it has any: DDH
 *
 * What the options that are left open stand for.
 */
typedef enum
{
  SEM_HASH_PRESET_DEFAULT,
  SEM_HASH_PRESET_PAPER,
} SemHashPreset;

/**
 * SemHashStart:
 * @SEM_HASH_START_PRESET: as the preset says
 * @SEM_HASH_START_RANDOM: small random numbers
 * @SEM_HASH_START_ITQ: ITQ's solution, scaled so that its outputs are as near as can be to their
 *   signs
 *
 * Where learning in passes begins.
 */
typedef enum
{
  SEM_HASH_START_PRESET,
  SEM_HASH_START_RANDOM,
  SEM_HASH_START_ITQ,
} SemHashStart;

typedef enum
{
  SEM_HASH_BY_PRESET,
  SEM_HASH_OFF,
  SEM_HASH_ON,
} SemHashSwitch;

/**
 * SemHashOptions:
 * @method: how to learn
 * @n_bits: code length: 16, 32, 64, 128, 256 or 512
 * @seed: of every random number used
 * @rho: GS-ITQ's ridge, greater than 0; 2 by default
 * @preset: what the options left open stand for
 * @lambda: DDH's quantisation weight at 10,000 photos (scaled by N / 10,000), or negative for the
 *   preset's: 0.1, or 15 in the paper
 * @k1: DDH's neighbours in N(i); 0 to choose by N (ddh-settings.h)
 * @k2: DDH's photos in T(i); 0 to choose by N
 * @epochs: passes of DDH, BCDH and CIBHash over the photos; 0 for BCDH's 60, for CIBHash's 10, or
 *   as many as make 1,000 steps, and for DDH as the preset says: 30, or as many as make 700 steps,
 *   or 100 in the paper
 * @start: where DDH begins: ITQ's solution by default, random numbers in the paper
 * @early_stop: whether DDH may end before its last pass, by a measure on photos that it does not
 *   learn from (stopping.h); by neither preset
 * @scenes: (nullable): what 3D models tell of the rows that are trained on; BCDH needs it
 * @epoch_func: (nullable): told of each pass
 * @epoch_data: for @epoch_func
 */
typedef struct
{
  SemHashMethod method;
  guint n_bits;
  guint64 seed;
  double rho;
  SemHashPreset preset;
  double lambda;
  guint k1;
  guint k2;
  guint epochs;
  SemHashStart start;
  SemHashSwitch early_stop;
  const SemScenes *scenes;
  SemHashEpochFunc epoch_func;
  gpointer epoch_data;
} SemHashOptions;

/* GS-ITQ, 256 bits, seed 1, and every other field at its default. */
void sem_hash_options_init (SemHashOptions *options);

/* Opens what only some methods go by: rho, preset, lambda, k1, k2, epochs, start and early_stop. */
void sem_hash_options_open (SemHashOptions *options);

/**
 * sem_hash_train:
 * @features: (array): shape (n, d), row-major, finite; the caller sorts rows by content hash, so
 *   that the same photos give the same model
 * @n: rows, at least 1, at most SEM_HASH_MAX_TRAINING
 * @d: columns, at least 1
 * @progress: (nullable) (scope call): called from this thread
 * @cancellable: (nullable): looked at at least every half second
 * @error: return location; SEM_ERROR_FAILED, SEM_ERROR_TOO_FEW or G_IO_ERROR_CANCELLED
 *
 * Blocks. The same rows, options and kernel set give the same model at any thread count.
 *
 * Returns: (transfer full): the model, or %NULL with @error set
 */
SemHashModel *sem_hash_train (const SemHashOptions *options,
                              const float *features,
                              gsize n,
                              gsize d,
                              SemProgressFunc progress,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
