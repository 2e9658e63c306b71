/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-nn"

#include "config.h"

#include "engine/nn/program/program-process.h"
#include "engine/nn/program/program-words.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

/* How often a cancellation is looked at, how long a program may take to end, in milliseconds. */
#define TICK 50
#define ENDING 1000

struct _SemProgramProcess
{
  SemProgramSettings *settings;
  GPid pid;   /* 0 once it has ended and was waited for */
  GPid group; /* its process group, which what it started itself may still be in */
  int input;  /* the program's; a socket, so that a closed one is an error and no signal */
  int output; /* the program's */
};

/* What passes between the two in one step. @answer: has room for all that may be due; @due: bytes
 * of it, which is not known before its header is there; @asked: (nullable): the question, where the
 * answer has a header */
typedef struct
{
  const guint8 *parts[2];
  gsize sizes[2];
  gsize sent;
  guint8 *answer;
  gsize got;
  gsize due;
  const SemWireHeader *asked;
  SemWireHeader header;
} Exchange;

/* Starting ------------------------------------------------------------------------------------- */

static void
child_setup (gpointer data)
{
  setpgid (0, 0);
}

/* What an interpreter and a network need to be found; nothing of this program's. */
static char **
make_environment (void)
{
  static const char *const kept[] = {
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "VIRTUAL_ENV",
    "OMP_NUM_THREADS",
    "CUDA_VISIBLE_DEVICES",
  };
  g_auto (GStrv) all = g_get_environ ();
  char **environment = g_new0 (char *, 1);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (g_environ_getenv (all, kept[i]))
      environment = g_environ_setenv (environment, kept[i], g_environ_getenv (all, kept[i]), TRUE);
  return environment;
}

static gboolean
spawn (SemProgramProcess *self, GError **error)
{
  g_auto (GStrv) argv = NULL;
  g_auto (GStrv) environment = make_environment ();
  g_autoptr (GError) local = NULL;
  int ends[2] = { -1, -1 }, pipes[2] = { -1, -1 };
  gboolean ok;

  ok = g_shell_parse_argv (self->settings->command, NULL, &argv, &local)
       && g_unix_open_pipe (pipes, FD_CLOEXEC, &local);
  if (ok && socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    {
      local = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_FAILED, g_strerror (errno));
      ok = FALSE;
    }
  ok = ok
       && g_spawn_async_with_pipes_and_fds (self->settings->folder, (const char *const *) argv,
                                            (const char *const *) environment,
                                            G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD,
                                            child_setup, NULL, ends[1], pipes[1], -1, NULL, NULL, 0,
                                            &self->pid, NULL, NULL, NULL, &local);
  self->input = ends[0];
  self->output = pipes[0];
  if (ends[1] >= 0)
    close (ends[1]);
  if (pipes[1] >= 0)
    close (pipes[1]);
  if (!ok)
    {
      self->pid = 0;
      g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
                   _("The program of the backbone “%s” cannot be started: %s. Mend it, or add the "
                     "backbone again with another --command."),
                   self->settings->name, local->message);
      return FALSE;
    }
  self->group = self->pid;
  return g_unix_set_fd_nonblocking (self->input, TRUE, NULL)
         && g_unix_set_fd_nonblocking (self->output, TRUE, NULL);
}

/* Ending --------------------------------------------------------------------------------------- */

/* Waits until the program has ended. FALSE where it has not within so many milliseconds. */
static gboolean
reap (SemProgramProcess *self, int milliseconds, int *status)
{
  const gint64 until = g_get_monotonic_time () + milliseconds * (gint64) 1000;

  for (;;)
    {
      const pid_t found = waitpid (self->pid, status, WNOHANG);

      if (found == self->pid || (found < 0 && errno != EINTR))
        {
          self->pid = 0;
          return TRUE;
        }
      if (g_get_monotonic_time () >= until)
        return FALSE;
      poll (NULL, 0, 10);
    }
}

static void
close_ends (SemProgramProcess *self)
{
  if (self->input >= 0)
    close (self->input);
  if (self->output >= 0)
    close (self->output);
  self->input = self->output = -1;
}

void
sem_program_process_free (SemProgramProcess *self)
{
  int status;

  if (!self)
    return;
  close_ends (self);
  if (self->pid > 0)
    reap (self, ENDING, &status);
  if (self->group > 0)
    kill (-self->group, SIGKILL);
  if (self->pid > 0)
    {
      kill (self->pid, SIGKILL);
      while (waitpid (self->pid, &status, 0) < 0 && errno == EINTR)
        ;
    }
  sem_program_settings_free (self->settings);
  g_free (self);
}

/* @ended: whether the program has ended, with @status; else it closed its input or output */
static void
set_ended (SemProgramProcess *self, gboolean ended, int status, GError **error)
{
  if (ended && WIFSIGNALED (status))
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
                 _("The program of the backbone “%s” was ended by signal %d (%s) before it "
                   "answered. What it wrote to its standard error may say why."),
                 self->settings->name, WTERMSIG (status), g_strsignal (WTERMSIG (status)));
  else if (ended)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
                 _(
                   "The program of the backbone “%s” ended with status %d before it answered. What "
                   "it wrote to its standard error may say why."),
                 self->settings->name, WEXITSTATUS (status));
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
                 _("The program of the backbone “%s” closed its standard input or output before "
                   "it answered, and was ended."),
                 self->settings->name);
}

/* The program closed its output or its input, most likely since it ended. */
static void
set_closed (SemProgramProcess *self, GError **error)
{
  int status = 0;
  const gboolean ended = reap (self, ENDING, &status);

  set_ended (self, ended, status, error);
}

/* Talking -------------------------------------------------------------------------------------- */

static gboolean
send_some (SemProgramProcess *self, Exchange *exchange, GError **error)
{
  const gboolean second = exchange->sent >= exchange->sizes[0];
  const gsize at = exchange->sent - (second ? exchange->sizes[0] : 0);
  const gssize n =
    send (self->input, exchange->parts[second] + at, exchange->sizes[second] - at, MSG_NOSIGNAL);

  if (n >= 0)
    exchange->sent += (gsize) n;
  else if (errno != EAGAIN && errno != EINTR)
    {
      set_closed (self, error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_header (SemProgramProcess *self, Exchange *exchange, GError **error)
{
  const SemWireFault fault =
    sem_wire_read_header (exchange->answer, exchange->asked, self->settings->d, &exchange->header);

  if (fault == SEM_WIRE_SOUND)
    exchange->due += exchange->header.size;
  else
    sem_program_set_fault (fault, self->settings->name, error);
  return fault == SEM_WIRE_SOUND;
}

static gboolean
read_some (SemProgramProcess *self, Exchange *exchange, GError **error)
{
  const gssize n =
    read (self->output, exchange->answer + exchange->got, exchange->due - exchange->got);

  if (n > 0)
    exchange->got += (gsize) n;
  if (n > 0 && exchange->asked && exchange->got == SEM_WIRE_HEADER_SIZE)
    return take_header (self, exchange, error);
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
    {
      set_closed (self, error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_time (SemProgramProcess *self, gint64 deadline, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (g_get_monotonic_time () < deadline)
    return TRUE;
  g_set_error (
    error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
    _("The program of the backbone “%s” did not answer within %u s and was ended. Give "
      "it more time with “semblance-cli backbone add %s --timeout SECONDS”, or mend it."),
    self->settings->name, self->settings->seconds, self->settings->name);
  return FALSE;
}

/* Whether the program runs. What it started may keep its ends open when it has ended, and would not
 * answer. */
static gboolean
check_runs (SemProgramProcess *self, GError **error)
{
  int status = 0;

  if (!reap (self, 0, &status))
    return TRUE;
  set_ended (self, TRUE, status, error);
  return FALSE;
}

/* Sends all there is to send, and reads all that is due. */
static gboolean
pass (SemProgramProcess *self,
      Exchange *exchange,
      gint64 deadline,
      GCancellable *cancellable,
      GError **error)
{
  const gsize all = exchange->sizes[0] + exchange->sizes[1];

  while (exchange->sent < all || exchange->got < exchange->due)
    {
      struct pollfd ends[2] = {
        { .fd = exchange->sent < all ? self->input : -1, .events = POLLOUT },
        { .fd = exchange->got < exchange->due ? self->output : -1, .events = POLLIN },
      };
      int n;

      if (!check_time (self, deadline, cancellable, error))
        return FALSE;
      n = poll (ends, 2, TICK);
      if (n == 0 && !check_runs (self, error))
        return FALSE;
      if (n <= 0)
        continue;
      if ((ends[1].revents && !read_some (self, exchange, error))
          || (ends[0].revents && !send_some (self, exchange, error)))
        return FALSE;
    }
  return TRUE;
}

static gint64
get_deadline (const SemProgramProcess *self)
{
  return g_get_monotonic_time () + self->settings->seconds * (gint64) G_USEC_PER_SEC;
}

static gboolean
hear_hello (SemProgramProcess *self,
            SemWireHello *hello,
            char **title,
            GCancellable *cancellable,
            GError **error)
{
  const gint64 deadline = get_deadline (self);
  guint8 bytes[SEM_WIRE_HELLO_SIZE], name[SEM_WIRE_MAX_TITLE];
  Exchange first = { .answer = bytes, .due = sizeof bytes }, second = { .answer = name };
  SemWireFault fault;

  if (!pass (self, &first, deadline, cancellable, error))
    return FALSE;
  fault = sem_wire_read_hello (bytes, hello);
  if (fault == SEM_WIRE_SOUND)
    {
      second.due = hello->title_size;
      if (!pass (self, &second, deadline, cancellable, error))
        return FALSE;
      fault = sem_wire_check_title (name, second.due);
    }
  if (fault != SEM_WIRE_SOUND)
    {
      sem_program_set_fault (fault, self->settings->name, error);
      return FALSE;
    }
  *title = g_strndup ((const char *) name, second.due);
  return TRUE;
}

SemProgramProcess *
sem_program_process_start (const SemProgramSettings *settings,
                           SemWireHello *hello,
                           char **title,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (SemProgramProcess) self = g_new0 (SemProgramProcess, 1);

  self->settings = sem_program_settings_copy (settings);
  self->input = self->output = -1;
  if (!spawn (self, error) || !hear_hello (self, hello, title, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* What follows the header of the answer. */
static gboolean
hear_answer (SemProgramProcess *self,
             const Exchange *exchange,
             float *numbers,
             gboolean *refused,
             GError **error)
{
  const guint8 *bytes = exchange->answer + SEM_WIRE_HEADER_SIZE;
  g_autofree char *text = NULL;
  SemWireFault fault;

  if (exchange->header.kind != SEM_WIRE_REFUSAL)
    {
      fault =
        sem_wire_read_numbers (bytes, (gsize) exchange->header.n * self->settings->d, numbers);
      if (fault != SEM_WIRE_SOUND)
        sem_program_set_fault (fault, self->settings->name, error);
      return fault == SEM_WIRE_SOUND;
    }
  *refused = TRUE;
  text = sem_wire_read_text (bytes, exchange->header.size);
  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
               _("The program of the backbone “%s” answered why it has no numbers: “%s”."),
               self->settings->name, text);
  return FALSE;
}

/* An answer that is there before the question would be taken for that of the question, and each
 * later one for that of the next. */
static gboolean
check_silent (SemProgramProcess *self, GError **error)
{
  struct pollfd end = { .fd = self->output, .events = POLLIN };

  if (poll (&end, 1, 0) <= 0 || !(end.revents & POLLIN))
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
               _("The program of the backbone “%s” wrote to its standard output before it was "
                 "asked, and was ended."),
               self->settings->name);
  return FALSE;
}

gboolean
sem_program_process_ask (SemProgramProcess *self,
                         const SemWireHeader *asked,
                         const guint8 *body,
                         float *numbers,
                         gboolean *refused,
                         GCancellable *cancellable,
                         GError **error)
{
  const gsize most = MAX ((gsize) asked->n * self->settings->d * sizeof (float), SEM_WIRE_MAX_TEXT);
  g_autofree guint8 *answer = g_malloc (SEM_WIRE_HEADER_SIZE + most);
  guint8 question[SEM_WIRE_HEADER_SIZE];
  Exchange exchange = { .parts = { question, body },
                        .sizes = { sizeof question, asked->size },
                        .answer = answer,
                        .due = SEM_WIRE_HEADER_SIZE,
                        .asked = asked };

  *refused = FALSE;
  sem_wire_write_header (asked, question);
  return check_silent (self, error)
         && pass (self, &exchange, get_deadline (self), cancellable, error)
         && hear_answer (self, &exchange, numbers, refused, error);
}
