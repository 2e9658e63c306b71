/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/checkup/checkup.h"

#include "engine/doctor/doctor.h"
#include "engine/model/background.h"
#include "engine/model/library-private.h"

#include <glib/gi18n-lib.h>

struct _SemCheckup
{
  GObject parent_instance;

  SemLibrary *library;
  GListStore *rows;
  SemBackground background; /* looks */
  gboolean repairing;
  gboolean damaged; /* a file of the library, by the last look */
  gboolean healthy;
  gboolean repairable;
  char *report;
};

enum
{
  PROP_HEALTHY = SEM_BACKGROUND_N_PROPS,
  PROP_REPAIRABLE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SemCheckup, sem_checkup, G_TYPE_OBJECT)

static gpointer
examine_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = sem_background_get_progress (data, cancellable);

  return sem_doctor_examine (path, FALSE, &progress, error);
}

static SemCheckupRow *
make_row (const SemDoctorFinding *finding)
{
  static const SemFindingMark marks[] = {
    [SEM_FINDING_GOOD] = SEM_MARK_GOOD,
    [SEM_FINDING_NOTE] = SEM_MARK_NOTE,
    [SEM_FINDING_WRONG] = SEM_MARK_WRONG,
  };
  GString *text = g_string_new (finding->text);
  SemCheckupRow *row;

  for (guint i = 0; i < finding->details->len; i++)
    g_string_append_printf (text, "\n%s", (const char *) finding->details->pdata[i]);
  row = sem_checkup_row_new (marks[finding->level], finding->title, text->str);
  g_string_free (text, TRUE);
  return row;
}

static void
show (SemCheckup *self, const SemDoctorReport *report)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  self->damaged = FALSE;
  for (guint i = 0; i < report->findings->len; i++)
    {
      const SemDoctorFinding *finding = report->findings->pdata[i];

      g_ptr_array_add (rows, make_row (finding));
      self->damaged |= finding->repair == SEM_REPAIR_FILES;
    }
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
  g_free (self->report);
  self->report = sem_doctor_report_to_text (report);
  self->healthy = sem_doctor_report_is_healthy (report);
  self->repairable = sem_doctor_report_is_mendable (report);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEALTHY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPAIRABLE]);
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemCheckup *self = SEM_CHECKUP (object);
  g_autoptr (SemDoctorReport) report = sem_background_finish (&self->background, result);

  if (report)
    show (self, report);
  g_object_notify_by_pspec (object, properties[SEM_BACKGROUND_RUNNING]);
}

static void
free_report (gpointer report)
{
  sem_doctor_report_free (report);
}

/* What else runs, such as a training, is not waited for. */
static void
status_cb (SemCheckup *self)
{
  const guint *pending_of = self->library->pending_of;

  if (!self->repairing || pending_of[SEM_ENGINE_REPAIR] || pending_of[SEM_ENGINE_INDEX])
    return;
  self->repairing = FALSE;
  sem_checkup_start (self);
}

static void
sem_checkup_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemCheckup *self = SEM_CHECKUP (object);

  switch (id)
    {
    case SEM_BACKGROUND_RUNNING:
      g_value_set_boolean (value, sem_checkup_get_running (self));
      break;
    case PROP_HEALTHY:
      g_value_set_boolean (value, self->healthy);
      break;
    case PROP_REPAIRABLE:
      g_value_set_boolean (value, self->repairable);
      break;
    default:
      if (!sem_background_read_property (&self->background, id, value))
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_checkup_dispose (GObject *object)
{
  SemCheckup *self = SEM_CHECKUP (object);

  sem_background_clear (&self->background);
  g_clear_object (&self->rows);
  g_clear_object (&self->library);
  g_clear_pointer (&self->report, g_free);

  G_OBJECT_CLASS (sem_checkup_parent_class)->dispose (object);
}

static void
sem_checkup_class_init (SemCheckupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sem_checkup_dispose;
  object_class->get_property = sem_checkup_get_property;
  sem_background_add_properties (properties);
  properties[PROP_HEALTHY] = g_param_spec_boolean ("healthy", NULL, NULL, FALSE, flags);
  properties[PROP_REPAIRABLE] = g_param_spec_boolean ("repairable", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
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

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "notify::state", G_CALLBACK (status_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "notify::status", G_CALLBACK (status_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
sem_checkup_start (SemCheckup *self)
{
  static const SemBackgroundWork work = { examine_worker, free_report, done_cb, NULL,
                                          N_("Checking the library") };

  g_return_if_fail (SEM_IS_CHECKUP (self));

  if (self->library && !self->repairing)
    sem_background_start (&self->background, G_OBJECT (self), self->library, &work);
}

void
sem_checkup_stop (SemCheckup *self)
{
  g_return_if_fail (SEM_IS_CHECKUP (self));
  sem_background_stop (&self->background);
}

void
sem_checkup_repair (SemCheckup *self)
{
  g_return_if_fail (SEM_IS_CHECKUP (self));

  if (sem_checkup_get_running (self) || !self->library || !self->library->engine)
    return;
  self->repairing = TRUE;
  sem_library_push (self->library, &(SemEngineRequest){ .job = SEM_ENGINE_REPAIR });
  /* Damaged files are set aside at the next start, and left alone until then. */
  if (!self->damaged)
    sem_library_push (self->library, &(SemEngineRequest){ .job = SEM_ENGINE_INDEX });
  g_object_notify_by_pspec (G_OBJECT (self), properties[SEM_BACKGROUND_RUNNING]);
}

gboolean
sem_checkup_get_running (SemCheckup *self)
{
  g_return_val_if_fail (SEM_IS_CHECKUP (self), FALSE);
  return self->background.cancellable != NULL || self->repairing;
}

double
sem_checkup_get_progress (SemCheckup *self)
{
  g_return_val_if_fail (SEM_IS_CHECKUP (self), 0);
  return self->background.progress;
}

gboolean
sem_checkup_get_healthy (SemCheckup *self)
{
  g_return_val_if_fail (SEM_IS_CHECKUP (self), FALSE);
  return self->healthy;
}

gboolean
sem_checkup_get_repairable (SemCheckup *self)
{
  g_return_val_if_fail (SEM_IS_CHECKUP (self), FALSE);
  return self->repairable;
}

const char *
sem_checkup_get_problem (SemCheckup *self)
{
  g_return_val_if_fail (SEM_IS_CHECKUP (self), NULL);
  return self->background.problem;
}

GListModel *
sem_checkup_get_rows (SemCheckup *self)
{
  g_return_val_if_fail (SEM_IS_CHECKUP (self), NULL);
  return G_LIST_MODEL (self->rows);
}

const char *
sem_checkup_get_report (SemCheckup *self)
{
  g_return_val_if_fail (SEM_IS_CHECKUP (self), NULL);
  return self->report;
}
