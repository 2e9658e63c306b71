/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/best/sharpness.h"

#include "engine/duplicates/best/steps.h"

#include <math.h>

/* Pixels of a row whose spectrum is taken, and how many frequencies that gives. */
#define SPAN 64
#define BANDS (SPAN / 2 + 1)
/* The lowest ones are those of the motif and of the window. */
#define FIRST_BAND 2
/* Every so many rows, which show what the others do. */
#define ROWS_APART 4
/* Detail ends where the spectrum falls to this share of its height, at all frequencies above. */
#define LEAST 0.12
#define HIGHEST 5
/* Of rounding to whole levels, in each frequency; half as much again for what is added to it. */
#define ROUNDING (1.5 / 12)

#define MORE_PIXELS 1.5
#define SAME_PIXELS 0.98
#define SOFTER 1.6
#define AS_COARSE 1.15
/* What is saved again in steps that are nearer, with its blocks elsewhere, as when it was mirrored,
 * may not show the first ones any more: it does from .44 of them on, .56 leaves none. */
#define COARSER 2.3
/* No finer ones are found, and 0 may be any of those. */
#define FINEST .1

typedef struct
{
  double window[SPAN];
  double cosine[BANDS][SPAN];
  double sine[BANDS][SPAN];
  double power[BANDS];
  guint n;
} Spectrum;

static void
init_spectrum (Spectrum *self)
{
  double sum = 0;

  for (guint i = 0; i < SPAN; i++)
    {
      const double wave = sin (G_PI * (i + .5) / SPAN);

      self->window[i] = wave * wave;
      sum += self->window[i] * self->window[i];
    }
  for (guint k = 0; k < BANDS; k++)
    {
      self->power[k] = 0;
      for (guint i = 0; i < SPAN; i++)
        {
          self->cosine[k][i] = cos (2 * G_PI * k * i / SPAN) / sqrt (sum);
          self->sine[k][i] = sin (2 * G_PI * k * i / SPAN) / sqrt (sum);
        }
    }
  self->n = 0;
}

/* @step: from one pixel to the next */
static void
add_span (Spectrum *self, const guint8 *pixels, gsize step)
{
  double values[SPAN], mean = 0;

  for (guint i = 0; i < SPAN; i++)
    mean += (double) pixels[i * step] / SPAN;
  for (guint i = 0; i < SPAN; i++)
    values[i] = (pixels[i * step] - mean) * self->window[i];
  for (guint k = FIRST_BAND; k < BANDS; k++)
    {
      double re = 0, im = 0;

      for (guint i = 0; i < SPAN; i++)
        {
          re += values[i] * self->cosine[k][i];
          im += values[i] * self->sine[k][i];
        }
      self->power[k] += re * re + im * im;
    }
  self->n++;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* @heights: of the bands from FIRST_BAND on. Returns: the share of the frequencies with detail */
static double
find_end (const double *heights)
{
  const guint n = BANDS - FIRST_BAND;
  double sorted[BANDS], least = 0;
  guint last = n;

  for (guint i = 0; i < n; i++)
    sorted[i] = heights[i];
  qsort (sorted, n, sizeof *sorted, compare_numbers);
  for (guint i = 0; i < HIGHEST; i++)
    least += sorted[n - 1 - i] / HIGHEST * LEAST;
  while (last > 0 && heights[last - 1] < least)
    last--;
  if (least <= 0 || last == 0)
    return 0;
  if (last == n)
    return 1;

  const double above = log (heights[last - 1]), below = log (MAX (heights[last], 1e-9));

  return MIN (1, (last - 1 + (above - log (least)) / (above - below) + FIRST_BAND) / (BANDS - 1));
}

static double
measure_fill (const guint8 *grey, guint width, guint height)
{
  g_autofree Spectrum *spectrum = g_new (Spectrum, 1);
  double flat[BANDS], heights[BANDS];

  init_spectrum (spectrum);
  for (guint y = 0; y < height; y += ROWS_APART)
    for (guint x = 0; x + SPAN <= width; x += SPAN / 2)
      add_span (spectrum, grey + (gsize) y * width + x, 1);
  for (guint x = 0; x < width; x += ROWS_APART)
    for (guint y = 0; y + SPAN <= height; y += SPAN / 2)
      add_span (spectrum, grey + (gsize) y * width + x, width);
  /* By the frequency, since that of photos falls off with it. */
  for (guint k = 0; k < BANDS; k++)
    flat[k] = MAX (spectrum->power[k] / MAX (spectrum->n, 1) - ROUNDING, 0) * k / (BANDS - 1);
  for (guint k = FIRST_BAND; k < BANDS; k++)
    heights[k - FIRST_BAND] =
      (flat[MAX (k - 1, FIRST_BAND)] + flat[k] + flat[MIN (k + 1, BANDS - 1)]) / 3;
  return find_end (heights);
}

static double
measure_contrast (const guint8 *grey, gsize n)
{
  double sum = 0, squares = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum += grey[i];
      squares += (double) grey[i] * grey[i];
    }
  return sqrt (MAX (squares / (double) n - sum / (double) n * (sum / (double) n), 0));
}

void
sem_sharpness_measure (const guint8 *grey,
                       guint width,
                       guint height,
                       guint full_width,
                       guint full_height,
                       SemSharpness *sharpness)
{
  *sharpness = (SemSharpness){ 0 };
  if (MIN (width, height) < SPAN)
    return;
  sharpness->fill = measure_fill (grey, width, height);
  sharpness->contrast = measure_contrast (grey, (gsize) width * height);
  sharpness->step = sem_steps_measure (grey, width, height, full_width % 8, full_height % 8);
}

static double
get_detail (const SemSharpness *self, double pixels)
{
  return pixels * self->fill * self->fill;
}

/* An enlarged picture has less detail than the one that it was made of; of one that was soft
 * already it may have more, as does a soft picture itself than its reduced copy. To keep an
 * enlarged one loses nothing, so that a doubt speaks for the more pixels. */
gboolean
sem_sharpness_is_enlarged (const SemSharpness *self,
                           double pixels,
                           const SemSharpness *other,
                           double fewer)
{
  return self->fill > 0 && other->fill > 0 && pixels > MORE_PIXELS * fewer
         && get_detail (self, pixels) < get_detail (other, fewer);
}

/* The edges of blocks that were compressed in coarse steps look like detail. */
gboolean
sem_sharpness_is_softer (const SemSharpness *self,
                         double pixels,
                         const SemSharpness *other,
                         double other_pixels)
{
  return self->fill > 0 && other->fill > 0 && other_pixels >= SAME_PIXELS * pixels
         && other->fill > self->fill && (self->step <= 0 || other->step <= AS_COARSE * self->step)
         && get_detail (other, other_pixels) > SOFTER * get_detail (self, pixels);
}

/* Whether the one was compressed in steps so much coarser that the other cannot have been made of
 * it. */
static gboolean
is_apart (const SemSharpness *coarse, const SemSharpness *fine)
{
  return coarse->step > COARSER * MAX (fine->step, FINEST);
}

/* Both in levels and as a share of the contrast: a picture that was made brighter has the old steps
 * farther apart. */
gboolean
sem_sharpness_is_coarser (const SemSharpness *self, const SemSharpness *other)
{
  return self->fill > 0 && other->fill > 0 && is_apart (self, other)
         && self->step * other->contrast >= other->step * self->contrast;
}

gboolean
sem_sharpness_is_as_coarse (const SemSharpness *self, const SemSharpness *other)
{
  return self->fill > 0 && other->fill > 0 && self->step > 0 && other->step > 0
         && MAX (self->step, other->step) <= AS_COARSE * MIN (self->step, other->step);
}

gboolean
sem_sharpness_may_be_resaved (const SemSharpness *self, const SemSharpness *other)
{
  return self->fill > 0 && other->fill > 0 && MAX (self->step, other->step) > 0
         && !is_apart (self, other) && !is_apart (other, self);
}
