/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/backbone-train-private.h"

#include "engine/nn/backbone-private.h"
#include "engine/nn/floats.h"
#include "engine/nn/part.h"
#include "engine/nn/pooling.h"
#include "engine/nn/safetensors-writer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Stem, blocks, head. */
#define MAX_PARTS (SEM_LITE0_N_BLOCKS + 2)
#define MAX_CHUNKS 8
/* A chunk is taken in slices of as many images as have this many floats between two parts. */
#define SLICE_FLOATS (4 * 112 * 112 * SEM_LITE0_STEM_CHANNELS)
#define MAX_SLICE 16
#define REDUCE_FLOATS 65536

/* What one task works in; tasks borrow from a list. */
typedef struct
{
  SemBackboneWorkspace *workspace;
  float *slopes[2];
  float *scratch;
} Bench;

/* kept[i] is what went into part i for the whole batch, kept[n_parts] what came out of the last.
 * @sources: where the backbone has each layer's weights. */
struct _SemBackboneTrainer
{
  SemBackbone *backbone;
  const SemKTrainKernels *kernels;
  guint n_trunk_blocks;
  guint pooling_power;
  SemPart parts[MAX_PARTS];
  const SemLite0Layer *sources[MAX_PARTS][SEM_PART_MAX_LAYERS];
  guint n_parts;
  gsize n_parameters;
  float *parameters;
  float *gradient;
  float *chunk_gradients[MAX_CHUNKS];
  float *kept[MAX_PARTS + 1];
  float *features;
  gsize capacity;
  gsize n_images;
  gsize slice;
  GMutex mutex;
  GPtrArray *benches;
};

typedef struct
{
  SemBackboneTrainer *trainer;
  const guint8 *rgb;
  float *entry;
  float *features;
  const float *feature_gradient;
  float *entry_gradient;
} Batch;

static void
add_layer (SemBackboneTrainer *self, const SemLite0Layer *source)
{
  SemPart *part = &self->parts[self->n_parts];
  SemPartLayer *layer = &part->layers[part->n_layers];

  self->sources[self->n_parts][part->n_layers++] = source;
  layer->conv = source->conv;
  layer->weights = self->n_parameters;
  layer->bias = layer->weights + sem_part_layer_get_n_weights (layer);
  self->n_parameters = layer->bias + layer->conv.out_channels;
}

static void
add_block (SemBackboneTrainer *self, const SemLite0Block *block)
{
  if (block->expand.weights != NULL)
    add_layer (self, &block->expand);
  add_layer (self, &block->depthwise);
  add_layer (self, &block->project);
  self->parts[self->n_parts++].residual = block->residual;
}

static void
add_parts (SemBackboneTrainer *self, guint first_stage)
{
  const SemLite0 *network = sem_backbone_get_network (self->backbone);

  if (first_stage == SEM_TRAIN_ALL)
    {
      add_layer (self, &network->stem);
      self->n_parts++;
    }
  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    if (network->blocks[i].stage >= first_stage)
      add_block (self, &network->blocks[i]);
    else
      self->n_trunk_blocks++;
  add_layer (self, &network->head);
  self->n_parts++;
}

/* Floats of the largest activation between two parts. */
static gsize
get_largest (SemBackboneTrainer *self)
{
  gsize largest = sem_part_get_in_size (&self->parts[0]);

  for (guint i = 0; i < self->n_parts; i++)
    largest = MAX (largest, sem_part_get_out_size (&self->parts[i]));

  return largest;
}

static void
copy_parameters (SemBackboneTrainer *self)
{
  for (guint i = 0; i < self->n_parts; i++)
    for (guint j = 0; j < self->parts[i].n_layers; j++)
      {
        const SemPartLayer *layer = &self->parts[i].layers[j];
        const SemLite0Layer *source = self->sources[i][j];

        memcpy (self->parameters + layer->weights, source->weights,
                sem_part_layer_get_n_weights (layer) * sizeof (float));
        memcpy (self->parameters + layer->bias, source->bias,
                layer->conv.out_channels * sizeof (float));
      }
}

static void
bench_free (gpointer data)
{
  Bench *bench = data;

  sem_backbone_workspace_free (bench->workspace);
  g_aligned_free (bench->slopes[0]);
  g_aligned_free (bench->slopes[1]);
  g_aligned_free (bench->scratch);
  g_free (bench);
}

SemBackboneTrainer *
sem_backbone_trainer_new (SemBackbone *backbone, guint first_stage, guint pooling_power)
{
  SemBackboneTrainer *self;

  g_return_val_if_fail (backbone != NULL, NULL);
  g_return_val_if_fail (first_stage <= SEM_TRAIN_LAST_STAGE, NULL);
  g_return_val_if_fail (pooling_power >= 1 && pooling_power <= SEM_POOLING_MAX_POWER, NULL);

  self = g_new0 (SemBackboneTrainer, 1);
  self->backbone = sem_backbone_ref (backbone);
  self->kernels = sem_k_train_get_kernels (sem_k_get_set ());
  self->pooling_power = pooling_power;
  add_parts (self, first_stage);
  self->parameters = sem_floats_new (1, self->n_parameters);
  self->gradient = sem_floats_new (1, self->n_parameters);
  memset (self->gradient, 0, self->n_parameters * sizeof (float));
  copy_parameters (self);
  self->slice = CLAMP (SLICE_FLOATS / get_largest (self), 1, MAX_SLICE);
  g_mutex_init (&self->mutex);
  self->benches = g_ptr_array_new_with_free_func (bench_free);

  return self;
}

static void
free_batch (SemBackboneTrainer *self)
{
  for (guint i = 0; i <= self->n_parts; i++)
    g_clear_pointer (&self->kept[i], g_aligned_free);
  g_clear_pointer (&self->features, g_aligned_free);
}

void
sem_backbone_trainer_free (SemBackboneTrainer *self)
{
  if (self == NULL)
    return;

  free_batch (self);
  for (guint i = 0; i < MAX_CHUNKS; i++)
    g_aligned_free (self->chunk_gradients[i]);
  g_ptr_array_unref (self->benches);
  g_mutex_clear (&self->mutex);
  g_aligned_free (self->gradient);
  g_aligned_free (self->parameters);
  sem_backbone_unref (self->backbone);
  g_free (self);
}

gsize
sem_backbone_trainer_get_entry_size (SemBackboneTrainer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sem_part_get_in_size (&self->parts[0]);
}

gsize
sem_backbone_get_entry_size (guint first_stage)
{
  return sem_lite0_get_entry_size (first_stage);
}

float *
sem_backbone_trainer_get_parameters (SemBackboneTrainer *self, gsize *n)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (n != NULL)
    *n = self->n_parameters;

  return self->parameters;
}

const float *
sem_backbone_trainer_get_gradient (SemBackboneTrainer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->gradient;
}

static Bench *
borrow_bench (SemBackboneTrainer *self)
{
  Bench *bench = NULL;

  g_mutex_lock (&self->mutex);
  if (self->benches->len > 0)
    bench = g_ptr_array_steal_index_fast (self->benches, self->benches->len - 1);
  g_mutex_unlock (&self->mutex);

  return bench != NULL ? bench : g_new0 (Bench, 1);
}

static void
return_bench (SemBackboneTrainer *self, Bench *bench)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->benches, bench);
  g_mutex_unlock (&self->mutex);
}

static void
equip_bench (SemBackboneTrainer *self, Bench *bench, gboolean with_slopes)
{
  gsize scratch = 0;

  for (guint i = 0; i < self->n_parts; i++)
    scratch = MAX (scratch, sem_part_get_scratch (&self->parts[i]));
  if (bench->scratch == NULL)
    bench->scratch = sem_floats_new (1, scratch);
  for (guint i = 0; i < 2 && with_slopes; i++)
    if (bench->slopes[i] == NULL)
      bench->slopes[i] = sem_floats_new (self->slice, get_largest (self));
}

static void
trunk_task (gsize task, gpointer data)
{
  Batch *batch = data;
  SemBackboneTrainer *self = batch->trainer;
  const guint8 *rgb = batch->rgb + task * SEM_BACKBONE_INPUT_SIZE;
  float *entry = batch->entry + task * sem_backbone_trainer_get_entry_size (self);
  Bench *bench;

  if (self->n_trunk_blocks == 0)
    {
      for (gsize i = 0; i < SEM_BACKBONE_INPUT_SIZE; i++)
        entry[i] = (rgb[i] - 127) / 128.0f;
      return;
    }
  bench = borrow_bench (self);
  if (bench->workspace == NULL)
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

void
sem_backbone_make_entry (SemBackbone *backbone,
                         SemBackboneWorkspace *workspace,
                         guint first_stage,
                         const guint8 *rgb,
                         float *entry)
{
  const SemLite0 *network;
  guint n_blocks = 0;

  g_return_if_fail (backbone != NULL);
  g_return_if_fail (first_stage > SEM_TRAIN_ALL && first_stage <= SEM_TRAIN_LAST_STAGE);

  network = sem_backbone_get_network (backbone);
  while (network->blocks[n_blocks].stage < first_stage)
    n_blocks++;
  sem_backbone_forward_trunk (backbone, workspace, rgb, n_blocks, entry);
}

static gsize
get_n_chunks (SemBackboneTrainer *self)
{
  return MIN (self->n_images, MAX_CHUNKS);
}

/* The images of a chunk: from *first to the returned one. */
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
      free_batch (self);
      self->capacity = n;
      for (guint i = 0; i < self->n_parts; i++)
        self->kept[i] = sem_floats_new (n, sem_part_get_in_size (&self->parts[i]));
      self->kept[self->n_parts] =
        sem_floats_new (n, sem_part_get_out_size (&self->parts[self->n_parts - 1]));
      self->features = sem_floats_new (n, SEM_BACKBONE_DIM);
    }
  for (gsize i = 0; i < get_n_chunks (self); i++)
    if (self->chunk_gradients[i] == NULL)
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
  Bench *bench = borrow_bench (self);
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
                Bench *bench,
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
  Bench *bench = borrow_bench (self);
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

static gboolean
parameters_are_finite (SemBackboneTrainer *self)
{
  for (gsize i = 0; i < self->n_parameters; i++)
    if (!isfinite (self->parameters[i]))
      return FALSE;

  return TRUE;
}

/* The backbone's arrays lie in its file's bytes: the same places in a copy get the new numbers. */
static GBytes *
make_contents (SemBackboneTrainer *self)
{
  gsize size;
  const char *bytes = g_bytes_get_data (sem_backbone_get_bytes (self->backbone), &size);
  char *contents = g_memdup2 (bytes, size);
  g_autoptr (GBytes) made = NULL;
  g_autofree char *power = NULL;

  for (guint i = 0; i < self->n_parts; i++)
    for (guint j = 0; j < self->parts[i].n_layers; j++)
      {
        const SemPartLayer *layer = &self->parts[i].layers[j];
        const SemLite0Layer *source = self->sources[i][j];

        memcpy (contents + ((const char *) source->weights - bytes),
                self->parameters + layer->weights,
                sem_part_layer_get_n_weights (layer) * sizeof (float));
        memcpy (contents + ((const char *) source->bias - bytes), self->parameters + layer->bias,
                layer->conv.out_channels * sizeof (float));
      }

  made = g_bytes_new_take (contents, size);
  if (self->pooling_power == sem_backbone_get_file_power (self->backbone))
    return g_steal_pointer (&made);
  power = g_strdup_printf ("%u", self->pooling_power);

  return sem_safetensors_set_note (made, SEM_BACKBONE_POOLING_NOTE, power);
}

gboolean
sem_backbone_trainer_save (SemBackboneTrainer *self, const char *path, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GBytes) contents = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize size;
  const char *data;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  name = g_filename_display_name (path);
  if (!parameters_are_finite (self))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("The trained weights are not saved to “%s”: they are no longer numbers. "
                     "Train again with a lower rate."),
                   name);
      return FALSE;
    }
  contents = make_contents (self);
  data = g_bytes_get_data (contents, &size);
  if (g_file_set_contents_full (path, data, size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local_error))
    return TRUE;
  if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    g_set_error (error, SEM_ERROR, SEM_ERROR_FULL,
                 _("The trained weights cannot be saved to “%s”: the disk is full. Make room for "
                   "20 MB and save again."),
                 name);
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _("The trained weights cannot be saved to “%s”: %s. Choose a place that you may "
                   "write to."),
                 name, local_error->message);

  return FALSE;
}
