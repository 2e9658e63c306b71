/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fine-tuning with DDH, as in its paper: the loss of ddh.h on the outputs of a network that is
 * trained as well. The positives and the broad directions are derived from the features
 * before training.
 */

#include "engine/hash/finetune/output-loss.h"

#include "engine/hash/methods/ddh-broad.h"
#include "engine/hash/methods/ddh-map.h"
#include "engine/hash/objectives/ddh-settings.h"
#include "engine/hash/objectives/ddh.h"

/* Small rates: the head is trained already, and the network should change only slightly. At 5e-5
 * the loss rises from epoch to epoch and ends above its initial value. */
#define EPOCHS 10
#define HEAD_RATE 2e-4
#define NETWORK_RATE 1e-5
#define DECADES 1.0

typedef struct
{
  const SemHashInput *input;
  SemDdhSettings settings;
  SemGraph *positives;
  SemDdhMemory *memory;
  guint32 *order;
  gsize next;
} State;

static void
plan (const SemHashInput *input, SemOutputPlan *plan)
{
  SemDdhSettings settings;

  sem_ddh_settings_init (&settings, input->options, input->n);
  *plan = (SemOutputPlan){
    .batch = settings.batch,
    .epochs = EPOCHS,
    .optimizer = settings.optimizer,
    .decay = settings.decay,
    .head_rate = HEAD_RATE,
    .network_rate = NETWORK_RATE,
    .decades = DECADES,
    .warm = TRUE,
    .centred = settings.centred,
    .length = settings.length,
  };
  if (input->options->preset != SEM_HASH_PRESET_PAPER)
    return;
  plan->epochs = settings.epochs;
  plan->head_rate = plan->network_rate = settings.first_rate;
  plan->decades = settings.decades;
  plan->warm = FALSE;
}

static void
state_free (gpointer data)
{
  State *state = data;

  g_clear_pointer (&state->memory, sem_ddh_memory_free);
  g_clear_pointer (&state->positives, sem_graph_free);
  g_free (state->order);
  g_free (state);
}

static gpointer
begin (SemWork *job, const SemHashInput *input, GError **error)
{
  State *state = g_new0 (State, 1);

  state->input = input;
  sem_ddh_settings_init (&state->settings, input->options, input->n);
  state->order = g_new (guint32, input->n);
  state->positives =
    sem_ddh_find_positives (job, &state->settings, input->features, NULL, input->n, input->d);
  if (!state->positives)
    {
      state_free (state);
      return NULL;
    }
  state->memory =
    sem_ddh_memory_new (state->positives, input->options->n_bits, state->settings.lambda);
  if (!sem_ddh_broad_add (job, input, &state->settings, NULL, state->memory, error))
    {
      state_free (state);
      return NULL;
    }
  return state;
}

static gboolean
begin_epoch (gpointer data, SemWork *job, guint epoch, const float *outputs)
{
  State *state = data;
  gsize size = state->input->n * state->input->options->n_bits;
  SemRandom random;

  sem_output_loss_random (&random, state->input->options, epoch);
  sem_random_permutation (&random, state->order, state->input->n);
  state->next = 0;
  for (gsize i = 0; i < size; i++)
    state->memory->u[i] = outputs[i];
  return sem_ddh_memory_refresh (state->memory, job);
}

static gsize
next_batch (gpointer data, guint32 *rows)
{
  State *state = data;
  gsize n = MIN (state->settings.batch, state->input->n - state->next);

  for (gsize i = 0; i < n; i++)
    rows[i] = state->order[state->next + i];
  state->next += n;
  return n;
}

static void
get_slopes (gpointer data, const guint32 *rows, gsize n, const float *outputs, float *slopes)
{
  State *state = data;
  float scale = 1.0f / ((float) state->input->n * (float) state->settings.batch);

  sem_ddh_memory_write (state->memory, rows, n, outputs);
  sem_ddh_memory_gradient (state->memory, rows, n, slopes);
  for (gsize i = 0; i < n * state->input->options->n_bits; i++)
    slopes[i] *= scale;
}

static void
end_epoch (gpointer data, const float *outputs, SemHashEpoch *epoch)
{
  State *state = data;

  sem_ddh_memory_summarise (state->memory, epoch);
}

static gboolean
finish (gpointer data, SemHashMap *map, GError **error)
{
  State *state = data;

  return sem_ddh_map_finish (&state->settings, map, state->input->d, state->input->options->n_bits,
                             error);
}

const SemOutputLoss sem_ddh_output_loss = {
  .plan = plan,
  .begin = begin,
  .free = state_free,
  .begin_epoch = begin_epoch,
  .next_batch = next_batch,
  .get_slopes = get_slopes,
  .end_epoch = end_epoch,
  .finish = finish,
};
