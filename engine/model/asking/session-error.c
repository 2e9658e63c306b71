/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/session-private.h"

const char *
sem_session_get_error (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), NULL);
  return self->error;
}

void
sem_session_set_error (SemSession *self, const char *sentence)
{
  if (!sentence && !self->error)
    return;
  g_free (self->error);
  self->error = g_strdup (sentence);
  g_object_notify (G_OBJECT (self), "error");
}
