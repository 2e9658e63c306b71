/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/record.h"

#include <string.h>

const guint sem_record_depths[SEM_RECORD_N_DEPTHS] = { 10, 20, 50, 100, 200, 500, 1000 };
const guint sem_record_places[SEM_RECORD_N_PLACES] = { 1,   2,   5,   10,   20,   50,
                                                       100, 200, 500, 1000, 2000, 5000 };

/* @ranks: (out): of the relevant photos, from 1; @figures: (out): all but nn10. Returns: the number
 * of relevant photos */
static gsize
walk (const SemRanking *ranking, const guint8 *relevant, guint32 *ranks, double *figures)
{
  const guint32 *order = ranking->order;
  gsize found = 0;
  double sum = 0.0;

  memset (figures, 0, SEM_EVALUATION_N_FIGURES * sizeof *figures);
  for (gsize r = 0; r < ranking->n; r++)
    {
      if (relevant[order[r]])
        {
          ranks[found++] = (guint32) (r + 1);
          sum += (double) found / (double) (r + 1);
        }
      if (r == 0)
        figures[SEM_EVALUATION_P_1] = (double) found;
      if (r < 5)
        figures[SEM_EVALUATION_P_5] = (double) found / (double) (r + 1);
      if (r < 10)
        figures[SEM_EVALUATION_P_10] = (double) found / (double) (r + 1);
      if (r < 100)
        figures[SEM_EVALUATION_P_100] = (double) found / (double) (r + 1);
      if (r < 1000 && found > 0)
        figures[SEM_EVALUATION_MAP_1000] = sum / (double) found;
    }
  figures[SEM_EVALUATION_MAP_ALL] = found > 0 ? sum / (double) found : 0.0;
  return found;
}

/* From the last relevant photo to the first, with the best precision so far. */
static void
interpolate (const guint32 *ranks, gsize found, double *precision)
{
  gsize level = SEM_RECORD_N_RECALLS;
  double best = 0.0;

  for (gsize j = found; j > 0; j--)
    {
      best = MAX (best, (double) j / (double) ranks[j - 1]);
      /* The recall at the (j - 1)th relevant photo is below the level: the jth is the first that
       * reaches it. */
      while (level > 0 && (level - 1) * found > (j - 1) * (SEM_RECORD_N_RECALLS - 1))
        precision[--level] = best;
    }
  while (level > 0)
    precision[--level] = best;
}

static void
find_nearest (const SemRanking *ranking, const guint32 *nearest, gsize n_nearest, double *nn10)
{
  gsize n = MIN (ranking->n, sem_record_depths[SEM_RECORD_N_DEPTHS - 1]);
  gsize found = 0;
  guint depth = 0;

  if (n_nearest == 0)
    return;
  for (gsize r = 0; r < n; r++)
    {
      for (gsize i = 0; i < n_nearest; i++)
        found += ranking->order[r] == nearest[i];
      if (r + 1 == sem_record_depths[depth])
        nn10[depth++] = (double) found / (double) n_nearest;
    }
  for (; depth < SEM_RECORD_N_DEPTHS; depth++)
    nn10[depth] = (double) found / (double) n_nearest;
}

/* The order is by distance, so that one pass over it serves all radii. */
static void
measure_radii (const SemRanking *ranking, const guint8 *relevant, SemRecord *record)
{
  gsize within = 0;
  gsize found = 0;

  for (guint radius = 0; radius < SEM_RECORD_N_RADII; radius++)
    {
      for (; within < ranking->n && ranking->distances[ranking->order[within]] <= radius; within++)
        found += relevant[ranking->order[within]];
      record->radius_precision[radius] = within > 0 ? (double) found / (double) within : 0.0;
      record->radius_found[radius] = within > 0;
    }
}

static gboolean
tie (const SemRanking *ranking, guint32 one, guint32 other)
{
  if (ranking->distances)
    return ranking->distances[one] == ranking->distances[other];
  return ranking->similarities && ranking->similarities[one] == ranking->similarities[other];
}

static double
measure_ties (const SemMeasuring *how, const SemRanking *ranking, const guint8 *relevant)
{
  g_autofree guint32 *groups = g_new (guint32, 2 * ranking->n + 2);
  gsize n = 0;

  for (gsize i = 0; i < ranking->n; i++)
    {
      if (i == 0 || !tie (ranking, ranking->order[i - 1], ranking->order[i]))
        {
          groups[2 * n] = groups[2 * n + 1] = 0;
          n++;
        }
      groups[2 * n - 2]++;
      groups[2 * n - 1] += relevant[ranking->order[i]];
    }
  return sem_average_precision_tied (how ? how->rule : SEM_AP_HASH, groups, n);
}

static void
measure_places (const guint32 *ranks, gsize found, gsize n, double *precision_at)
{
  gsize within = 0;

  for (guint i = 0; i < SEM_RECORD_N_PLACES; i++)
    {
      const guint place = sem_record_places[i];

      while (within < found && ranks[within] <= place)
        within++;
      precision_at[i] = n > 0 ? (double) within / (double) MIN (n, place) : 0.0;
    }
}

void
sem_record_measure (const SemMeasuring *how,
                    const SemRanking *ranking,
                    const guint8 *relevant,
                    const guint32 *nearest,
                    gsize n_nearest,
                    SemRecord *record)
{
  g_autofree guint32 *ranks = g_new (guint32, ranking->n + 1);
  gsize found;

  memset (record, 0, sizeof *record);
  found = walk (ranking, relevant, ranks, record->figures);
  record->figures[SEM_EVALUATION_MAP] =
    how ? sem_average_precision (how->rule, ranks, found, found, how->k)
        : record->figures[SEM_EVALUATION_MAP_ALL];
  record->figures[SEM_EVALUATION_MAP_TIES] = measure_ties (how, ranking, relevant);
  interpolate (ranks, found, record->precision);
  measure_places (ranks, found, ranking->n, record->precision_at);
  find_nearest (ranking, nearest, n_nearest, record->nn10);
  record->figures[SEM_EVALUATION_NN10_100] = record->nn10[3];
  if (ranking->distances)
    measure_radii (ranking, relevant, record);
  record->figures[SEM_EVALUATION_P_RADIUS_2] = record->radius_precision[2];
}

void
sem_record_add (SemRecord *self, const SemRecord *other)
{
  double *sums = (double *) self;
  const double *values = (const double *) other;

  for (gsize i = 0; i < SEM_RECORD_N_VALUES; i++)
    sums[i] += values[i];
}

void
sem_record_scale (SemRecord *self, double factor)
{
  double *values = (double *) self;

  for (gsize i = 0; i < SEM_RECORD_N_VALUES; i++)
    values[i] *= factor;
}
