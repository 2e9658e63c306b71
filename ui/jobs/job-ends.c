/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-job-ends"

#include "config.h"

#include "ui/jobs/job-ends.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  KIND_NONE,
  KIND_INDEXING,
  KIND_TRAINING,
  KIND_CODES,
} Kind;

/* One job in the background. */
typedef struct
{
  SemBackgroundJob *job;
  gint64 began;
  gulong stop_id;
  gboolean stopped;
} Follow;

struct _SemJobEnds
{
  GObject parent_instance;

  SemLibrary *library;
  gint64 least; /* microseconds */
  Kind kind;    /* of the library's job */
  gint64 began; /* when it did */
  Kind ended;   /* what is told as soon as the library has said how it went */
  guint telling;
  char *message;      /* what it said since */
  GPtrArray *follows; /* of Follow, in the order of the list */
};

static guint ended_signal;

G_DEFINE_FINAL_TYPE (SemJobEnds, sem_job_ends, G_TYPE_OBJECT)

/* The library's job ---------------------------------------------------------------------------- */

static const char *
get_title (Kind kind)
{
  if (kind == KIND_TRAINING)
    return _("Training Has Ended");
  return kind == KIND_INDEXING ? _("Indexing Has Ended") : _("The Codes Are Updated");
}

/* The message of a job follows its end. */
static gboolean
tell_cb (gpointer user_data)
{
  SemJobEnds *self = user_data;
  const guint n = sem_library_get_n_photos (self->library);
  g_autofree char *photos = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%'u photo in the library.", "%'u photos in the library.", n), n);
  g_autofree char *message = g_steal_pointer (&self->message);

  self->telling = 0;
  if (!message && self->ended == KIND_TRAINING && sem_library_get_offer (self->library))
    message = g_strdup (_("A new model is ready to be compared and used."));
  g_signal_emit (self, ended_signal, 0, get_title (self->ended), message ? message : photos);
  return G_SOURCE_REMOVE;
}

static void
message_cb (SemJobEnds *self, const char *message)
{
  if (!self->telling)
    return;
  g_free (self->message);
  self->message = g_strdup (message);
}

static void
end (SemJobEnds *self)
{
  if (self->kind != KIND_NONE && g_get_monotonic_time () - self->began >= self->least)
    {
      self->ended = self->kind;
      if (!self->telling)
        self->telling = g_idle_add_full (G_PRIORITY_LOW, tell_cb, self, NULL);
    }
  self->kind = KIND_NONE;
}

static Kind
get_kind (SemJobEnds *self, SemLibraryState state)
{
  if (state == SEM_LIBRARY_INDEXING)
    return KIND_INDEXING;
  if (state == SEM_LIBRARY_TRAINING)
    {
      /* Indexing ends with a training of its own. */
      if (sem_library_get_training (self->library))
        return KIND_TRAINING;
      return self->kind == KIND_INDEXING ? KIND_INDEXING : KIND_CODES;
    }
  return state == SEM_LIBRARY_PAUSED ? self->kind : KIND_NONE;
}

static void
state_cb (SemJobEnds *self)
{
  const SemLibraryState state = sem_library_get_state (self->library);
  const Kind kind = get_kind (self, state);

  if (state == SEM_LIBRARY_STOPPING)
    self->kind = KIND_NONE;
  if (kind == self->kind)
    return;
  end (self);
  self->kind = kind;
  self->began = g_get_monotonic_time ();
}

/* In the background ---------------------------------------------------------------------------- */

static void
stop_cb (Follow *follow)
{
  follow->stopped = TRUE;
}

static void
follow_free (gpointer data)
{
  Follow *follow = data;

  g_signal_handler_disconnect (follow->job, follow->stop_id);
  g_object_unref (follow->job);
  g_free (follow);
}

static void
end_follow (SemJobEnds *self, guint position)
{
  const Follow *follow = g_ptr_array_index (self->follows, position);
  g_autofree char *title = g_strdup (sem_background_job_get_title (follow->job));
  const gboolean tell = !follow->stopped && g_get_monotonic_time () - follow->began >= self->least;

  g_ptr_array_remove_index (self->follows, position);
  if (tell)
    g_signal_emit (self, ended_signal, 0, title, _("It has ended."));
}

static void
jobs_cb (SemJobEnds *self, guint position, guint removed, guint added, GListModel *jobs)
{
  while (removed--)
    end_follow (self, position);
  for (guint i = 0; i < added; i++)
    {
      Follow *follow = g_new0 (Follow, 1);

      follow->job = g_list_model_get_item (jobs, position + i);
      follow->began = g_get_monotonic_time ();
      follow->stop_id =
        g_signal_connect_swapped (follow->job, "stop", G_CALLBACK (stop_cb), follow);
      g_ptr_array_insert (self->follows, (int) (position + i), follow);
    }
}

/* The object ----------------------------------------------------------------------------------- */

static void
sem_job_ends_finalize (GObject *object)
{
  SemJobEnds *self = SEM_JOB_ENDS (object);

  g_clear_handle_id (&self->telling, g_source_remove);
  g_clear_pointer (&self->follows, g_ptr_array_unref);
  g_free (self->message);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (sem_job_ends_parent_class)->finalize (object);
}

static void
sem_job_ends_class_init (SemJobEndsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_job_ends_finalize;
  ended_signal = g_signal_new ("ended", SEM_TYPE_JOB_ENDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
sem_job_ends_init (SemJobEnds *self)
{
  self->follows = g_ptr_array_new_with_free_func (follow_free);
}

SemJobEnds *
sem_job_ends_new (SemLibrary *library, guint seconds)
{
  SemJobEnds *self = g_object_new (SEM_TYPE_JOB_ENDS, NULL);
  GListModel *jobs = sem_library_get_jobs (library);

  self->library = g_object_ref (library);
  self->least = seconds * G_TIME_SPAN_SECOND;
  g_signal_connect_object (library, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "message", G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (jobs_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
  jobs_cb (self, 0, 0, g_list_model_get_n_items (jobs), jobs);
  return self;
}
