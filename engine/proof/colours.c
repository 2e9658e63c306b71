/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/colours.h"

#include <math.h>

#define STEP 3
/* Below this root mean square, in levels, a picture has no colours to lose, or a tint is none. */
#define COLOURFUL 6.0
#define TINTED 8.0
/* The share of the colours' energy that no change of saturation explains. */
#define UNEXPLAINED 0.4
/* Saturation changes by more than an adjustment. */
#define MIN_SATURATION 0.35

/* Red against green, and both against blue, of a pixel. */
typedef struct
{
  int u, v;
} Chroma;

static Chroma
read_chroma (const SemProofPicture *picture, guint x, guint y)
{
  const guint8 *rgb = g_bytes_get_data (picture->rgb, NULL);

  rgb += ((gsize) y * picture->grey->width + x) * 3;
  return (Chroma){ rgb[0] - rgb[1], (rgb[0] + rgb[1]) / 2 - rgb[2] };
}

typedef struct
{
  guint n;
  gint64 query; /* sums of products of chromas */
  gint64 stored;
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
      sums->query += p.u * p.u + p.v * p.v;
      sums->stored += q.u * q.u + q.v * q.v;
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
  of_query = (double) sums.query / sums.n;
  of_stored = (double) sums.stored / sums.n;
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
