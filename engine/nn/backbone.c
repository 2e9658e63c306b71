/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/backbone-private.h"

#include "engine/nn/lite0.h"

#include <nettle/sha2.h>

#define WEIGHTS_NAME "efficientnet-lite0.safetensors"
/* Part of the backbone's id: change it with anything that makes other numbers of the same photo. */
#define PREPROCESSING "whole photo squashed to 224 x 224, RGB, (x - 127) / 128"

struct _SemBackbone
{
  gatomicrefcount ref_count;
  SemSafetensors *weights;
  SemLite0 network;
  char *id;
};

struct _SemBackboneWorkspace
{
  float unused;
};

static char *
make_id (GBytes *bytes)
{
  struct sha256_ctx context;
  guint8 digest[8];
  GString *id = g_string_new ("efficientnet-lite0-imagenet-");

  sha256_init (&context);
  sha256_update (&context, g_bytes_get_size (bytes), g_bytes_get_data (bytes, NULL));
  sha256_update (&context, sizeof PREPROCESSING, (const guint8 *) PREPROCESSING);
  sha256_digest (&context, sizeof digest, digest);
  for (gsize i = 0; i < sizeof digest; i++)
    g_string_append_printf (id, "%02x", digest[i]);

  return g_string_free (id, FALSE);
}

char *
sem_backbone_find_weights (void)
{
  const char *chosen = g_getenv ("SEMBLANCE_WEIGHTS");
  g_autofree char *built = NULL;

  if (chosen != NULL && *chosen != '\0')
    return g_strdup (chosen);
  built = g_build_filename (SEM_BUILD_DIR, WEIGHTS_NAME, NULL);
  if (g_file_test (built, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&built);

  return g_build_filename (SEM_DATA_DIR, WEIGHTS_NAME, NULL);
}

SemBackbone *
sem_backbone_new (const char *path, GError **error)
{
  g_autoptr (SemBackbone) self = g_new0 (SemBackbone, 1);
  g_autofree char *found = path != NULL ? g_strdup (path) : sem_backbone_find_weights ();

  g_atomic_ref_count_init (&self->ref_count);
  self->weights = sem_safetensors_open (found, error);
  if (self->weights == NULL || !sem_lite0_init (&self->network, self->weights, error))
    return NULL;
  self->id = make_id (sem_safetensors_get_bytes (self->weights));

  return g_steal_pointer (&self);
}

SemBackbone *
sem_backbone_ref (SemBackbone *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
sem_backbone_unref (SemBackbone *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->weights, sem_safetensors_free);
  g_free (self->id);
  g_free (self);
}

const char *
sem_backbone_get_id (SemBackbone *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

SemBackboneWorkspace *
sem_backbone_workspace_new (SemBackbone *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_new0 (SemBackboneWorkspace, 1);
}

void
sem_backbone_workspace_free (SemBackboneWorkspace *workspace)
{
  g_free (workspace);
}

static void
ignore_tap (const char *name, const float *values, gsize n, gpointer user_data)
{
}

/* Runs one layer into a fresh array. */
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

  if (block->expand.weights != NULL)
    expanded = run_layer (&block->expand, in, NULL);
  filtered = run_layer (&block->depthwise, expanded != NULL ? expanded : in, NULL);

  return run_layer (&block->project, filtered, block->residual ? in : NULL);
}

static void
average (const float *map, gsize n_pixels, float *feature)
{
  for (gsize c = 0; c < SEM_BACKBONE_DIM; c++)
    {
      float sum = 0;

      for (gsize i = 0; i < n_pixels; i++)
        sum += map[i * SEM_BACKBONE_DIM + c];
      feature[c] = sum / n_pixels;
    }
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

  if (tap == NULL)
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
  average (map, network->head.conv.height * network->head.conv.width, feature);
  tap ("feature", feature, SEM_BACKBONE_DIM, user_data);
}

void
sem_backbone_forward_tapped (SemBackbone *self,
                             SemBackboneWorkspace *workspace,
                             const guint8 *rgb,
                             float *feature,
                             SemBackboneTap tap,
                             gpointer user_data)
{
  sem_backbone_forward_reference (self, rgb, feature, tap, user_data);
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

  sem_backbone_forward_tapped (self, workspace, rgb, feature, ignore_tap, NULL);
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
