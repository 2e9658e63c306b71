/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/backbone-struct.h"

#include "engine/nn/floats.h"
#include "engine/nn/pooling.h"

#include <string.h>

struct _SemBackboneWorkspace
{
  float *memory;
  float *image;
  float *activations[2];
  float *scratch;
};

/* Size of the largest activation between two blocks and of the largest scratch, in floats. */
static void
measure (SemBackbone *self, gsize *activation, gsize *scratch)
{
  const SemKConv *head = &self->network.head.conv;
  gsize n_pixels = sem_backbone_count_head_pixels (self);

  *activation = sem_k_blocked_size (self->kernels, n_pixels, SEM_BACKBONE_DIM);
  *scratch = MAX (sem_k_mean_scratch (self->kernels, head),
                  MAX (sem_k_layer_scratch (self->kernels, head), n_pixels * SEM_BACKBONE_DIM));
  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    {
      const SemKConv *conv = &self->blocks[i].project;

      *activation = MAX (*activation, sem_k_blocked_size (self->kernels, conv->height * conv->width,
                                                          conv->out_channels));
      *scratch = MAX (*scratch, sem_k_block_scratch (self->kernels, &self->blocks[i]));
    }
}

SemBackboneWorkspace *
sem_backbone_workspace_new (SemBackbone *self)
{
  const gsize unit = SEM_K_ALIGNMENT / sizeof (float);
  SemBackboneWorkspace *workspace;
  gsize image;
  gsize activation;
  gsize scratch;

  g_return_val_if_fail (self != NULL, NULL);

  if (sem_backbone_is_program (self))
    return g_new0 (SemBackboneWorkspace, 1);
  image = (sem_k_image_size (&self->network.stem.conv) + unit - 1) / unit * unit;
  measure (self, &activation, &scratch);
  workspace = g_new0 (SemBackboneWorkspace, 1);
  workspace->memory = sem_floats_new (1, image + 2 * activation + scratch);
  workspace->image = workspace->memory;
  workspace->activations[0] = workspace->image + image;
  workspace->activations[1] = workspace->activations[0] + activation;
  workspace->scratch = workspace->activations[1] + activation;

  return workspace;
}

void
sem_backbone_workspace_free (SemBackboneWorkspace *workspace)
{
  if (!workspace)
    return;

  g_aligned_free (workspace->memory);
  g_free (workspace);
}

/* Converts an activation from the blocked layout and calls the tap with it. */
static void
show (SemBackbone *self,
      const char *name,
      const float *values,
      gsize n_pixels,
      gsize n_channels,
      SemBackboneTap tap,
      gpointer user_data)
{
  g_autofree float *plain = g_new (float, n_pixels *n_channels);

  sem_k_unblock_pixels (self->kernels, values, n_pixels, n_channels, plain);
  tap (name, plain, n_pixels * n_channels, user_data);
}

/* Computes the stem's output for the tap: the forward pass never has all of it in memory. */
static void
show_stem (SemBackbone *self, const float *image, SemBackboneTap tap, gpointer user_data)
{
  const SemKConv *conv = &self->blocks[0].expand;
  gsize n_pixels = self->blocks[0].depthwise.height * self->blocks[0].depthwise.width;
  gsize size = sem_k_blocked_size (self->kernels, n_pixels, conv->out_channels);
  float *map = sem_floats_new (1, size + sem_k_layer_scratch (self->kernels, conv));

  sem_k_layer_forward (self->kernels, conv, self->blocks[0].packed_expand, image, map + size, map);
  show (self, "stem", map, n_pixels, conv->out_channels, tap, user_data);
  g_aligned_free (map);
}

static void
show_block (SemBackbone *self,
            guint index,
            const float *values,
            SemBackboneTap tap,
            gpointer user_data)
{
  const SemLite0Block *blocks = self->network.blocks;
  const SemKConv *conv = &blocks[index].project.conv;
  char name[] = "stage0";

  if (index + 1 < SEM_LITE0_N_BLOCKS && blocks[index + 1].stage == blocks[index].stage)
    return;
  name[5] += blocks[index].stage;
  show (self, name, values, conv->height * conv->width, conv->out_channels, tap, user_data);
}

/* The fused kernel only pools by the mean: other poolings need the whole map. */
static void
pool_head (SemBackbone *self, SemBackboneWorkspace *workspace, const float *in, float *feature)
{
  const SemKConv *conv = &self->network.head.conv;
  gsize n_pixels = sem_backbone_count_head_pixels (self);
  float *map =
    in == workspace->activations[0] ? workspace->activations[1] : workspace->activations[0];

  sem_k_layer_forward (self->kernels, conv, self->packed_head, in, workspace->scratch, map);
  sem_k_unblock_pixels (self->kernels, map, n_pixels, SEM_BACKBONE_DIM, workspace->scratch);
  sem_pool_forward (workspace->scratch, n_pixels, SEM_BACKBONE_DIM, self->pooling_power, feature);
}

void
sem_backbone_forward_tapped (SemBackbone *self,
                             SemBackboneWorkspace *workspace,
                             const guint8 *rgb,
                             float *feature,
                             SemBackboneTap tap,
                             gpointer user_data)
{
  const SemKConvKernels *kernels = self->kernels;
  const float *current = workspace->image;

  sem_k_image_pad (kernels, &self->blocks[0].expand, rgb, workspace->image);
  if (tap)
    show_stem (self, workspace->image, tap, user_data);

  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    {
      float *next = workspace->activations[i % 2];

      sem_k_block_forward (kernels, &self->blocks[i], current, workspace->scratch, next);
      current = next;
      if (tap)
        show_block (self, i, current, tap, user_data);
    }

  if (self->pooling_power == SEM_POOLING_MEAN)
    sem_k_mean_forward (kernels, &self->network.head.conv, self->packed_head, current,
                        workspace->scratch, feature);
  else
    pool_head (self, workspace, current, feature);
  if (tap)
    tap ("feature", feature, SEM_BACKBONE_DIM, user_data);
}

void
sem_backbone_forward_trunk (SemBackbone *self,
                            SemBackboneWorkspace *workspace,
                            const guint8 *rgb,
                            guint n_blocks,
                            float *values)
{
  const SemKConv *last = &self->blocks[n_blocks - 1].project;
  const float *current = workspace->image;

  sem_k_image_pad (self->kernels, &self->blocks[0].expand, rgb, workspace->image);
  for (guint i = 0; i < n_blocks; i++)
    {
      float *next = workspace->activations[i % 2];

      sem_k_block_forward (self->kernels, &self->blocks[i], current, workspace->scratch, next);
      current = next;
    }
  sem_k_unblock_pixels (self->kernels, current, last->height * last->width, last->out_channels,
                        values);
}

void
sem_backbone_forward (SemBackbone *self,
                      SemBackboneWorkspace *workspace,
                      const guint8 *rgb,
                      float *feature)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (workspace != NULL);
  g_return_if_fail (rgb != NULL);
  g_return_if_fail (feature != NULL);

  sem_backbone_forward_tapped (self, workspace, rgb, feature, NULL, NULL);
}

void
sem_backbone_classify (SemBackbone *self, const float *feature, float *logits)
{
  const float *row;

  g_return_if_fail (self != NULL);
  g_return_if_fail (feature != NULL);
  g_return_if_fail (logits != NULL);

  row = self->network.classifier_weights;
  memcpy (logits, self->network.classifier_bias, SEM_BACKBONE_CLASSES * sizeof *logits);
  for (gsize i = 0; i < SEM_BACKBONE_DIM; i++, row += SEM_BACKBONE_CLASSES)
    for (gsize c = 0; c < SEM_BACKBONE_CLASSES; c++)
      logits[c] += feature[i] * row[c];
}

static void
ignore_tap (const char *name, const float *values, gsize n, gpointer user_data)
{
}

/* (transfer full): the output of one layer. */
static float *
run_layer (const SemLite0Layer *layer, const float *in, const float *residual)
{
  const SemKConv *conv = &layer->conv;
  gsize n = sem_k_conv_out (conv->height, conv->stride) * sem_k_conv_out (conv->width, conv->stride)
            * conv->out_channels;
  float *out = g_new (float, n);

  sem_k_conv_ref (conv, in, layer->weights, layer->bias, residual, out);

  return out;
}

static float *
run_block (const SemLite0Block *block, const float *in)
{
  g_autofree float *expanded = NULL;
  g_autofree float *filtered = NULL;

  if (block->expand.weights)
    expanded = run_layer (&block->expand, in, NULL);
  filtered = run_layer (&block->depthwise, expanded != NULL ? expanded : in, NULL);

  return run_layer (&block->project, filtered, block->residual ? in : NULL);
}

void
sem_backbone_forward_reference (SemBackbone *self,
                                const guint8 *rgb,
                                float *feature,
                                SemBackboneTap tap,
                                gpointer user_data)
{
  const SemLite0 *network = &self->network;
  g_autofree float *input = g_new (float, SEM_BACKBONE_INPUT_SIZE);
  g_autofree float *map = NULL;
  float *current;

  if (!tap)
    tap = ignore_tap;
  for (gsize i = 0; i < SEM_BACKBONE_INPUT_SIZE; i++)
    input[i] = (rgb[i] - 127) / 128.0f;
  current = run_layer (&network->stem, input, NULL);
  tap ("stem", current, 112 * 112 * SEM_LITE0_STEM_CHANNELS, user_data);

  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    {
      const SemLite0Block *block = &network->blocks[i];
      const SemKConv *conv = &block->project.conv;
      float *next = run_block (block, current);

      g_free (current);
      current = next;
      if (i + 1 == SEM_LITE0_N_BLOCKS || network->blocks[i + 1].stage != block->stage)
        {
          char name[] = "stage0";

          name[5] += block->stage;
          tap (name, current, conv->height * conv->width * conv->out_channels, user_data);
        }
    }

  map = run_layer (&network->head, current, NULL);
  g_free (current);
  sem_pool_forward (map, sem_backbone_count_head_pixels (self), SEM_BACKBONE_DIM,
                    self->pooling_power, feature);
  tap ("feature", feature, SEM_BACKBONE_DIM, user_data);
}
