/* hash-options.h - the hash methods, and the options and reports of a training
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/scenes.h"

G_BEGIN_DECLS

/* Stored models hold these numbers. */
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

/* Whether a stored number is that of a method. */
gboolean sem_hash_method_exists (guint method);

/* "gs-itq", "itq", "lsh" …: for the command line, files and JSON; %NULL for an unknown method. */
const char *sem_hash_method_get_name (SemHashMethod method);
gboolean sem_hash_method_from_name (const char *name, SemHashMethod *method);
/* The names of all methods with ", " between them, for a person to choose from. */
char *sem_hash_method_list_names (void) G_GNUC_WARN_UNUSED_RESULT;
#define SEM_HASH_MAX_BITS 512
/* 16, 32, 64, 128, 256 or 512. */
gboolean sem_hash_bits_valid (guint n_bits);

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

G_END_DECLS
