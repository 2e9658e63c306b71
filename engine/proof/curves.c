/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/curves.h"

#include <math.h>

#define LEVELS 256
#define CHANNELS 3
/* A level that is seen less often takes the curve of its neighbours. */
#define MIN_SEEN 12

typedef struct
{
  guint n[LEVELS];
  guint64 sum[LEVELS];
} Curve;

static void
add_pixel (Curve *curves, const guint8 *from, const guint8 *to)
{
  for (guint c = 0; c < CHANNELS; c++)
    {
      curves[c].n[from[c]]++;
      curves[c].sum[from[c]] += to[c];
    }
}

static void
measure (const SemProofPicture *from,
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

        sem_affine_apply (map, x, y, &to_x, &to_y);
        to_x = floor (to_x + 0.5);
        to_y = floor (to_y + 0.5);
        if (to_x >= 0 && to_y >= 0 && to_x < to->grey->width && to_y < to->grey->height)
          add_pixel (curves, pixels + ((gsize) y * width + x) * CHANNELS,
                     others + ((gsize) to_y * to->grey->width + (gsize) to_x) * CHANNELS);
      }
}

/* @levels: (out caller-allocates): LEVELS levels. */
static void
make_levels (const Curve *curve, guint8 *levels)
{
  for (guint i = 0; i < LEVELS; i++)
    {
      guint64 n = curve->n[i], sum = curve->sum[i];

      for (guint reach = 1; n < MIN_SEEN && reach < LEVELS; reach++)
        {
          n +=
            (i >= reach ? curve->n[i - reach] : 0) + (i + reach < LEVELS ? curve->n[i + reach] : 0);
          sum += (i >= reach ? curve->sum[i - reach] : 0)
                 + (i + reach < LEVELS ? curve->sum[i + reach] : 0);
        }
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
  g_autofree guint8 *changed = g_malloc (n * CHANNELS);
  g_autofree Curve *curves = g_new0 (Curve, CHANNELS);
  guint8 levels[CHANNELS][LEVELS];

  measure (from, to, map, curves);
  for (guint c = 0; c < CHANNELS; c++)
    make_levels (&curves[c], levels[c]);
  for (gsize i = 0; i < n * CHANNELS; i++)
    changed[i] = levels[i % CHANNELS][pixels[i]];
  return sem_proof_grey_new_from_rgb (changed, from->grey->width, from->grey->height);
}
