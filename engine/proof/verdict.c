/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/verdict.h"
#include "engine/proof/cells.h"
#include "engine/proof/proof.h"

#include <math.h>

/* The small canvases that the map is refined on, and the least share of agreeing blocks there: the
 * least that was seen where a copy was proven is .96. */
#define SMALL_SIDE 320
#define MIN_SMALL_AGREEMENT 0.9
#define SMALL_ROUNDS 3
#define FULL_ROUNDS 2
/* Cells of a block, which is about 1/24 of the longer side, and of a window. */
#define BLOCK_CELLS 5
#define WINDOW_CELLS 2
/* Below this standard deviation, in grey levels, a block has nothing to agree on. */
#define TEXTURE 6.0
#define MIN_BLOCKS 8
#define AGREES 0.6
#define OPPOSED 0.25
#define MIN_AGREEMENT 0.95
#define MAX_OPPOSED 0.02
/* A window with this contrast, such as a short word, contradicts below this correlation. */
#define STRONG 16.0
#define CONTRADICTS 0.35
#define MAX_CONTRADICTING 1
/* A correction of the map below this counts as none, in pixels of the canvas. */
#define SETTLED 0.15
#define MIN_REFINING 6

typedef struct
{
  const SemProofGrey *query;
  const SemProofGrey *stored;
  int sign;
} Pair;

/* Blocks lie evenly from the first to the last cell of the canvas. */
static guint
count_blocks (guint cells, guint size)
{
  return cells <= size ? 1 : (cells + size - 1) / size;
}

static guint
place_block (guint i, guint n, guint cells, guint size)
{
  return n <= 1 ? 0 : i * (cells - size) / (n - 1);
}

typedef struct
{
  SemBlock block;
  SemBlockFit fit;
} Look;

/* (element-type Look): the valid blocks with texture. */
static GArray *
look_at_blocks (const SemCells *cells, int sign)
{
  GArray *looks = g_array_new (FALSE, FALSE, sizeof (Look));
  /* The outermost cells touch the edges, where one picture has no neighbours. */
  const guint columns = cells->columns - 2, rows = cells->rows - 2;
  const guint width = MIN (BLOCK_CELLS, columns), height = MIN (BLOCK_CELLS, rows);
  const guint n_x = count_blocks (columns, width), n_y = count_blocks (rows, height);

  for (guint j = 0; j < n_y; j++)
    for (guint i = 0; i < n_x; i++)
      {
        Look look = { .block = { 1 + place_block (i, n_x, columns, width),
                                 1 + place_block (j, n_y, rows, height), width, height } };

        if (sem_cells_fit (cells, &look.block, sign, &look.fit)
            && MAX (look.fit.query_deviation, look.fit.stored_deviation) >= TEXTURE)
          g_array_append_val (looks, look);
      }
  return looks;
}

static void
count_looks (const GArray *looks, SemProofVerdict *verdict)
{
  verdict->n_blocks = looks->len;
  verdict->n_agreeing = verdict->n_opposed = 0;
  for (guint i = 0; i < looks->len; i++)
    {
      const double correlation = g_array_index (looks, Look, i).fit.correlation;

      verdict->n_agreeing += correlation >= AGREES;
      verdict->n_opposed += correlation < OPPOSED;
    }
}

/* What the shifts of the agreeing blocks say of the map; %FALSE where they say nothing new. */
static gboolean
find_correction (const GArray *looks, const SemCanvas *canvas, SemAffine *correction)
{
  g_autofree SemAffinePair *pairs = g_new (SemAffinePair, MAX (looks->len, 1));
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < looks->len; i++)
    {
      const Look *look = &g_array_index (looks, Look, i);
      const double x = (look->block.column + look->block.n_columns / 2.0) * canvas->cell;
      const double y = (look->block.row + look->block.n_rows / 2.0) * canvas->cell;

      if (look->fit.correlation < AGREES)
        continue;
      pairs[n++] = (SemAffinePair){ x, y, x + look->fit.shift_x, y + look->fit.shift_y };
      sum += look->fit.shift_x * look->fit.shift_x + look->fit.shift_y * look->fit.shift_y;
    }
  return n >= MIN_REFINING && sum > n * SETTLED * SETTLED && sem_affine_fit (pairs, n, correction);
}

/* The shift is one of the stored picture on the canvas: query to canvas, the shift, and back. */
static gboolean
correct (SemAffine *map, const SemCanvas *canvas, const SemAffine *correction)
{
  SemAffine to_canvas, shifted;

  if (!sem_affine_invert (&canvas->to_query, &to_canvas))
    return FALSE;
  shifted = sem_affine_compose (correction, &to_canvas);
  shifted = sem_affine_compose (&canvas->to_query, &shifted);
  *map = sem_affine_compose (map, &shifted);
  return TRUE;
}

/* Windows overlap by half, so that a word lies within one. */
static void
look_at_windows (const SemCells *cells, int sign, SemProofVerdict *verdict)
{
  for (guint row = 1; row + WINDOW_CELLS < cells->rows; row++)
    for (guint column = 1; column + WINDOW_CELLS < cells->columns; column++)
      {
        const SemBlock window = { column, row, WINDOW_CELLS, WINDOW_CELLS };
        SemBlockFit fit;

        if (!sem_cells_fit (cells, &window, sign, &fit)
            || MAX (fit.query_deviation, fit.stored_deviation) < STRONG)
          continue;
        verdict->n_windows++;
        verdict->n_contradicting += fit.correlation < CONTRADICTS;
      }
}

/* One canvas of the given side, again with a better map as long as there is one. */
static gboolean
lay_over (const Pair *pair, guint side, guint rounds, gboolean full, SemProofVerdict *verdict)
{
  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (SemCanvas) canvas =
        sem_canvas_new (pair->query, pair->stored, &verdict->map, side);
      g_autoptr (SemCells) cells = NULL;
      g_autoptr (GArray) looks = NULL;
      SemAffine correction;

      if (!canvas)
        return FALSE;
      cells = sem_cells_new (canvas);
      looks = look_at_blocks (cells, pair->sign);
      count_looks (looks, verdict);
      if (i + 1 < rounds && find_correction (looks, canvas, &correction)
          && correct (&verdict->map, canvas, &correction))
        continue;
      if (full)
        look_at_windows (cells, pair->sign, verdict);
      break;
    }
  return TRUE;
}

void
sem_proof_judge (const SemProofGrey *query,
                 const SemProofGrey *stored,
                 const SemAffine *map,
                 int sign,
                 SemProofVerdict *verdict)
{
  const Pair pair = { query, stored, sign };

  *verdict = (SemProofVerdict){ .map = *map };
  if (!lay_over (&pair, SMALL_SIDE, SMALL_ROUNDS, FALSE, verdict) || verdict->n_blocks == 0
      || verdict->n_agreeing < MIN_SMALL_AGREEMENT * verdict->n_blocks)
    return;
  verdict->full = lay_over (&pair, SEM_PROOF_SIDE, FULL_ROUNDS, TRUE, verdict);
  if (!verdict->full)
    return;
  verdict->proven = verdict->n_blocks >= MIN_BLOCKS
                    && verdict->n_agreeing >= MIN_AGREEMENT * verdict->n_blocks
                    && verdict->n_opposed <= MAX_OPPOSED * verdict->n_blocks
                    && verdict->n_contradicting <= MAX_CONTRADICTING;
}

void
sem_proof_refine (const SemProofGrey *query, const SemProofGrey *stored, int sign, SemAffine *map)
{
  const Pair pair = { query, stored, sign };
  SemProofVerdict verdict = { .map = *map };

  if (lay_over (&pair, SEM_PROOF_SIDE, FULL_ROUNDS, FALSE, &verdict))
    *map = verdict.map;
}
