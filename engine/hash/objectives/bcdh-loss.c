/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/objectives/bcdh-loss.h"

#include <math.h>

#define NEAR 0.1f

double
sem_bcdh_distance (double n_differing)
{
  return 2.0 * sqrt (n_differing);
}

static double
sign (float x)
{
  return x > 0.0f ? 1.0 : -1.0;
}

/* Sum of squares of x - y, or of x - sign (y). */
static double
find_distance (const float *x, const float *y, gboolean to_code, gsize k)
{
  double sum = 0.0;

  for (gsize b = 0; b < k; b++)
    {
      double difference = (double) x[b] - (to_code ? sign (y[b]) : (double) y[b]);

      sum += difference * difference;
    }
  return sqrt (sum);
}

/* w r^2 / 2 of a pair at a distance; @factor: (out): w r / d, which times the difference is the
 * gradient. */
static double
find_cost (const SemBcdhPair *pair, double distance, double *factor)
{
  double rest = distance - (double) pair->target;

  *factor = 0.0;
  if (pair->at_least && rest >= 0.0)
    return 0.0;
  if (distance > 0.0)
    *factor = (double) pair->weight * rest / distance;
  return 0.5 * (double) pair->weight * rest * rest;
}

static double
add_outputs (const SemBcdhPair *pair, const float *outputs, gsize k, float *slopes)
{
  const float *x = outputs + pair->i * k;
  const float *y = outputs + pair->j * k;
  double factor;
  double cost = find_cost (pair, find_distance (x, y, FALSE, k), &factor);

  for (gsize b = 0; slopes && factor != 0.0 && b < k; b++)
    {
      float slope = (float) factor * (x[b] - y[b]);

      slopes[pair->i * k + b] += slope;
      slopes[pair->j * k + b] -= slope;
    }
  return cost;
}

/* One direction: the outputs of @row against the code of @other. */
static double
add_code (const SemBcdhPair *pair,
          gsize row,
          gsize other,
          const float *outputs,
          gsize k,
          float *slopes)
{
  const float *x = outputs + row * k;
  const float *y = outputs + other * k;
  double factor;
  double cost = find_cost (pair, find_distance (x, y, TRUE, k), &factor);

  for (gsize b = 0; slopes && factor != 0.0 && b < k; b++)
    slopes[row * k + b] += (float) (0.5 * factor * ((double) x[b] - sign (y[b])));
  return 0.5 * cost;
}

double
sem_bcdh_pair_loss (const SemBcdhPair *pairs,
                    gsize n_pairs,
                    SemPairDistance distance,
                    const float *outputs,
                    gsize k,
                    float *slopes)
{
  double loss = 0.0;

  for (gsize p = 0; p < n_pairs; p++)
    {
      const SemBcdhPair *pair = pairs + p;

      if (distance == SEM_PAIR_DISTANCE_OUTPUTS)
        loss += add_outputs (pair, outputs, k, slopes);
      else
        loss += add_code (pair, pair->i, pair->j, outputs, k, slopes)
                + add_code (pair, pair->j, pair->i, outputs, k, slopes);
    }
  return loss;
}

double
sem_bcdh_code_loss (const float *outputs,
                    const float *weights,
                    gsize n,
                    gsize k,
                    double alpha,
                    float *slopes)
{
  double loss = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      double weight = alpha * (weights != NULL ? (double) weights[i] : 1.0);

      for (gsize b = i * k; b < (i + 1) * k; b++)
        {
          double off = (double) outputs[b] - sign (outputs[b]);

          loss += 0.5 * weight * off * off;
          if (slopes)
            slopes[b] += (float) (weight * off);
        }
    }
  return loss;
}

double
sem_bcdh_near_one (const float *outputs, gsize n_values)
{
  gsize near = 0;

  for (gsize i = 0; i < n_values; i++)
    near += fabsf (fabsf (outputs[i]) - 1.0f) <= NEAR;
  return n_values > 0 ? (double) near / (double) n_values : 0.0;
}
