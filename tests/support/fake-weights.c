/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-model.h"

struct _SemWeightsSetup
{
  GObject parent_instance;

  SemWeightsState state;
  double progress;
  char *problem;
  guint n_calls;
};

G_DEFINE_FINAL_TYPE (SemWeightsSetup, sem_weights_setup, G_TYPE_OBJECT)

static void
sem_weights_setup_finalize (GObject *object)
{
  SemWeightsSetup *self = SEM_WEIGHTS_SETUP (object);

  g_free (self->problem);

  G_OBJECT_CLASS (sem_weights_setup_parent_class)->finalize (object);
}

static void
sem_weights_setup_class_init (SemWeightsSetupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_weights_setup_finalize;
  g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
sem_weights_setup_init (SemWeightsSetup *self)
{
  self->state = SEM_WEIGHTS_READY;
}

SemWeightsSetup *
sem_weights_setup_new (const char *program)
{
  return g_object_new (SEM_TYPE_WEIGHTS_SETUP, NULL);
}

void
sem_fake_weights_set (SemWeightsSetup *self,
                      SemWeightsState state,
                      double progress,
                      const char *problem)
{
  self->state = state;
  self->progress = progress;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_signal_emit_by_name (self, "changed");
}

guint
sem_fake_weights_get_n_calls (SemWeightsSetup *self)
{
  return self->n_calls;
}

SemWeightsState
sem_weights_setup_get_state (SemWeightsSetup *self)
{
  return self->state;
}

double
sem_weights_setup_get_progress (SemWeightsSetup *self)
{
  return self->progress;
}

const char *
sem_weights_setup_get_problem (SemWeightsSetup *self)
{
  return self->problem;
}

void
sem_weights_setup_get (SemWeightsSetup *self, GFile *file)
{
  self->n_calls++;
  sem_fake_weights_set (self, SEM_WEIGHTS_COMING, 0, NULL);
}

void
sem_weights_setup_stop (SemWeightsSetup *self)
{
  sem_fake_weights_set (self, SEM_WEIGHTS_MISSING, 0, NULL);
}
