/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/backbone-train-struct.h"

#include "engine/nn/floats.h"
#include "engine/nn/pooling.h"

#include <string.h>

#define REDUCE_FLOATS 65536

typedef struct
{
  SemBackboneTrainer *trainer;
  const guint8 *rgb;
  float *entry;
  float *features;
  const float *feature_gradient;
  float *entry_gradient;
} Batch;

static SemTrainerBench *
borrow_bench (SemBackboneTrainer *self)
{
  SemTrainerBench *bench = NULL;

  g_mutex_lock (&self->mutex);
  if (self->benches->len > 0)
    bench = g_ptr_array_steal_index_fast (self->benches, self->benches->len - 1);
  g_mutex_unlock (&self->mutex);

  return bench != NULL ? bench : g_new0 (SemTrainerBench, 1);
}

static void
return_bench (SemBackboneTrainer *self, SemTrainerBench *bench)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->benches, bench);
  g_mutex_unlock (&self->mutex);
}

static void
equip_bench (SemBackboneTrainer *self, SemTrainerBench *bench, gboolean with_slopes)
{
  gsize scratch = 0;

  for (guint i = 0; i < self->n_parts; i++)
    scratch = MAX (scratch, sem_part_get_scratch (&self->parts[i]));
  if (!bench->scratch)
    bench->scratch = sem_floats_new (1, scratch);
  for (guint i = 0; i < 2 && with_slopes; i++)
    if (!bench->slopes[i])
      bench->slopes[i] = sem_floats_new (self->slice, sem_backbone_trainer_get_largest (self));
}

static void
trunk_task (gsize task, gpointer data)
{
  Batch *batch = data;
  SemBackboneTrainer *self = batch->trainer;
  const guint8 *rgb = batch->rgb + task * SEM_BACKBONE_INPUT_SIZE;
  float *entry = batch->entry + task * sem_backbone_trainer_get_entry_size (self);
  SemTrainerBench *bench;

  if (self->n_trunk_blocks == 0)
    {
      for (gsize i = 0; i < SEM_BACKBONE_INPUT_SIZE; i++)
        entry[i] = (rgb[i] - 127) / 128.0f;
      return;
    }
  bench = borrow_bench (self);
  if (!bench->workspace)
    bench->workspace = sem_backbone_workspace_new (self->backbone);
  sem_backbone_forward_trunk (self->backbone, bench->workspace, rgb, self->n_trunk_blocks, entry);
  return_bench (self, bench);
}

gboolean
sem_backbone_trainer_forward_trunk (SemBackboneTrainer *self,
                                    SemWork *work,
                                    const guint8 *rgb,
                                    gsize n,
                                    float *entry)
{
  Batch batch = { self, rgb, entry };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (rgb != NULL && entry != NULL, FALSE);

  return sem_work_parallel (work, n, trunk_task, &batch);
}

static gsize
get_n_chunks (SemBackboneTrainer *self)
{
  return MIN (self->n_images, SEM_TRAINER_MAX_CHUNKS);
}

/* The images of a chunk are those from *first to the returned index, which is excluded. */
static gsize
get_chunk (SemBackboneTrainer *self, gsize chunk, gsize *first)
{
  gsize n_chunks = get_n_chunks (self);

  *first = chunk * self->n_images / n_chunks;

  return (chunk + 1) * self->n_images / n_chunks;
}

static float *
get_kept (SemBackboneTrainer *self, guint part, gsize image)
{
  gsize size = part > 0 ? sem_part_get_out_size (&self->parts[part - 1])
                        : sem_part_get_in_size (&self->parts[0]);

  return self->kept[part] + image * size;
}

static void
reserve_batch (SemBackboneTrainer *self, gsize n)
{
  self->n_images = n;
  if (n > self->capacity)
    {
      sem_backbone_trainer_free_batch (self);
      self->capacity = n;
      for (guint i = 0; i < self->n_parts; i++)
        self->kept[i] = sem_floats_new (n, sem_part_get_in_size (&self->parts[i]));
      self->kept[self->n_parts] =
        sem_floats_new (n, sem_part_get_out_size (&self->parts[self->n_parts - 1]));
      self->features = sem_floats_new (n, SEM_BACKBONE_DIM);
    }
  for (gsize i = 0; i < get_n_chunks (self); i++)
    if (!self->chunk_gradients[i])
      self->chunk_gradients[i] = sem_floats_new (1, self->n_parameters);
}

static void
pool_images (SemBackboneTrainer *self, gsize first, gsize n)
{
  gsize n_pixels = sem_part_get_out_size (&self->parts[self->n_parts - 1]) / SEM_BACKBONE_DIM;

  for (gsize i = first; i < first + n; i++)
    sem_pool_forward (get_kept (self, self->n_parts, i), n_pixels, SEM_BACKBONE_DIM,
                      self->pooling_power, self->features + i * SEM_BACKBONE_DIM);
}

static void
forward_task (gsize task, gpointer data)
{
  Batch *batch = data;
  SemBackboneTrainer *self = batch->trainer;
  gsize entry_size = sem_backbone_trainer_get_entry_size (self);
  SemTrainerBench *bench = borrow_bench (self);
  gsize first;
  gsize end = get_chunk (self, task, &first);

  equip_bench (self, bench, FALSE);
  memcpy (get_kept (self, 0, first), batch->entry + first * entry_size,
          (end - first) * entry_size * sizeof (float));
  for (; first < end; first += self->slice)
    {
      gsize n = MIN (self->slice, end - first);

      for (guint i = 0; i < self->n_parts; i++)
        sem_part_forward (&self->parts[i], self->kernels, self->parameters,
                          get_kept (self, i, first), n, bench->scratch,
                          get_kept (self, i + 1, first));
      pool_images (self, first, n);
    }
  return_bench (self, bench);
}

gboolean
sem_backbone_trainer_forward_tail (SemBackboneTrainer *self,
                                   SemWork *work,
                                   const float *entry,
                                   gsize n,
                                   float *features)
{
  Batch batch = { self, NULL, (float *) entry };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (entry != NULL && features != NULL, FALSE);
  g_return_val_if_fail (n >= 1, FALSE);

  reserve_batch (self, n);
  if (!sem_work_parallel (work, get_n_chunks (self), forward_task, &batch))
    return FALSE;
  memcpy (features, self->features, n * SEM_BACKBONE_DIM * sizeof *features);

  return TRUE;
}

static void
unpool_images (SemBackboneTrainer *self, const Batch *batch, gsize first, gsize n, float *slope)
{
  gsize map_size = sem_part_get_out_size (&self->parts[self->n_parts - 1]);

  for (gsize i = first; i < first + n; i++)
    sem_pool_backward (get_kept (self, self->n_parts, i), self->features + i * SEM_BACKBONE_DIM,
                       batch->feature_gradient + i * SEM_BACKBONE_DIM, map_size / SEM_BACKBONE_DIM,
                       SEM_BACKBONE_DIM, self->pooling_power, slope + (i - first) * map_size);
}

static void
slice_backward (SemBackboneTrainer *self,
                const Batch *batch,
                SemTrainerBench *bench,
                gsize first,
                gsize n,
                float *gradient)
{
  gsize entry_size = sem_backbone_trainer_get_entry_size (self);
  float *slope = bench->slopes[0];

  unpool_images (self, batch, first, n, slope);
  for (guint i = self->n_parts; i-- > 0;)
    {
      float *next = slope == bench->slopes[0] ? bench->slopes[1] : bench->slopes[0];

      if (i == 0)
        next = batch->entry_gradient != NULL ? batch->entry_gradient + first * entry_size : NULL;
      sem_part_backward (&self->parts[i], self->kernels, self->parameters,
                         &(SemPartGradients){ get_kept (self, i, first),
                                              get_kept (self, i + 1, first), slope, gradient,
                                              next },
                         n, bench->scratch);
      slope = next;
    }
}

static void
backward_task (gsize task, gpointer data)
{
  Batch *batch = data;
  SemBackboneTrainer *self = batch->trainer;
  SemTrainerBench *bench = borrow_bench (self);
  gsize first;
  gsize end = get_chunk (self, task, &first);

  equip_bench (self, bench, TRUE);
  memset (self->chunk_gradients[task], 0, self->n_parameters * sizeof (float));
  for (; first < end; first += self->slice)
    slice_backward (self, batch, bench, first, MIN (self->slice, end - first),
                    self->chunk_gradients[task]);
  return_bench (self, bench);
}

static void
reduce_task (gsize task, gpointer data)
{
  Batch *batch = data;
  SemBackboneTrainer *self = batch->trainer;
  gsize first = task * REDUCE_FLOATS;
  gsize end = MIN (first + REDUCE_FLOATS, self->n_parameters);

  for (gsize i = first; i < end; i++)
    self->gradient[i] = self->chunk_gradients[0][i];
  for (gsize chunk = 1; chunk < get_n_chunks (self); chunk++)
    for (gsize i = first; i < end; i++)
      self->gradient[i] += self->chunk_gradients[chunk][i];
}

gboolean
sem_backbone_trainer_backward_tail (SemBackboneTrainer *self,
                                    SemWork *work,
                                    const float *feature_gradient,
                                    float *entry_gradient)
{
  Batch batch = { self, .feature_gradient = feature_gradient, .entry_gradient = entry_gradient };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (feature_gradient != NULL, FALSE);
  g_return_val_if_fail (self->n_images > 0, FALSE);

  return sem_work_parallel (work, get_n_chunks (self), backward_task, &batch)
         && sem_work_parallel (work, (self->n_parameters + REDUCE_FLOATS - 1) / REDUCE_FLOATS,
                               reduce_task, &batch);
}
