/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/search/search-show.h"
#include "app/cli/output/output.h"
#include "engine/store/companions.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

struct _CliSearchShow
{
  char *chafa;
  SemStore *store;
};

CliSearchShow *
cli_search_show_new (const char *library, GError **error)
{
  g_autoptr (CliSearchShow) self = g_new0 (CliSearchShow, 1);

  if (!isatty (STDOUT_FILENO))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("%s draws pictures in a terminal, and standard output is not a terminal."),
                   "--show");
      return NULL;
    }
  self->chafa = g_find_program_in_path ("chafa");
  if (!self->chafa)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("%s draws by the program “chafa”, which is missing. Install the package "
                     "“chafa”."),
                   "--show");
      return NULL;
    }
  self->store = sem_store_open (library, SEM_STORE_READ, error);
  return self->store ? g_steal_pointer (&self) : NULL;
}

void
cli_search_show_free (CliSearchShow *self)
{
  g_clear_pointer (&self->store, sem_store_close);
  g_free (self->chafa);
  g_free (self);
}

/* The thumbnail is a file that a decoder of ours has written. */
static gboolean
draw (CliSearchShow *self, GBytes *jpeg, GError **error)
{
  const char *arguments[] = { self->chafa, "--size=40x12", "--animate=off", "-", NULL };
  g_autoptr (GSubprocess) chafa = NULL;
  g_autoptr (GError) local = NULL;
  void (*handler) (int);

  /* What is printed before it comes first. */
  fflush (stdout);
  chafa = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE, error);
  if (!chafa)
    return FALSE;
  /* Where it ends early, how it ended says more. */
  handler = signal (SIGPIPE, SIG_IGN);
  g_subprocess_communicate (chafa, jpeg, NULL, NULL, NULL, &local);
  signal (SIGPIPE, handler);
  if (!g_subprocess_wait_check (chafa, NULL, error))
    return FALSE;
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

void
cli_search_show_hit (CliSearchShow *self, const SemSearchHit *hit)
{
  g_autoptr (GBytes) jpeg = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (sem_store_get_thumbnail (self->store, hit->photo, &jpeg, &error)
      && (!jpeg || draw (self, jpeg, &error)))
    return;
  name = cli_name (hit->path);
  g_printerr (_("The picture of %s cannot be shown: %s\n"), name, error->message);
}
