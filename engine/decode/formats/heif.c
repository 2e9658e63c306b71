/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/heif.h"

#include "engine/decode/formats/heif-shape.h"

#include <libheif/heif.h>
#include <string.h>

/* Files have one or two. */
#define MAX_REDUCED 8

typedef struct heif_image_handle Handle;

static guint
get_width (const Handle *handle)
{
  return (guint) MAX (heif_image_handle_get_width (handle), 0);
}

static guint
get_height (const Handle *handle)
{
  return (guint) MAX (heif_image_handle_get_height (handle), 0);
}

/* (transfer full) (nullable): the ICC profile. */
static guint8 *
read_profile (const Handle *handle, gsize *size)
{
  guint8 *profile;

  *size = heif_image_handle_get_raw_color_profile_size (handle);
  profile = *size > 0 ? g_try_malloc (*size) : NULL;
  if (profile && heif_image_handle_get_raw_color_profile (handle, profile).code == heif_error_Ok)
    return profile;
  *size = 0;
  g_free (profile);
  return NULL;
}

/* Files that say nothing of their colours are read as if they had said this. */
static void
read_numbers (const Handle *handle, int *numbers)
{
  struct heif_color_profile_nclx *nclx = NULL;

  numbers[0] = heif_color_primaries_ITU_R_BT_709_5;
  numbers[1] = heif_transfer_characteristic_IEC_61966_2_1;
  numbers[2] = heif_matrix_coefficients_ITU_R_BT_601_6;
  numbers[3] = TRUE;
  if (heif_image_handle_get_nclx_color_profile (handle, &nclx).code != heif_error_Ok || !nclx)
    return;
  numbers[0] = nclx->color_primaries;
  numbers[1] = nclx->transfer_characteristics;
  numbers[2] = nclx->matrix_coefficients;
  numbers[3] = nclx->full_range_flag != 0;
  heif_nclx_color_profile_free (nclx);
}

static gboolean
has_same_colours (const Handle *a, const Handle *b)
{
  gsize n_a, n_b;
  g_autofree guint8 *profile_a = read_profile (a, &n_a), *profile_b = read_profile (b, &n_b);
  int numbers_a[4], numbers_b[4];

  read_numbers (a, numbers_a);
  read_numbers (b, numbers_b);
  return n_a == n_b && (n_a == 0 || memcmp (profile_a, profile_b, n_a) == 0)
         && memcmp (numbers_a, numbers_b, sizeof numbers_a) == 0;
}

/* Large enough for the network and for our thumbnail, and so much smaller than the picture that it
 * is worth it, in the same proportions. A picture that is too large is not decoded, and nor is then
 * a reduced one, which may be too large itself. */
static gboolean
has_right_sides (const Handle *reduced, const Handle *full)
{
  const guint64 w = get_width (reduced), h = get_height (reduced), full_w = get_width (full),
                full_h = get_height (full), a = w * full_h, b = h * full_w;

  return MAX (w * h, full_w * full_h) <= SEM_DECODE_MAX_PIXELS && MIN (w, h) >= SEM_DECODE_SIDE
         && MAX (w, h) >= SEM_THUMBNAIL_SIDE && w <= full_w / 2 && h <= full_h / 2
         && MAX (a, b) - MIN (a, b) <= b / 100;
}

static gboolean
is_scaled_copy (const Handle *reduced,
                heif_item_id reduced_id,
                const Handle *full,
                heif_item_id full_id,
                const guint8 *data,
                gsize size)
{
  SemHeifShape shape, full_shape;

  return has_right_sides (reduced, full) && !heif_image_handle_has_alpha_channel (full)
         && !heif_image_handle_has_alpha_channel (reduced) && has_same_colours (reduced, full)
         && sem_heif_shape_read (&shape, data, size, reduced_id)
         && sem_heif_shape_read (&full_shape, data, size, full_id)
         && sem_heif_shape_is_like (&shape, &full_shape);
}

/* (transfer full) (nullable) */
static Handle *
choose (const Handle *full, heif_item_id full_id, const guint8 *data, gsize size)
{
  heif_item_id ids[MAX_REDUCED];
  const int n = heif_image_handle_get_list_of_thumbnail_IDs (full, ids, MAX_REDUCED);
  Handle *best = NULL;

  for (int i = 0; i < MIN (n, MAX_REDUCED); i++)
    {
      Handle *reduced = NULL;

      if (heif_image_handle_get_thumbnail (full, ids[i], &reduced).code != heif_error_Ok)
        continue;
      if (is_scaled_copy (reduced, ids[i], full, full_id, data, size)
          && (!best || get_width (reduced) < get_width (best)))
        {
          Handle *other = best;

          best = reduced;
          reduced = other;
        }
      if (reduced)
        heif_image_handle_release (reduced);
    }
  return best;
}

static gboolean
decode (SemHeif *self, const Handle *reduced)
{
  struct heif_image *image = NULL;
  const struct heif_error error =
    heif_decode_image (reduced, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, NULL);
  int stride = 0;

  self->image = image;
  if (error.code != heif_error_Ok || !image)
    return FALSE;
  self->pixels = heif_image_get_plane_readonly (image, heif_channel_interleaved, &stride);
  self->stride = (gsize) MAX (stride, 0);
  self->width = (guint) MAX (heif_image_get_primary_width (image), 0);
  self->height = (guint) MAX (heif_image_get_primary_height (image), 0);
  return self->pixels && self->width == get_width (reduced) && self->height == get_height (reduced)
         && self->stride >= (gsize) self->width * 3;
}

void
sem_heif_preload (void)
{
  heif_init (NULL);
}

gboolean
sem_heif_read_reduced (SemHeif *self, const guint8 *data, gsize size)
{
  struct heif_context *context = heif_context_alloc ();
  heif_item_id id;
  Handle *full = NULL, *reduced = NULL;
  gboolean good = FALSE;

  *self = (SemHeif){ .context = context };
  if (context
      && heif_context_read_from_memory_without_copy (context, data, size, NULL).code
           == heif_error_Ok
      && heif_context_get_primary_image_ID (context, &id).code == heif_error_Ok
      && heif_context_get_image_handle (context, id, &full).code == heif_error_Ok)
    reduced = choose (full, id, data, size);
  if (reduced)
    {
      self->full_width = get_width (full);
      self->full_height = get_height (full);
      self->profile = read_profile (full, &self->profile_size);
      good = decode (self, reduced);
      heif_image_handle_release (reduced);
    }
  if (full)
    heif_image_handle_release (full);
  return good;
}

void
sem_heif_clear (SemHeif *self)
{
  if (self->image)
    heif_image_release (self->image);
  if (self->context)
    heif_context_free (self->context);
  g_clear_pointer (&self->profile, g_free);
  *self = (SemHeif){ 0 };
}
