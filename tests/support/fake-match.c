/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-private.h"

G_DEFINE_FINAL_TYPE (SemMatch, sem_match, G_TYPE_OBJECT)

static void
sem_match_finalize (GObject *object)
{
  g_object_unref (SEM_MATCH (object)->photo);
  for (guint i = 0; i < G_N_ELEMENTS (SEM_MATCH (object)->paths); i++)
    g_free (SEM_MATCH (object)->paths[i]);

  G_OBJECT_CLASS (sem_match_parent_class)->finalize (object);
}

static void
sem_match_class_init (SemMatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_match_finalize;
  g_signal_new ("changed", SEM_TYPE_MATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_match_init (SemMatch *self)
{
}

SemPhoto *
sem_match_get_photo (SemMatch *self)
{
  return self->photo;
}

guint
sem_match_get_distance (SemMatch *self)
{
  return self->distance;
}

double
sem_match_get_likeness (SemMatch *self)
{
  return 1 - (double) self->distance / SEM_FAKE_N_BITS;
}

/* Crops lie in the lower left quarter of the query. */
gboolean
sem_match_get_region (SemMatch *self, double *region)
{
  const gboolean known = g_strcmp0 (self->kind, "Crop") == 0;

  region[0] = 0;
  region[1] = region[2] = region[3] = known ? 0.5 : 0;
  return known;
}

const char *
sem_match_get_place (SemMatch *self)
{
  double region[4];

  return sem_match_get_region (self, region) ? "lower left quarter of your picture" : "";
}

gboolean
sem_match_get_above_chance (SemMatch *self)
{
  return self->above_chance;
}

gboolean
sem_match_get_is_apart (SemMatch *self)
{
  return self->is_apart;
}

const char *
sem_match_get_kind (SemMatch *self)
{
  return self->kind;
}

const char *const *
sem_match_get_paths (SemMatch *self)
{
  return (const char *const *) self->paths;
}
