/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/session-private.h"

void
sem_session_set_error (SemSession *self, const char *sentence)
{
  if (!sentence && !self->error)
    return;
  g_free (self->error);
  self->error = g_strdup (sentence);
  g_object_notify (G_OBJECT (self), "error");
}
