/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/link/link-private.h"

#include <errno.h>
#include <poll.h>

#include <glib/gi18n-lib.h>

/* The most that is shown of what a server says, in bytes. */
#define MAX_MESSAGE 300

static gboolean
set_late (const SemLink *self, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_OUT_OF_TIME,
               _("The archive “%s” did not answer in time. Try again later."), self->name);
  return FALSE;
}

gboolean
sem_link_wait (SemLink *self, gboolean write, gint64 end, GCancellable *cancellable, GError **error)
{
  GPollFD fds[2] = {
    { .fd = PQsocket (self->connection), .events = (gushort) (POLLIN | (write ? POLLOUT : 0)) },
  };
  const gboolean has_cancellable = g_cancellable_make_pollfd (cancellable, &fds[1]);
  const gint64 left = (end - g_get_monotonic_time ()) / 1000;
  int n = left > 0 ? g_poll (fds, has_cancellable ? 2 : 1, (gint) MIN (left + 1, G_MAXINT)) : 0;

  if (has_cancellable)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (n > 0 || (n < 0 && errno == EINTR))
    return TRUE;
  return set_late (self, error);
}

void
sem_link_pause (GCancellable *cancellable, guint milliseconds)
{
  GPollFD fd;

  if (g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_poll (&fd, 1, (gint) milliseconds);
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep ((gulong) milliseconds * 1000);
}

char *
sem_link_clean (const SemLink *self, const char *message)
{
  g_autoptr (GString) text = g_string_new (message ? message : "");
  g_autofree char *valid = NULL;

  if (self->password && *self->password)
    g_string_replace (text, self->password, "***", 0);
  if (text->len > MAX_MESSAGE)
    g_string_truncate (text, MAX_MESSAGE);
  valid = g_utf8_make_valid (text->str, -1);
  g_strdelimit (valid, "\r\n\t", ' ');
  return g_strdup (g_strstrip (valid));
}

gboolean
sem_link_is_lost (const SemLink *self)
{
  return PQstatus (self->connection) != CONNECTION_OK;
}
