/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-doctor"

#include "config.h"

#include "engine/doctor/doctor-private.h"
#include "engine/store/repair/check.h"
#include "engine/store/repair/decisions.h"

#include <glib/gi18n-lib.h>

static void
add_file (SemDoctor *self, SemDoctorFinding *finding, const SemStoreFileCheck *check)
{
  g_autofree char *name = g_filename_display_basename (check->path);
  g_autofree char *size = g_format_size ((guint64) check->size);

  if (check->damage)
    sem_doctor_add_detail (self, finding,
                           /* Translators: a file, and what SQLite says of it. */
                           g_strdup_printf (_("%s: damaged: %s"), name, check->damage));
  else if (check->problem)
    sem_doctor_add_detail (self, finding, g_strdup_printf ("%s: %s", name, check->problem));
  else if (!check->exists)
    sem_doctor_add_detail (self, finding, g_strdup_printf (_("%s: missing"), name));
  else
    sem_doctor_add_detail (self, finding, g_strdup_printf ("%s: %s", name, size));
}

static void
add_aside (SemDoctor *self)
{
  g_autoptr (GPtrArray) aside = sem_store_list_aside (self->path);
  SemDoctorFinding *finding;

  if (aside->len == 0)
    return;
  finding = sem_doctor_add (self, "aside", _("Set Aside"), SEM_FINDING_NOTE,
                            g_strdup_printf (ngettext ("%u damaged file of earlier is kept. Delete "
                                                       "it yourself when you do not need it.",
                                                       "%u damaged files of earlier are kept. "
                                                       "Delete them yourself when you do not need "
                                                       "them.",
                                                       aside->len),
                                             aside->len));
  finding->count = aside->len;
  for (guint i = 0; i < aside->len; i++)
    sem_doctor_add_detail (self, finding, g_filename_display_basename (aside->pdata[i]));
}

/* Opens the library; what hinders that is a finding. */
static void
open_library (SemDoctor *self, const GPtrArray *checks, const SemDoctorFinding *bad)
{
  g_autoptr (GError) local = NULL;
  SemDoctorFinding *finding;

  if (!bad)
    self->store = sem_store_open (self->path, SEM_STORE_READ, &local);
  if (bad || self->store)
    return;
  finding =
    sem_doctor_add (self, "database", _("Database"), SEM_FINDING_WRONG, g_strdup (local->message));
  if (g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED)
      || g_error_matches (local, SEM_ERROR, SEM_ERROR_NOT_FOUND))
    finding->repair = SEM_REPAIR_FILES;
  for (guint i = 0; i < checks->len; i++)
    add_file (self, finding, checks->pdata[i]);
}

static void
add_journal (SemDoctor *self, const GPtrArray *checks)
{
  const SemStoreFileCheck *library = checks->pdata[0];
  gboolean network;
  char *place = sem_store_describe_place (self->path, &network);

  if (network)
    sem_doctor_add (self, "storage", _("Storage"), SEM_FINDING_NOTE,
                    g_strdup_printf (_("The library is on a network file system (%s), where it is "
                                       "slower. A local disk is better for it."),
                                     place));
  sem_doctor_add_fact (self, "file_system", _("File system"), place);
  sem_doctor_add_fact (self, "journal", _("Journal"), g_strdup (library->journal));
}

/* Independent of the library's file name. */
static void
name_files (SemDoctor *self, const GPtrArray *checks)
{
  static const char *const names[] = { "library.db", "library.features.db",
                                       "library.thumbnails.db" };

  for (guint i = 0; i < checks->len && i < G_N_ELEMENTS (names); i++)
    sem_redactor_add (self->redactor, ((const SemStoreFileCheck *) checks->pdata[i])->path,
                      names[i]);
}

gboolean
sem_doctor_check_files (SemDoctor *self, const SemProgress *progress, GError **error)
{
  g_autoptr (GPtrArray) checks = sem_store_check_files (self->path, progress, error);
  SemDoctorFinding *finding = NULL;
  guint n_damaged = 0, n_bad = 0;

  if (!checks)
    return FALSE;
  name_files (self, checks);
  for (guint i = 0; i < checks->len; i++)
    {
      const SemStoreFileCheck *check = checks->pdata[i];

      n_damaged += check->damage != NULL;
      n_bad += check->damage || check->problem;
    }
  if (n_damaged)
    finding = sem_doctor_add (
      self, "database", _("Database"), SEM_FINDING_WRONG,
      g_strdup (_("The database is damaged. Your photos are untouched: the damaged file is set "
                  "aside, and a new one is made from them.")));
  else if (n_bad)
    finding = sem_doctor_add (self, "database", _("Database"), SEM_FINDING_WRONG,
                              g_strdup (_("The database cannot be read.")));
  if (finding)
    finding->repair = n_damaged ? SEM_REPAIR_FILES : SEM_REPAIR_NOTHING;
  open_library (self, checks, finding);
  if (self->store)
    finding = sem_doctor_add (self, "database", _("Database"), SEM_FINDING_GOOD,
                              g_strdup (_("The files of the library are sound.")));
  for (guint i = 0; finding && i < checks->len; i++)
    add_file (self, finding, checks->pdata[i]);
  if (((const SemStoreFileCheck *) checks->pdata[0])->journal)
    add_journal (self, checks);
  add_aside (self);
  return TRUE;
}

void
sem_doctor_check_decisions (SemDoctor *self)
{
  if (sem_store_has_decisions (self->store))
    sem_doctor_add (self, "decisions", _("Folders and Names"), SEM_FINDING_GOOD,
                    g_strdup (
                      _("The list of folders and the names of models are kept in a file of "
                        "their own as well.")));
  else
    sem_doctor_add (self, "decisions", _("Folders and Names"), SEM_FINDING_NOTE,
                    g_strdup (_("The list of folders and the names of models are in the database "
                                "only.")))
      ->repair = SEM_REPAIR_DECISIONS;
}
