/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/quality/strips-private.h"

struct _SemStripHit
{
  GObject parent_instance;

  SemPhoto *photo;
  guint ranks[SEM_N_STRIPS];
  double likeness;
};

G_DEFINE_FINAL_TYPE (SemStripHit, sem_strip_hit, G_TYPE_OBJECT)

static void
sem_strip_hit_finalize (GObject *object)
{
  g_clear_object (&SEM_STRIP_HIT (object)->photo);

  G_OBJECT_CLASS (sem_strip_hit_parent_class)->finalize (object);
}

static void
sem_strip_hit_class_init (SemStripHitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_strip_hit_finalize;
}

static void
sem_strip_hit_init (SemStripHit *self)
{
}

SemStripHit *
sem_strip_hit_new (SemPhoto *photo, const guint *ranks, double likeness)
{
  SemStripHit *self = g_object_new (SEM_TYPE_STRIP_HIT, NULL);

  self->photo = g_object_ref (photo);
  for (guint strip = 0; strip < SEM_N_STRIPS; strip++)
    self->ranks[strip] = ranks[strip];
  self->likeness = likeness;
  return self;
}

SemPhoto *
sem_strip_hit_get_photo (SemStripHit *self)
{
  g_return_val_if_fail (SEM_IS_STRIP_HIT (self), NULL);
  return self->photo;
}

guint
sem_strip_hit_get_rank (SemStripHit *self, SemStrip strip)
{
  g_return_val_if_fail (SEM_IS_STRIP_HIT (self) && strip < SEM_N_STRIPS, 0);
  return self->ranks[strip];
}

gboolean
sem_strip_hit_is_in (SemStripHit *self, SemStrip strip)
{
  const guint rank = sem_strip_hit_get_rank (self, strip);

  return rank > 0 && rank <= SEM_STRIP_LENGTH;
}

double
sem_strip_hit_get_likeness (SemStripHit *self)
{
  g_return_val_if_fail (SEM_IS_STRIP_HIT (self), 0);
  return self->likeness;
}

SemStripsAnswer *
sem_strips_answer_new (void)
{
  SemStripsAnswer *answer = g_new0 (SemStripsAnswer, 1);

  for (guint strip = 0; strip < SEM_N_STRIPS; strip++)
    answer->hits[strip] = g_list_store_new (SEM_TYPE_STRIP_HIT);
  return answer;
}

void
sem_strips_answer_free (gpointer data)
{
  SemStripsAnswer *answer = data;

  for (guint strip = 0; answer && strip < SEM_N_STRIPS; strip++)
    g_object_unref (answer->hits[strip]);
  if (answer)
    g_clear_object (&answer->photo);
  g_free (answer);
}
