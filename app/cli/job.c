/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "app/cli/output/output.h"
#include "engine/base/columns.h"
#include "engine/store/store.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#define TICK_MILLISECONDS 100
/* Seconds between two lines where there is no terminal. */
#define PLAIN_SECONDS 10

typedef struct
{
  CliJobFunc job;
  CliProgressFunc progress;
  gpointer user_data;
  GCancellable *cancellable;
  GMainLoop *loop;
  GError *error;
  gboolean ok;
  gboolean terminal;
  gint64 last_plain;
} Job;

static GMutex output;
static gboolean bar_shown;
/* In the main thread only: the signal that has ended a job, or 0. */
static int stopped_by;

static guint
terminal_width (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}

static void
clear_bar (void)
{
  if (bar_shown)
    cli_output_draw ("\r\033[K");
  bar_shown = FALSE;
}

void
cli_note (const char *sentence)
{
  g_autofree char *valid = g_utf8_make_valid (sentence, -1), *line = NULL;

  g_mutex_lock (&output);
  clear_bar ();
  line = cli_escape (valid, FALSE);
  g_printerr ("%s\n", line);
  g_mutex_unlock (&output);
}

static void
draw_bar (const char *text, double fraction)
{
  guint width = terminal_width (), room, filled;
  guint used = sem_columns_count (text, -1) + 10;

  g_mutex_lock (&output);
  clear_bar ();
  g_printerr ("%s ", text);
  if (fraction >= 0 && used + 10 < width)
    {
      room = MIN (width - used, 40);
      filled = (guint) (fraction * room + 0.5);
      for (guint i = 0; i < room; i++)
        g_printerr ("%s", i < filled ? "█" : "░");
      g_printerr (" %3.0f %%", fraction * 100);
    }
  bar_shown = TRUE;
  g_mutex_unlock (&output);
}

static gboolean
tick_cb (gpointer data)
{
  Job *job = data;
  g_autofree char *text = NULL;
  double fraction = -1;
  gint64 now = g_get_monotonic_time ();

  if (sem_store_is_waiting ())
    text = g_strdup (_("Waiting for another program that uses the library"));
  else
    job->progress (job->user_data, &text, &fraction);
  if (!text)
    return G_SOURCE_CONTINUE;
  if (job->terminal)
    draw_bar (text, fraction);
  else if (now - job->last_plain >= PLAIN_SECONDS * G_USEC_PER_SEC)
    {
      /* For people. */
      g_autofree char *line =
        fraction >= 0 ? g_strdup_printf ("%s: %.0f %%", text, fraction * 100) : g_strdup (text);

      job->last_plain = now;
      cli_note (line);
    }
  return G_SOURCE_CONTINUE;
}

static void
stop (Job *job, int signal)
{
  stopped_by = signal;
  g_cancellable_cancel (job->cancellable);
}

static gboolean
interrupt_cb (gpointer data)
{
  stop (data, SIGINT);
  return G_SOURCE_CONTINUE;
}

static gboolean
terminate_cb (gpointer data)
{
  stop (data, SIGTERM);
  return G_SOURCE_CONTINUE;
}

int
cli_get_stopped_status (void)
{
  return stopped_by ? 128 + stopped_by : CLI_FAILED;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gpointer
job_worker (gpointer data)
{
  Job *job = data;

  g_cancellable_push_current (job->cancellable);
  job->ok = job->job (job->user_data, job->cancellable, &job->error);
  g_cancellable_pop_current (job->cancellable);
  g_idle_add (quit_cb, job->loop);
  return NULL;
}

gboolean
cli_run_job (CliJobFunc func, CliProgressFunc progress, gpointer user_data, GError **error)
{
  Job job = {
    .job = func,
    .progress = progress,
    .user_data = user_data,
    .cancellable = g_cancellable_new (),
    .loop = g_main_loop_new (NULL, FALSE),
    .terminal = isatty (STDERR_FILENO),
    .last_plain = g_get_monotonic_time (),
  };
  guint sources[] = {
    g_unix_signal_add (SIGINT, interrupt_cb, &job),
    g_unix_signal_add (SIGTERM, terminate_cb, &job),
    g_timeout_add (TICK_MILLISECONDS, tick_cb, &job),
  };
  GThread *thread = g_thread_new ("job", job_worker, &job);

  g_main_loop_run (job.loop);
  g_thread_join (thread);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  g_mutex_lock (&output);
  clear_bar ();
  g_mutex_unlock (&output);
  g_main_loop_unref (job.loop);
  g_object_unref (job.cancellable);
  if (job.error)
    g_propagate_error (error, job.error);
  return job.ok;
}

/* A job that tells a fraction from its thread. @mutex guards @fraction. */
typedef struct
{
  CliWorkFunc work;
  const char *sentence;
  const char *library; /* NULL where it is not locked */
  gpointer user_data;
  GMutex mutex;
  double fraction;
} Work;

static void
work_progress (double fraction, gpointer data)
{
  Work *self = data;

  g_mutex_lock (&self->mutex);
  self->fraction = fraction;
  g_mutex_unlock (&self->mutex);
}

static void
show_work (gpointer data, char **text, double *fraction)
{
  Work *self = data;

  *text = g_strdup (self->sentence);
  g_mutex_lock (&self->mutex);
  *fraction = self->fraction;
  g_mutex_unlock (&self->mutex);
}

static gboolean
do_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *self = data;
  const SemProgress progress = { work_progress, self, cancellable };
  int lock = -1;
  gboolean ok;

  if (self->library)
    {
      lock = sem_store_lock (self->library, error);
      if (lock < 0)
        return FALSE;
    }
  ok = self->work (self->user_data, &progress, error);
  sem_store_unlock (lock);
  return ok;
}

gboolean
cli_run_work (CliWorkFunc work, const char *sentence, gpointer user_data, GError **error)
{
  return cli_run_locked (work, sentence, NULL, user_data, error);
}

gboolean
cli_run_locked (CliWorkFunc work,
                const char *sentence,
                const char *library,
                gpointer user_data,
                GError **error)
{
  Work self = { .work = work, .sentence = sentence, .library = library, .user_data = user_data };
  gboolean ok;

  g_mutex_init (&self.mutex);
  ok = cli_run_job (do_work, show_work, &self, error);
  g_mutex_clear (&self.mutex);
  return ok;
}
