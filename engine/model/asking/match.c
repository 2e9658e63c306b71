/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/asking/match-private.h"
#include "engine/search/request/region-words.h"

struct _SemMatch
{
  GObject parent_instance;

  SemPhoto *photo;
  guint distance;
  double likeness;
  gboolean above_chance;
  gboolean is_apart;
  const char *kind;
  char **paths;
  SemSearchRegion region;
};

static guint match_changed;

G_DEFINE_FINAL_TYPE (SemMatch, sem_match, G_TYPE_OBJECT)

static void
sem_match_finalize (GObject *object)
{
  g_clear_object (&SEM_MATCH (object)->photo);
  g_strfreev (SEM_MATCH (object)->paths);
  G_OBJECT_CLASS (sem_match_parent_class)->finalize (object);
}

static void
sem_match_class_init (SemMatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_match_finalize;
  match_changed = g_signal_new ("changed", SEM_TYPE_MATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
sem_match_init (SemMatch *self)
{
}

SemPhoto *
sem_match_get_photo (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return self->photo;
}

guint
sem_match_get_distance (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), 0);
  return self->distance;
}

double
sem_match_get_likeness (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), 0);
  return self->likeness;
}

gboolean
sem_match_get_above_chance (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), FALSE);
  return self->above_chance;
}

const char *
sem_match_get_kind (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return self->kind;
}

gboolean
sem_match_get_is_apart (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), FALSE);
  return self->is_apart;
}

const char *const *
sem_match_get_paths (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return (const char *const *) self->paths;
}

gboolean
sem_match_get_region (SemMatch *self, double *region)
{
  g_return_val_if_fail (SEM_IS_MATCH (self) && region != NULL, FALSE);

  region[0] = self->region.x;
  region[1] = self->region.y;
  region[2] = self->region.width;
  region[3] = self->region.height;
  return self->kind && self->region.width > 0;
}

const char *
sem_match_get_place (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return self->kind ? sem_region_get_words (&self->region) : "";
}

/* NULL for a hit that is only similar, as most hits of a search for similar photos are. */
static const char *
describe_kind (SemCopyKind kind)
{
  return kind == SEM_COPY_ALIKE ? NULL : sem_copy_kind_get_words (kind);
}

SemMatch *
sem_match_new (SemPhoto *photo, const SemSearchHit *hit)
{
  SemMatch *self = g_object_new (SEM_TYPE_MATCH, NULL);

  self->photo = g_object_ref (photo);
  self->paths = g_strdupv (hit->paths);
  self->distance = hit->distance;
  self->likeness = hit->likeness;
  self->above_chance = hit->above_chance;
  self->kind = describe_kind (hit->kind);
  self->region = hit->region;
  return self;
}

SemMatch *
sem_match_new_with_photo (SemMatch *self, SemPhoto *photo)
{
  SemMatch *made = g_object_new (SEM_TYPE_MATCH, NULL);

  made->photo = g_object_ref (photo);
  made->paths = g_strdupv (self->paths);
  made->distance = self->distance;
  made->likeness = self->likeness;
  made->above_chance = self->above_chance;
  made->is_apart = self->is_apart;
  made->kind = self->kind;
  made->region = self->region;
  return made;
}

static gboolean
equal_paths (char **one, char **other)
{
  if (!one || !other)
    return one == other;
  return g_strv_equal ((const char *const *) one, (const char *const *) other);
}

void
sem_match_update (SemMatch *self, const SemSearchHit *hit, gboolean proven)
{
  const char *kind = describe_kind (hit->kind);
  const gboolean is_apart = proven && !kind;

  if (self->kind == kind && self->is_apart == is_apart && self->likeness == (double) hit->likeness
      && self->distance == hit->distance && self->above_chance == hit->above_chance
      && memcmp (&self->region, &hit->region, sizeof hit->region) == 0
      && equal_paths (self->paths, hit->paths))
    return;
  if (!equal_paths (self->paths, hit->paths))
    {
      g_strfreev (self->paths);
      self->paths = g_strdupv (hit->paths);
    }
  self->distance = hit->distance;
  self->kind = kind;
  self->is_apart = is_apart;
  self->likeness = hit->likeness;
  self->above_chance = hit->above_chance;
  self->region = hit->region;
  g_signal_emit (self, match_changed, 0);
}
