/* hash-options.h - the hash methods, and the options and reports of a training
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/scenes.h"

G_BEGIN_DECLS

/* The numbers are part of stored models. */
typedef enum
{
  SEM_HASH_GS_ITQ = 0,
  SEM_HASH_ITQ = 1,
  SEM_HASH_LSH = 2,
  SEM_HASH_DDH = 3,
  SEM_HASH_PCAH = 4,
  SEM_HASH_SH = 5,
  SEM_HASH_KNNH = 6,
  SEM_HASH_CIBHASH = 7,
  SEM_HASH_BCDH = 8,
} SemHashMethod;

#define SEM_HASH_N_METHODS (SEM_HASH_BCDH + 1)

/* Whether @method is one of SemHashMethod, for numbers that come from files. */
gboolean sem_hash_method_exists (guint method);

/* Returns: (nullable): "gs-itq", "itq", "lsh" …, as in the command line, files and JSON; %NULL for
 * an unknown method */
const char *sem_hash_method_get_name (SemHashMethod method);
/* @method: (out): set if there is a method of that name. Returns: whether there is one */
gboolean sem_hash_method_from_name (const char *name, SemHashMethod *method);
/* Returns: (transfer full): the names of all methods, separated by ", ", for help texts */
char *sem_hash_method_list_names (void) G_GNUC_WARN_UNUSED_RESULT;
#define SEM_HASH_MAX_BITS 512
/* Whether @n_bits is a code length: 16, 32, 64, 128, 256 or 512. */
gboolean sem_hash_bits_valid (guint n_bits);

/* Training takes at most this many photos; the caller draws a sample of a larger library. */
#define SEM_HASH_MAX_TRAINING 20000

/**
 * SemHashEpoch:
 * @epoch: number of the epoch, from 1
 * @n_epochs: maximum number of epochs
 * @rate: learning rate of this epoch
 * @pair_loss: the loss's terms on pairs, as a mean over the photos
 * @code_loss: the loss's terms on the distance to binary codes, with their weight, as a mean over
 * the photos
 * @near_one: share of the outputs within 0.1 of -1 or 1
 * @quality: nn10@R of photos held out of training, see SemStopping, 0 to 1; -1 where none are held
 *   out, which is so of few photos, and with BCDH of photos that are nearly all in scenes
 *
 * The report of an iterative method after each epoch.
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

/* Called in the training thread after each epoch. */
typedef void (*SemHashEpochFunc) (const SemHashEpoch *epoch, gpointer user_data);

/**
 * SemHashPreset:
 * @SEM_HASH_PRESET_DEFAULT: our settings
 * @SEM_HASH_PRESET_PAPER: those of the method's paper, for DDH and BCDH; of that of BCDH only the
 *   abstract could be read, so that its loss is our reading
 *
 * Supplies the options that are not set.
 */
typedef enum
{
  SEM_HASH_PRESET_DEFAULT,
  SEM_HASH_PRESET_PAPER,
} SemHashPreset;

/**
 * SemHashStart:
 * @SEM_HASH_START_PRESET: that of the preset
 * @SEM_HASH_START_RANDOM: small random numbers
 * @SEM_HASH_START_ITQ: ITQ's solution, scaled so that its outputs are as close as possible to their
 *   signs
 *
 * Initial values of iterative training.
 */
typedef enum
{
  SEM_HASH_START_PRESET,
  SEM_HASH_START_RANDOM,
  SEM_HASH_START_ITQ,
} SemHashStart;

/**
 * SemPairDistance:
 * @SEM_PAIR_DISTANCE_OUTPUTS: d = |x_i - x_j| of two outputs
 * @SEM_PAIR_DISTANCE_CODES: to the partner's code: half the sum of both costs with d = |x_i - b_j|
 *   and d = |x_j - b_i|, and b constant in the gradient
 *
 * What BCDH takes for the distance of a pair: two readings of "the distances between pairs of
 * binary codes".
 */
typedef enum
{
  SEM_PAIR_DISTANCE_CODES,
  SEM_PAIR_DISTANCE_OUTPUTS,
} SemPairDistance;

/* An option that the preset may decide. */
typedef enum
{
  SEM_HASH_BY_PRESET,
  SEM_HASH_OFF,
  SEM_HASH_ON,
} SemHashSwitch;

/**
 * SemHashOptions:
 * @method: the hash method
 * @n_bits: code length: 16, 32, 64, 128, 256 or 512
 * @seed: seed of all random numbers
 * @rho: GS-ITQ's ridge, greater than 0; 2 by default
 * @preset: source of the options that are not set
 * @lambda: DDH's quantisation weight for 10,000 photos (scaled by N / 10,000), or negative for that
 * of the preset: 320 / K, or 15 in the paper
 * @k1: DDH's neighbours in N(i), or 0 to choose by N (ddh-settings.h)
 * @k2: DDH's photos in T(i), or 0 to choose by N
 * @epochs: epochs of DDH, BCDH and CIBHash, or 0 for the default: BCDH 60; CIBHash 10, or as many
 * as make 1,000 steps; DDH 30, or as many as make 700 steps, or 100 in the paper
 * @start: DDH's initial values: ITQ's solution by default, random numbers in the paper
 * @early_stop: whether DDH may end before the last epoch, by the quality on photos held out
 *   (stopping.h); off in both presets
 * @pair_distance: BCDH's distance of two photos; the better one is the default
 * @scenes: (nullable): the scenes of the training rows, from reconstructions; BCDH needs them
 * @reference_mean: (nullable): shape (d): mean of features in general, on which the mean of few or
 *   uniform photos leans; %NULL to use the photos' own
 * @reference_spread: mean of the squared distances from @reference_mean; greater than 0 where
 *   @reference_mean is set
 * @epoch_func: (nullable): called after each epoch
 * @epoch_data: for @epoch_func
 *
 * The strings and arrays that it points to are the caller's and must outlive the training.
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
  SemPairDistance pair_distance;
  const SemScenes *scenes;
  const float *reference_mean;
  double reference_spread;
  SemHashEpochFunc epoch_func;
  gpointer epoch_data;
} SemHashOptions;

/* Sets GS-ITQ, 256 bits, seed 1, and the default of every other field. */
void sem_hash_options_init (SemHashOptions *options);

/* Resets the options of single methods to their defaults: rho, preset, lambda, k1, k2, epochs,
 * start, early_stop and pair_distance. */
void sem_hash_options_open (SemHashOptions *options);

G_END_DECLS
