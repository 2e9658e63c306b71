/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/learn/estimate.h"

#include "engine/learn/end-to-end.h"

/* Multiplications and additions of a core in a second. */
#define OPERATIONS 2e10
/* The passes of fine-tuning by our own settings. */
#define OWN_PASSES 10
#define PAPER_PASSES 100
/* Photos by which two models are compared. */
#define COMPARED 5000

/* Seconds of a pass over @n features for @k bits: the forward pass, and the gradient. */
static double
estimate_pass (double n, double k)
{
  return n * SEM_BACKBONE_DIM * k * 6 / OPERATIONS;
}

static double
estimate_ddh (const SemHashOptions *options, double n)
{
  const gboolean paper = options->preset == SEM_HASH_PRESET_PAPER;
  const double epochs = options->epochs > 0 ? options->epochs
                        : paper             ? PAPER_PASSES
                                            : MAX (30, 35000 / MAX (n, 1));
  const double pairs = n * n * options->n_bits * 2 / OPERATIONS;

  return 3 * n * n / 4e8 + epochs * (pairs + estimate_pass (n, options->n_bits));
}

static double
estimate_method (const SemHashOptions *options, double n)
{
  const double squares = n * n / 4e8;

  switch (options->method)
    {
    case SEM_HASH_DDH:
      return estimate_ddh (options, n);
    case SEM_HASH_CIBHASH:
      return squares + 20 * estimate_pass (n, options->n_bits);
    case SEM_HASH_BCDH:
      return 60 * estimate_pass (n, options->n_bits);
    case SEM_HASH_GS_ITQ:
    case SEM_HASH_KNNH:
      return 12 * squares + 1;
    case SEM_HASH_ITQ:
    case SEM_HASH_LSH:
    case SEM_HASH_PCAH:
    case SEM_HASH_SH:
    default:
      return 3 * n / 20000;
    }
}

/* Decoding, the trunk, then passes over all photos. */
static double
estimate_network (const SemHashOptions *options, SemFinetuneDepth depth, gboolean augment, double n)
{
  const double views = augment ? SEM_FINETUNE_VIEWS : 1;
  const gboolean paper =
    options->preset == SEM_HASH_PRESET_PAPER && options->method == SEM_HASH_DDH;
  const double passes = options->epochs > 0 ? options->epochs : paper ? PAPER_PASSES : OWN_PASSES;

  if (depth == SEM_FINETUNE_NONE)
    return 0;
  if (depth == SEM_FINETUNE_LAST_STAGE)
    return n * (0.015 + views * 0.008) + passes * n * 0.006;
  return n * 0.015 + passes * n * 0.05;
}

double
sem_estimate_training (const SemHashOptions *options,
                       SemFinetuneDepth depth,
                       gboolean augment,
                       guint photos,
                       guint most)
{
  double n =
    MIN (photos, depth == SEM_FINETUNE_ALL ? SEM_END_TO_END_MAX_ALL : SEM_HASH_MAX_TRAINING);

  if (most > 0)
    n = MIN (n, most);
  return MAX (1, estimate_method (options, n) + estimate_network (options, depth, augment, n)
                   + photos * 6e-5 + (depth != SEM_FINETUNE_NONE ? photos * 0.012 : 0)
                   + MIN (photos, COMPARED) * 6e-4);
}
