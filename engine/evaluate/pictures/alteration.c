/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/pictures/alteration.h"
#include "engine/evaluate/pictures/alteration-private.h"
#include "engine/search/request/copy-kind.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define SHARE 65536

#define SAME (1u << SEM_COPY_SAME)
#define RESIZED (1u << SEM_COPY_RESIZED)
#define CROPPED (1u << SEM_COPY_CROPPED)
#define ORIGINAL (1u << SEM_COPY_ORIGINAL)
#define MIRRORED (1u << SEM_COPY_MIRRORED)
#define TURNED (1u << SEM_COPY_TURNED)
#define RECOLOURED (1u << SEM_COPY_RECOLOURED)
/* Where two or three words are as good. */
#define WHOLE (SAME | RESIZED)
#define COLOURS (WHOLE | RECOLOURED)
#define INSIDE CROPPED, ORIGINAL
#define SLANTED (WHOLE | CROPPED | ORIGINAL | TURNED)

static const SemAlteration alterations[] = {
  /* xgettext:no-c-format */
  { "80 % crop", N_("80 % crop"), 1, 80, { 0 }, NULL, ORIGINAL, CROPPED },
  { "half crop", N_("half crop"), 1, 50, { 0 }, NULL, ORIGINAL, CROPPED },
  { "quarter crop", N_("quarter crop"), 1, 25, { 0 }, NULL, ORIGINAL, CROPPED },
  { "mirrored", N_("mirrored"), 1, 0, { .mirror = 1 }, NULL, MIRRORED, MIRRORED },
  { "JPEG q30", N_("JPEG q30"), 1, 0, { .quality = 30 }, NULL, SAME, SAME },
  { "quarter size",
    N_("quarter size"),
    1,
    0,
    { .side_percent = 25, .quality = 90 },
    NULL,
    RESIZED,
    RESIZED },
  { "turned 90°", N_("turned 90°"), 1, 0, { .turn = 1 }, NULL, TURNED, TURNED },
  /* Without its plain border it is the same picture. */
  { "screenshot",
    N_("screenshot"),
    1,
    0,
    { .frame = 1, .quality = 85 },
    NULL,
    CROPPED | WHOLE,
    ORIGINAL | WHOLE },
  { "grey", N_("grey"), 1, 0, { .grey = 1 }, NULL, RECOLOURED, RECOLOURED },
  { "turned, grey, q30",
    N_("turned, grey, q30"),
    1,
    0,
    { .turn = 1, .grey = 1, .quality = 30 },
    NULL,
    TURNED | RECOLOURED,
    TURNED | RECOLOURED },
  { "lighter", N_("lighter"), 1, 0, { .gain = 120 }, NULL, COLOURS, COLOURS },
  { "darker", N_("darker"), 1, 0, { .gain = 80 }, NULL, COLOURS, COLOURS },

  { "half size", N_("half size"), 1, 0, { 0 }, sem_alter_half_size, RESIZED, RESIZED },
  { "squashed", N_("squashed"), 1, 0, { 0 }, sem_alter_squashed, WHOLE, WHOLE },
  { "sepia", N_("sepia"), 1, 0, { 0 }, sem_alter_sepia, RECOLOURED, RECOLOURED },
  { "tinted", N_("tinted"), 1, 0, { 0 }, sem_alter_tint, RECOLOURED, RECOLOURED },
  { "eight colours", N_("eight colours"), 1, 0, { 0 }, sem_alter_eight_colours, COLOURS, COLOURS },
  { "inverted", N_("inverted"), 1, 0, { 0 }, sem_alter_inverted, RECOLOURED, RECOLOURED },
  { "two-tone", N_("two-tone"), 1, 0, { 0 }, sem_alter_two_tone, COLOURS, COLOURS },
  { "halftone", N_("halftone"), 1, 0, { 0 }, sem_alter_halftone, COLOURS, COLOURS },
  { "3° cropped", N_("3° cropped"), 1, 0, { 0 }, sem_alter_3_cropped, SLANTED, SLANTED },
  { "15° cropped", N_("15° cropped"), 1, 0, { 0 }, sem_alter_15_cropped, SLANTED, SLANTED },
  { "15° on black", N_("15° on black"), 1, 0, { 0 }, sem_alter_15_on_black, SLANTED, SLANTED },
  { "perspective", N_("perspective"), 1, 0, { 0 }, sem_alter_perspective, SLANTED, SLANTED },
  { "sticker", N_("sticker"), 1, 0, { 0 }, sem_alter_sticker, COLOURS, COLOURS },
  { "meme text", N_("meme text"), 1, 0, { 0 }, sem_alter_meme, COLOURS, COLOURS },
  { "tiled watermark", N_("tiled watermark"), 1, 0, { 0 }, sem_alter_watermark, COLOURS, COLOURS },
  { "circle crop", N_("circle crop"), 1, 0, { 0 }, sem_alter_circle, ORIGINAL, CROPPED },
  { "caption bar", N_("caption bar"), 1, 0, { 0 }, sem_alter_caption, INSIDE },
  { "70 % crop, caption",
    /* xgettext:no-c-format */
    N_("70 % crop, caption"),
    1,
    0,
    { 0 },
    sem_alter_crop_caption,
    CROPPED | ORIGINAL,
    CROPPED | ORIGINAL },
  { "polaroid", N_("polaroid"), 1, 0, { 0 }, sem_alter_polaroid, INSIDE },
  { "story", N_("story"), 1, 0, { 0 }, sem_alter_story, INSIDE },
  { "phone screenshot", N_("phone screenshot"), 1, 0, { 0 }, sem_alter_phone, INSIDE },
  { "on a text page", N_("on a text page"), 1, 0, { 0 }, sem_alter_page, INSIDE },
  { "side by side", N_("side by side"), 2, 0, { 0 }, sem_alter_side_by_side, CROPPED, ORIGINAL },
  { "collage of four",
    N_("collage of four"),
    4,
    0,
    { 0 },
    sem_alter_collage,
    CROPPED | ORIGINAL,
    CROPPED | ORIGINAL },
};

const SemAlteration *
sem_alteration_list (guint *n)
{
  *n = G_N_ELEMENTS (alterations);
  return alterations;
}

SemDecodeView
sem_alteration_make_view (const SemAlteration *self, SemRandom *random)
{
  SemDecodeView view = self->view;

  if (self->crop)
    {
      view.width = view.height = (guint32) (SHARE * sqrt (self->crop / 100.0));
      view.x = (guint32) sem_random_below (random, SHARE - view.width + 1);
      view.y = (guint32) sem_random_below (random, SHARE - view.height + 1);
    }
  return view;
}
