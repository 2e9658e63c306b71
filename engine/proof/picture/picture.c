/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/picture/picture.h"

/* The query is searched at its full resolution, so that a stored picture that is a small part of it
 * is found; that costs it once. */
#define QUERY_POINTS 1600
#define STORED_SIDE 640
#define STORED_POINTS 900

SemProofPicture *
sem_proof_picture_new (SemProofRole role,
                       GBytes *rgb,
                       guint width,
                       guint height,
                       guint full_width,
                       guint full_height)
{
  SemProofPicture *self = g_new0 (SemProofPicture, 1);
  const gboolean is_query = role == SEM_PROOF_QUERY;

  g_return_val_if_fail (width >= 1 && height >= 1, self);
  g_return_val_if_fail (g_bytes_get_size (rgb) >= (gsize) width * height * 3, self);

  self->n_refs = 1;
  self->full_width = full_width;
  self->full_height = full_height;
  self->rgb = g_bytes_ref (rgb);
  self->grey = sem_proof_grey_new_from_rgb (g_bytes_get_data (rgb, NULL), width, height);
  self->points[SEM_PROOF_VARIANT_PLAIN] =
    sem_proof_points_new (self->grey, is_query ? SEM_PROOF_SIDE : STORED_SIDE,
                          is_query ? QUERY_POINTS : STORED_POINTS);
  for (SemProofVariant variant = SEM_PROOF_VARIANT_PLAIN;
       is_query && variant < SEM_PROOF_N_VARIANTS; variant++)
    {
      if (variant != SEM_PROOF_VARIANT_PLAIN)
        self->points[variant] =
          sem_proof_points_vary (self->points[SEM_PROOF_VARIANT_PLAIN], variant, width);
      self->panels[variant] = sem_proof_panels_new (self->points[variant]);
    }
  for (guint i = 0; is_query && i < SEM_PROOF_N_VARIANTS; i++)
    g_clear_pointer (&self->points[i]->descriptors, g_free);
  return self;
}

SemProofPicture *
sem_proof_picture_ref (SemProofPicture *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

gsize
sem_proof_picture_get_size (const SemProofPicture *self)
{
  gsize size =
    sizeof *self + g_bytes_get_size (self->rgb) + (gsize) self->grey->width * self->grey->height;

  for (guint i = 0; i < SEM_PROOF_N_VARIANTS; i++)
    if (self->points[i])
      size +=
        self->points[i]->n * (sizeof (SemProofPoint) + SEM_PROOF_DESCRIPTOR_DIM * sizeof (float));
  return size;
}

void
sem_proof_picture_unref (SemProofPicture *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  for (guint i = 0; i < SEM_PROOF_N_VARIANTS; i++)
    {
      g_clear_pointer (&self->points[i], sem_proof_points_free);
      g_clear_pointer (&self->panels[i], sem_proof_panels_free);
    }
  g_clear_pointer (&self->rgb, g_bytes_unref);
  g_free (self->grey);
  g_free (self);
}
