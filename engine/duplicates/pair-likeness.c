/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/pair-likeness.h"

#include "engine/photos/codes.h"
#include "engine/photos/library-reference.h"

gboolean
sem_pair_likeness_init (SemPairLikeness *self, SemStore *store, GError **error)
{
  g_autoptr (SemReference) reference = NULL;

  *self = (SemPairLikeness){ .store = store };
  if (!sem_codes_load_active (store, &self->row, &self->model, error))
    return FALSE;
  if (!self->model)
    return TRUE;
  if (!sem_library_load_reference (store, self->row.backbone, &reference, error))
    return FALSE;
  if (reference)
    self->likeness = sem_likeness_new (reference, sem_hash_model_get_mean (self->model));
  return TRUE;
}

void
sem_pair_likeness_clear (SemPairLikeness *self)
{
  g_clear_pointer (&self->model, sem_hash_model_free);
  g_clear_pointer (&self->likeness, sem_likeness_free);
  sem_store_model_clear (&self->row);
}

/* @centred: only written where @found */
static gboolean
load (SemPairLikeness *self, gint64 photo, float *centred, gboolean *found, GError **error)
{
  float feature[SEM_BACKBONE_DIM];

  if (!sem_codes_load_feature (self->store, photo, self->row.backbone, feature, found, error))
    return FALSE;
  if (*found)
    sem_likeness_centre (self->likeness, feature, centred);
  return TRUE;
}

gboolean
sem_pair_likeness_measure (SemPairLikeness *self,
                           gint64 a,
                           gint64 b,
                           double otherwise,
                           double *likeness,
                           GError **error)
{
  float other[SEM_BACKBONE_DIM];
  gboolean found = TRUE;

  *likeness = otherwise;
  if (!self->likeness)
    return TRUE;
  if (self->last != a)
    {
      self->last = 0;
      if (!load (self, a, self->centred, &found, error))
        return FALSE;
      if (!found)
        return TRUE;
      self->last = a;
    }
  if (!load (self, b, other, &found, error))
    return FALSE;
  if (found)
    *likeness = CLAMP (sem_likeness_cosine (self->centred, other), 0, 1);
  return TRUE;
}
