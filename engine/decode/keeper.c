/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/decode/keeper.h"

#include "engine/decode/launch.h"

#include <glib/gi18n-lib.h>
#include <poll.h>

/* The worker loads some twenty libraries before it is ready, from a disk that may be busy. */
#define START_LIMIT 30000

/* A worker is replaced after so many files: what it has leaked, and what a file that took it over
 * could do to later ones, ends with it. */
#define MOST_FILES 2000

/* Likewise after so much CPU time, in microseconds. With the longest that a file may take it stays
 * below the limit at which the kernel ends it. */
#define MOST_CPU (G_GINT64_CONSTANT (1200) * G_USEC_PER_SEC)

/* After so many workers in a row that ended over a file, each next one waits before it is started,
 * twice as long as the one before, in milliseconds: a folder of such files must not keep the
 * computer busy with starting programs. */
#define PATIENT_DEATHS 4
#define FIRST_PAUSE 5
#define LONGEST_PAUSE 160

void
sem_keeper_init (SemKeeper *self, char *program)
{
  *self = (SemKeeper){ .program = program, .most_files = MOST_FILES, .most_cpu = MOST_CPU };
  self->process.socket = self->process.worker_fd = -1;
}

void
sem_keeper_clear (SemKeeper *self)
{
  sem_decode_process_stop (&self->process, NULL);
  g_clear_pointer (&self->program, g_free);
}

static gboolean
await_ready (SemKeeper *self, GCancellable *cancellable, GError **error)
{
  SemDecodeReply reply;
  const SemDecodeWait wait =
    sem_decode_process_greet (&self->process, START_LIMIT, cancellable, &reply);
  g_autofree char *name = g_filename_display_name (self->program);

  if (wait == SEM_DECODE_WAIT_CANCELLED)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  else if (wait != SEM_DECODE_WAIT_REPLY || reply.status != SEM_DECODE_READY)
    g_set_error (
      error, SEM_ERROR, SEM_ERROR_NO_DECODER,
      _("The image decoder %s starts but does not respond. Build or install Semblance again."),
      name);
  else if (reply.serial != SEM_DECODE_PROTOCOL)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_DECODER,
                 _("The image decoder %s belongs to another version of Semblance. Build or "
                   "install Semblance again."),
                 name);
  else
    {
      self->sandbox = (SemSandbox){ reply.width & SEM_SANDBOX_ALL, reply.height };
      if (self->process.wrapped)
        self->sandbox.layers |= SEM_SANDBOX_NAMESPACES;
      return TRUE;
    }
  return FALSE;
}

static gboolean
start_worker (SemKeeper *self, gboolean wrapped, GCancellable *cancellable, GError **error)
{
  sem_decode_process_stop (&self->process, NULL);
  self->n_files = 0;
  if (sem_decode_process_start (&self->process, self->program, wrapped, error)
      && await_ready (self, cancellable, error))
    return TRUE;
  sem_decode_process_stop (&self->process, NULL);
  return FALSE;
}

/* Does without namespaces only where a worker starts without them and not with them. */
static gboolean
start_best_worker (SemKeeper *self, GCancellable *cancellable, GError **error)
{
  gboolean started;

  if (self->bare || !sem_launch_can_wrap ())
    return start_worker (self, FALSE, cancellable, error);
  if (start_worker (self, TRUE, cancellable, NULL))
    {
      sem_launch_note_wrapped (TRUE);
      return TRUE;
    }
  started = start_worker (self, FALSE, cancellable, error);
  if (started)
    sem_launch_note_wrapped (FALSE);
  /* Wrapped workers have started before: this computer is only short of something now. */
  if (started && sem_launch_can_wrap ())
    {
      sem_decode_process_stop (&self->process, NULL);
      return start_worker (self, TRUE, cancellable, error);
    }
  return started;
}

static void
pause_after_deaths (const SemKeeper *self, GCancellable *cancellable)
{
  const guint more = self->n_deaths - MIN (self->n_deaths, PATIENT_DEATHS);
  const int cancel_fd = g_cancellable_get_fd (cancellable);
  struct pollfd poll_fd = { .fd = cancel_fd, .events = POLLIN };

  if (more > 0)
    poll (&poll_fd, 1, MIN (FIRST_PAUSE << MIN (more - 1, 10), LONGEST_PAUSE));
  if (cancel_fd >= 0)
    g_cancellable_release_fd (cancellable);
}

gboolean
sem_keeper_ensure (SemKeeper *self, GCancellable *cancellable, GError **error)
{
  if (self->n_files < self->most_files
      && sem_decode_process_get_cpu (&self->process) < self->most_cpu
      && sem_decode_process_is_idle (&self->process))
    return TRUE;

  pause_after_deaths (self, cancellable);
  return start_best_worker (self, cancellable, error);
}

void
sem_keeper_note_answer (SemKeeper *self)
{
  self->n_files++;
  self->n_deaths = 0;
}

void
sem_keeper_note_death (SemKeeper *self, int *status)
{
  self->n_deaths++;
  sem_decode_process_stop (&self->process, status);
}
