/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/backbone-struct.h"
#include "engine/nn/floats.h"

#include "engine/nn/pooling.h"
#include "engine/nn/weights.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* Part of the backbone's id: must change whenever the features of a photo change. */
#define PREPROCESSING                                                                              \
  "whole photo squashed to 224 x 224, small ones enlarged by the triangle, RGB, (x - 127) / 128"

/* The digest includes the pooling power only if it is not the one that the file states. */
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

/* Packs a layer's weights into @place, unless it is %NULL. Returns the number of floats needed. */
static gsize
pack_layer (SemBackbone *self, const SemLite0Layer *layer, float *place, const float **packed)
{
  gsize size = sem_k_packed_size (self->kernels, &layer->conv);
  const gsize unit = SEM_K_ALIGNMENT / sizeof (float);

  if (place)
    {
      sem_k_pack (self->kernels, &layer->conv, layer->weights, layer->bias, place);
      *packed = place;
    }

  return (size + unit - 1) / unit * unit;
}

/* Packs all layers in the order in which the forward pass reads them; as pack_layer(). */
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

/* Returns: the pooling power that the file states, or 0 if it is out of range */
static guint
read_power (SemSafetensors *weights)
{
  const char *note = sem_safetensors_get_note (weights, SEM_BACKBONE_POOLING_NOTE);
  guint64 power;

  if (!note)
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
                   _("The weights file “%s” names an unknown pooling. Remove it, and "
                     "semblance-weights gets it again."),
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
sem_backbone_new_for_program (const SemProgramSettings *settings)
{
  SemBackbone *self = g_new0 (SemBackbone, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = sem_program_settings_get_id (settings);
  self->program = sem_program_get (settings);
  return self;
}

SemBackbone *
sem_backbone_new_lost (const char *id, const GError *reason)
{
  SemBackbone *self = g_new0 (SemBackbone, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->lost = g_error_copy (reason);
  return self;
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

  g_clear_pointer (&self->program, sem_program_unref);
  g_clear_error (&self->lost);
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

gboolean
sem_backbone_is_program (SemBackbone *self)
{
  return self->program || self->lost;
}

gboolean
sem_backbone_takes_words (SemBackbone *self)
{
  return self->program && sem_program_get_settings (self->program)->words;
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
