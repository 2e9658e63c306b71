/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/finetune/held-out.h"

#include <string.h>

/* (transfer full) (nullable): the photos that training needs. */
static guint8 *
list_bound (const SemFinetuneRequest *request)
{
  const SemScenes *scenes = request->options->scenes;
  guint8 *bound;

  if (request->options->method != SEM_HASH_BCDH || !scenes || scenes->n != request->n)
    return NULL;
  bound = g_new (guint8, request->n);
  for (gsize i = 0; i < request->n; i++)
    bound[i] = scenes->scene[i] >= 0;
  return bound;
}

static void
fill (SemHeldOut *self, const SemFinetuneRequest *request)
{
  const guint32 *kept = sem_stopping_get_kept (self->stopping, &self->n_kept);
  const guint32 *held = sem_stopping_get_held (self->stopping, &self->n_held);

  self->order = g_new (guint32, self->n_kept + self->n_held);
  memcpy (self->order, kept, self->n_kept * sizeof *kept);
  memcpy (self->order + self->n_kept, held, self->n_held * sizeof *held);
  self->features = g_new (float, self->n_kept *SEM_BACKBONE_DIM);
  for (gsize i = 0; i < self->n_kept; i++)
    memcpy (self->features + i * SEM_BACKBONE_DIM,
            request->features + (gsize) kept[i] * SEM_BACKBONE_DIM,
            SEM_BACKBONE_DIM * sizeof (float));
  self->options = *request->options;
  if (request->options->scenes && request->options->scenes->n == request->n)
    self->scenes = sem_scenes_restrict (request->options->scenes, kept, self->n_kept);
  if (self->scenes)
    self->options.scenes = self->scenes;
  self->request = *request;
  self->request.options = &self->options;
  self->request.features = self->features;
  self->request.n = self->n_kept;
}

gboolean
sem_held_out_new (const SemFinetuneRequest *request,
                  SemWork *job,
                  const SemHashInput *input,
                  SemHeldOut **held)
{
  g_autofree guint8 *bound = list_bound (request);
  SemStopping *stopping;

  *held = NULL;
  if (!sem_stopping_can (request->n, bound))
    return TRUE;
  stopping = sem_stopping_new (job, input->x, request->n, input->d, request->options->seed, bound);
  if (!stopping)
    return FALSE;
  *held = g_new0 (SemHeldOut, 1);
  (*held)->stopping = stopping;
  fill (*held, request);
  return TRUE;
}

void
sem_held_out_free (SemHeldOut *self)
{
  if (!self)
    return;
  sem_stopping_free (self->stopping);
  g_clear_pointer (&self->scenes, sem_scenes_free);
  g_free (self->order);
  g_free (self->features);
  g_free (self);
}

double
sem_held_out_measure (const SemHeldOut *self, const float *held, const float *kept)
{
  const gsize k = self->options.n_bits;
  g_autofree float *all = g_new (float, (self->n_kept + self->n_held) * k);

  for (gsize i = 0; i < self->n_kept + self->n_held; i++)
    memcpy (all + (gsize) self->order[i] * k,
            i < self->n_kept ? kept + i * k : held + (i - self->n_kept) * k, k * sizeof (float));
  return sem_stopping_measure_all (self->stopping, all, k);
}
