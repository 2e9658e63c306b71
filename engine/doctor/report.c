/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-doctor"

#include "config.h"

#include "engine/doctor/doctor-private.h"

#include <glib/gi18n-lib.h>

static void
free_finding (gpointer data)
{
  SemDoctorFinding *finding = data;

  g_free (finding->title);
  g_free (finding->text);
  g_ptr_array_unref (finding->details);
  g_free (finding);
}

static void
free_fact (gpointer data)
{
  SemDoctorFact *fact = data;

  g_free (fact->label);
  g_free (fact->value);
  g_free (fact);
}

SemDoctorReport *
sem_doctor_report_new (void)
{
  SemDoctorReport *self = g_new0 (SemDoctorReport, 1);

  self->findings = g_ptr_array_new_with_free_func (free_finding);
  self->facts = g_ptr_array_new_with_free_func (free_fact);
  return self;
}

void
sem_doctor_report_free (SemDoctorReport *self)
{
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->facts);
  g_free (self);
}

SemDoctorFinding *
sem_doctor_add (SemDoctor *self,
                const char *check,
                const char *title,
                SemFindingLevel level,
                char *text)
{
  SemDoctorFinding *finding = g_new0 (SemDoctorFinding, 1);

  finding->check = check;
  finding->level = level;
  finding->title = g_strdup (title);
  finding->text = sem_redactor_apply (self->redactor, text);
  finding->details = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->report->findings, finding);
  g_free (text);
  return finding;
}

void
sem_doctor_add_detail (SemDoctor *self, SemDoctorFinding *finding, char *line)
{
  g_ptr_array_add (finding->details, sem_redactor_apply (self->redactor, line));
  g_free (line);
}

void
sem_doctor_add_fact (SemDoctor *self, const char *key, const char *label, char *value)
{
  SemDoctorFact *fact = g_new0 (SemDoctorFact, 1);

  fact->key = key;
  fact->label = g_strdup (label);
  fact->value = sem_redactor_apply (self->redactor, value);
  g_ptr_array_add (self->report->facts, fact);
  g_free (value);
}

gboolean
sem_doctor_report_is_healthy (const SemDoctorReport *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (((const SemDoctorFinding *) self->findings->pdata[i])->level == SEM_FINDING_WRONG)
      return FALSE;
  return TRUE;
}

gboolean
sem_doctor_report_is_mendable (const SemDoctorReport *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (((const SemDoctorFinding *) self->findings->pdata[i])->repair != SEM_REPAIR_NOTHING)
      return TRUE;
  return FALSE;
}

const char *
sem_finding_level_get_name (SemFindingLevel level)
{
  static const char *const names[] = { "ok", "note", "wrong" };

  return names[level];
}

char *
sem_doctor_report_to_text (const SemDoctorReport *self)
{
  static const char *const marks[] = {
    /* Translators: beside a finding that is as it should be. */
    NC_ ("finding", "OK"),
    /* Translators: beside a finding that is worth knowing. */
    NC_ ("finding", "Note"),
    /* Translators: beside a finding that something has to be done about. */
    NC_ ("finding", "WRONG"),
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const SemDoctorFinding *finding = self->findings->pdata[i];

      g_string_append_printf (text, "%s – %s: %s\n",
                              g_dpgettext2 (GETTEXT_PACKAGE, "finding", marks[finding->level]),
                              finding->title, finding->text);
      for (guint k = 0; k < finding->details->len; k++)
        g_string_append_printf (text, "    %s\n", (const char *) finding->details->pdata[k]);
    }
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->facts->len; i++)
    {
      const SemDoctorFact *fact = self->facts->pdata[i];

      g_string_append_printf (text, "%s: %s\n", fact->label, fact->value);
    }
  return g_string_free (text, FALSE);
}
