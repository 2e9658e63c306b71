/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/quality/model-pair.h"
#include "tests/support/fake-private.h"

struct _SemModelPair
{
  GObject parent_instance;

  gint64 before, after;
  gboolean running, known;
  char *problem;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (SemModelPair, sem_model_pair, G_TYPE_OBJECT)

static void
sem_model_pair_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, SEM_MODEL_PAIR (object)->running);
}

static void
sem_model_pair_finalize (GObject *object)
{
  g_free (SEM_MODEL_PAIR (object)->problem);

  G_OBJECT_CLASS (sem_model_pair_parent_class)->finalize (object);
}

static void
sem_model_pair_class_init (SemModelPairClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sem_model_pair_finalize;
  object_class->get_property = sem_model_pair_get_property;
  g_object_class_install_property (object_class, PROP_RUNNING,
                                   g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE));
}

static void
sem_model_pair_init (SemModelPair *self)
{
}

static void
set_running (SemModelPair *self, gboolean running)
{
  self->running = running;
  g_object_notify (G_OBJECT (self), "running");
}

SemModelPair *
sem_model_pair_new (SemLibrary *library)
{
  return g_object_new (SEM_TYPE_MODEL_PAIR, NULL);
}

void
sem_model_pair_start (SemModelPair *self, SemCodes *before, SemCodes *after)
{
  self->before = sem_codes_get_id (before);
  self->after = sem_codes_get_id (after);
  self->known = FALSE;
  set_running (self, TRUE);
}

void
sem_model_pair_stop (SemModelPair *self)
{
  if (self->running)
    set_running (self, FALSE);
}

gboolean
sem_model_pair_get_running (SemModelPair *self)
{
  return self->running;
}

const char *
sem_model_pair_get_problem (SemModelPair *self)
{
  return self->problem;
}

gboolean
sem_model_pair_get_measures (SemModelPair *self,
                             SemMeasures *before,
                             SemMeasures *after,
                             double *overlap)
{
  if (!self->known)
    return FALSE;
  *before = (SemMeasures){ .reach = (double) self->before / 100 };
  *after = (SemMeasures){ .reach = (double) self->after / 100 };
  *overlap = 0.5;
  return TRUE;
}

void
sem_fake_pair_finish (SemModelPair *self, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  self->known = !problem;
  set_running (self, FALSE);
}
