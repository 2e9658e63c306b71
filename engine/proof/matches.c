/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/matches.h"
#include "engine/kernels/panels.h"

#include <math.h>
#include <string.h>

#define DIM SEM_PROOF_DESCRIPTOR_DIM
#define RATIO 0.8f
/* Two points this near to each other, in pixels, are one place with two angles: they do not make
 * each other ambiguous. */
#define SAME_PLACE 3.0f

struct _SemProofPanels
{
  guint n;
  guint columns; /* n, padded for the kernel */
  float *panels;
};

SemProofPanels *
sem_proof_panels_new (const SemProofPoints *points)
{
  SemProofPanels *self = g_new (SemProofPanels, 1);
  g_autofree float *matrix = NULL;

  self->n = points->n;
  self->columns = (points->n + SEM_K_PANEL_COLUMNS - 1) / SEM_K_PANEL_COLUMNS * SEM_K_PANEL_COLUMNS;
  self->panels = g_new (float, SEM_K_PANELS_SIZE (DIM, self->columns));
  matrix = g_new0 (float, SEM_K_PANELS_SIZE (DIM, self->columns));
  for (guint i = 0; i < points->n; i++)
    for (guint d = 0; d < DIM; d++)
      matrix[(gsize) d * self->columns + i] = points->descriptors[(gsize) i * DIM + d];
  if (self->columns)
    sem_k_panels_pack (matrix, DIM, self->columns, self->panels);
  return self;
}

void
sem_proof_panels_free (SemProofPanels *self)
{
  g_free (self->panels);
  g_free (self);
}

typedef struct
{
  guint point;
  float product; /* -1 for none */
} Nearest;

static gboolean
is_same_place (const SemProofPoint *p, const SemProofPoint *q)
{
  return fabsf (p->x - q->x) < SAME_PLACE && fabsf (p->y - q->y) < SAME_PLACE;
}

/* The nearest point of the query, and whether it is nearer than any elsewhere by the ratio. Squared
 * distances of vectors of length 1 are 2 - 2 · product. */
static Nearest
find_nearest (const SemProofPoints *query, const float *products)
{
  Nearest best = { 0, -1 };
  float second = -1;

  for (guint i = 0; i < query->n; i++)
    if (products[i] > best.product)
      best = (Nearest){ i, products[i] };
  for (guint i = 0; i < query->n; i++)
    if (products[i] > second && !is_same_place (&query->points[i], &query->points[best.point]))
      second = products[i];
  if (1 - best.product >= RATIO * RATIO * (1 - second))
    best.product = -1;
  return best;
}

/* Rows are stored points: @products is shape (SEM_K_PANEL_ROWS, columns). */
static void
take_rows (const SemProofPanels *self,
           const SemProofPoints *query,
           const float *products,
           guint first,
           guint n_rows,
           Nearest *of_stored,
           Nearest *of_query)
{
  for (guint r = 0; r < n_rows; r++)
    {
      const float *row = products + (gsize) r * self->columns;

      of_stored[first + r] = find_nearest (query, row);
      for (guint i = 0; i < query->n; i++)
        if (row[i] > of_query[i].product)
          of_query[i] = (Nearest){ first + r, row[i] };
    }
}

GArray *
sem_proof_matches_find (const SemProofPanels *self,
                        const SemProofPoints *query,
                        const SemProofPoints *stored)
{
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (SemProofMatch));
  g_autofree float *products = g_new (float, (gsize) SEM_K_PANEL_ROWS * self->columns);
  g_autofree Nearest *of_stored = g_new (Nearest, stored->n);
  g_autofree Nearest *of_query = g_new (Nearest, query->n);
  float rows[SEM_K_PANEL_ROWS * DIM] = { 0 };

  g_return_val_if_fail (query->n == self->n, matches);

  for (guint i = 0; i < query->n; i++)
    of_query[i] = (Nearest){ 0, -1 };
  for (guint first = 0; query->n && first < stored->n; first += SEM_K_PANEL_ROWS)
    {
      const guint n_rows = MIN (SEM_K_PANEL_ROWS, stored->n - first);

      memcpy (rows, stored->descriptors + (gsize) first * DIM, n_rows * DIM * sizeof *rows);
      sem_k_panels_apply (self->panels, DIM, self->columns, rows, products);
      take_rows (self, query, products, first, n_rows, of_stored, of_query);
    }
  for (guint i = 0; query->n && i < stored->n; i++)
    {
      const SemProofMatch match = { of_stored[i].point, i };

      if (of_stored[i].product >= 0
          && (of_query[match.query].point == i
              || is_same_place (&stored->points[of_query[match.query].point], &stored->points[i])))
        g_array_append_val (matches, match);
    }
  return matches;
}
