/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/backbone-struct.h"
#include "engine/nn/program/program-words.h"
#include "engine/nn/program/shorten.h"

#include <math.h>
#include <string.h>

G_STATIC_ASSERT (SEM_PROGRAM_MAX_SIDE == SEM_BACKBONE_SIDE);

/* A pixel is the mean of those that it covers, by their shares. @small: shape (side, side, 3) */
static void
shrink (const guint8 *rgb, guint side, guint8 *small)
{
  const guint full = SEM_BACKBONE_SIDE;

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        /* In units of 1 / side of a pixel of the large picture. */
        const guint left = x * full, right = left + full, top = y * full, bottom = top + full;
        guint64 sums[3] = { 0 };

        for (guint v = top / side; v * side < bottom; v++)
          for (guint u = left / side; u * side < right; u++)
            {
              const guint wide = MIN ((u + 1) * side, right) - MAX (u * side, left);
              const guint high = MIN ((v + 1) * side, bottom) - MAX (v * side, top);

              for (guint c = 0; c < 3; c++)
                sums[c] += (guint64) wide * high * rgb[(v * full + u) * 3 + c];
            }
        for (guint c = 0; c < 3; c++)
          small[(y * side + x) * 3 + c] =
            (guint8) ((sums[c] + (guint64) full * full / 2) / ((guint64) full * full));
      }
}

/* The places that the program does not fill are 0; what it gives beyond them is shortened.
 * @numbers: (array): as many as the program gives */
static gboolean
fit (SemBackbone *self, const float *numbers, float *feature, GError **error)
{
  const SemProgramSettings *settings = sem_program_get_settings (self->program);
  const guint d = settings->d;

  if (d <= SEM_BACKBONE_DIM)
    {
      memcpy (feature, numbers, d * sizeof *feature);
      memset (feature + d, 0, (SEM_BACKBONE_DIM - d) * sizeof *feature);
      return TRUE;
    }
  sem_shorten (numbers, d, feature, SEM_BACKBONE_DIM);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    if (fabsf (feature[i]) > SEM_WIRE_MAX_NUMBER)
      {
        sem_program_set_fault (SEM_WIRE_BAD_NUMBER, settings->name, error);
        return FALSE;
      }
  return TRUE;
}

gboolean
sem_backbone_describe (SemBackbone *self,
                       SemBackboneWorkspace *workspace,
                       const guint8 *rgb,
                       float *feature,
                       GCancellable *cancellable,
                       GError **error)
{
  float numbers[SEM_PROGRAM_MAX_DIM];
  g_autofree guint8 *small = NULL;
  guint side;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->lost)
    {
      g_propagate_error (error, g_error_copy (self->lost));
      return FALSE;
    }
  if (!self->program)
    {
      sem_backbone_forward (self, workspace, rgb, feature);
      return TRUE;
    }
  side = sem_program_get_settings (self->program)->side;
  if (side != SEM_BACKBONE_SIDE)
    {
      small = g_malloc ((gsize) side * side * 3);
      shrink (rgb, side, small);
    }
  return sem_program_describe (self->program, small ? small : rgb, numbers, cancellable, error)
         && fit (self, numbers, feature, error);
}

gboolean
sem_backbone_describe_words (SemBackbone *self,
                             const char *text,
                             float *feature,
                             GCancellable *cancellable,
                             GError **error)
{
  float numbers[SEM_PROGRAM_MAX_DIM];

  g_return_val_if_fail (sem_backbone_takes_words (self), FALSE);

  return sem_program_describe_words (self->program, text, numbers, cancellable, error)
         && fit (self, numbers, feature, error);
}
