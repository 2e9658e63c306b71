/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/doctor/doctor.h"
#include "engine/service/engine-private.h"

static void
say_cb (const char *line, gpointer user_data)
{
  GString *said = user_data;

  g_string_append_printf (said, "%s%s", said->len ? " " : "", line);
}

/* The window has connections to the library, so that a damaged one is set aside at the next start.
 */
static gboolean
repair_held (SemEngine *self, const SemProgress *progress, GString *said, GError **error)
{
  g_autoptr (SemDoctorReport) report = sem_doctor_examine (self->path, FALSE, progress, error);
  const SemDoctorMending mending = { .renew = FALSE, .say = say_cb, .user_data = said };
  gboolean index;

  return report && sem_doctor_mend (self->path, report, &mending, progress, &index, error);
}

gboolean
sem_engine_repair (SemEngine *self, SemJob *job, char **message, GError **error)
{
  const SemProgress progress = { .cancellable = job->cancellable };
  GString *said = NULL;
  gboolean ok;

  if (!sem_engine_hold_library (self, error))
    return FALSE;
  said = g_string_new (NULL);
  ok = repair_held (self, &progress, said, error);
  sem_engine_release_library (self);
  if (said->len)
    *message = g_string_free (said, FALSE);
  else
    g_string_free (said, TRUE);
  return ok;
}
