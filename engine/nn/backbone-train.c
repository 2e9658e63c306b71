/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/backbone-train-struct.h"

#include "engine/nn/floats.h"
#include "engine/nn/pooling.h"
#include "engine/nn/safetensors-writer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A chunk is computed in slices of images whose largest activations take about this many floats. */
#define SLICE_FLOATS (4 * 112 * 112 * SEM_LITE0_STEM_CHANNELS)
#define MAX_SLICE 16

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
  if (block->expand.weights)
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

gsize
sem_backbone_trainer_get_largest (SemBackboneTrainer *self)
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
  SemTrainerBench *bench = data;

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
  self->slice = CLAMP (SLICE_FLOATS / sem_backbone_trainer_get_largest (self), 1, MAX_SLICE);
  g_mutex_init (&self->mutex);
  self->benches = g_ptr_array_new_with_free_func (bench_free);

  return self;
}

void
sem_backbone_trainer_free_batch (SemBackboneTrainer *self)
{
  for (guint i = 0; i <= self->n_parts; i++)
    g_clear_pointer (&self->kept[i], g_aligned_free);
  g_clear_pointer (&self->features, g_aligned_free);
}

void
sem_backbone_trainer_free (SemBackboneTrainer *self)
{
  if (!self)
    return;

  sem_backbone_trainer_free_batch (self);
  for (guint i = 0; i < SEM_TRAINER_MAX_CHUNKS; i++)
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

  if (n)
    *n = self->n_parameters;

  return self->parameters;
}

const float *
sem_backbone_trainer_get_gradient (SemBackboneTrainer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->gradient;
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

static gboolean
parameters_are_finite (SemBackboneTrainer *self)
{
  for (gsize i = 0; i < self->n_parameters; i++)
    if (!isfinite (self->parameters[i]))
      return FALSE;

  return TRUE;
}

/* The backbone's weights lie in the contents of its file: a copy of the contents gets the trained
 * ones at the same offsets. */
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
                 _("The trained weights cannot be saved to “%s”: %s. Choose another folder."),
                 name, local_error->message);

  return FALSE;
}
