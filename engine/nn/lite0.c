/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/lite0.h"

#include "engine/nn/backbone.h"

static const struct
{
  guint repeats;
  guint kernel;
  guint stride;
  guint expansion;
  guint channels;
} stages[SEM_LITE0_N_STAGES] = {
  { 1, 3, 1, 1, 16 },  { 2, 3, 2, 6, 24 },  { 2, 5, 2, 6, 40 },  { 3, 3, 2, 6, 80 },
  { 3, 5, 1, 6, 112 }, { 4, 5, 2, 6, 192 }, { 1, 3, 1, 6, 320 },
};

static gboolean
find_layer (SemLite0Layer *layer, SemSafetensors *weights, const char *name, GError **error)
{
  const SemKConv *conv = &layer->conv;
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".bias", NULL);
  gsize shape[4];
  gsize n_dims = 0;

  if (conv->kernel > 1)
    {
      shape[n_dims++] = conv->kernel;
      shape[n_dims++] = conv->kernel;
    }
  if (!conv->depthwise)
    shape[n_dims++] = conv->in_channels;
  shape[n_dims++] = conv->out_channels;

  layer->weights = sem_safetensors_get_f32 (weights, weight_name, shape, n_dims, error);
  if (!layer->weights)
    return FALSE;
  layer->bias = sem_safetensors_get_f32 (weights, bias_name, &conv->out_channels, 1, error);

  return layer->bias != NULL;
}

static SemKConv
make_pointwise (gsize side, gsize in, gsize out, gboolean relu6)
{
  return (SemKConv){ side, side, in, out, 1, 1, FALSE, relu6 };
}

static gboolean
init_block (SemLite0Block *block,
            SemSafetensors *weights,
            guint index,
            gsize side,
            gsize in,
            gsize stride,
            GError **error)
{
  gsize mid = in * stages[block->stage].expansion;
  gsize out = stages[block->stage].channels;
  gsize kernel = stages[block->stage].kernel;
  g_autofree char *expand = g_strdup_printf ("blocks.%u.expand", index);
  g_autofree char *depthwise = g_strdup_printf ("blocks.%u.depthwise", index);
  g_autofree char *project = g_strdup_printf ("blocks.%u.project", index);

  block->residual = stride == 1 && in == out;
  block->expand.conv = make_pointwise (side, in, mid, TRUE);
  block->depthwise.conv = (SemKConv){ side, side, mid, mid, kernel, stride, TRUE, TRUE };
  block->project.conv = make_pointwise (sem_k_conv_out (side, stride), mid, out, FALSE);

  return (mid == in || find_layer (&block->expand, weights, expand, error))
         && find_layer (&block->depthwise, weights, depthwise, error)
         && find_layer (&block->project, weights, project, error);
}

gsize
sem_lite0_get_entry_size (guint stage)
{
  gsize side = sem_k_conv_out (SEM_BACKBONE_SIDE, 2);
  gsize size;

  g_return_val_if_fail (stage < SEM_LITE0_N_STAGES, 0);

  if (stage == 0)
    return SEM_BACKBONE_INPUT_SIZE;
  for (guint i = 0; i < stage; i++)
    side = sem_k_conv_out (side, stages[i].stride);
  if (!g_size_checked_mul (&size, side, side)
      || !g_size_checked_mul (&size, size, stages[stage - 1].channels))
    g_return_val_if_reached (0);
  return size;
}

gboolean
sem_lite0_init (SemLite0 *self, SemSafetensors *weights, GError **error)
{
  const gsize matrix[2] = { SEM_BACKBONE_DIM, SEM_BACKBONE_CLASSES };
  const gsize vector[1] = { SEM_BACKBONE_CLASSES };
  gsize side = SEM_BACKBONE_SIDE;
  gsize channels = SEM_LITE0_STEM_CHANNELS;
  guint index = 0;

  *self = (SemLite0){ 0 };
  self->stem.conv = (SemKConv){ side, side, 3, channels, 3, 2, FALSE, TRUE };
  if (!find_layer (&self->stem, weights, "stem", error))
    return FALSE;
  side = sem_k_conv_out (side, 2);

  for (guint stage = 0; stage < SEM_LITE0_N_STAGES; stage++)
    for (guint i = 0; i < stages[stage].repeats; i++, index++)
      {
        gsize stride = i == 0 ? stages[stage].stride : 1;

        self->blocks[index].stage = stage;
        if (!init_block (&self->blocks[index], weights, index, side, channels, stride, error))
          return FALSE;
        side = sem_k_conv_out (side, stride);
        channels = stages[stage].channels;
      }

  self->head.conv = make_pointwise (side, channels, SEM_BACKBONE_DIM, TRUE);
  if (!find_layer (&self->head, weights, "head", error))
    return FALSE;
  self->classifier_weights =
    sem_safetensors_get_f32 (weights, "classifier.weight", matrix, 2, error);
  if (!self->classifier_weights)
    return FALSE;
  self->classifier_bias = sem_safetensors_get_f32 (weights, "classifier.bias", vector, 1, error);

  return self->classifier_bias != NULL;
}
