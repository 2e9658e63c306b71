/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-inspect"

#include "config.h"

#include "engine/inspect/inspect.h"

#include "engine/inspect/altered.h"
#include "engine/inspect/figures.h"
#include "engine/inspect/hubs.h"
#include "engine/inspect/metrics.h"
#include "engine/inspect/neighbours.h"
#include "engine/inspect/ranks.h"
#include "engine/photos/backbones.h"
#include "engine/store/codes.h"
#include "engine/store/details/inspected.h"
#include "engine/store/photos.h"

/* Where the stages begin, as shares of the whole. */
#define NEIGHBOURS_END 0.3
#define RANKS_END 0.45
#define HUBS_END 0.55

static void
take_array (const char *name, const double *values, gsize n, gpointer user_data)
{
  sem_inspection_set (user_data, name, values, n);
}

static SemInspection *
load (SemStore *store, gint64 model, GError **error)
{
  g_autoptr (SemInspection) inspection = sem_inspection_new ();

  if (!sem_store_read_inspected (store, model, take_array, inspection, error))
    return NULL;
  return g_steal_pointer (&inspection);
}

gboolean
sem_inspect_load (SemStore *store,
                  gint64 model,
                  SemInspection **inspection,
                  gboolean *current,
                  GError **error)
{
  g_autoptr (SemInspection) loaded = load (store, model, error);
  gint64 last = loaded ? sem_store_last_code (store, model, error) : -1;
  gint64 generation = last >= 0 ? sem_store_get_generation (store, error) : -1;
  const double *library;

  *inspection = NULL;
  if (generation < 0)
    return FALSE;
  library = sem_inspection_get_exactly (loaded, "library", 4);
  if (current)
    *current = library && library[1] == (double) last && library[2] == (double) generation;
  /* The last to be stored. */
  if (library && sem_inspection_get_one (loaded, "version", 0) == SEM_INSPECTION_VERSION
      && sem_inspection_get (loaded, "complete", NULL))
    *inspection = g_steal_pointer (&loaded);
  return TRUE;
}

/* Whether photos cannot be altered now, while everything else can be measured. */
static gboolean
can_go_on (const GError *error)
{
  return g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_WEIGHTS)
         || g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_DECODER)
         || g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM);
}

static gboolean
measure_altered (SemInspectSubject *subject,
                 SemInspection *inspection,
                 const SemProgress *progress,
                 GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (SemBackbone) backbone =
    sem_backbones_load (subject->store, subject->row.backbone, &local);

  if (backbone && g_strcmp0 (sem_backbone_get_id (backbone), subject->row.backbone) != 0)
    return TRUE;
  if (backbone && sem_inspect_altered (subject, backbone, inspection, progress, &local))
    return TRUE;
  if (can_go_on (local))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
measure (SemInspectSubject *subject,
         const SemInspection *known,
         SemInspection *inspection,
         const SemProgress *progress,
         GError **error)
{
  g_autoptr (SemNearest) nearest = NULL;
  SemProgressPart near, ranks, hubs, altered;

  if (!sem_inspect_neighbours (subject, known, inspection, &nearest,
                               sem_progress_part_init (&near, progress, 0, NEIGHBOURS_END), error)
      || !sem_inspect_ranks (subject, nearest, inspection,
                             sem_progress_part_init (&ranks, progress, NEIGHBOURS_END, RANKS_END),
                             error)
      || !sem_inspect_hubs (subject, inspection,
                            sem_progress_part_init (&hubs, progress, RANKS_END, HUBS_END), error))
    return FALSE;
  sem_inspect_figures (subject, inspection);
  return measure_altered (subject, inspection,
                          sem_progress_part_init (&altered, progress, HUBS_END, 1), error);
}

typedef struct
{
  SemStore *store;
  gint64 model;
  GError *error;
} Storing;

static void
store_array (const char *name, const double *values, gsize n, gpointer user_data)
{
  Storing *storing = user_data;

  if (!storing->error)
    sem_store_put_inspected (storing->store, storing->model, name, values, n, &storing->error);
}

static gboolean
store_all (SemStore *store, gint64 model, const SemInspection *inspection, GError **error)
{
  Storing storing = { store, model, NULL };

  if (!sem_store_begin (store, error))
    return FALSE;
  if (sem_store_drop_inspected (store, model, &storing.error))
    sem_inspection_foreach (inspection, store_array, &storing);
  if (!storing.error && sem_store_commit (store, error))
    return TRUE;
  sem_store_rollback (store);
  if (storing.error)
    g_propagate_error (error, storing.error);
  return FALSE;
}

SemInspection *
sem_inspect_library (const char *path, gint64 model, const SemProgress *progress, GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (progress);
  g_autoptr (SemStore) store = NULL;
  g_auto (SemInspectSubject) subject = { 0 };
  g_autoptr (SemInspection) known = NULL, inspection = sem_inspection_new ();

  g_return_val_if_fail (path != NULL, NULL);

  store = sem_store_open (path, SEM_STORE_READ, error);
  if (!store)
    return NULL;
  /* A library is not made by looking at it. */
  sem_store_close (g_steal_pointer (&store));
  store = sem_store_open (path, SEM_STORE_WRITE, error);
  if (!store || !sem_inspect_subject_init (&subject, store, model, cancellable, error))
    return NULL;
  known = load (store, subject.row.id, error);
  if (!known || !measure (&subject, known, inspection, progress, error))
    return NULL;
  sem_inspection_set_one (inspection, "complete", 1);
  if (!store_all (store, subject.row.id, inspection, error))
    return NULL;
  return g_steal_pointer (&inspection);
}
