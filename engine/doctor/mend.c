/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-doctor"

#include "config.h"

#include "engine/doctor/doctor.h"
#include "engine/learn/encoding.h"
#include "engine/photos/codes.h"
#include "engine/store/models.h"
#include "engine/store/repair/check.h"
#include "engine/store/repair/decisions.h"
#include "engine/store/repair/orphans.h"
#include "engine/store/sweep.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *path;
  const SemDoctorMending *mending;
  SemStore *store;
  gboolean index;
} Mender;

G_GNUC_PRINTF (2, 3)
static void
say (const Mender *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  if (self->mending->say)
    self->mending->say (line, self->mending->user_data);
}

/* Databases --------------------------------------------------------------------------------------
 */

static gboolean
mark_damaged (Mender *self, const SemProgress *progress, GError **error)
{
  g_autoptr (GPtrArray) checks = sem_store_check_files (self->path, progress, error);

  for (guint i = 0; checks && i < checks->len; i++)
    if (((const SemStoreFileCheck *) checks->pdata[i])->damage)
      sem_store_mark_file (checks->pdata[i]);
  return checks != NULL;
}

/* Says what opening the library has set aside. @before: (element-type filename) */
static void
say_aside (const Mender *self, const GPtrArray *before)
{
  g_autoptr (GPtrArray) after = sem_store_list_aside (self->path);

  for (guint i = 0; i < after->len; i++)
    {
      const char *file = after->pdata[i];
      g_autofree char *name = g_filename_display_basename (file);

      if (!g_ptr_array_find_with_equal_func ((GPtrArray *) before, file, g_str_equal, NULL))
        say (self, _("Set aside as “%s”, and replaced by a new file."), name);
    }
}

static gboolean
mend_files (Mender *self, const SemProgress *progress, GError **error)
{
  g_autoptr (GPtrArray) before = sem_store_list_aside (self->path);
  g_autofree char *aside = NULL;
  guint n_folders;

  if (!mark_damaged (self, progress, error))
    return FALSE;
  if (!self->mending->renew)
    {
      say (self, _("Close Semblance and start it again: it then sets the damaged file aside and "
                   "builds a new one from your photos."));
      return TRUE;
    }
  self->store = sem_store_open_or_renew (self->path, &aside, &n_folders, error);
  if (!self->store)
    return FALSE;
  say_aside (self, before);
  if (aside && n_folders)
    say (self,
         ngettext ("The new library has the %u folder of the old one, and is built from the "
                   "photos in it.",
                   "The new library has the %u folders of the old one, and is built from the "
                   "photos in them.",
                   n_folders),
         n_folders);
  else if (aside)
    say (self, _("The folders could not be read. Add them again to build the library anew."));
  else
    say (self, _("What was in it is computed again from the photos."));
  self->index = TRUE;
  return TRUE;
}

/* Rows -------------------------------------------------------------------------------------------
 */

static gboolean
mend_orphans (Mender *self, const SemDoctorFinding *finding, GError **error)
{
  if (!sem_store_mend_orphans (self->store, finding->which, error))
    return FALSE;
  switch ((SemStoreOrphan) finding->which)
    {
    case SEM_ORPHAN_ROWS:
      say (self, _("Entries that belong to nothing are removed: %u."), finding->count);
      self->index = TRUE;
      break;
    case SEM_ORPHAN_VISIBILITY:
      say (self, _("Photos are shown where their files are there: %u."), finding->count);
      break;
    case SEM_ORPHAN_COMPANIONS:
      say (self, _("Thumbnails and features of no photo are removed: %u."), finding->count);
      break;
    case SEM_ORPHAN_UNDESCRIBED:
    case SEM_ORPHAN_THUMBNAILS:
    default:
      say (self, _("Photos are read again: %u."), finding->count);
      self->index = TRUE;
      break;
    }
  return TRUE;
}

static gboolean
retry_failed (Mender *self, const SemDoctorFinding *finding, GError **error)
{
  if (!sem_store_begin (self->store, error))
    return FALSE;
  if (!sem_store_retry_failed (self->store, error) || !sem_store_commit (self->store, error))
    {
      sem_store_rollback (self->store);
      return FALSE;
    }
  say (self, _("Files that could not be read are tried again: %u."), finding->count);
  self->index = TRUE;
  return TRUE;
}

static gboolean
write_decisions (Mender *self, GError **error)
{
  g_autoptr (SemDecisions) decisions = sem_store_collect_decisions (self->store, error);

  if (!decisions || !sem_decisions_write (decisions, self->path, error))
    return FALSE;
  say (self, _("The list of folders and the names of models are written to a file of their own."));
  return TRUE;
}

/* Codes ------------------------------------------------------------------------------------------
 */

static gboolean
forget_codes (SemStore *store, gint64 model, GError **error)
{
  if (sem_store_begin (store, error) && sem_store_forget_codes (store, model, error)
      && sem_store_note_repair (store, error) && sem_store_commit (store, error))
    return TRUE;
  sem_store_rollback (store);
  return FALSE;
}

/* Has the next indexing train the active model again, also where it finds no new photo. */
static gboolean
expire_models (SemStore *store, GError **error)
{
  if (sem_store_begin (store, error) && sem_store_expire_models (store, error)
      && sem_store_commit (store, error))
    return TRUE;
  sem_store_rollback (store);
  return FALSE;
}

/* Indexing trains another model where the active one is damaged. */
static gboolean
mend_codes (Mender *self,
            const SemDoctorFinding *finding,
            const SemProgress *progress,
            GError **error)
{
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (GError) local = NULL;
  SemStoreModel row = { 0 };
  gboolean ok = sem_codes_load_active (self->store, &row, &model, &local);

  if (g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED))
    {
      ok = expire_models (self->store, error);
      if (ok)
        say (self, _("A new model is trained in place of the damaged one."));
      self->index = ok;
    }
  else if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (model)
    {
      SemEncoding encoding = {
        .id = row.id, .model = model, .backbone = row.backbone, .n_photos = row.photos
      };

      ok = forget_codes (self->store, row.id, error)
           && sem_encode_photos (self->store, &encoding, progress, error);
      if (ok)
        say (self, _("The codes of all photos are computed again."));
    }
  sem_store_model_clear (&row);
  return ok;
}

/* ------------------------------------------------------------------------------------------------
 */

static gboolean
mend_finding (Mender *self,
              const SemDoctorFinding *finding,
              const SemProgress *progress,
              GError **error)
{
  switch (finding->repair)
    {
    case SEM_REPAIR_ORPHANS:
      return mend_orphans (self, finding, error);
    case SEM_REPAIR_CODES:
      return mend_codes (self, finding, progress, error);
    case SEM_REPAIR_QUARANTINE:
      return retry_failed (self, finding, error);
    case SEM_REPAIR_DECISIONS:
      return write_decisions (self, error);
    case SEM_REPAIR_FILES:
    case SEM_REPAIR_NOTHING:
    default:
      return TRUE;
    }
}

static gboolean
has_repair (const SemDoctorReport *report, SemFindingRepair repair)
{
  for (guint i = 0; i < report->findings->len; i++)
    if (((const SemDoctorFinding *) report->findings->pdata[i])->repair == repair)
      return TRUE;
  return FALSE;
}

gboolean
sem_doctor_mend (const char *path,
                 const SemDoctorReport *report,
                 const SemDoctorMending *mending,
                 const SemProgress *progress,
                 gboolean *index,
                 GError **error)
{
  Mender self = { .path = path, .mending = mending };
  gboolean ok = TRUE;

  *index = FALSE;
  if (!sem_doctor_report_is_mendable (report))
    return TRUE;
  /* A damaged library is not looked at further: what is read from it cannot be relied on. */
  if (has_repair (report, SEM_REPAIR_FILES))
    ok = mend_files (&self, progress, error);
  else
    {
      self.store = sem_store_open (path, SEM_STORE_WRITE, error);
      ok = self.store && sem_store_sweep (self.store, error);
      for (guint i = 0; ok && i < report->findings->len; i++)
        ok = mend_finding (&self, report->findings->pdata[i], progress, error);
    }
  sem_store_close (self.store);
  *index = self.index;
  return ok;
}
