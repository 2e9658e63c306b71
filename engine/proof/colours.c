/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/colours.h"

#include <math.h>

#define LEVELS 256
#define CHANNELS 3
/* A level that is seen less often takes the curve of its neighbours. */
#define MIN_SEEN 12
#define STEP 3
/* Below this root mean square, in levels, a picture has no colours to lose, or a tint is none. */
#define COLOURFUL 6.0
#define TINTED 8.0
/* The share of the colours' energy that no change of saturation explains. */
#define UNEXPLAINED 0.4
/* Saturation changes by more than an adjustment. */
#define MIN_SATURATION 0.35
/* Brightness is divided into so many steps. A picture whose colours follow from its brightness,
 * such as a grey or a sepia one, varies less within each: below this share of the other's variance,
 * which has to be at least so many squared levels. */
#define STEPS 16
#define MONOCHROME 0.25
#define MANY_COLOURS 20.0

/* Red against green, and both against blue, of a pixel, and its brightness. */
typedef struct
{
  int u, v;
  guint step;
} Chroma;

static Chroma
read_chroma (const SemProofPicture *picture, guint x, guint y)
{
  const guint8 *rgb = g_bytes_get_data (picture->rgb, NULL);

  rgb += ((gsize) y * picture->grey->width + x) * 3;
  return (Chroma){ rgb[0] - rgb[1], (rgb[0] + rgb[1]) / 2 - rgb[2],
                   (rgb[0] + 2u * rgb[1] + rgb[2]) * STEPS / 1024 };
}

/* Of one picture, by brightness. */
typedef struct
{
  gint64 n[STEPS];
  gint64 u[STEPS];
  gint64 v[STEPS];
  gint64 squares;
} Spread;

static void
add_chroma (Spread *self, const Chroma *chroma)
{
  self->n[chroma->step]++;
  self->u[chroma->step] += chroma->u;
  self->v[chroma->step] += chroma->v;
  self->squares += chroma->u * chroma->u + chroma->v * chroma->v;
}

/* The variance of the colours that brightness does not explain. */
static double
get_variance (const Spread *self, guint n)
{
  double explained = 0;

  for (guint i = 0; i < STEPS; i++)
    if (self->n[i])
      explained +=
        ((double) self->u[i] * (double) self->u[i] + (double) self->v[i] * (double) self->v[i])
        / (double) self->n[i];
  return ((double) self->squares - explained) / n;
}

/* @both: the sum of products of both pictures' chromas. */
typedef struct
{
  guint n;
  Spread query;
  Spread stored;
  gint64 both;
} Sums;

static void
add_row (const SemProofPicture *query,
         const SemProofPicture *stored,
         const SemAffine *map,
         guint y,
         Sums *sums)
{
  for (guint x = 0; x < query->grey->width; x += STEP)
    {
      double to_x, to_y;
      Chroma p, q;

      sem_affine_apply (map, x, y, &to_x, &to_y);
      to_x = floor (to_x + 0.5);
      to_y = floor (to_y + 0.5);
      if (!(to_x >= 0 && to_y >= 0 && to_x < stored->grey->width && to_y < stored->grey->height))
        continue;
      p = read_chroma (query, x, y);
      q = read_chroma (stored, (guint) to_x, (guint) to_y);
      add_chroma (&sums->query, &p);
      add_chroma (&sums->stored, &q);
      sums->both += p.u * q.u + p.v * q.v;
      sums->n++;
    }
}

gboolean
sem_proof_colours_differ (const SemProofPicture *query,
                          const SemProofPicture *stored,
                          const SemAffine *map)
{
  Sums sums = { 0 };
  double of_query, of_stored, larger, smaller, explained;

  for (guint y = 0; y < query->grey->height; y += STEP)
    add_row (query, stored, map, y, &sums);
  if (sums.n == 0)
    return FALSE;
  of_query = get_variance (&sums.query, sums.n);
  of_stored = get_variance (&sums.stored, sums.n);
  larger = MAX (of_query, of_stored);
  smaller = MIN (of_query, of_stored);
  if (larger >= MANY_COLOURS && smaller < MONOCHROME * larger)
    return TRUE;
  of_query = (double) sums.query.squares / sums.n;
  of_stored = (double) sums.stored.squares / sums.n;
  larger = MAX (of_query, of_stored);
  smaller = MIN (of_query, of_stored);
  if (larger < COLOURFUL * COLOURFUL)
    return FALSE;
  if (smaller < MIN_SATURATION * MIN_SATURATION * larger)
    return TRUE;
  /* The squared cosine of all colours as one vector. */
  explained = (double) sums.both / sums.n;
  explained = explained > 0 ? explained * explained / (of_query * of_stored) : 0;
  return (1 - explained) >= UNEXPLAINED && (1 - explained) * larger >= TINTED * TINTED;
}

/* Curves ----------------------------------------------------------------------------------------*/

/* Of each level how often it was seen, times ONE, and the sum of the other picture's levels there:
 * both fit, since a picture has less than 2^24 pixels. */
#define ONE (G_GUINT64_CONSTANT (1) << 32)
typedef struct
{
  guint64 seen[LEVELS];
} Curve;

static void
add_levels (Curve *curves, const guint8 *from, const guint8 *to)
{
  for (guint c = 0; c < CHANNELS; c++)
    curves[c].seen[from[c]] += ONE + to[c];
}

static void
measure_curves (const SemProofPicture *from,
                const SemProofPicture *to,
                const SemAffine *map,
                Curve *curves)
{
  const guint8 *pixels = g_bytes_get_data (from->rgb, NULL);
  const guint8 *others = g_bytes_get_data (to->rgb, NULL);
  const guint width = from->grey->width, height = from->grey->height;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        double to_x, to_y;

        /* Not negative: the whole part is what floor() gives, which takes much longer. */
        sem_affine_apply (map, x, y, &to_x, &to_y);
        to_x += 0.5;
        to_y += 0.5;
        if (to_x >= 0 && to_y >= 0 && to_x < to->grey->width && to_y < to->grey->height)
          add_levels (curves, pixels + ((gsize) y * width + x) * CHANNELS,
                      others + ((gsize) to_y * to->grey->width + (gsize) to_x) * CHANNELS);
      }
}

static guint64
get_seen (const Curve *curve, guint level)
{
  return level < LEVELS ? curve->seen[level] : 0;
}

/* @levels: (out caller-allocates): LEVELS levels. */
static void
make_levels (const Curve *curve, guint8 *levels)
{
  for (guint i = 0; i < LEVELS; i++)
    {
      guint64 seen = curve->seen[i];
      guint64 n, sum;

      /* Below 0 is above all levels. */
      for (guint reach = 1; seen / ONE < MIN_SEEN && reach < LEVELS; reach++)
        seen += get_seen (curve, i - reach) + get_seen (curve, i + reach);
      n = seen / ONE;
      sum = seen % ONE;
      levels[i] = n ? (guint8) ((sum + n / 2) / n) : (guint8) i;
    }
}

SemProofGrey *
sem_proof_curves_apply (const SemProofPicture *from,
                        const SemProofPicture *to,
                        const SemAffine *map)
{
  const gsize n = (gsize) from->grey->width * from->grey->height;
  const guint8 *pixels = g_bytes_get_data (from->rgb, NULL);
  SemProofGrey *changed = sem_proof_grey_new (from->grey->width, from->grey->height);
  g_autofree Curve *curves = g_new0 (Curve, CHANNELS);
  guint8 levels[CHANNELS][LEVELS];

  measure_curves (from, to, map, curves);
  for (guint c = 0; c < CHANNELS; c++)
    make_levels (&curves[c], levels[c]);
  for (gsize i = 0; i < n; i++)
    changed->pixels[i] = sem_proof_grey_of (levels[0][pixels[3 * i]], levels[1][pixels[3 * i + 1]],
                                            levels[2][pixels[3 * i + 2]]);
  return changed;
}
