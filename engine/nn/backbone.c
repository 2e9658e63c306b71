/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/backbone-private.h"
#include "engine/nn/floats.h"

#include "engine/kernels/conv/conv-block.h"
#include "engine/nn/lite0.h"
#include "engine/nn/pooling.h"
#include "engine/nn/weights.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* Part of the backbone's id: change it with anything that makes other numbers of the same photo. */
#define PREPROCESSING                                                                              \
  "whole photo squashed to 224 x 224, small ones enlarged by the triangle, RGB, (x - 127) / 128"

/* The first block takes the stem for its expansion, so that the stem's output, the largest of all,
 * is never whole in memory. */
struct _SemBackbone
{
  gatomicrefcount ref_count;
  SemSafetensors *weights;
  SemLite0 network;
  guint file_power;
  guint pooling_power;
  char *id;
  const SemKConvKernels *kernels;
  float *packed;
  SemKBlock blocks[SEM_LITE0_N_BLOCKS];
  const float *packed_head;
};

struct _SemBackboneWorkspace
{
  float *memory;
  float *image;
  float *activations[2];
  float *scratch;
};

/* Pooling as in the file goes without saying. */
static char *
make_id (const SemWeights *weights, guint file_power, guint pooling_power)
{
  struct sha256_ctx context = weights->hash;
  guint8 digest[8];
  GString *id = g_string_new ("efficientnet-lite0-imagenet-");

  if (pooling_power == SEM_POOLING_GEM)
    g_string_append (id, "gem-");
  sha256_update (&context, sizeof PREPROCESSING, (const guint8 *) PREPROCESSING);
  if (pooling_power != file_power)
    sha256_update (&context, sizeof pooling_power, (const guint8 *) &pooling_power);
  sha256_digest (&context, sizeof digest, digest);
  for (gsize i = 0; i < sizeof digest; i++)
    g_string_append_printf (id, "%02x", digest[i]);

  return g_string_free (id, FALSE);
}

char *
sem_backbone_find_weights (void)
{
  g_auto (GStrv) places = sem_weights_list_places ();

  for (gsize i = 0; places[i] != NULL; i++)
    if (g_file_test (places[i], G_FILE_TEST_EXISTS))
      return g_strdup (places[i]);

  return g_strdup (places[0]);
}

/* Packs a layer at @place, or only counts where that is %NULL; returns the floats that it takes. */
static gsize
pack_layer (SemBackbone *self, const SemLite0Layer *layer, float *place, const float **packed)
{
  gsize size = sem_k_packed_size (self->kernels, &layer->conv);
  const gsize unit = SEM_K_ALIGNMENT / sizeof (float);

  if (place != NULL)
    {
      sem_k_pack (self->kernels, &layer->conv, layer->weights, layer->bias, place);
      *packed = place;
    }

  return (size + unit - 1) / unit * unit;
}

/* Goes through the layers in the order in which the forward pass reads them. */
static gsize
pack_network (SemBackbone *self, float *memory)
{
  const SemLite0 *network = &self->network;
  gsize size = 0;

#define PLACE (memory != NULL ? memory + size : NULL)
  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    {
      const SemLite0Block *source = &network->blocks[i];
      const SemLite0Layer *expand = i == 0 ? &network->stem : &source->expand;
      SemKBlock *block = &self->blocks[i];

      block->expand = expand->conv;
      block->depthwise = source->depthwise.conv;
      block->project = source->project.conv;
      block->residual = source->residual;
      size += pack_layer (self, expand, PLACE, &block->packed_expand);
      size += pack_layer (self, &source->depthwise, PLACE, &block->packed_depthwise);
      size += pack_layer (self, &source->project, PLACE, &block->packed_project);
    }
  size += pack_layer (self, &network->head, PLACE, &self->packed_head);
#undef PLACE

  return size;
}

/* Returns: what the file says of pooling, or 0 where that is no power that there is */
static guint
read_power (SemSafetensors *weights)
{
  const char *note = sem_safetensors_get_note (weights, SEM_BACKBONE_POOLING_NOTE);
  guint64 power;

  if (note == NULL)
    return SEM_POOLING_MEAN;

  return g_ascii_string_to_unsigned (note, 10, 1, SEM_POOLING_MAX_POWER, &power, NULL) ? power : 0;
}

SemBackbone *
sem_backbone_new (const char *path, GError **error)
{
  return sem_backbone_new_pooled (path, 0, error);
}

SemBackbone *
sem_backbone_new_pooled (const char *path, guint pooling_power, GError **error)
{
  g_autoptr (SemBackbone) self = g_new0 (SemBackbone, 1);
  g_auto (SemWeights) weights = { 0 };

  g_return_val_if_fail (pooling_power <= SEM_POOLING_MAX_POWER, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  if (!sem_weights_open (&weights, path, error))
    return NULL;
  self->weights = g_steal_pointer (&weights.file);
  if (!sem_lite0_init (&self->network, self->weights, error))
    return NULL;
  self->file_power = read_power (self->weights);
  if (self->file_power == 0)
    {
      g_autofree char *name = g_filename_display_name (weights.path);

      g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                   _("The weights file “%s” asks for a pooling that does not exist. Remove it and "
                     "set the program up again."),
                   name);
      return NULL;
    }
  self->pooling_power = pooling_power > 0 ? pooling_power : self->file_power;
  self->id = make_id (&weights, self->file_power, self->pooling_power);
  self->kernels = sem_k_conv_get_kernels (sem_k_get_set ());
  self->packed = sem_floats_new (1, pack_network (self, NULL));
  pack_network (self, self->packed);
  sem_safetensors_release (self->weights);

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

  g_clear_pointer (&self->packed, g_aligned_free);
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

guint
sem_backbone_get_pooling_power (SemBackbone *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pooling_power;
}

guint
sem_backbone_get_file_power (SemBackbone *self)
{
  return self->file_power;
}

static gsize
count_head_pixels (SemBackbone *self)
{
  return self->network.head.conv.height * self->network.head.conv.width;
}

/* Floats of the largest activation between two blocks, and of the largest scratch. */
static void
measure (SemBackbone *self, gsize *activation, gsize *scratch)
{
  const SemKConv *head = &self->network.head.conv;
  gsize n_pixels = count_head_pixels (self);

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

const SemLite0 *
sem_backbone_get_network (SemBackbone *self)
{
  return &self->network;
}

GBytes *
sem_backbone_get_bytes (SemBackbone *self)
{
  return sem_safetensors_get_bytes (self->weights);
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
  if (workspace == NULL)
    return;

  g_aligned_free (workspace->memory);
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
  sem_pool_forward (map, count_head_pixels (self), SEM_BACKBONE_DIM, self->pooling_power, feature);
  tap ("feature", feature, SEM_BACKBONE_DIM, user_data);
}

/* Shows an activation in blocked layout to the tap. */
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

/* The stem's output for the tap alone: the forward pass has it only in bands. */
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

/* The fused kernel knows the mean alone: other poolings need the whole map. */
static void
pool_head (SemBackbone *self, SemBackboneWorkspace *workspace, const float *in, float *feature)
{
  const SemKConv *conv = &self->network.head.conv;
  gsize n_pixels = count_head_pixels (self);
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
  if (tap != NULL)
    show_stem (self, workspace->image, tap, user_data);

  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    {
      float *next = workspace->activations[i % 2];

      sem_k_block_forward (kernels, &self->blocks[i], current, workspace->scratch, next);
      current = next;
      if (tap != NULL)
        show_block (self, i, current, tap, user_data);
    }

  if (self->pooling_power == SEM_POOLING_MEAN)
    sem_k_mean_forward (kernels, &self->network.head.conv, self->packed_head, current,
                        workspace->scratch, feature);
  else
    pool_head (self, workspace, current, feature);
  if (tap != NULL)
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
