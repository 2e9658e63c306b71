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
find_distance (const float *x, const float *y, gsize k)
{
  double sum = 0.0;

  for (gsize b = 0; b < k; b++)
    {
      double difference = (double) x[b] - (double) y[b];

      sum += difference * difference;
    }
  return sqrt (sum);
}

double
sem_bcdh_pair_loss (const SemBcdhPair *pairs,
                    gsize n_pairs,
                    const float *outputs,
                    gsize k,
                    float *slopes)
{
  double loss = 0.0;

  for (gsize p = 0; p < n_pairs; p++)
    {
      const SemBcdhPair *pair = pairs + p;
      const float *x = outputs + pair->i * k;
      const float *y = outputs + pair->j * k;
      double distance = find_distance (x, y, k);
      double rest = distance - (double) pair->target;

      if (pair->at_least && rest >= 0.0)
        continue;
      loss += 0.5 * (double) pair->weight * rest * rest;
      if (slopes && distance > 0.0)
        {
          float factor = (float) ((double) pair->weight * rest / distance);

          for (gsize b = 0; b < k; b++)
            {
              float slope = factor * (x[b] - y[b]);

              slopes[pair->i * k + b] += slope;
              slopes[pair->j * k + b] -= slope;
            }
        }
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
          double off = (double) outputs[b] - (outputs[b] > 0.0f ? 1.0 : -1.0);

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
