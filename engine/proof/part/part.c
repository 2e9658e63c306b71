/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/part/part.h"
#include "engine/proof/cells.h"
#include "engine/proof/proof.h"

#include <math.h>
#include <string.h>

/* Cells of a block, and what makes it agree: as in engine/proof/verdict.c. */
#define BLOCK_CELLS 5
#define TEXTURE 6.0
#define AGREES 0.6
#define MAX_BLOCKS 64
/* A straight edge: this share of the places along it differ across it by so many levels, so far
 * from it, in the one picture, and so many fewer in the other. A line of text reaches less. */
#define EDGE_LEVELS 14
#define EDGE_REACH 2
#define EDGE_SHARE 0.6
#define EDGE_DIFFERENCE 0.25
#define STEP 2
/* An edge is looked for as far from where blocks begin to agree, in blocks. */
#define NEAR 1.5

/* 1 where a block agrees, -1 where it does not, 0 where it has no texture. */
typedef struct
{
  guint n[2]; /* columns, rows */
  gint8 states[MAX_BLOCKS][MAX_BLOCKS];
} Blocks;

/* Blocks from @from to before @to, along x and y. */
typedef struct
{
  guint from[2];
  guint to[2];
} Box;

static void
look_at_blocks (const SemCells *cells, int sign, Blocks *blocks)
{
  blocks->n[0] = MIN (cells->columns / BLOCK_CELLS, MAX_BLOCKS);
  blocks->n[1] = MIN (cells->rows / BLOCK_CELLS, MAX_BLOCKS);
  for (guint y = 0; y < blocks->n[1]; y++)
    for (guint x = 0; x < blocks->n[0]; x++)
      {
        const SemBlock block = { x * BLOCK_CELLS, y * BLOCK_CELLS, BLOCK_CELLS, BLOCK_CELLS };
        SemBlockFit fit;

        blocks->states[y][x] = 0;
        if (sem_cells_fit (cells, &block, sign, &fit)
            && MAX (fit.query_deviation, fit.stored_deviation) >= TEXTURE)
          blocks->states[y][x] = fit.correlation >= AGREES ? 1 : -1;
      }
}

/* Blocks of a line across @axis that agree, less those that do not. */
static int
count_line (const Blocks *blocks, guint axis, const Box *box, guint line)
{
  int sum = 0;

  for (guint j = box->from[!axis]; j < box->to[!axis]; j++)
    sum += axis ? blocks->states[line][j] : blocks->states[j][line];
  return sum;
}

/* The run of lines along @axis, within @box, in which the most blocks agree less those that do not
 * (Bentley, CACM 1984), with what is beside it and has nothing to agree on. */
static void
narrow (const Blocks *blocks, guint axis, Box *box)
{
  int best = 0, sum = 0;
  guint start = box->from[axis];
  Box found = *box;

  found.to[axis] = found.from[axis];
  for (guint i = box->from[axis]; i < box->to[axis]; i++)
    {
      if (sum <= 0)
        {
          sum = 0;
          start = i;
        }
      sum += count_line (blocks, axis, box, i);
      if (sum <= best)
        continue;
      best = sum;
      found.from[axis] = start;
      found.to[axis] = i + 1;
    }
  while (best > 0 && found.from[axis] > box->from[axis]
         && count_line (blocks, axis, box, found.from[axis] - 1) >= 0)
    found.from[axis]--;
  while (best > 0 && found.to[axis] < box->to[axis]
         && count_line (blocks, axis, box, found.to[axis]) >= 0)
    found.to[axis]++;
  *box = found;
}

static Box
find_box (const Blocks *blocks)
{
  Box box = { { 0, 0 }, { blocks->n[0], blocks->n[1] } };

  for (guint i = 0; i < 2; i++)
    {
      Box along = { { 0, box.from[1] }, { blocks->n[0], box.to[1] } };

      narrow (blocks, 0, &along);
      along.from[1] = 0;
      along.to[1] = blocks->n[1];
      narrow (blocks, 1, &along);
      box = along;
    }
  return box;
}

typedef struct
{
  const SemProofGrey *query;
  const SemProofGrey *stored;
  const SemAffine *map;
} Pair;

/* -1 outside. */
static int
get_level (const SemProofGrey *grey, double x, double y)
{
  const long column = lround (x), row = lround (y);

  if (column < 0 || row < 0 || column >= (long) grey->width || row >= (long) grey->height)
    return -1;
  return grey->pixels[(gsize) row * grey->width + (gsize) column];
}

static int
get_stored_level (const Pair *pair, double x, double y)
{
  double to_x, to_y;

  sem_affine_apply (pair->map, x, y, &to_x, &to_y);
  return get_level (pair->stored, to_x, to_y);
}

/* The shares of places with a difference across a line of the query at @at, from @from to @to along
 * the other axis. */
static void
measure_edge (const Pair *pair,
              guint axis,
              double at,
              const double range[2],
              double *of_query,
              double *of_stored)
{
  guint n = 0, n_query = 0, n_stored = 0;

  for (double t = range[0]; t < range[1]; t += STEP)
    {
      const double x[2] = { axis ? t : at - EDGE_REACH, axis ? t : at + EDGE_REACH };
      const double y[2] = { axis ? at - EDGE_REACH : t, axis ? at + EDGE_REACH : t };
      const int a = get_level (pair->query, x[0], y[0]), b = get_level (pair->query, x[1], y[1]);
      const int c = get_stored_level (pair, x[0], y[0]), d = get_stored_level (pair, x[1], y[1]);

      if (a < 0 || b < 0 || c < 0 || d < 0)
        continue;
      n++;
      n_query += ABS (a - b) >= EDGE_LEVELS;
      n_stored += ABS (c - d) >= EDGE_LEVELS;
    }
  *of_query = n ? (double) n_query / n : 0;
  *of_stored = n ? (double) n_stored / n : 0;
}

/* Looks for an edge of the one picture or the other near @at, from the inside, where the two agree,
 * to the outside, where either has edges of its own; and moves @at there.
 * @inwards: 1 or -1
 * Returns: 1 for one of the query, -1 for one of the stored picture, 0 for none */
static int
find_edge (const Pair *pair,
           guint axis,
           double near,
           int inwards,
           const double range[2],
           double *at)
{
  const double middle = *at;
  double best = 0;
  int found = 0;

  for (double i = near; i >= -near; i--)
    {
      const double place = middle + inwards * i;
      double of_query, of_stored, difference;

      measure_edge (pair, axis, place, range, &of_query, &of_stored);
      difference = fabs (of_query - of_stored);
      if (found && difference <= best)
        break;
      if (MAX (of_query, of_stored) < EDGE_SHARE || difference < EDGE_DIFFERENCE)
        continue;
      best = difference;
      found = of_query > of_stored ? 1 : -1;
      *at = place;
    }
  return found;
}

/* The sides of the part in pixels of the query: @low and @high of both axes. */
typedef struct
{
  double low[2];
  double high[2];
} Sides;

/* Whether all sides at which the box ends early are edges of one of the pictures, @sides being
 * moved onto them. */
static gboolean
find_edges (const Pair *pair,
            const Blocks *blocks,
            const Box *box,
            double block,
            Sides *sides,
            int *owner)
{
  *owner = 0;
  for (guint i = 0; i < 4; i++)
    {
      const guint axis = i % 2;
      const gboolean is_low = i < 2;
      const double range[2] = { sides->low[!axis] + EDGE_REACH, sides->high[!axis] - EDGE_REACH };
      double *at = is_low ? &sides->low[axis] : &sides->high[axis];
      int found;

      if (is_low ? box->from[axis] == 0 : box->to[axis] == blocks->n[axis])
        continue;
      found = find_edge (pair, axis, NEAR * block, is_low ? 1 : -1, range, at);
      if (found == 0 || (*owner != 0 && found != *owner))
        return FALSE;
      *owner = found;
      *at += is_low ? EDGE_REACH : -EDGE_REACH;
    }
  return *owner != 0;
}

/* What the blocks of the box cover in the query; to its border where they reach that of the canvas.
 */
static Sides
measure_sides (const SemCanvas *canvas, const Blocks *blocks, const Box *box)
{
  const double block = canvas->cell * BLOCK_CELLS;
  const double ends[2] = { canvas->width, canvas->height };
  double low[2], high[2];
  Sides sides;

  for (guint axis = 0; axis < 2; axis++)
    {
      low[axis] = box->from[axis] * block;
      high[axis] = box->to[axis] == blocks->n[axis] ? ends[axis] : box->to[axis] * block;
    }
  sem_affine_apply (&canvas->to_query, low[0], low[1], &sides.low[0], &sides.low[1]);
  sem_affine_apply (&canvas->to_query, high[0], high[1], &sides.high[0], &sides.high[1]);
  return sides;
}

gboolean
sem_proof_part_find (const SemProofGrey *query,
                     const SemProofGrey *stored,
                     const SemAffine *map,
                     int sign,
                     SemProofPart *part)
{
  const Pair pair = { query, stored, map };
  g_autoptr (SemCanvas) canvas = sem_canvas_new (query, stored, map, SEM_PROOF_SIDE);
  g_autoptr (SemCells) cells = canvas ? sem_cells_new (canvas) : NULL;
  g_autofree Blocks *blocks = g_new0 (Blocks, 1);
  Sides sides;
  int owner;
  Box box;

  if (!cells)
    return FALSE;
  look_at_blocks (cells, sign, blocks);
  box = find_box (blocks);
  if (box.from[0] >= box.to[0] || box.from[1] >= box.to[1])
    return FALSE;
  sides = measure_sides (canvas, blocks, &box);
  if (!find_edges (&pair, blocks, &box, canvas->cell * BLOCK_CELLS * canvas->to_query.a, &sides,
                   &owner))
    return FALSE;
  part->of_query = owner > 0;
  part->x = (guint) CLAMP (ceil (sides.low[0]), 0, query->width - 1.0);
  part->y = (guint) CLAMP (ceil (sides.low[1]), 0, query->height - 1.0);
  part->width = (guint) (CLAMP (floor (sides.high[0]), part->x + 1.0, query->width) - part->x);
  part->height = (guint) (CLAMP (floor (sides.high[1]), part->y + 1.0, query->height) - part->y);
  return TRUE;
}

SemProofGrey *
sem_proof_part_cut (const SemProofPart *self, const SemProofGrey *query)
{
  SemProofGrey *cut = sem_proof_grey_new (self->width, self->height);

  for (guint y = 0; y < self->height; y++)
    memcpy (cut->pixels + (gsize) y * self->width,
            query->pixels + (gsize) (self->y + y) * query->width + self->x, self->width);
  return cut;
}
