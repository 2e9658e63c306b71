/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/setup/weights-setup.h"

#include "engine/base/installed.h"
#include "engine/nn/weights.h"

#include <signal.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define PROGRAM "semblance-weights"

/* @last: (nullable): the last line of the command that is no number
 * @cancellable: of what is running */
struct _SemWeightsSetup
{
  GObject parent_instance;

  char *program;
  SemWeightsState state;
  double progress;
  char *problem;
  char *last;
  GSubprocess *command;
  GDataInputStream *output;
  GCancellable *cancellable;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemWeightsSetup, sem_weights_setup, G_TYPE_OBJECT)

static void
set_state (SemWeightsSetup *self, SemWeightsState state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Ends the command where it runs; it removes what it has made. */
static void
end_command (SemWeightsSetup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->command)
    g_subprocess_send_signal (self->command, SIGTERM);
  g_clear_object (&self->command);
  g_clear_object (&self->output);
  g_clear_pointer (&self->last, g_free);
}

static void
sem_weights_setup_dispose (GObject *object)
{
  end_command (SEM_WEIGHTS_SETUP (object));

  G_OBJECT_CLASS (sem_weights_setup_parent_class)->dispose (object);
}

static void
sem_weights_setup_finalize (GObject *object)
{
  SemWeightsSetup *self = SEM_WEIGHTS_SETUP (object);

  g_free (self->program);
  g_free (self->problem);

  G_OBJECT_CLASS (sem_weights_setup_parent_class)->finalize (object);
}

static void
sem_weights_setup_class_init (SemWeightsSetupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sem_weights_setup_dispose;
  object_class->finalize = sem_weights_setup_finalize;

  /**
   * SemWeightsSetup::changed:
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_weights_setup_init (SemWeightsSetup *self)
{
}

/* Looking ---------------------------------------------------------------------------------------*/

static void
look_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_auto (GStrv) places = sem_weights_list_places ();
  gboolean found = FALSE;

  for (gsize i = 0; places[i] && !found; i++)
    found = g_file_test (places[i], G_FILE_TEST_EXISTS);
  g_task_return_boolean (task, found);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SemWeightsSetup *self = SEM_WEIGHTS_SETUP (source);

  if (self->state == SEM_WEIGHTS_UNKNOWN)
    set_state (self, g_task_propagate_boolean (G_TASK (result), NULL) ? SEM_WEIGHTS_READY
                                                                      : SEM_WEIGHTS_MISSING);
}

SemWeightsSetup *
sem_weights_setup_new (const char *program)
{
  SemWeightsSetup *self = g_object_new (SEM_TYPE_WEIGHTS_SETUP, NULL);
  g_autofree char *folder = sem_installed_get_folder (SEM_INSTALLED_BIN);
  g_autoptr (GTask) task = g_task_new (self, NULL, looked_cb, NULL);

  self->program = program ? g_strdup (program) : g_build_filename (folder, PROGRAM, NULL);
  g_task_run_in_thread (task, look_worker);
  return self;
}

/* Getting ---------------------------------------------------------------------------------------*/

static void
fail (SemWeightsSetup *self, const char *reason)
{
  g_free (self->problem);
  self->problem =
    reason
      ? g_strdup_printf (_("The weights could not be got. The command says: %s"), reason)
      : g_strdup (_("The weights could not be got. Check the connection to the Internet, then "
                    "try again."));
  end_command (self);
  set_state (self, SEM_WEIGHTS_MISSING);
}

static void
waited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemWeightsSetup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *last = NULL;

  if (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    {
      g_clear_object (&self->command);
      end_command (self);
      set_state (self, SEM_WEIGHTS_READY);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->command);
  last = g_strdup (self->last);
  fail (self, last);
}

/* Numbers say how far it is; the last other line, how it ends. */
static void
take_line (SemWeightsSetup *self, const char *line)
{
  guint64 percent;

  if (g_ascii_string_to_unsigned (line, 10, 0, 100, &percent, NULL))
    {
      self->progress = (double) percent / 100;
      g_signal_emit (self, signals[CHANGED], 0);
    }
  else if (*line)
    {
      const char *sentence = strstr (line, ": ");

      g_free (self->last);
      self->last =
        g_utf8_make_valid (g_str_has_prefix (line, "fetch.sh: ") && sentence ? sentence + 2 : line,
                           -1);
    }
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemWeightsSetup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line =
    g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !G_IS_SUBPROCESS (self->command))
    return;
  if (!line)
    {
      g_subprocess_wait_check_async (self->command, self->cancellable, waited_cb,
                                     g_object_ref (self));
      return;
    }
  take_line (self, line);
  /* The signal may have led to the end. */
  if (self->output)
    g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, self->cancellable,
                                         line_cb, g_object_ref (self));
}

void
sem_weights_setup_get (SemWeightsSetup *self, GFile *file)
{
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  const char *const arguments[] = { self->program, "--progress", path, NULL };
  g_autoptr (GError) error = NULL;

  g_return_if_fail (SEM_IS_WEIGHTS_SETUP (self));

  if (self->state == SEM_WEIGHTS_COMING || self->state == SEM_WEIGHTS_READY)
    return;
  g_clear_pointer (&self->problem, g_free);
  self->progress = 0;
  if (file && !path)
    {
      fail (self, _("this file is not on a disk of this computer."));
      return;
    }
  self->command =
    g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                       &error);
  if (!self->command)
    {
      fail (self, error->message);
      return;
    }
  self->cancellable = g_cancellable_new ();
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->command));
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, self->cancellable, line_cb,
                                       g_object_ref (self));
  set_state (self, SEM_WEIGHTS_COMING);
}

void
sem_weights_setup_stop (SemWeightsSetup *self)
{
  g_return_if_fail (SEM_IS_WEIGHTS_SETUP (self));

  if (self->state != SEM_WEIGHTS_COMING)
    return;
  end_command (self);
  set_state (self, SEM_WEIGHTS_MISSING);
}

SemWeightsState
sem_weights_setup_get_state (SemWeightsSetup *self)
{
  return self->state;
}

double
sem_weights_setup_get_progress (SemWeightsSetup *self)
{
  return self->progress;
}

const char *
sem_weights_setup_get_problem (SemWeightsSetup *self)
{
  return self->problem;
}
