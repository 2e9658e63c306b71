/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/average-precision.h"

const char *
sem_ap_rule_get_name (SemApRule rule)
{
  return rule == SEM_AP_TRAPEZOIDAL ? "trapezoidal" : "hash";
}

static double
by_hash_rule (const guint32 *ranks, gsize n_found, gsize k)
{
  double sum = 0.0;
  gsize n = 0;

  for (; n < n_found && (k == 0 || ranks[n] <= k); n++)
    sum += (double) (n + 1) / (double) ranks[n];
  return n > 0 ? sum / (double) n : 0.0;
}

/* Each relevant photo is a step of recall; above it lies the mean of the precisions just before and
 * at the photo. */
static double
by_trapezoids (const guint32 *ranks, gsize n_found, gsize n_relevant)
{
  double sum = 0.0;

  for (gsize j = 0; j < n_found; j++)
    {
      const double before = ranks[j] == 1 ? 1.0 : (double) j / (double) (ranks[j] - 1);

      sum += (before + (double) (j + 1) / (double) ranks[j]) / 2.0;
    }
  return n_relevant > 0 ? sum / (double) n_relevant : 0.0;
}

double
sem_average_precision (SemApRule rule,
                       const guint32 *ranks,
                       gsize n_found,
                       gsize n_relevant,
                       gsize k)
{
  g_return_val_if_fail (n_found <= n_relevant, 0.0);

  return rule == SEM_AP_TRAPEZOIDAL ? by_trapezoids (ranks, n_found, n_relevant)
                                    : by_hash_rule (ranks, n_found, k);
}

/* What a relevant photo adds at @rank, from 1, where @before hits precede it in the mean. */
static double
add_hit (SemApRule rule, double before, double rank)
{
  const double precision = (before + 1.0) / rank;

  if (rule == SEM_AP_HASH)
    return precision;
  return (precision + (rank > 1.0 ? before / (rank - 1.0) : 1.0)) / 2.0;
}

double
sem_average_precision_tied (SemApRule rule, const guint32 *groups, gsize n)
{
  double sum = 0.0;
  double ranked = 0.0;
  double found = 0.0;

  for (gsize g = 0; g < n; g++)
    {
      const guint32 size = groups[2 * g];
      const guint32 relevant = groups[2 * g + 1];
      /* Of the photos of the group before a relevant one, so many are relevant in the mean. */
      const double share = size > 1 ? ((double) relevant - 1.0) / ((double) size - 1.0) : 0.0;

      for (guint32 i = 0; i < size && relevant > 0; i++)
        sum += (double) relevant / size * add_hit (rule, found + i * share, ranked + i + 1.0);
      ranked += size;
      found += relevant;
    }
  return found > 0.0 ? sum / found : 0.0;
}
