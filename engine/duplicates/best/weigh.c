/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/best/weigh.h"

#include "engine/duplicates/best/sharpness.h"

/* Sizes in pixels that count as one: copies are cut by a row or two. */
#define SAME_PIXELS 1.02
/* Of files of as many pixels, one that is that much larger was saved again. */
#define RESAVED_BYTES 1.1

static double
get_pixels (const SemDuplicateFile *self)
{
  return (double) self->width * self->height;
}

static void
weigh_detail (SemDuplicateFile *self, const SemDuplicateFile *other)
{
  const double pixels = get_pixels (self), others = get_pixels (other);
  const gboolean is_camera = self->is_taken && !self->is_edited;

  self->is_soft |=
    sem_sharpness_is_softer (&self->sharpness, pixels, &other->sharpness, others)
    || (!is_camera
        && sem_sharpness_is_enlarged (&self->sharpness, pixels, &other->sharpness, others));
}

void
sem_duplicate_files_weigh_detail (SemDuplicateFile *a, SemDuplicateFile *b)
{
  weigh_detail (a, b);
  weigh_detail (b, a);
}

/* What was blurred has lost its steps with its detail, and is no measure for others. */
static void
weigh_steps (SemDuplicateFile *self, const SemDuplicateFile *other)
{
  const double pixels = get_pixels (self), others = get_pixels (other);

  if (other->is_soft || MAX (pixels, others) > SAME_PIXELS * MIN (pixels, others))
    return;
  self->is_coarse |= sem_sharpness_is_coarser (&self->sharpness, &other->sharpness);
  self->is_resaved |= sem_sharpness_is_as_coarse (&self->sharpness, &other->sharpness)
                      && (double) self->size > RESAVED_BYTES * (double) other->size;
}

void
sem_duplicate_files_weigh_steps (SemDuplicateFile *a, SemDuplicateFile *b)
{
  weigh_steps (a, b);
  weigh_steps (b, a);
  if (sem_sharpness_may_be_resaved (&a->sharpness, &b->sharpness))
    a->weight = b->weight =
      MIN (sem_duplicate_file_get_weight (a), sem_duplicate_file_get_weight (b));
}
