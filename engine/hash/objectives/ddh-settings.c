/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/objectives/ddh-settings.h"

#include "engine/hash/models/hash-model-private.h"

#include <math.h>

#define EPOCHS 30
/* A small library needs more epochs for the head to converge. */
#define FEWEST_STEPS 700
/* Number of photos for which lambda and the larger neighbourhoods are defined. */
#define REFERENCE_PHOTOS 10000.0
#define PAPER_LAMBDA 15.0
#define PAPER_K1 20
#define PAPER_K2 30
/* Our lambda, times the number of bits: 20 at 16 bits, 1.25 at 256. A photo's outputs are K numbers
 * with one term each, and the pair term is of their inner product over K. */
#define DEFAULT_LAMBDA_BITS 320.0
/* Two large classes need the first direction most, a thing photographed from all sides needs some
 * of eight, and many classes of some thousand photos each need none: weights of 2, 1.5, 1, 1 ... */
#define BROAD_DIRECTIONS 8
#define BROAD_FIRST_WEIGHT 2.0
#define BROAD_STEP 0.5
#define BROAD_LEAST_WEIGHT 1.0

/* Few photos keep more neighbours than in proportion: two would be too few to determine which
 * photos are similar. */
static guint
choose_neighbours (guint wanted, guint usual, gsize n)
{
  double share = (double) n / 1000.0, scale;

  if (wanted > 0)
    return wanted;
  if (n < 1000)
    scale = MAX (share, MIN (0.5, sqrt (share)));
  else if (n <= 5000)
    scale = 1.0;
  else
    scale = MIN (1.0 + ((double) n - 5000.0) / 5000.0, 2.0);
  return MAX (2, (guint) lround (usual * scale));
}

static guint
choose_paper_neighbours (guint wanted, guint published, double share)
{
  return wanted > 0 ? wanted : MAX (2, (guint) lround (published * share));
}

static void
set_paper (SemDdhSettings *self, const SemHashOptions *options, gsize n)
{
  double share = MIN (1.0, (double) n / SEM_DDH_PAPER_PHOTOS);

  self->k1 = choose_paper_neighbours (options->k1, PAPER_K1, share);
  self->k2 = choose_paper_neighbours (options->k2, PAPER_K2, share);
  self->few = self->k1 != PAPER_K1 && options->k1 == 0;
  self->lambda = share * (options->lambda >= 0.0 ? options->lambda : PAPER_LAMBDA);
  self->length = SEM_DDH_PAPER_LENGTH;
  self->epochs = 100;
  self->optimizer = SEM_OPTIMIZER_SGD;
  self->decay = 5e-4;
  self->first_rate = 1e-2;
  self->decades = 4.0;
  self->start = SEM_HASH_START_RANDOM;
  self->holds_out = FALSE;
  self->stops_early = FALSE;
}

static void
set_ours (SemDdhSettings *self, const SemHashOptions *options, gsize n)
{
  guint n_batches = (guint) ((n + self->batch - 1) / self->batch);
  double lambda =
    options->lambda >= 0.0 ? options->lambda : DEFAULT_LAMBDA_BITS / MAX (options->n_bits, 1);

  self->k1 = choose_neighbours (options->k1, 10, n);
  self->k2 = choose_neighbours (options->k2, 15, n);
  self->lambda = lambda * (double) n / REFERENCE_PHOTOS;
  self->centred = TRUE;
  self->length = SEM_DDH_OWN_LENGTH;
  self->n_broad = BROAD_DIRECTIONS;
  self->fills_memory = TRUE;
  self->epochs = MAX (EPOCHS, (FEWEST_STEPS + n_batches - 1) / n_batches);
  self->optimizer = SEM_OPTIMIZER_ADAM;
  self->decay = 0.0;
  self->first_rate = 1e-3;
  self->decades = 1.5;
  self->start = SEM_HASH_START_ITQ;
  self->holds_out = TRUE;
  self->stops_early = FALSE;
}

void
sem_ddh_settings_init (SemDdhSettings *self, const SemHashOptions *options, gsize n)
{
  *self = (SemDdhSettings){ .batch = 50 };
  if (options->preset == SEM_HASH_PRESET_PAPER)
    set_paper (self, options, n);
  else
    set_ours (self, options, n);
  if (options->epochs > 0)
    self->epochs = options->epochs;
  if (options->start != SEM_HASH_START_PRESET)
    self->start = options->start;
  if (options->early_stop != SEM_HASH_BY_PRESET)
    self->stops_early = options->early_stop == SEM_HASH_ON;
  self->holds_out = self->holds_out || self->stops_early;
}

double
sem_ddh_settings_get_rate (const SemDdhSettings *self, guint epoch)
{
  double done = self->epochs > 1 ? ((double) epoch - 1.0) / ((double) self->epochs - 1.0) : 0.0;

  return self->first_rate * pow (10.0, -self->decades * done);
}

double
sem_ddh_settings_get_broad_weight (gsize direction)
{
  return MAX (BROAD_FIRST_WEIGHT - BROAD_STEP * (double) direction, BROAD_LEAST_WEIGHT);
}

SemGraph *
sem_ddh_find_positives (SemWork *job,
                        const SemDdhSettings *settings,
                        const float *features,
                        const guint32 *rows,
                        gsize n,
                        gsize d)
{
  g_autoptr (SemGraph) nearest = NULL;
  g_autofree float *zero = g_new0 (float, d);
  g_autofree float *plain = g_new (float, n *d);
  double from = job->from;
  double to = job->to;

  for (gsize i = 0; i < n; i++)
    sem_hash_centre (features + (rows != NULL ? rows[i] : i) * d, zero, d, plain + i * d);
  sem_work_stage (job, from, from + 0.8 * (to - from));
  nearest =
    sem_graph_new_nearest (job, plain, n, d, (guint) MIN ((gsize) settings->k1, n - 1), 2.0);
  if (!nearest)
    return NULL;
  sem_work_stage (job, from + 0.8 * (to - from), to);
  return sem_graph_new_pairwise (job, nearest, settings->k2);
}
