/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fine-tuning with BCDH, as in its paper: the loss of bcdh-loss.h on the outputs of a network that
 * is trained as well. A batch is the pairs of a few queries. Pairs are mined again in every epoch
 * from the latest outputs of each photo; for a photo that has not been in any batch yet these are
 * the outputs of the head on its features before training.
 */

#include "engine/hash/finetune/output-loss.h"

#include "engine/hash/objectives/bcdh-pairs.h"

#include <math.h>

#define QUERIES_A_BATCH 4
/* Small rates: the head is trained already, and the network should change only slightly. */
#define EPOCHS 5
#define HEAD_RATE 2e-4
#define NETWORK_RATE 1e-5
#define DECADES 1.0
/* The training of the head alone ends with the last of these weights; here it rises again. */
#define FIRST_ALPHA 0.1
#define LAST_ALPHA 0.5

typedef struct
{
  const SemHashInput *input;
  SemBcdhSettings settings;
  guint n_epochs;
  SemBcdhPairs *pairs; /* of this epoch */
  SemBcdhBatch batch;
  gsize next; /* index of a query */
  double alpha;
  double pair_loss;
  double code_loss;
} State;

static guint
count_epochs (const SemHashInput *input)
{
  return input->options->epochs > 0 ? input->options->epochs : EPOCHS;
}

static void
plan (const SemHashInput *input, SemOutputPlan *plan)
{
  SemBcdhSettings settings;

  sem_bcdh_settings_init (&settings, input->options);
  *plan = (SemOutputPlan){
    .batch = QUERIES_A_BATCH * (1 + settings.n_partners + settings.n_apart + settings.n_negatives),
    .epochs = EPOCHS,
    .optimizer = SEM_OPTIMIZER_ADAM,
    .head_rate = HEAD_RATE,
    .network_rate = NETWORK_RATE,
    .decades = DECADES,
    .warm = TRUE,
    .centred = TRUE,
    .length = SEM_BCDH_LENGTH,
  };
}

static gpointer
begin (SemWork *job, const SemHashInput *input, GError **error)
{
  State *state;

  if (!sem_bcdh_has_enough (input->options->scenes, input->n, error))
    return NULL;
  state = g_new0 (State, 1);
  state->input = input;
  state->n_epochs = count_epochs (input);
  sem_bcdh_settings_init (&state->settings, input->options);
  return state;
}

static void
end_batch (State *state)
{
  sem_bcdh_batch_clear (&state->batch);
  state->batch = (SemBcdhBatch){ 0 };
}

static void
state_free (gpointer data)
{
  State *state = data;

  end_batch (state);
  g_clear_pointer (&state->pairs, sem_bcdh_pairs_free);
  g_free (state);
}

static gboolean
begin_epoch (gpointer data, SemWork *job, guint epoch, const float *outputs)
{
  State *state = data;
  const SemHashOptions *options = state->input->options;
  double done = state->n_epochs > 1 ? (epoch - 1.0) / (state->n_epochs - 1.0) : 1.0;
  SemRandom random;

  sem_output_loss_random (&random, options, epoch);
  state->alpha = FIRST_ALPHA * pow (LAST_ALPHA / FIRST_ALPHA, done);
  state->pair_loss = state->code_loss = 0.0;
  state->next = 0;
  g_clear_pointer (&state->pairs, sem_bcdh_pairs_free);
  state->pairs =
    sem_bcdh_pairs_new (job, options->scenes, &state->settings, outputs, options->n_bits, &random);
  return state->pairs != NULL;
}

static gsize
next_batch (gpointer data, guint32 *rows)
{
  State *state = data;

  end_batch (state);
  if (state->next >= state->pairs->n_queries)
    return 0;
  sem_bcdh_batch_init (&state->batch, state->pairs, state->next, QUERIES_A_BATCH);
  state->next += QUERIES_A_BATCH;
  for (gsize i = 0; i < state->batch.n_rows; i++)
    rows[i] = state->batch.rows[i];
  return state->batch.n_rows;
}

static void
get_slopes (gpointer data, const guint32 *rows, gsize n, const float *outputs, float *slopes)
{
  State *state = data;
  const SemBcdhBatch *batch = &state->batch;
  gsize k = state->input->options->n_bits;
  float scale = 1.0f / (float) MAX (batch->n_pairs, 1);

  for (gsize i = 0; i < n * k; i++)
    slopes[i] = 0.0f;
  state->pair_loss +=
    sem_bcdh_pair_loss (batch->pairs, batch->n_pairs, state->settings.distance, outputs, k, slopes);
  state->code_loss += sem_bcdh_code_loss (outputs, batch->counts, n, k, state->alpha, slopes);
  for (gsize i = 0; i < n * k; i++)
    slopes[i] *= scale;
}

static void
end_epoch (gpointer data, const float *outputs, SemHashEpoch *epoch)
{
  State *state = data;
  double n_pairs = (double) MAX (state->pairs->pairs->len, 1);

  epoch->pair_loss = state->pair_loss / n_pairs;
  epoch->code_loss = state->code_loss / n_pairs;
  epoch->near_one = sem_bcdh_near_one_in_scenes (state->input->options->scenes, outputs,
                                                 state->input->options->n_bits);
}

const SemOutputLoss sem_bcdh_output_loss = {
  .plan = plan,
  .begin = begin,
  .free = state_free,
  .begin_epoch = begin_epoch,
  .next_batch = next_batch,
  .get_slopes = get_slopes,
  .end_epoch = end_epoch,
};
