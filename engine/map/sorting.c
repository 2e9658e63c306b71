/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-map"

#include "config.h"

#include "engine/map/sorting.h"

#include <math.h>
#include <string.h>

#include "engine/base/random.h"
#include "engine/map/assignment.h"
#include "engine/map/sorting-private.h"

/* Items that are assigned together, as in the paper. */
#define TOGETHER 9
/* Of the radius from one pass to the next. */
#define DECAY 0.93
/* The first radius, as a share of the longer side: the start is not random. */
#define FIRST_RADIUS 0.25
/* Passes at the end, where only the nearest neighbours count. */
#define LAST_PASSES 6
/* Rows or columns that one task smooths. */
#define LINES 16
#define MOST_D SEM_SORTING_MOST_DIMENSIONS

typedef struct
{
  const SemSortingItems *items;
  guint columns;
  guint rows;
  guint32 *order;
  float *smooth; /* shape (n, d): means of the window around each place */
  guint radius;
  SemRandom random;
  gboolean across; /* rows are smoothed, not columns */
} Sorting;

static const float *
vector_of (const SemSortingItems *items, guint32 item)
{
  return items->vectors + (gsize) item * items->d;
}

/* The start ------------------------------------------------------------------------------------ */

typedef struct
{
  float value;
  guint32 item;
} Key;

static int
compare_keys (const void *a, const void *b)
{
  const Key *x = a, *y = b;

  if (x->value != y->value)
    return x->value < y->value ? -1 : 1;
  return x->item < y->item ? -1 : x->item > y->item;
}

static void
sort_part (const Sorting *self, Key *keys, guint n, guint component)
{
  for (guint i = 0; i < n; i++)
    keys[i].value = vector_of (self->items, keys[i].item)[MIN (component, self->items->d - 1)];
  qsort (keys, n, sizeof (Key), compare_keys);
}

/* Rows by the first component, and inside each row by the second. */
static void
lay_out (Sorting *self)
{
  const guint n = self->items->n;
  g_autofree Key *keys = g_new (Key, n);

  for (guint i = 0; i < n; i++)
    keys[i].item = i;
  sort_part (self, keys, n, 0);
  for (guint from = 0; from < n; from += self->columns)
    sort_part (self, keys + from, MIN (self->columns, n - from), 1);
  for (guint i = 0; i < n; i++)
    self->order[i] = keys[i].item;
}

/* Smoothing ------------------------------------------------------------------------------------ */

typedef struct
{
  gsize first; /* place */
  gsize step;
  guint n;
} Line;

static Line
get_line (const Sorting *self, guint number)
{
  const guint n = self->items->n;
  const guint whole = n / self->columns, rest = n % self->columns;

  if (self->across)
    return (Line){ (gsize) number * self->columns, 1, number < whole ? self->columns : rest };
  return (Line){ number, self->columns, whole + (number < rest ? 1 : 0) };
}

static void
add (double *sums, const float *values, guint d, double sign)
{
  for (guint i = 0; i < d; i++)
    sums[i] += sign * values[i];
}

/* Means along a line; at its ends of the part of the window that is there. @scratch: shape (n, d)
 * of the line */
static void
smooth_line (const Sorting *self, const Line *line, float *scratch)
{
  const guint d = self->items->d, radius = self->radius;
  double sums[MOST_D] = { 0 };
  guint from = 0, to = 0;

  for (guint i = 0; i < line->n; i++)
    memcpy (scratch + (gsize) i * d, self->smooth + (line->first + i * line->step) * d,
            d * sizeof (float));
  for (guint i = 0; i < line->n; i++)
    {
      float *out = self->smooth + (line->first + i * line->step) * d;

      for (; to < line->n && to <= i + radius; to++)
        add (sums, scratch + (gsize) to * d, d, 1);
      for (; from + radius < i; from++)
        add (sums, scratch + (gsize) from * d, d, -1);
      for (guint k = 0; k < d; k++)
        out[k] = (float) (sums[k] / (to - from));
    }
}

static void
smooth_task (gsize task, gpointer data)
{
  const Sorting *self = data;
  const guint n_lines = self->across ? self->rows : self->columns;
  const guint length = self->across ? self->columns : self->rows;
  g_autofree float *scratch = g_new (float, (gsize) length * self->items->d);

  for (guint i = (guint) task * LINES; i < MIN (n_lines, ((guint) task + 1) * LINES); i++)
    {
      const Line line = get_line (self, i);

      smooth_line (self, &line, scratch);
    }
}

static gboolean
smooth (Sorting *self, SemWork *work)
{
  const guint d = self->items->d;

  for (guint i = 0; i < self->items->n; i++)
    memcpy (self->smooth + (gsize) i * d, vector_of (self->items, self->order[i]),
            d * sizeof (float));
  for (guint pass = 0; pass < 2; pass++)
    {
      const guint n_lines = pass == 0 ? self->rows : self->columns;

      self->across = pass == 0;
      if (!sem_work_parallel (work, (n_lines + LINES - 1) / LINES, smooth_task, self))
        return FALSE;
    }
  return TRUE;
}

/* Assigning ------------------------------------------------------------------------------------ */

typedef struct
{
  guint left;
  guint top;
  guint width;
  guint height;
} Window;

/* As large as the smoothed one, around a random place, shifted to lie inside the grid. */
static Window
draw_window (Sorting *self)
{
  const guint side = 2 * self->radius + 1;
  Window window = { .width = MIN (side, self->columns), .height = MIN (side, self->rows) };

  window.left = (guint) sem_random_below (&self->random, self->columns - window.width + 1);
  window.top = (guint) sem_random_below (&self->random, self->rows - window.height + 1);
  return window;
}

/* Different places of the window; those after the last item are none.
 * Returns: how many, at most TOGETHER */
static guint
draw_places (Sorting *self, const Window *window, guint32 *places)
{
  const guint area = window->width * window->height;
  const guint wanted = MIN (TOGETHER, area);
  guint n = 0;

  for (guint tries = 0; n < wanted && tries < 3 * TOGETHER; tries++)
    {
      const guint at = (guint) sem_random_below (&self->random, area);
      const guint32 place =
        (window->top + at / window->width) * self->columns + window->left + at % window->width;
      gboolean known = place >= self->items->n;

      for (guint i = 0; i < n && !known; i++)
        known = places[i] == place;
      if (!known)
        places[n++] = place;
    }
  return n;
}

static float
multiply (const float *a, const float *b, guint d)
{
  float sum = 0;

  for (guint i = 0; i < d; i++)
    sum += a[i] * b[i];
  return sum;
}

/* The lengths of items and of smoothed vectors do not matter: each is in every sum once. */
static void
assign (Sorting *self, const guint32 *places, guint n)
{
  const guint d = self->items->d;
  float costs[TOGETHER * TOGETHER];
  guint32 items[TOGETHER];
  guint8 new_places[TOGETHER];

  for (guint i = 0; i < n; i++)
    {
      items[i] = self->order[places[i]];
      for (guint j = 0; j < n; j++)
        costs[i * n + j] =
          -multiply (vector_of (self->items, items[i]), self->smooth + (gsize) places[j] * d, d);
    }
  sem_assignment_solve (costs, n, new_places);
  for (guint i = 0; i < n; i++)
    self->order[places[new_places[i]]] = items[i];
}

/* Every place is drawn once in the mean. */
static void
pass (Sorting *self)
{
  for (guint i = 0; i < self->items->n / TOGETHER + 1; i++)
    {
      const Window window = draw_window (self);
      guint32 places[TOGETHER];
      const guint n = draw_places (self, &window, places);

      if (n > 1)
        assign (self, places, n);
    }
}

static gboolean
sort (Sorting *self, SemWork *work)
{
  const double first = MAX (self->columns, self->rows) * FIRST_RADIUS;
  const guint n_shrinking = first > 1 ? (guint) ceil (log (first) / -log (DECAY)) : 0;
  const guint n_passes = n_shrinking + LAST_PASSES;
  double radius = first;

  for (guint i = 0; i < n_passes; i++)
    {
      if (!sem_work_tick (work, (double) i / n_passes))
        return FALSE;
      self->radius = (guint) MAX (1, lrint (radius));
      if (!smooth (self, work))
        return FALSE;
      pass (self);
      radius *= DECAY;
    }
  return sem_work_tick (work, 1);
}

guint32 *
sem_sorting_new (const SemSortingItems *items, guint64 seed, SemWork *work)
{
  Sorting self = { .items = items, .columns = items->columns };
  gboolean ok;

  g_return_val_if_fail (items->columns >= 1, NULL);
  g_return_val_if_fail (items->d >= 1 && items->d <= MOST_D, NULL);
  self.columns = MIN (items->columns, MAX (items->n, 1));
  self.rows = (items->n + self.columns - 1) / self.columns;
  self.order = g_new (guint32, MAX (items->n, 1));
  self.smooth = g_new (float, MAX ((gsize) items->n, 1) * items->d);
  sem_random_init (&self.random, seed, SEM_RANDOM_MAP);
  if (items->n > 0)
    lay_out (&self);
  ok = items->n < 2 || sort (&self, work);
  g_free (self.smooth);
  if (!ok)
    g_clear_pointer (&self.order, g_free);
  return self.order;
}

/* Measuring ------------------------------------------------------------------------------------ */

static double
measure_pair (const SemSortingItems *items, guint32 a, guint32 b)
{
  const float *x = vector_of (items, a), *y = vector_of (items, b);
  double sum = 0;

  for (guint i = 0; i < items->d; i++)
    sum += (double) (x[i] - y[i]) * (x[i] - y[i]);
  return sum;
}

/* Twice the sum of the variances. */
static double
measure_all (const SemSortingItems *items)
{
  double total = 0;

  for (guint k = 0; k < items->d; k++)
    {
      double sum = 0, squares = 0;

      for (guint i = 0; i < items->n; i++)
        {
          const double value = vector_of (items, i)[k];

          sum += value;
          squares += value * value;
        }
      total += squares / items->n - sum / items->n * (sum / items->n);
    }
  return 2 * total;
}

double
sem_sorting_measure (const SemSortingItems *items, const guint32 *order)
{
  const guint columns = MIN (items->columns, MAX (items->n, 1));
  const double all = items->n > 1 ? measure_all (items) : 0;
  double sum = 0;
  gsize n = 0;

  for (guint i = 0; i < items->n; i++)
    {
      if (i % columns + 1 < columns && i + 1 < items->n)
        {
          sum += measure_pair (items, order[i], order[i + 1]);
          n++;
        }
      if (i + columns < items->n)
        {
          sum += measure_pair (items, order[i], order[i + columns]);
          n++;
        }
    }
  return all > 0 && n > 0 ? sum / (double) n / all : 0;
}
