/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/index/walk-private.h"
#include "engine/index/walk.h"

#include <string.h>

/* Codes that are ordered by going to the nearest. */
#define LEAF 48
/* Steps between the ends of a part that is turned around to mend a crossing. */
#define REACH 24
#define ROUNDS 2
/* Codes between two looks at the cancellable. */
#define LOOK 4096

typedef struct
{
  const guint64 *codes;
  guint words;
  guint32 *order;
  guint32 *sorted; /* scratch, as long as @order */
  guint16 *keys;   /* scratch */
  guint *counts;   /* scratch: one for each key, and one more */
  GCancellable *cancellable;
} Walk;

static const guint64 *
code_of (const Walk *walk, guint32 code)
{
  return walk->codes + (gsize) code * walk->words;
}

static guint
measure (const Walk *walk, guint32 a, guint32 b)
{
  const guint64 *x = code_of (walk, a), *y = code_of (walk, b);
  guint distance = 0;

  for (guint i = 0; i < walk->words; i++)
    distance += (guint) __builtin_popcountll (x[i] ^ y[i]);
  return distance;
}

/* Ends of what is before and after a part; G_MAXUINT32 where there is nothing. */
typedef struct
{
  guint32 before;
  guint32 after;
} Ends;

static guint
measure_end (const Walk *walk, guint32 end, guint32 code)
{
  return end == G_MAXUINT32 ? 0 : measure (walk, end, code);
}

static guint32
find_farthest (const Walk *walk, guint from, guint to, guint32 code)
{
  guint32 farthest = walk->order[from];
  guint most = 0;

  for (guint i = from; i < to; i++)
    {
      const guint distance = measure (walk, walk->order[i], code);

      if (distance <= most)
        continue;
      most = distance;
      farthest = walk->order[i];
    }
  return farthest;
}

/* Sorts a part along the line from one code to another: by counting, since there are few keys. */
static void
sort_along (Walk *walk, guint from, guint to, guint32 first, guint32 last)
{
  const guint bits = walk->words * 64, n_keys = 2 * bits + 1;

  memset (walk->counts, 0, (n_keys + 1) * sizeof *walk->counts);
  for (guint i = from; i < to; i++)
    {
      const guint32 code = walk->order[i];

      walk->keys[i] = (guint16) (bits + measure (walk, code, first) - measure (walk, code, last));
      walk->counts[walk->keys[i] + 1]++;
    }
  for (guint i = 0; i < n_keys; i++)
    walk->counts[i + 1] += walk->counts[i];
  for (guint i = from; i < to; i++)
    walk->sorted[from + walk->counts[walk->keys[i]]++] = walk->order[i];
  memcpy (walk->order + from, walk->sorted + from, (to - from) * sizeof *walk->order);
}

/* From the end of what is before always to the nearest that is left. */
static void
chain (Walk *walk, guint from, guint to, const Ends *ends)
{
  guint32 at = ends->before != G_MAXUINT32 ? ends->before : walk->order[from];

  for (guint i = from; i < to; i++)
    {
      guint nearest = i, least = G_MAXUINT;

      for (guint j = i; j < to; j++)
        {
          const guint distance = measure (walk, at, walk->order[j]);

          if (distance >= least)
            continue;
          least = distance;
          nearest = j;
        }
      at = walk->order[nearest];
      walk->order[nearest] = walk->order[i];
      walk->order[i] = at;
    }
}

/* The halves are equal, so that this is at most 32 deep. */
static void
bisect (Walk *walk, guint from, guint to, const Ends *ends)
{
  const guint middle = from + (to - from) / 2;
  guint32 first, last;

  if (to - from <= LEAF || g_cancellable_is_cancelled (walk->cancellable))
    {
      chain (walk, from, to, ends);
      return;
    }
  first = find_farthest (walk, from, to, walk->order[from]);
  last = find_farthest (walk, from, to, first);
  if (measure_end (walk, ends->before, last) + measure_end (walk, ends->after, first)
      < measure_end (walk, ends->before, first) + measure_end (walk, ends->after, last))
    {
      const guint32 other = first;

      first = last;
      last = other;
    }
  sort_along (walk, from, to, first, last);
  bisect (walk, from, middle, &(Ends){ ends->before, walk->order[middle] });
  bisect (walk, middle, to, &(Ends){ walk->order[middle - 1], ends->after });
}

static void
turn (guint32 *order, guint from, guint to)
{
  for (; from < to; from++, to--)
    {
      const guint32 other = order[from];

      order[from] = order[to];
      order[to] = other;
    }
}

/* Turns the part after @i around where that makes the way shorter. Returns: whether it did */
static gboolean
mend_at (Walk *walk, guint n, guint i)
{
  guint32 *order = walk->order;
  const guint step = measure (walk, order[i], order[i + 1]);

  for (guint j = i + 2; j < MIN (i + REACH, n); j++)
    {
      const guint near = measure (walk, order[i], order[j]);
      guint now, then;

      if (near >= step)
        continue;
      now = step + (j + 1 < n ? measure (walk, order[j], order[j + 1]) : 0);
      then = near + (j + 1 < n ? measure (walk, order[i + 1], order[j + 1]) : 0);
      if (then >= now)
        continue;
      turn (order, i + 1, j);
      return TRUE;
    }
  return FALSE;
}

static void
mend (Walk *walk, guint n)
{
  for (guint i = 0; i + 2 < n; i++)
    {
      /* Each turn shortens the way, so that this ends. */
      while (mend_at (walk, n, i))
        ;
      if (i % LOOK == 0 && g_cancellable_is_cancelled (walk->cancellable))
        return;
    }
}

guint32 *
sem_walk_new (const guint64 *codes, guint n, guint words, GCancellable *cancellable)
{
  g_autofree guint32 *order = g_new (guint32, n ? n : 1);
  g_autofree guint32 *sorted = g_new (guint32, n ? n : 1);
  g_autofree guint16 *keys = g_new (guint16, n ? n : 1);
  g_autofree guint *counts = g_new (guint, 128 * (gsize) words + 2);
  Walk walk = { codes, words, order, sorted, keys, counts, cancellable };

  for (guint i = 0; i < n; i++)
    order[i] = i;
  if (n > 1)
    bisect (&walk, 0, n, &(Ends){ G_MAXUINT32, G_MAXUINT32 });
  for (guint i = 0; i < ROUNDS; i++)
    mend (&walk, n);
  return g_cancellable_is_cancelled (cancellable) ? NULL : g_steal_pointer (&order);
}

double
sem_walk_measure (const guint64 *codes, guint n, guint words, const guint32 *order)
{
  const Walk walk = { .codes = codes, .words = words };
  guint64 sum = 0;

  for (guint i = 0; i + 1 < n; i++)
    sum += measure (&walk, order[i], order[i + 1]);
  return n > 1 ? (double) sum / (n - 1) : 0;
}
