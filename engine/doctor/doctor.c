/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-doctor"

#include "config.h"

#include "engine/doctor/doctor-private.h"
#include "engine/store/folders.h"

#include <glib/gi18n-lib.h>

/* Folders get numbers, so that lines about different folders can be distinguished. */
static gboolean
name_folders (SemDoctor *self, GError **error)
{
  g_autoptr (GPtrArray) folders = sem_store_list_folders (self->store, error);

  for (guint i = 0; folders && i < folders->len; i++)
    {
      g_autofree char *name = g_strdup_printf (_("folder %u"), i + 1);

      sem_redactor_add (self->redactor, ((SemStoreFolder *) folders->pdata[i])->path, name);
    }
  return folders != NULL;
}

static gboolean
check_contents (SemDoctor *self, const SemProgress *progress, GError **error)
{
  SemProgressPart orphans, codes;

  sem_doctor_check_decisions (self);
  return name_folders (self, error)
         && sem_doctor_check_orphans (self, sem_progress_part_init (&orphans, progress, 0, .7),
                                      error)
         && sem_doctor_check_codes (self, sem_progress_part_init (&codes, progress, .7, 1), error)
         && sem_doctor_check_quarantine (self, error) && sem_doctor_check_presence (self, error);
}

/* What the store says in the middle of the checks is a finding as well. */
static gboolean
take_contents (SemDoctor *self, const SemProgress *progress, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!self->store || check_contents (self, progress, &local))
    return TRUE;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  sem_doctor_add (self, "database", _("Database"), SEM_FINDING_WRONG, g_strdup (local->message))
    ->repair =
    g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED) ? SEM_REPAIR_FILES : SEM_REPAIR_NOTHING;
  return TRUE;
}

SemDoctorReport *
sem_doctor_examine (const char *path, gboolean paths, const SemProgress *progress, GError **error)
{
  g_autoptr (SemRedactor) redactor = sem_redactor_new (paths);
  SemDoctor self = { .path = path, .redactor = redactor };
  SemProgressPart files, contents;
  gboolean ok;

  /* What does not exist cannot be examined; the store has the words. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      self.store = sem_store_open (path, SEM_STORE_READ, error);
      g_clear_pointer (&self.store, sem_store_close);
      return NULL;
    }
  self.report = sem_doctor_report_new ();
  sem_doctor_list_facts (&self);
  ok = sem_doctor_check_files (&self, sem_progress_part_init (&files, progress, 0, .5), error)
       && take_contents (&self, sem_progress_part_init (&contents, progress, .5, .95), error);
  if (ok)
    {
      sem_doctor_check_space (&self);
      sem_doctor_check_sandbox (&self, sem_progress_get_cancellable (progress));
      sem_progress_report (progress, 1);
    }
  else
    g_clear_pointer (&self.report, sem_doctor_report_free);
  sem_store_close (self.store);
  return self.report;
}
