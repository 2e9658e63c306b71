/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-doctor"

#include "config.h"

#include "engine/decode/decoder.h"
#include "engine/doctor/doctor-private.h"
#include "engine/hash/mathematics/blas.h"
#include "engine/kernels/cpu.h"
#include "engine/store/repair/check.h"

#include <sys/statvfs.h>
#include <sys/utsname.h>

#include <glib/gi18n-lib.h>

/* Less than the journals of one indexing can take. */
#define LOW_BYTES (100 * G_GUINT64_CONSTANT (1000000))

gboolean
sem_doctor_is_low (guint64 free_bytes)
{
  return free_bytes < LOW_BYTES;
}

void
sem_doctor_check_space (SemDoctor *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path), *size = NULL;
  struct statvfs disk;
  guint64 free_bytes;

  if (statvfs (folder, &disk) != 0)
    return;
  free_bytes = (guint64) disk.f_bavail * disk.f_frsize;
  size = g_format_size (free_bytes);
  if (disk.f_flag & ST_RDONLY)
    sem_doctor_add (self, "space", _("Space"), SEM_FINDING_NOTE,
                    g_strdup (
                      _("The disk of the library is read-only: photos can be searched, and "
                        "none added.")));
  else if (sem_doctor_is_low (free_bytes))
    sem_doctor_add (self, "space", _("Space"), SEM_FINDING_WRONG,
                    g_strdup_printf (_("Only %s are free on the disk of the library. Free some "
                                       "space."),
                                     size));
  else
    sem_doctor_add (self, "space", _("Space"), SEM_FINDING_GOOD,
                    g_strdup_printf (_("%s are free on the disk of the library."), size));
}

void
sem_doctor_check_sandbox (SemDoctor *self, GCancellable *cancellable)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GError) local = NULL;
  g_autofree char *words = NULL;
  SemSandbox sandbox;
  SemSandboxLevel level;

  if (!sem_decoder_read_sandbox (decoder, &sandbox, cancellable, &local))
    {
      sem_doctor_add (self, "sandbox", _("Sandbox"), SEM_FINDING_WRONG, g_strdup (local->message));
      return;
    }
  words = sem_sandbox_describe (&sandbox);
  level = sem_sandbox_get_level (&sandbox);
  sem_doctor_add (self, "sandbox", _("Sandbox"),
                  level == SEM_SANDBOX_FULL ? SEM_FINDING_GOOD : SEM_FINDING_NOTE,
                  g_steal_pointer (&words));
}

static char *
read_system (void)
{
  g_autofree char *name = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  struct utsname kernel;

  if (uname (&kernel) != 0)
    return g_strdup (name ? name : "?");
  return g_strdup_printf ("%s, Linux %s, %s, CPUs: %u", name ? name : "?", kernel.release,
                          kernel.machine, g_get_num_processors ());
}

void
sem_doctor_list_facts (SemDoctor *self)
{
  const char *note = sem_k_get_note ();

  sem_doctor_add_fact (self, "version", _("Version"), g_strdup (SEM_VERSION));
  sem_doctor_add_fact (self, "system", _("System"), read_system ());
  sem_doctor_add_fact (self, "kernels", _("Kernels"),
                       g_strdup (sem_k_set_name (sem_k_get_set ())));
  sem_doctor_add_fact (self, "popcount", _("Popcount"),
                       g_strdup (sem_k_cpu_has_vpopcntdq () ? "vpopcntdq" : "no vpopcntdq"));
  if (note)
    sem_doctor_add_fact (self, "kernels_note", _("Note"), g_strdup (note));
  sem_doctor_add_fact (self, "openblas_core", _("OpenBLAS"), g_strdup (sem_blas_get_core ()));
  sem_doctor_add_fact (self, "decoder", _("Decoder"), g_strdup (sem_decoder_get_version ()));
  sem_doctor_add_fact (self, "sqlite", "SQLite", g_strdup (sem_store_get_sqlite_version ()));
  sem_doctor_add_fact (self, "glib", "GLib",
                       g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version,
                                        glib_micro_version));
}
