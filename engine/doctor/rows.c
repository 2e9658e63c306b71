/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-doctor"

#include "config.h"

#include "engine/base/told.h"
#include "engine/doctor/doctor-private.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/mounts.h"
#include "engine/store/photos.h"
#include "engine/store/repair/orphans.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* A page has room for this many quarantined files; “status” lists all. */
#define MOST_FILES 20

/* Orphans ----------------------------------------------------------------------------------------
 */

/* (transfer full): what is said of @n things of the kind. */
static char *
describe_orphans (SemStoreOrphan kind, guint n)
{
  switch (kind)
    {
    case SEM_ORPHAN_ROWS:
      return g_strdup_printf (ngettext ("%u entry belongs to nothing.",
                                        "%u entries belong to nothing.", n),
                              n);
    case SEM_ORPHAN_VISIBILITY:
      return g_strdup_printf (ngettext ("%u photo is hidden though its file is there, or the other "
                                        "way round.",
                                        "%u photos are hidden though their files are there, or the "
                                        "other way round.",
                                        n),
                              n);
    case SEM_ORPHAN_COMPANIONS:
      return g_strdup_printf (ngettext ("%u thumbnail or feature belongs to no photo.",
                                        "%u thumbnails or features belong to no photo.", n),
                              n);
    case SEM_ORPHAN_UNDESCRIBED:
      return g_strdup_printf (ngettext ("%u photo has lost its feature.",
                                        "%u photos have lost their features.", n),
                              n);
    case SEM_ORPHAN_THUMBNAILS:
    default:
      return g_strdup_printf (ngettext ("%u photo has lost its thumbnail.",
                                        "%u photos have lost their thumbnails.", n),
                              n);
    }
}

gboolean
sem_doctor_check_orphans (SemDoctor *self, const SemProgress *progress, GError **error)
{
  guint counts[SEM_ORPHAN_N_KINDS];
  gboolean whole = TRUE;

  if (!sem_store_count_orphans (self->store, counts, progress, error))
    return FALSE;
  for (guint kind = 0; kind < SEM_ORPHAN_N_KINDS; kind++)
    {
      gboolean lost = kind == SEM_ORPHAN_UNDESCRIBED || kind == SEM_ORPHAN_THUMBNAILS;
      SemDoctorFinding *finding;

      if (counts[kind] == 0)
        continue;
      whole = FALSE;
      finding = sem_doctor_add (self, lost ? "features" : "orphans",
                                lost ? _("Lost Parts") : _("Orphans"), SEM_FINDING_WRONG,
                                describe_orphans (kind, counts[kind]));
      finding->count = counts[kind];
      finding->repair = SEM_REPAIR_ORPHANS;
      finding->which = kind;
    }
  if (whole)
    sem_doctor_add (self, "orphans", _("Orphans"), SEM_FINDING_GOOD,
                    g_strdup (_("Everything in the library belongs to a photo, and nothing is "
                                "missing.")));
  return TRUE;
}

/* Quarantine -------------------------------------------------------------------------------------
 */

/* (transfer full): such as "file 3 (.jpg)": a suffix is not private. */
static char *
name_file (const char *path, guint number)
{
  const char *dot = strrchr (path, '.');

  if (!dot || strchr (dot, '/') || strlen (dot) > 5 || !g_str_is_ascii (dot))
    return g_strdup_printf (_("file %u"), number);
  return g_strdup_printf (_("file %u (%s)"), number, dot);
}

gboolean
sem_doctor_check_quarantine (SemDoctor *self, GError **error)
{
  g_autoptr (GPtrArray) failed = sem_store_list_failed (self->store, error);
  SemDoctorFinding *finding;

  if (!failed)
    return FALSE;
  if (failed->len == 0)
    {
      sem_doctor_add (self, "quarantine", _("Quarantine"), SEM_FINDING_GOOD,
                      g_strdup (_("Every file could be read.")));
      return TRUE;
    }
  finding = sem_doctor_add (
    self, "quarantine", _("Quarantine"), SEM_FINDING_NOTE,
    g_strdup_printf (ngettext ("%u file could not be indexed. It can be tried again.",
                               "%u files could not be indexed. They can be tried again.",
                               failed->len),
                     failed->len));
  finding->count = failed->len;
  finding->repair = SEM_REPAIR_QUARANTINE;
  for (guint i = 0; i < MIN (failed->len, MOST_FILES); i++)
    {
      const SemStoreFile *file = failed->pdata[i];
      g_autofree char *name = name_file (file->path, i + 1);

      sem_redactor_add (self->redactor, file->path, name);
      sem_doctor_add_detail (self, finding,
                             sem_told_dup_sentence (file->reason ? file->reason : file->path));
    }
  return TRUE;
}

/* Folders and files ------------------------------------------------------------------------------
 */

static const char *
describe_away (SemAway away)
{
  switch (away)
    {
    case SEM_AWAY_UNREADABLE:
      return _("the folder cannot be read");
    case SEM_AWAY_UNMOUNTED:
      return _("its disk is not connected");
    case SEM_AWAY_ABSENT:
      return _("the folder does not exist");
    case SEM_AWAY_EMPTIED:
      return _("none of its photos are found");
    case SEM_AWAY_NOT:
    default:
      return "";
    }
}

static gboolean
is_folder (const GPtrArray *folders, const char *path)
{
  for (guint i = 0; i < folders->len; i++)
    if (strcmp (((const SemStoreFolder *) folders->pdata[i])->path, path) == 0)
      return TRUE;
  return FALSE;
}

static guint
add_offline (SemDoctor *self,
             SemDoctorFinding *finding,
             const GPtrArray *mounts,
             const GPtrArray *folders)
{
  guint n = 0;

  for (guint i = 0; i < mounts->len; i++)
    {
      const SemStoreMount *mount = mounts->pdata[i];
      g_autofree char *name = g_filename_display_name (mount->path);
      g_autofree char *number = g_strdup_printf (_("subfolder %u"), i + 1);

      if (!mount->away)
        continue;
      n++;
      if (!is_folder (folders, mount->path))
        sem_redactor_add (self->redactor, mount->path, number);
      sem_doctor_add_detail (self, finding,
                             /* Translators: a folder, and why it is offline. */
                             g_strdup_printf (_("%s (photos kept: %u): %s"), name, mount->n_photos,
                                              describe_away (mount->away)));
    }
  return n;
}

gboolean
sem_doctor_check_presence (SemDoctor *self, GError **error)
{
  g_autoptr (GPtrArray) folders = sem_store_list_folders (self->store, error);
  g_autoptr (GPtrArray) mounts = folders ? sem_store_list_mounts (self->store, error) : NULL;
  g_autoptr (GArray) hidden = mounts ? sem_store_list_hidden (self->store, error) : NULL;
  SemStoreCounts counts;
  SemDoctorFinding *finding;
  guint n;

  if (!hidden || !sem_store_count (self->store, &counts, error))
    return FALSE;
  finding = sem_doctor_add (
    self, "files", _("Files"), SEM_FINDING_GOOD,
    g_strdup_printf (_("Folders: %u, photos: %u, files: %u, files that are no images: %u."),
                     folders->len, counts.photos, counts.files, counts.skipped));
  n = add_offline (self, finding, mounts, folders);
  if (hidden->len)
    sem_doctor_add_detail (
      self, finding,
      g_strdup_printf (ngettext ("%u photo is kept whose files are gone or have changed.",
                                 "%u photos are kept whose files are gone or have changed.",
                                 hidden->len),
                       hidden->len));
  finding->count = n + hidden->len;
  finding->level = finding->count ? SEM_FINDING_NOTE : SEM_FINDING_GOOD;
  return TRUE;
}
