/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/copies/content-rectangles.h"

#include "engine/search/copies/content-edges.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Longest side of the picture that is cut, in pixels. */
#define WORK_SIDE SEM_CONTENT_EDGES_SIDE
/* Variation of a plain line in grey levels, and the share of pixels that must not vary more. */
#define PLAIN_TOLERANCE 12
#define PLAIN_SHARE 0.99
/* Across a straight edge at least this share of pixels differs, and the mean difference is this
 * many times that of the lines around. */
#define EDGE_SHARE 0.62
#define EDGE_RATIO 1.8
/* The mean difference around an edge is never less. */
#define EDGE_FLOOR 3
/* The lines around an edge: from NEAR to FAR away, on both sides. */
#define NEAR 4
#define FAR 9
/* How certain a plain line is as a border, measured as a ratio of an edge. */
#define PLAIN_CERTAINTY 8
/* Neighbours together are less certain: there are more of them than parts. */
#define TOGETHER 0.5
#define MAX_CUTS 8
#define MAX_DEPTH 4
#define MAX_FOUND 1024
/* Least sides and area of a rectangle as shares of the picture, and its longest shape. */
#define MIN_SIDE 0.08
#define MIN_AREA 0.015
#define MAX_SHAPE 5
/* Rectangles that share more than this of what they cover together are similar, which is only worth
 * looking at where there are few, or the same. */
#define SIMILAR_OVERLAP 0.85
#define SAME_OVERLAP 0.93

typedef struct
{
  guint from[2]; /* x, y */
  guint to[2];
  double certainty;
} Box;

/* Content between two cuts along one axis, and how certain either is. */
typedef struct
{
  guint from, to;
  double certain_from, certain_to;
} Strip;

typedef struct
{
  guint8 *pixels;
  guint sides[2];
  SemContentEdges edges;
  Box found[MAX_FOUND];
  guint n_found;
} Cutting;

/* The pixels of a line of a box, lines being rows for axis 1, columns for axis 0. */
typedef struct
{
  const guint8 *pixels;
  gsize step;
  guint n;
} Line;

static Line
get_line (const Cutting *self, const Box *box, guint axis, guint line)
{
  const guint from = box->from[!axis], x = axis ? from : line, y = axis ? line : from;

  return (Line){ self->pixels + ((gsize) y * self->sides[0] + x) * 3,
                 axis ? 3 : (gsize) self->sides[0] * 3, box->to[!axis] - from };
}

static gboolean
differ (const guint8 *a, const guint8 *b, int most)
{
  gboolean off = FALSE;

  for (guint c = 0; c < 3; c++)
    off |= ABS ((int) a[c] - (int) b[c]) > most;
  return off;
}

/* Of two pixels that differ by more than twice the tolerance one is off, whatever the mean is: most
 * lines need no more than a few pairs. */
static gboolean
is_varied (const Line *line, guint most_off)
{
  const guint half = line->n / 2;
  guint n_off = 0;

  for (guint i = 0; i < half && n_off <= most_off; i++)
    n_off += differ (line->pixels + i * line->step, line->pixels + (i + half) * line->step,
                     2 * PLAIN_TOLERANCE);
  return n_off > most_off;
}

/* @colour: (out): the mean of a plain line */
static gboolean
is_plain (const Cutting *self, const Box *box, guint axis, guint number, guint8 colour[3])
{
  const Line line = get_line (self, box, axis, number);
  const guint8 *pixel = line.pixels;
  const guint most_off = (guint) (line.n * (1 - PLAIN_SHARE));
  guint sums[3] = { 0 }, n_off = 0;

  if (is_varied (&line, most_off))
    return FALSE;
  for (guint i = 0; i < line.n; i++, pixel += line.step)
    for (guint c = 0; c < 3; c++)
      sums[c] += pixel[c];
  for (guint c = 0; c < 3; c++)
    colour[c] = (guint8) (sums[c] / line.n);
  pixel = line.pixels;
  for (guint i = 0; i < line.n && n_off <= most_off; i++, pixel += line.step)
    n_off += differ (pixel, colour, PLAIN_TOLERANCE);
  return n_off <= most_off;
}

/* How many times stronger the edge at @i is than the lines around it; 0 for no edge. */
static double
rate_edge (const float *means, const float *shares, guint n, guint i)
{
  double around = 0;
  guint n_around = 0;

  if (shares[i] < EDGE_SHARE)
    return 0;
  for (guint d = 1; d < NEAR; d++)
    if ((i >= d && means[i - d] > means[i]) || (i + d < n && means[i + d] > means[i]))
      return 0;
  for (guint d = NEAR; d <= FAR; d++)
    {
      if (i >= d)
        around += means[i - d];
      if (i + d < n)
        around += means[i + d];
      n_around += (i >= d) + (i + d < n);
    }
  around = n_around ? around / n_around : 0;
  return means[i] / MAX (around, EDGE_FLOOR);
}

/* A cut of length 1 or more: a plain run, or one line with an edge. */
typedef struct
{
  guint from, to;
  double certainty;
} Cut;

static int
compare_certain (const void *a, const void *b)
{
  const double x = ((const Cut *) a)->certainty, y = ((const Cut *) b)->certainty;

  return x != y ? (x < y) - (x > y) : (((const Cut *) a)->from > ((const Cut *) b)->from) * 2 - 1;
}

static int
compare_places (const void *a, const void *b)
{
  const guint x = ((const Cut *) a)->from, y = ((const Cut *) b)->from;

  return (x > y) - (x < y);
}

/* Runs of plain lines of one colour, the longest of which are the most certain. */
static guint
find_plain (const Cutting *self, const Box *box, guint axis, Cut *cuts)
{
  guint8 ground[3], colour[3];
  gboolean open = FALSE;
  guint n = 0;

  for (guint line = box->from[axis]; line < box->to[axis]; line++)
    {
      const gboolean plain = is_plain (self, box, axis, line, colour);

      for (guint c = 0; open && c < 3; c++)
        open = ABS ((int) colour[c] - (int) ground[c]) <= PLAIN_TOLERANCE;
      if (plain && !open)
        {
          memcpy (ground, colour, sizeof ground);
          cuts[n++].from = line;
        }
      open = plain;
      if (!plain)
        continue;
      cuts[n - 1].to = line + 1;
      cuts[n - 1].certainty =
        PLAIN_CERTAINTY + 8.0 * (cuts[n - 1].to - cuts[n - 1].from) / self->sides[axis];
    }
  return n;
}

/* Whether a line is next to a plain one, whose borders are edges too. */
static gboolean
is_near_plain (const Cut *plain, guint n, guint line)
{
  for (guint i = 0; i < n; i++)
    if (line + NEAR > plain[i].from && line < plain[i].to + NEAR)
      return TRUE;
  return FALSE;
}

/* Adds to @n cuts along plain lines. */
static guint
find_edges (const Cutting *self, const Box *box, guint axis, Cut *cuts, guint n_plain)
{
  const guint n_lines = box->to[axis] - box->from[axis];
  float means[WORK_SIDE] = { 0 }, shares[WORK_SIDE] = { 0 };
  guint n = n_plain;

  for (guint i = 1; i + 1 < n_lines; i++)
    sem_content_edges_measure (&self->edges, axis, box->from[axis] + i, box->from[!axis],
                               box->to[!axis], &means[i], &shares[i]);
  for (guint i = 1; i + 1 < n_lines; i++)
    {
      const double ratio = rate_edge (means, shares, n_lines, i);

      if (ratio < EDGE_RATIO || is_near_plain (cuts, n_plain, box->from[axis] + i))
        continue;
      cuts[n++] = (Cut){ box->from[axis] + i, box->from[axis] + i + 1, ratio };
    }
  return n;
}

/* The most certain cuts, in the order of their places. */
static guint
find_cuts (const Cutting *self, const Box *box, guint axis, Cut *cuts)
{
  Cut all[2 * WORK_SIDE];
  const guint n_plain = find_plain (self, box, axis, all);
  guint n = find_edges (self, box, axis, all, n_plain);

  qsort (all, n, sizeof *all, compare_certain);
  n = MIN (n, MAX_CUTS);
  memcpy (cuts, all, n * sizeof *cuts);
  qsort (cuts, n, sizeof *cuts, compare_places);
  return n;
}

/* Whether two plain runs touch: either may belong to a picture, such as a clear sky. */
static gboolean
touch (const Cut *a, const Cut *b)
{
  return a->to == b->from && a->to - a->from > 1 && b->to - b->from > 1;
}

/* What the cuts leave along an axis, without slivers, and plain runs that touch others. */
static guint
find_strips (const Cutting *self,
             const Box *box,
             guint axis,
             const Cut *cuts,
             guint n_cuts,
             Strip *strips)
{
  const double least = MIN_SIDE * self->sides[axis];
  Strip strip = { box->from[axis], 0, box->certainty, 0 };
  guint n = 0;

  for (guint i = 0; i <= n_cuts; i++)
    {
      strip.to = i < n_cuts ? cuts[i].from : box->to[axis];
      strip.certain_to = i < n_cuts ? cuts[i].certainty : box->certainty;
      if (strip.to > strip.from && strip.to - strip.from >= least)
        strips[n++] = strip;
      if (i == n_cuts)
        break;
      if ((i > 0 && touch (&cuts[i - 1], &cuts[i]))
          || (i + 1 < n_cuts && touch (&cuts[i], &cuts[i + 1])))
        strips[n++] = (Strip){ cuts[i].from, cuts[i].to, cuts[i].certainty, cuts[i].certainty };
      strip.from = cuts[i].to;
      strip.certain_from = cuts[i].certainty;
    }
  return n;
}

static void
add_box (Cutting *self, const Box *box)
{
  const double width = box->to[0] - box->from[0], height = box->to[1] - box->from[1];
  const double area = width * height / self->sides[0] / self->sides[1];

  if (self->n_found < MAX_FOUND && area >= MIN_AREA && width <= MAX_SHAPE * height
      && height <= MAX_SHAPE * width)
    self->found[self->n_found++] = *box;
}

static gboolean
is_all (const Strip *strip, const Box *box, guint axis)
{
  return strip->from == box->from[axis] && strip->to == box->to[axis];
}

/* What lies between any two cuts: a photo has plain lines and straight edges of its own. */
static void
add_spans (Cutting *self, const Box *box, guint axis, const Cut *cuts, guint n)
{
  for (guint i = 0; i <= n; i++)
    for (guint j = i; j <= n; j++)
      {
        Box part = *box;

        if (i > 0)
          part.from[axis] = cuts[i - 1].to;
        if (j < n)
          part.to[axis] = cuts[j].from;
        part.certainty = MIN (part.certainty, i > 0 ? cuts[i - 1].certainty : part.certainty);
        part.certainty = MIN (part.certainty, j < n ? cuts[j].certainty : part.certainty);
        part.certainty *= TOGETHER * TOGETHER;
        if (part.from[axis] + MIN_SIDE * self->sides[axis] <= part.to[axis])
          add_box (self, &part);
      }
}

/* @stuck: whether the other axis had no cut in the same box */
static void
cut (Cutting *self, const Box *box, guint axis, guint depth, gboolean stuck)
{
  Cut cuts[MAX_CUTS];
  Strip strips[2 * MAX_CUTS + 1];
  const guint n_cuts = find_cuts (self, box, axis, cuts);
  const guint n = find_strips (self, box, axis, cuts, n_cuts, strips);

  if (n == 1 && is_all (&strips[0], box, axis))
    {
      if (!stuck)
        cut (self, box, !axis, depth, TRUE);
      return;
    }
  add_spans (self, box, axis, cuts, n_cuts);
  for (guint i = 0; i < n; i++)
    for (guint j = i; j < n; j++)
      {
        Box part = *box;

        part.from[axis] = strips[i].from;
        part.to[axis] = strips[j].to;
        part.certainty = MIN (box->certainty, MIN (strips[i].certain_from, strips[j].certain_to));
        if (i < j)
          part.certainty *= TOGETHER;
        add_box (self, &part);
        if (depth + 1 < MAX_DEPTH && (i == j || depth == 0))
          cut (self, &part, !axis, depth + 1, FALSE);
      }
}

static double
measure_overlap (const Box *a, const Box *b)
{
  double shared = 1, area_a = 1, area_b = 1;

  for (guint axis = 0; axis < 2; axis++)
    {
      const guint from = MAX (a->from[axis], b->from[axis]), to = MIN (a->to[axis], b->to[axis]);

      shared *= to > from ? to - from : 0;
      area_a *= a->to[axis] - a->from[axis];
      area_b *= b->to[axis] - b->from[axis];
    }
  return shared / (area_a + area_b - shared);
}

static int
compare_boxes (const void *a, const void *b)
{
  const Box *x = a, *y = b;

  if (x->certainty != y->certainty)
    return x->certainty < y->certainty ? 1 : -1;
  for (guint axis = 0; axis < 2; axis++)
    if (x->from[axis] != y->from[axis])
      return x->from[axis] > y->from[axis] ? 1 : -1;
  for (guint axis = 0; axis < 2; axis++)
    if (x->to[axis] != y->to[axis])
      return x->to[axis] < y->to[axis] ? 1 : -1;
  return 0;
}

/* Scales a box to the pixels of the picture. */
static SemContentRectangle
scale_box (const Cutting *self, const Box *box, const SemRgbImage *picture)
{
  const guint sides[2] = { picture->width, picture->height };
  guint from[2], to[2];

  for (guint axis = 0; axis < 2; axis++)
    {
      from[axis] = (guint) ((guint64) box->from[axis] * sides[axis] / self->sides[axis]);
      to[axis] = (guint) ((guint64) box->to[axis] * sides[axis] / self->sides[axis]);
      to[axis] = MAX (to[axis], from[axis] + 1);
    }
  return (SemContentRectangle){ from[0], from[1], to[0] - from[0], to[1] - from[1] };
}

/* Adds boxes that share no more than @most with the whole picture and with any that was chosen
 * before. */
static guint
choose (const Cutting *self, const Box *whole, double most, Box *chosen, guint n)
{
  for (guint i = 0; i < self->n_found && n < SEM_MAX_CONTENT_RECTANGLES; i++)
    {
      gboolean is_new = measure_overlap (&self->found[i], whole) <= most;

      for (guint j = 0; is_new && j < n; j++)
        is_new = measure_overlap (&self->found[i], &chosen[j]) <= most;
      if (is_new)
        chosen[n++] = self->found[i];
    }
  return n;
}

static guint
find (const SemRgbImage *picture, double least_certain, SemContentRectangle *rectangles)
{
  const guint longest = MAX (picture->width, picture->height), side = MIN (longest, WORK_SIDE);
  g_autofree Cutting *self = g_new0 (Cutting, 1);
  Box whole = { .certainty = 2 * PLAIN_CERTAINTY }, chosen[SEM_MAX_CONTENT_RECTANGLES];
  guint n, n_certain = 0;

  self->sides[0] = MAX (1, picture->width * side / longest);
  self->sides[1] = MAX (1, picture->height * side / longest);
  self->pixels = g_malloc ((gsize) self->sides[0] * self->sides[1] * 3);
  sem_resize_rgb (SEM_RESIZE_SMOOTH, picture, self->pixels, self->sides[0], self->sides[1]);
  sem_content_edges_init (&self->edges, self->pixels, self->sides);
  whole.to[0] = self->sides[0];
  whole.to[1] = self->sides[1];
  cut (self, &whole, 1, 0, FALSE);
  cut (self, &whole, 0, 0, FALSE);
  g_free (self->pixels);
  sem_content_edges_clear (&self->edges);
  qsort (self->found, self->n_found, sizeof *self->found, compare_boxes);
  n = choose (self, &whole, SIMILAR_OVERLAP, chosen, 0);
  n = choose (self, &whole, SAME_OVERLAP, chosen, n);
  for (guint i = 0; i < n; i++)
    if (chosen[i].certainty >= least_certain)
      rectangles[n_certain++] = scale_box (self, &chosen[i], picture);
  return n_certain;
}

guint
sem_content_rectangles_find (const SemRgbImage *picture, SemContentRectangle *rectangles)
{
  return find (picture, 0, rectangles);
}

guint
sem_content_rectangles_find_plain (const SemRgbImage *picture, SemContentRectangle *rectangles)
{
  return find (picture, PLAIN_CERTAINTY, rectangles);
}
