/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/train/train.h"
#include "engine/archive/schema.h"
#include "engine/archive/shards.h"
#include "engine/archive/train/sample.h"
#include "engine/archive/version.h"
#include "engine/hash/methods/hash-trainer.h"
#include "engine/nn/backbone.h"
#include "engine/photos/library-reference.h"

#include <glib/gi18n-lib.h>

/* Share of the progress that fetching the features takes. */
#define FETCHED .3

/* What is left to encode, in pieces that one program takes at a time: photos FIRST to LAST. */
static const char make_work[] =
  "CREATE TABLE IF NOT EXISTS semblance.work (model integer NOT NULL, first bigint NOT NULL,"
  " last bigint NOT NULL, PRIMARY KEY (model, first));"
  "DO $$ BEGIN EXECUTE format ('GRANT SELECT ON semblance.work TO %I',"
  " (SELECT reader FROM semblance.archive)); END $$";
static const char fill_work[] =
  "INSERT INTO semblance.work SELECT $1, at, at + $2 - 1 FROM"
  " generate_series (1, (SELECT coalesce (max (id), 0) FROM semblance.photos), $2) AS at";

void
sem_archive_trained_clear (SemArchiveTrained *self)
{
  g_clear_pointer (&self->archive, g_free);
}

/* Training --------------------------------------------------------------------------------------*/

/* The options of the active model, changed as requested. */
static gboolean
choose_options (const SemArchiveTraining *request,
                SemHashModel *active,
                SemHashOptions *options,
                GError **error)
{
  sem_hash_options_init (options);
  options->method = sem_hash_model_get_method (active);
  options->n_bits = request->n_bits ? request->n_bits : sem_hash_model_get_n_bits (active);
  options->seed = request->seed ? *request->seed : sem_hash_model_get_seed (active);
  if (request->method && !sem_hash_method_from_name (request->method, &options->method))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, _("There is no hash method “%s”."),
                   request->method);
      return FALSE;
    }
  if (options->method != SEM_HASH_BCDH)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The method bcdh needs scenes, which archives do not have. Choose another one "
                 "with --method."));
  return FALSE;
}

/* @reference: (out) (nullable): what a training of few photos leans on */
static gboolean
load_reference (const char *library, const char *backbone, SemReference **reference, GError **error)
{
  g_autoptr (SemStore) store = NULL;

  *reference = NULL;
  if (g_strcmp0 (sem_reference_get ()->backbone, backbone) == 0)
    {
      *reference = sem_reference_copy (sem_reference_get ());
      return TRUE;
    }
  if (!library || !g_file_test (library, G_FILE_TEST_EXISTS))
    return TRUE;
  store = sem_store_open (library, SEM_STORE_READ, error);
  return store && sem_library_load_reference (store, backbone, reference, error);
}

/* (transfer full) (nullable) */
static SemHashModel *
learn (const SemArchive *archive,
       const SemArchiveTraining *request,
       const SemHashOptions *chosen,
       SemArchiveTrained *trained,
       const SemProgress *progress,
       GError **error)
{
  const guint most =
    request->most > 0 ? MIN (request->most, SEM_HASH_MAX_TRAINING) : SEM_HASH_MAX_TRAINING;
  SemHashOptions options = *chosen;
  g_autoptr (SemReference) reference = NULL;
  g_autofree float *features = NULL;
  SemProgressPart part;

  features = sem_sample_read (archive, options.seed, most, &trained->trained_on, &trained->photos,
                              sem_progress_part_init (&part, progress, 0, FETCHED), error);
  if (!features || !load_reference (request->library, archive->backbone, &reference, error))
    return NULL;
  if (trained->trained_on == 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                   _("There are no photos in “%s” to train on yet. Publish some first."),
                   trained->archive);
      return NULL;
    }
  sem_reference_lend (reference, &options);
  return sem_hash_train (&options, features, trained->trained_on, SEM_BACKBONE_DIM,
                         sem_progress_part_init (&part, progress, FETCHED, 1), error);
}

/* Writing ---------------------------------------------------------------------------------------*/

static gboolean
set_pending (const SemArchive *archive, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("A new model of “%s” waits for its codes already. Run “semblance-cli archive "
                 "encode” first, or give it up with “archive train --discard”."),
               sem_link_get_name (archive->link));
  return FALSE;
}

/* While no other session publishes or trains. */
static gboolean
hold (const SemArchive *archive, GError **error)
{
  g_autoptr (SemRows) locked =
    sem_link_run (archive->link, "SELECT pg_advisory_xact_lock (" SEM_ARCHIVE_LOCK ")", NULL, NULL,
                  error);
  g_autoptr (SemRows) rows = NULL;
  SemCell cell;
  gint64 last;

  if (!locked)
    return FALSE;
  rows = sem_link_run (archive->link, "SELECT max (id) FROM semblance.models", NULL, NULL, error);
  if (!rows)
    return FALSE;
  cell = sem_rows_get (rows, 0, 0);
  if (!sem_cell_get_int (&cell, 1, G_MAXINT32, &last))
    return sem_link_set_damaged (archive->link, error);
  return last == archive->model || set_pending (archive, error);
}

static gboolean
list_work (const SemArchive *archive, gint64 model, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  if (!sem_link_do (archive->link, make_work, NULL, error))
    return FALSE;
  sem_values_add_int (values, model);
  sem_values_add_int (values, SEM_ARCHIVE_PIECE);
  rows = sem_link_run (archive->link, fill_work, values, NULL, error);
  return rows != NULL;
}

/* Whether the version is there after the answer to a COMMIT was lost; others may have encoded all
 * photos since. */
static gboolean
is_there (const char *uri, gint64 model)
{
  g_autoptr (SemArchive) archive = sem_archive_open (uri, NULL, NULL);

  return archive && (archive->next == model || archive->model == model);
}

/* Shards first: what one of them has of a version that never was is under a number that does not
 * come again. */
static gboolean
commit (const SemArchive *archive,
        const GPtrArray *shards,
        const char *uri,
        gint64 model,
        GError **error)
{
  g_autoptr (GError) local = NULL;
  guint n;

  if (sem_shards_commit (shards, &n, &local) && sem_link_do (archive->link, "COMMIT", NULL, &local))
    return TRUE;
  if (sem_link_is_lost (archive->link) && n == shards->len && is_there (uri, model))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
write_version (const SemArchive *archive,
               const char *uri,
               SemHashModel *model,
               GBytes *data,
               GError **error)
{
  g_autoptr (GPtrArray) shards = sem_shards_reopen (archive->link, archive->n_shards, error);
  const SemVersionMaker maker = { archive->link, shards, archive->n_parts, archive->pgvector.hnsw };
  const char *method = sem_hash_method_get_name (sem_hash_model_get_method (model));
  gint64 id;

  if (!shards || !sem_link_do (archive->link, "BEGIN", NULL, error)
      || !sem_link_do (archive->link, sem_schema_become_owner, NULL, error)
      || !hold (archive, error))
    return FALSE;
  id = sem_version_add (&maker, sem_hash_model_get_n_bits (model), method, data, error);
  return id > 0 && list_work (archive, id, error) && commit (archive, shards, uri, id, error);
}

static gboolean
is_same (SemHashModel *active, GBytes *data)
{
  g_autoptr (GBytes) before = sem_hash_model_to_bytes (active);

  return g_bytes_equal (before, data);
}

/* Before hours of training, and not after. */
static gboolean
check_rights (const SemArchive *archive, GError **error)
{
  const gboolean ok = sem_link_do (archive->link, "BEGIN", NULL, error)
                      && sem_link_do (archive->link, sem_schema_become_owner, NULL, error);

  sem_link_rollback (archive->link);
  return ok;
}

gboolean
sem_archive_train (const SemArchiveTraining *request,
                   SemArchiveTrained *trained,
                   const SemProgress *progress,
                   GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (progress);
  g_autoptr (SemArchive) archive = sem_archive_open (request->uri, cancellable, error);
  g_autoptr (SemHashModel) active = NULL, model = NULL;
  g_autoptr (GBytes) data = NULL;
  SemHashOptions options;

  *trained = (SemArchiveTrained){ NULL };
  if (!archive)
    return FALSE;
  trained->archive = g_strdup (sem_link_get_name (archive->link));
  if (archive->next)
    return set_pending (archive, error);
  active = sem_archive_load_model (archive, cancellable, error);
  if (!active || !check_rights (archive, error)
      || !choose_options (request, active, &options, error))
    return FALSE;
  trained->method = sem_hash_method_get_name (options.method);
  trained->n_bits = options.n_bits;
  model = learn (archive, request, &options, trained, progress, error);
  if (!model)
    return FALSE;
  data = sem_hash_model_to_bytes (model);
  trained->unchanged = is_same (active, data);
  if (trained->unchanged)
    return TRUE;
  /* A server may have closed a connection that was silent for so long. */
  sem_archive_close (archive);
  archive = sem_archive_open (request->uri, cancellable, error);
  if (!archive)
    return FALSE;
  if (archive->next)
    return set_pending (archive, error);
  return write_version (archive, request->uri, model, data, error);
}
