/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/duplicates/duplicate-finder.h"

#include "engine/duplicates/duplicates.h"
#include "engine/model/background.h"
#include "engine/model/duplicates/duplicate-list-private.h"
#include "engine/model/library-private.h"

#include <glib/gi18n-lib.h>

struct _SemDuplicateFinder
{
  GObject parent_instance;

  SemLibrary *library;
  SemDuplicateList *list;
  SemBackground background;
  gboolean again;
  gboolean done;
};

static GParamSpec *properties[SEM_BACKGROUND_N_PROPS];
static guint message_signal;

G_DEFINE_FINAL_TYPE (SemDuplicateFinder, sem_duplicate_finder, G_TYPE_OBJECT)

/* Finding -------------------------------------------------------------------------------------- */

static void
early (SemDuplicates *duplicates, gpointer user_data)
{
  sem_background_give (user_data, sem_duplicates_ref (duplicates));
}

static gint64
get_first (gpointer user_data)
{
  return (gint64) sem_background_get_wanted (user_data);
}

static gpointer
find_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = sem_background_get_progress (data, cancellable);
  const SemDuplicatesPlan plan = {
    .prove = TRUE, .early = early, .get_first = get_first, .user_data = data
  };

  return sem_duplicates_search (path, &plan, &progress, error);
}

static void
early_cb (gpointer owner, gpointer duplicates)
{
  sem_duplicate_list_show (SEM_DUPLICATE_FINDER (owner)->list, duplicates);
}

static void
unref_duplicates (gpointer duplicates)
{
  sem_duplicates_unref (duplicates);
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemDuplicateFinder *self = SEM_DUPLICATE_FINDER (object);
  g_autoptr (SemDuplicates) duplicates = sem_background_finish (&self->background, result);

  if (!self->list)
    return;
  if (duplicates)
    sem_duplicate_list_show (self->list, duplicates);
  self->done = duplicates != NULL;
  g_object_notify_by_pspec (object, properties[SEM_BACKGROUND_RUNNING]);
  if (self->again && duplicates)
    sem_duplicate_finder_start (self);
}

void
sem_duplicate_finder_start (SemDuplicateFinder *self)
{
  static const SemBackgroundWork work = { find_worker, unref_duplicates, done_cb, early_cb,
                                          N_("Looking for duplicates") };

  g_return_if_fail (SEM_IS_DUPLICATE_FINDER (self));

  self->again = self->background.cancellable != NULL;
  if (!self->again && self->library)
    sem_background_start (&self->background, G_OBJECT (self), self->library, &work);
}

void
sem_duplicate_finder_stop (SemDuplicateFinder *self)
{
  g_return_if_fail (SEM_IS_DUPLICATE_FINDER (self));

  self->again = FALSE;
  sem_background_stop (&self->background);
}

void
sem_duplicate_finder_look_at (SemDuplicateFinder *self, SemDuplicateSet *set)
{
  g_return_if_fail (SEM_IS_DUPLICATE_FINDER (self));

  sem_background_want (&self->background, set && sem_duplicate_set_get_n_files (set) > 0
                                            ? (guint64) sem_duplicate_set_get_file (set, 0)->photo
                                            : 0);
}

/* Deciding ------------------------------------------------------------------------------------- */

typedef struct
{
  GArray *ids;
  gboolean different;
} Decision;

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  g_array_unref (decision->ids);
  g_free (decision);
}

/* Each photo with each other one; a single one with itself. */
static gboolean
decide (SemStore *store, const Decision *decision, GError **error)
{
  const gint64 *ids = (const gint64 *) (const void *) decision->ids->data;
  const guint n = decision->ids->len;

  if (n == 1)
    return sem_store_set_different (store, ids[0], ids[0], decision->different, error);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < i; k++)
      if (!sem_store_set_different (store, ids[i], ids[k], decision->different, error))
        return FALSE;
  return TRUE;
}

static gpointer
decide_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  SemStore *store = sem_store_open (path, SEM_STORE_WRITE, error);
  gboolean ok = store && sem_store_begin (store, error);

  if (ok && !decide (store, data, error))
    {
      sem_store_rollback (store);
      ok = FALSE;
    }
  ok = ok && sem_store_commit (store, error);
  g_clear_pointer (&store, sem_store_close);
  return GINT_TO_POINTER (ok);
}

/* What was taken back is listed again. */
static void
decided_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemDuplicateFinder *self = SEM_DUPLICATE_FINDER (object);
  const Decision *decision = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, message_signal, 0, error->message);
  if (!decision->different && self->library)
    sem_duplicate_finder_start (self);
}

void
sem_duplicate_finder_set_different (SemDuplicateFinder *self,
                                    SemDuplicateSet *set,
                                    gboolean different)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Decision *decision;

  g_return_if_fail (SEM_IS_DUPLICATE_FINDER (self) && SEM_IS_DUPLICATE_SET (set));

  if (!self->library->engine)
    return;
  decision = g_new (Decision, 1);
  *decision = (Decision){ sem_duplicate_set_list_ids (set), different };
  task = g_task_new (self, cancellable, decided_cb, NULL);
  g_task_set_source_tag (task, sem_duplicate_finder_set_different);
  g_task_set_task_data (task, decision, decision_free);
  sem_duplicate_list_dismiss (self->list, set, different);
  sem_engine_work (self->library->engine, decide_worker, NULL, task);
}

/* The object ----------------------------------------------------------------------------------- */

static void
sem_duplicate_finder_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (!sem_background_read_property (&SEM_DUPLICATE_FINDER (object)->background, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_duplicate_finder_dispose (GObject *object)
{
  SemDuplicateFinder *self = SEM_DUPLICATE_FINDER (object);

  self->again = FALSE;
  sem_background_clear (&self->background);
  g_clear_object (&self->list);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (sem_duplicate_finder_parent_class)->dispose (object);
}

static void
sem_duplicate_finder_class_init (SemDuplicateFinderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sem_duplicate_finder_dispose;
  object_class->get_property = sem_duplicate_finder_get_property;
  sem_background_add_properties (properties);
  g_object_class_install_properties (object_class, SEM_BACKGROUND_N_PROPS, properties);
  message_signal = g_signal_new ("message", SEM_TYPE_DUPLICATE_FINDER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sem_duplicate_finder_init (SemDuplicateFinder *self)
{
}

SemDuplicateFinder *
sem_duplicate_finder_new (SemLibrary *library)
{
  SemDuplicateFinder *self = g_object_new (SEM_TYPE_DUPLICATE_FINDER, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  self->list = sem_duplicate_list_new (library);
  return self;
}

gboolean
sem_duplicate_finder_get_running (SemDuplicateFinder *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_FINDER (self), FALSE);
  return self->background.cancellable != NULL;
}

const char *
sem_duplicate_finder_get_problem (SemDuplicateFinder *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_FINDER (self), NULL);
  return self->background.problem;
}

gboolean
sem_duplicate_finder_get_done (SemDuplicateFinder *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_FINDER (self), FALSE);
  return self->done;
}

SemDuplicateList *
sem_duplicate_finder_get_list (SemDuplicateFinder *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_FINDER (self), NULL);
  return self->list;
}
