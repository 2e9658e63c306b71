/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/candidates.h"

#include "engine/store/companions.h"

/* Correlation of the sketches of one picture, altered as usual. */
#define SAME 0.9
/* Of a crop with its place. */
#define INSIDE 0.85

void
sem_sketch_pair_clear (SemSketchPair *self)
{
  g_clear_pointer (&self->part, sem_sketch_part_free);
}

static gboolean
read_sketch (SemStore *store, gint64 photo, guint8 *sketch, gboolean *found, GError **error)
{
  SemStorePhoto row = { 0 };
  gboolean ok;

  *found = FALSE;
  ok =
    sem_store_get_photo (store, photo, &row, error)
    && (row.id == 0 || sem_store_get_sketch (store, &row, sketch, SEM_SKETCH_SIZE, found, error));
  sem_store_photo_clear (&row);
  return ok;
}

static gboolean
take_first (SemSketchPair *self, gint64 photo, GError **error)
{
  if (self->last == photo)
    return TRUE;
  g_clear_pointer (&self->part, sem_sketch_part_free);
  self->last = 0;
  if (!read_sketch (self->store, photo, self->sketch, &self->has_sketch, error))
    return FALSE;
  self->last = photo;
  return TRUE;
}

gboolean
sem_sketch_pair_agrees (SemSketchPair *self,
                        gint64 a,
                        gint64 b,
                        guint orientation,
                        gboolean *agrees,
                        GError **error)
{
  guint8 turned[SEM_SKETCH_SIZE], other[SEM_SKETCH_SIZE];
  gboolean found;

  *agrees = FALSE;
  if (!take_first (self, a, error) || !read_sketch (self->store, b, other, &found, error))
    return FALSE;
  if (!found || !self->has_sketch)
    return TRUE;
  sem_sketch_orient (self->sketch, SEM_SKETCH_SIDE, 1, orientation, turned);
  *agrees = sem_sketch_correlate (turned, other, SEM_SKETCH_SIZE) >= SAME;
  return TRUE;
}

static gboolean
is_part (SemSketchPart *part, const guint8 *whole, double aspect)
{
  SemSketchPlace place;

  if (sem_sketch_part_guess (part, whole, aspect) < INSIDE)
    return FALSE;
  sem_sketch_part_locate (part, whole, aspect, &place);
  return place.correlation >= INSIDE;
}

gboolean
sem_sketch_pair_is_inside (SemSketchPair *self,
                           const SemMoment *a,
                           const SemMoment *b,
                           gboolean *inside,
                           GError **error)
{
  guint8 other[SEM_SKETCH_SIZE];
  g_autoptr (SemSketchPart) part = NULL;
  double aspect;
  gboolean found;

  *inside = FALSE;
  if (!take_first (self, a->photo, error)
      || !read_sketch (self->store, b->photo, other, &found, error))
    return FALSE;
  if (!found || !self->has_sketch || !a->width || !a->height || !b->width || !b->height)
    return TRUE;
  if (!self->part)
    self->part = sem_sketch_part_new (self->sketch, SEM_SKETCH_SIDE);
  aspect = (double) a->width / a->height / ((double) b->width / b->height);
  *inside = is_part (self->part, other, aspect);
  if (*inside)
    return TRUE;
  part = sem_sketch_part_new (other, SEM_SKETCH_SIDE);
  *inside = is_part (part, self->sketch, 1 / aspect);
  return TRUE;
}
