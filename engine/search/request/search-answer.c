/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/request/search-answer-private.h"
#include "engine/nn/backbone.h"

typedef struct
{
  SemSearchAnswer answer; /* what others see; first, so that its address is that of the whole */
  GArray *hits;
  SemSearchSubject *subjects;
} Answer;

static void
clear_hit (gpointer data)
{
  g_strfreev (((SemSearchHit *) data)->paths);
}

GArray *
sem_search_hits_new (void)
{
  GArray *hits = g_array_new (FALSE, TRUE, sizeof (SemSearchHit));

  g_array_set_clear_func (hits, clear_hit);
  return hits;
}

void
sem_search_subject_clear (SemSearchSubject *subject)
{
  g_clear_pointer (&subject->feature, g_free);
  g_clear_pointer (&subject->thumbnail, g_bytes_unref);
}

GArray *
sem_search_answer_copy_hits (const SemSearchAnswer *self)
{
  GArray *hits = sem_search_hits_new ();

  for (guint i = 0; i < self->n_hits; i++)
    {
      SemSearchHit hit = self->hits[i];

      hit.paths = g_strdupv (hit.paths);
      hit.path = NULL;
      for (guint j = 0; hit.paths && hit.paths[j]; j++)
        if (self->hits[i].paths[j] == self->hits[i].path)
          hit.path = hit.paths[j];
      g_array_append_val (hits, hit);
    }
  return hits;
}

SemSearchSubject *
sem_search_answer_copy_subjects (const SemSearchAnswer *self)
{
  SemSearchSubject *subjects = g_new (SemSearchSubject, self->n_subjects);

  for (guint i = 0; i < self->n_subjects; i++)
    {
      subjects[i] = self->subjects[i];
      subjects[i].feature = g_memdup2 (subjects[i].feature, SEM_BACKBONE_DIM * sizeof (float));
      if (subjects[i].thumbnail)
        g_bytes_ref (subjects[i].thumbnail);
    }
  return subjects;
}

SemSearchAnswer *
sem_search_answer_new (const SemSearchAnswer *about,
                       GArray *hits,
                       SemSearchSubject *subjects,
                       guint n_subjects)
{
  Answer *self = g_new0 (Answer, 1);

  self->hits = hits;
  self->subjects = subjects;
  self->answer = *about;
  self->answer.n_above = 0;
  self->answer.hits = (const SemSearchHit *) (void *) hits->data;
  self->answer.n_hits = hits->len;
  while (self->answer.n_above < hits->len && self->answer.hits[self->answer.n_above].above_chance)
    self->answer.n_above++;
  self->answer.subjects = subjects;
  self->answer.n_subjects = n_subjects;
  return &self->answer;
}

void
sem_search_answer_free (SemSearchAnswer *self)
{
  Answer *owned = (Answer *) self;

  g_return_if_fail (self != NULL);

  g_array_unref (owned->hits);
  for (guint i = 0; i < self->n_subjects; i++)
    sem_search_subject_clear (&owned->subjects[i]);
  g_free (owned->subjects);
  g_free (owned);
}
