/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/copies/rate.h"

#include <math.h>

#define TAIL 0.05
/* Halves the interval below the resolution of a double. */
#define N_STEPS 60

/* The probability of at most @n_events in @n trials of probability @rate, which is inside (0, 1).
 */
static double
at_most (guint n_events, guint n, double rate)
{
  double term = n * log1p (-rate), sum = 0;

  for (guint i = 0; i <= n_events; i++)
    {
      sum += exp (term);
      term += log ((double) (n - i) / (i + 1)) + log (rate) - log1p (-rate);
    }
  return sum;
}

double
sem_rate_upper (guint n_events, guint n)
{
  double low = 0, high = 1;

  if (n_events >= n)
    return 1;
  for (guint i = 0; i < N_STEPS; i++)
    {
      double middle = (low + high) / 2;

      if (at_most (n_events, n, middle) > TAIL)
        low = middle;
      else
        high = middle;
    }
  return high;
}
