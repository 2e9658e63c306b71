/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/create.h"
#include "engine/archive/pgvector.h"
#include "engine/archive/schema.h"
#include "engine/archive/shards.h"
#include "engine/archive/version.h"
#include "engine/photos/codes.h"

#include <glib/gi18n-lib.h>

/* The active model of the library, which must have one. */
static gboolean
load_model (const char *library, SemStoreModel *row, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_READ, error);
  SemHashModel *model = NULL;
  gboolean ok = store && sem_codes_load_active (store, row, &model, error);

  if (ok && !model)
    {
      sem_codes_set_none (store, error);
      ok = FALSE;
    }
  g_clear_pointer (&model, sem_hash_model_free);
  return ok;
}

static const char find_schema[] = "SELECT 1 FROM pg_namespace WHERE nspname = 'semblance'";

static gboolean
check_empty (SemLink *link, GError **error)
{
  g_autoptr (SemRows) rows = sem_link_run (link, find_schema, NULL, NULL, error);

  if (!rows)
    return FALSE;
  if (sem_rows_get_n (rows) == 0)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _(
                 "There is an archive in “%s” already. Publish into it with “semblance-cli archive "
                 "publish”."),
               sem_link_get_name (link));
  return FALSE;
}

typedef struct
{
  SemLink *link;
  GPtrArray *shards;
  guint n_parts;
  gboolean hnsw;
} Maker;

/* Last of all: from now on it counts as an archive of this version. */
static gboolean
describe (Maker *self, const char *backbone, gint64 model, SemArchiveMade *made, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell publisher, reader;

  sem_values_add_int (values, SEM_ARCHIVE_VERSION);
  sem_values_add_text (values, backbone);
  sem_values_add_int (values, model);
  sem_values_add_int (values, self->n_parts);
  sem_values_add_int (values, self->shards->len);
  rows = sem_link_run (self->link,
                       "UPDATE semblance.archive SET version = $1, backbone = $2, model = $3,"
                       " partitions = $4, shards = $5"
                       " RETURNING quote_ident (publisher), quote_ident (reader)",
                       values, NULL, error);
  if (!rows)
    return FALSE;
  publisher = sem_rows_get (rows, 0, 0);
  reader = sem_rows_get (rows, 0, 1);
  made->name = g_strdup (sem_link_get_name (self->link));
  made->publisher = sem_cell_dup_shown (&publisher, SEM_ARCHIVE_MAX_NAME);
  made->reader = sem_cell_dup_shown (&reader, SEM_ARCHIVE_MAX_NAME);
  return TRUE;
}

/* All but committing. */
static gboolean
make (Maker *self, const SemStoreModel *model, SemArchiveMade *made, GError **error)
{
  const SemVersionMaker maker = { self->link, self->shards, self->n_parts, self->hnsw };
  gint64 id;

  if (!sem_link_do (self->link, "BEGIN", NULL, error) || !sem_schema_check_roles (self->link, error)
      || !sem_schema_make (self->link, error) || !sem_shards_add (self->link, self->shards, error)
      || (self->shards->len == 0 && !sem_pgvector_add (self->link, error))
      || (self->hnsw && !sem_pgvector_want_index (self->link, error))
      || !sem_version_add_table (&maker, "features", sem_schema_features, error))
    return FALSE;
  id = sem_version_add (&maker, model->bits, model->method, model->data, error);
  return id > 0 && describe (self, model->backbone, id, made, error);
}

/* Whether there is no archive, after the answer to a COMMIT was lost. Where it cannot be found out,
 * there may be one. */
static gboolean
is_not_there (const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemLink) link = sem_link_open (uri, NULL, &error);
  g_autoptr (SemRows) rows = link ? sem_link_run (link, find_schema, NULL, NULL, &error) : NULL;

  return rows && sem_rows_get_n (rows) == 0;
}

/* Shards first, so that an archive always has its parts. */
static gboolean
commit (Maker *self, const char *uri, GError **error)
{
  guint n;

  if (sem_shards_commit (self->shards, &n, error)
      && sem_link_do (self->link, "COMMIT", NULL, error))
    return TRUE;
  sem_link_rollback (self->link);
  if (!sem_link_is_lost (self->link) || is_not_there (uri))
    sem_shards_undo (self->shards, n);
  return FALSE;
}

static gboolean
choose_n_parts (Maker *self, GError **error)
{
  if (self->n_parts == 0)
    self->n_parts = MAX (SEM_ARCHIVE_PARTITIONS, self->shards->len);
  if (self->n_parts >= self->shards->len && self->n_parts <= SEM_ARCHIVE_MAX_PARTITIONS)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("An archive with %u shards needs as many partitions at least, and %d at most. "
                 "Change --partitions or the number of shards."),
               self->shards->len, SEM_ARCHIVE_MAX_PARTITIONS);
  return FALSE;
}

void
sem_archive_made_clear (SemArchiveMade *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->publisher, g_free);
  g_clear_pointer (&self->reader, g_free);
}

gboolean
sem_archive_create (const SemArchivePlan *plan, SemArchiveMade *made, GError **error)
{
  Maker self = { .n_parts = plan->n_parts, .hnsw = plan->hnsw };
  SemStoreModel model = { 0 };
  gboolean ok = load_model (plan->library, &model, error);

  *made = (SemArchiveMade){ 0 };
  self.link = ok ? sem_link_open (plan->uri, NULL, error) : NULL;
  self.shards =
    self.link && check_empty (self.link, error) ? sem_shards_open (plan->shards, error) : NULL;
  ok = self.shards && choose_n_parts (&self, error) && make (&self, &model, made, error)
       && commit (&self, plan->uri, error);
  if (!ok)
    sem_archive_made_clear (made);
  g_clear_pointer (&self.shards, g_ptr_array_unref);
  sem_link_close (self.link);
  sem_store_model_clear (&model);
  return ok;
}
