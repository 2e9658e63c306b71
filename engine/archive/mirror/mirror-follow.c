/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/link/link.h"
#include "engine/archive/mirror/mirror.h"
#include "engine/archive/schema.h"

/* How long is waited after a change for more of them, and after a lost connection, in milliseconds;
 * each further time twice as long, up to the most. */
#define TOGETHER 500
#define FIRST_WAIT 500
#define MOST_WAIT 60000
/* Seconds without a notification after which the mirror is updated all the same. */
#define SILENCE 300

static gboolean
can_try_again (const GError *error)
{
  return g_error_matches (error, SEM_ERROR, SEM_ERROR_BUSY)
         || g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE)
         || g_error_matches (error, SEM_ERROR, SEM_ERROR_OUT_OF_TIME);
}

typedef struct
{
  const char *uri;
  guint64 most;
  SemMirrorToldFunc func;
  gpointer user_data;
  const SemProgress *progress;
  guint n_updates;
} Follower;

static gboolean
update (Follower *self, GError **error)
{
  g_auto (SemMirrored) mirrored = { NULL };

  if (!sem_mirror_update (self->uri, self->most, &mirrored, self->progress, error))
    return FALSE;
  if (self->n_updates++ == 0 || mirrored.changed > 0 || mirrored.copied)
    self->func (&mirrored, self->user_data);
  return TRUE;
}

/* On one connection, which listens before the first update, so that no notification is missed. */
static gboolean
listen (Follower *self, GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (self->progress);
  g_autoptr (SemLink) link = sem_link_open (self->uri, cancellable, error);
  gboolean told;

  if (!link || !sem_link_do (link, "LISTEN " SEM_ARCHIVE_CHANNEL, cancellable, error))
    return FALSE;
  while (update (self, error) && sem_link_wait_told (link, SILENCE, &told, cancellable, error))
    {
      if (told)
        sem_link_pause (cancellable, TOGETHER);
      /* Notifications that came meanwhile are covered by the next update. */
      if (!sem_link_wait_told (link, 0, &told, cancellable, error)
          || !sem_link_do (link, "SELECT 1", cancellable, error))
        return FALSE;
    }
  return FALSE;
}

gboolean
sem_mirror_follow (const char *uri,
                   guint64 most,
                   SemMirrorToldFunc func,
                   gpointer user_data,
                   const SemProgress *progress,
                   GError **error)
{
  Follower self = { uri, most, func, user_data, progress, 0 };
  guint wait = FIRST_WAIT;

  while (TRUE)
    {
      const guint before = self.n_updates;
      g_autoptr (GError) local = NULL;

      listen (&self, &local);
      if (self.n_updates > before)
        wait = FIRST_WAIT;
      /* Where it never worked, that is said. */
      if (self.n_updates == 0 || !can_try_again (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      sem_link_pause (sem_progress_get_cancellable (progress), wait);
      wait = MIN (wait * 2, MOST_WAIT);
    }
}
