/* alteration-private.h - the alterations, each a SemAlterFunc, for engine/evaluate/pictures only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/pictures/picture-text.h"

G_BEGIN_DECLS

/* The photo as a part of something: alteration-inside.c. */
SemPicture *sem_alter_caption (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_crop_caption (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_phone (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_page (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_collage (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_side_by_side (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_polaroid (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_story (SemPicture *const *photos, SemRandom *random);

/* Something on the photo: alteration-over.c. */
SemPicture *sem_alter_circle (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_sticker (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_meme (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_watermark (SemPicture *const *photos, SemRandom *random);

/* Other colours: alteration-colours.c. */
SemPicture *sem_alter_halftone (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_two_tone (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_inverted (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_sepia (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_tint (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_eight_colours (SemPicture *const *photos, SemRandom *random);

/* Another shape: alteration-shape.c. */
SemPicture *sem_alter_15_on_black (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_15_cropped (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_3_cropped (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_perspective (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_half_size (SemPicture *const *photos, SemRandom *random);
SemPicture *sem_alter_squashed (SemPicture *const *photos, SemRandom *random);

/* A number in [@from, @to). */
static inline double
sem_alter_draw (SemRandom *random, double from, double to)
{
  return from + (to - from) * sem_random_uniform (random);
}

G_END_DECLS
