/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/browse-private.h"

/* While photos are indexed, reading them again takes this share of one processor at most. */
#define LOAD_SHARE 8
#define LEAST_PAUSE_MS 500

struct _SemBrowseFeed
{
  gatomicrefcount n_refs;
  SemLibrary *library; /* (nullable): NULL once it is freed */
  void (*func) (gpointer data);
  gpointer data;

  GCancellable *cancellable;
  SemFacts *facts; /* (nullable) */
  gboolean loading;
  gboolean stale;  /* changed since the load began */
  guint source;    /* that starts the next load */
  gint64 began;    /* monotonic, microseconds */
  gint64 pause_ms; /* until the next load may begin */
  gint64 ended;

  gboolean wants_walk;
  gboolean walking;
  GArray *walk;    /* (nullable) */
  guint serial;    /* of the facts */
  guint of_serial; /* of the facts when the walk was made */
  gint64 of_codes; /* the codes that it was made of */
};

static void load (SemBrowseFeed *self);

static SemBrowseFeed *
feed_ref (SemBrowseFeed *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

static void
feed_unref (SemBrowseFeed *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_clear_pointer (&self->facts, sem_facts_unref);
  g_clear_pointer (&self->walk, g_array_unref);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* The walk ------------------------------------------------------------------------------------- */

static gint64
get_codes (SemBrowseFeed *self)
{
  SemCodes *codes = sem_library_get_codes (self->library);

  return codes ? sem_codes_get_id (codes) : 0;
}

static void
walk_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SemBrowseFeed *self = user_data;
  GArray *walk = sem_library_load_walk_finish (SEM_LIBRARY (source), result, NULL);

  self->walking = FALSE;
  if (!walk && self->library)
    walk = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (self->library)
    {
      g_clear_pointer (&self->walk, g_array_unref);
      self->walk = walk;
      self->func (self->data);
    }
  else
    g_clear_pointer (&walk, g_array_unref);
  feed_unref (self);
}

/* Made again only for other codes, or where photos came or went. */
static void
load_walk (SemBrowseFeed *self)
{
  if (self->walking
      || (self->walk && self->of_serial == self->serial && self->of_codes == get_codes (self)))
    return;
  self->walking = TRUE;
  self->of_serial = self->serial;
  self->of_codes = get_codes (self);
  sem_library_load_walk_async (self->library, self->cancellable, walk_cb, feed_ref (self));
}

/* The facts ------------------------------------------------------------------------------------ */

static gboolean
start_cb (gpointer data)
{
  SemBrowseFeed *self = data;

  self->source = 0;
  load (self);
  return G_SOURCE_REMOVE;
}

static void
queue_load (SemBrowseFeed *self)
{
  const gint64 now = g_get_monotonic_time ();
  const gint64 wait = self->facts ? self->ended / 1000 + self->pause_ms - now / 1000 : 0;

  if (sem_library_get_state (self->library) == SEM_LIBRARY_OPENING
      || sem_library_get_state (self->library) == SEM_LIBRARY_BROKEN)
    return;
  self->stale = TRUE;
  if (!self->loading && !self->source)
    self->source = g_timeout_add ((guint) MAX (0, wait), start_cb, self);
}

static void
facts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SemBrowseFeed *self = user_data;
  g_autoptr (GError) error = NULL;
  SemFacts *facts = sem_library_load_facts_finish (SEM_LIBRARY (source), result, &error);

  self->loading = FALSE;
  self->ended = g_get_monotonic_time ();
  self->pause_ms = MAX (LEAST_PAUSE_MS, (self->ended - self->began) / 1000 * LOAD_SHARE);
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("facts: %s", error->message);
  if (self->library && facts)
    {
      g_clear_pointer (&self->facts, sem_facts_unref);
      self->facts = g_steal_pointer (&facts);
      self->serial++;
      if (self->wants_walk)
        load_walk (self);
      self->func (self->data);
    }
  if (self->library && self->stale)
    queue_load (self);
  g_clear_pointer (&facts, sem_facts_unref);
  feed_unref (self);
}

static void
load (SemBrowseFeed *self)
{
  self->loading = TRUE;
  self->stale = FALSE;
  self->began = g_get_monotonic_time ();
  sem_library_load_facts_async (self->library, self->cancellable, facts_cb, feed_ref (self));
}

SemBrowseFeed *
sem_browse_feed_new (SemLibrary *library, void (*func) (gpointer data), gpointer data)
{
  SemBrowseFeed *self = g_new0 (SemBrowseFeed, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->library = g_object_ref (library);
  self->func = func;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (sem_library_get_photos (library), "items-changed",
                            G_CALLBACK (queue_load), self);
  g_signal_connect_swapped (sem_library_get_folders (library), "items-changed",
                            G_CALLBACK (queue_load), self);
  g_signal_connect_swapped (library, "notify::state", G_CALLBACK (queue_load), self);
  queue_load (self);
  return self;
}

void
sem_browse_feed_free (SemBrowseFeed *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_handlers_disconnect_by_data (sem_library_get_photos (self->library), self);
  g_signal_handlers_disconnect_by_data (sem_library_get_folders (self->library), self);
  g_signal_handlers_disconnect_by_data (self->library, self);
  g_clear_object (&self->library);
  feed_unref (self);
}

SemFacts *
sem_browse_feed_get_facts (SemBrowseFeed *self)
{
  return self->facts;
}

gboolean
sem_browse_feed_is_loading (SemBrowseFeed *self)
{
  return self->loading || self->walking;
}

gboolean
sem_browse_feed_want_walk (SemBrowseFeed *self)
{
  self->wants_walk = TRUE;
  load_walk (self);
  return self->walk != NULL;
}

GArray *
sem_browse_feed_dup_walk (SemBrowseFeed *self)
{
  return self->walk ? g_array_ref (self->walk) : NULL;
}
