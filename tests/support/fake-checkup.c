/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/checkup/checkup.h"
#include "tests/support/fake-private.h"

struct _SemCheckup
{
  GObject parent_instance;

  SemLibrary *library;
  GListStore *rows;
  gboolean running;
  gboolean healthy;
  gboolean repairable;
  double progress;
  char *problem;
  char *report;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_PROGRESS,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (SemCheckup, sem_checkup, G_TYPE_OBJECT)

static void
sem_checkup_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemCheckup *self = SEM_CHECKUP (object);

  if (id == PROP_RUNNING)
    g_value_set_boolean (value, self->running);
  else if (id == PROP_PROGRESS)
    g_value_set_double (value, self->progress);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_checkup_finalize (GObject *object)
{
  SemCheckup *self = SEM_CHECKUP (object);

  g_object_unref (self->rows);
  g_object_unref (self->library);
  g_free (self->problem);
  g_free (self->report);

  G_OBJECT_CLASS (sem_checkup_parent_class)->finalize (object);
}

static void
sem_checkup_class_init (SemCheckupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sem_checkup_finalize;
  object_class->get_property = sem_checkup_get_property;
  g_object_class_install_property (object_class, PROP_RUNNING,
                                   g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_PROGRESS,
                                   g_param_spec_double ("progress", NULL, NULL, 0, 1, 0,
                                                        G_PARAM_READABLE));
}

static void
sem_checkup_init (SemCheckup *self)
{
  self->rows = g_list_store_new (SEM_TYPE_CHECKUP_ROW);
}

SemCheckup *
sem_checkup_new (SemLibrary *library)
{
  SemCheckup *self = g_object_new (SEM_TYPE_CHECKUP, NULL);

  self->library = g_object_ref (library);
  return self;
}

static void
set_running (SemCheckup *self, gboolean running)
{
  self->running = running;
  g_object_notify (G_OBJECT (self), "running");
}

void
sem_checkup_start (SemCheckup *self)
{
  sem_fake_note_call (self->library, "checkup", NULL);
  set_running (self, TRUE);
}

void
sem_checkup_stop (SemCheckup *self)
{
  set_running (self, FALSE);
}

void
sem_checkup_repair (SemCheckup *self)
{
  sem_fake_note_call (self->library, "repair", NULL);
  set_running (self, TRUE);
}

gboolean
sem_checkup_get_running (SemCheckup *self)
{
  return self->running;
}

double
sem_checkup_get_progress (SemCheckup *self)
{
  return self->progress;
}

gboolean
sem_checkup_get_healthy (SemCheckup *self)
{
  return self->healthy;
}

gboolean
sem_checkup_get_repairable (SemCheckup *self)
{
  return self->repairable;
}

const char *
sem_checkup_get_problem (SemCheckup *self)
{
  return self->problem;
}

GListModel *
sem_checkup_get_rows (SemCheckup *self)
{
  return G_LIST_MODEL (self->rows);
}

const char *
sem_checkup_get_report (SemCheckup *self)
{
  return self->report;
}

void
sem_fake_checkup_set_progress (SemCheckup *self, double progress)
{
  self->progress = progress;
  g_object_notify (G_OBJECT (self), "progress");
}

void
sem_fake_checkup_finish (SemCheckup *self, gboolean healthy, gboolean repairable)
{
  g_autoptr (SemCheckupRow) good =
    sem_checkup_row_new (SEM_MARK_GOOD, "Database", "The files are <sound> & whole.");
  g_autoptr (SemCheckupRow) note =
    sem_checkup_row_new (SEM_MARK_NOTE, "Quarantine", "2 files.\nfile 1 ends too early.");
  g_autoptr (SemCheckupRow) wrong =
    sem_checkup_row_new (SEM_MARK_WRONG, "Codes", "3 of 9 codes are wrong.");

  g_list_store_remove_all (self->rows);
  g_list_store_append (self->rows, good);
  g_list_store_append (self->rows, note);
  if (!healthy)
    g_list_store_append (self->rows, wrong);
  self->healthy = healthy;
  self->repairable = repairable;
  g_clear_pointer (&self->problem, g_free);
  g_free (self->report);
  self->report = g_strdup (healthy ? "all is well" : "codes are wrong");
  set_running (self, FALSE);
}

void
sem_fake_checkup_fail (SemCheckup *self, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  set_running (self, FALSE);
}
