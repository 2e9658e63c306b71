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
