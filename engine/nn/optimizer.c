/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/optimizer.h"

#include <math.h>

#define BETA_1 0.9
#define BETA_2 0.999
#define EPSILON 1e-8

struct _SemOptimizer
{
  SemOptimizerMethod method;
  gsize n;
  double decay;
  float *first;
  float *second;
  guint64 n_steps;
};

SemOptimizer *
sem_optimizer_new (SemOptimizerMethod method, gsize n, double decay)
{
  SemOptimizer *self;

  g_return_val_if_fail (decay >= 0, NULL);

  self = g_new0 (SemOptimizer, 1);
  self->method = method;
  self->n = n;
  self->decay = decay;
  if (method == SEM_OPTIMIZER_ADAM)
    {
      self->first = g_malloc0_n (n, 2 * sizeof *self->first);
      self->second = self->first + n;
    }

  return self;
}

void
sem_optimizer_free (SemOptimizer *self)
{
  if (!self)
    return;

  g_free (self->first);
  g_free (self);
}

static void
step_sgd (SemOptimizer *self, float *values, const float *gradient, double rate)
{
  float keep = 1 - rate * self->decay;
  float step = rate;

  for (gsize i = 0; i < self->n; i++)
    values[i] = keep * values[i] - step * gradient[i];
}

/* The bias corrections of the moments are folded into the rate and ε. */
static void
step_adam (SemOptimizer *self, float *values, const float *gradient, double rate)
{
  double first = 1 - pow (BETA_1, self->n_steps);
  double second = sqrt (1 - pow (BETA_2, self->n_steps));
  float step = rate * second / first;
  float epsilon = EPSILON * second;
  float keep = 1 - rate * self->decay;

  for (gsize i = 0; i < self->n; i++)
    {
      float g = gradient[i];
      float m = (float) BETA_1 * self->first[i] + (float) (1 - BETA_1) * g;
      float v = (float) BETA_2 * self->second[i] + (float) (1 - BETA_2) * g * g;

      self->first[i] = m;
      self->second[i] = v;
      values[i] = keep * values[i] - step * m / (sqrtf (v) + epsilon);
    }
}

void
sem_optimizer_step (SemOptimizer *self, float *values, const float *gradient, double rate)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (values != NULL);
  g_return_if_fail (gradient != NULL);
  g_return_if_fail (rate >= 0);

  self->n_steps++;
  if (self->method == SEM_OPTIMIZER_ADAM)
    step_adam (self, values, gradient, rate);
  else
    step_sgd (self, values, gradient, rate);
}

float *
sem_optimizer_get_memory (SemOptimizer *self, gsize *n)
{
  g_return_val_if_fail (self != NULL, NULL);

  *n = self->first != NULL ? 2 * self->n : 0;

  return self->first;
}

guint64
sem_optimizer_get_steps (SemOptimizer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_steps;
}

void
sem_optimizer_set_steps (SemOptimizer *self, guint64 n_steps)
{
  g_return_if_fail (self != NULL);

  self->n_steps = n_steps;
}
