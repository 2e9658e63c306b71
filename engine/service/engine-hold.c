/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/engine-private.h"

SemBackbone *
sem_engine_get_backbone (SemEngine *self, GError **error)
{
  SemBackbone *backbone;

  g_mutex_lock (&self->mutex);
  if (!self->backbone)
    self->backbone = sem_backbone_new (NULL, error);
  backbone = self->backbone;
  g_mutex_unlock (&self->mutex);
  return backbone;
}

gboolean
sem_engine_hold_library (SemEngine *self, GError **error)
{
  if (self->n_holders == 0)
    self->lock = sem_store_lock (self->path, error);
  if (self->n_holders == 0 && self->lock < 0)
    return FALSE;
  self->n_holders++;
  return TRUE;
}

void
sem_engine_release_library (SemEngine *self)
{
  if (--self->n_holders == 0)
    sem_store_unlock (self->lock);
}
