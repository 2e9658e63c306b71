/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/copies/altered-job.h"

static void
choose (SemAlteredJob *self)
{
  const char *const *only = self->options->only;
  guint n;
  const SemAlteration *alterations = sem_alteration_list (&n);

  self->chosen = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    if (!only || g_strv_contains (only, alterations[i].id))
      self->chosen[self->n_chosen++] = i;
}

gboolean
sem_altered_job_init (SemAlteredJob *self,
                      const char *path,
                      const char *backbone,
                      const SemAlteredOptions *options,
                      const SemProgress *progress,
                      GError **error)
{
  *self = (SemAlteredJob){ .options = options,
                           .maker = sem_altered_maker_new (),
                           .store = sem_store_open (path, SEM_STORE_READ, error),
                           .cancellable = sem_progress_get_cancellable (progress) };
  choose (self);
  if (self->store)
    self->set = sem_altered_set_load (self->store, backbone, error);
  if (self->set)
    self->queries = sem_altered_queries_draw (self->store, self->set, options->folder,
                                              options->n_queries, options->seed, error);
  return self->queries != NULL;
}

void
sem_altered_job_clear (SemAlteredJob *self)
{
  g_clear_pointer (&self->queries, g_array_unref);
  g_clear_pointer (&self->set, sem_altered_set_free);
  g_clear_pointer (&self->store, sem_store_close);
  g_clear_pointer (&self->maker, sem_altered_maker_free);
  g_clear_pointer (&self->chosen, g_free);
}

SemAlteredPicture
sem_altered_job_get_picture (const SemAlteredJob *self, gsize number)
{
  guint n;
  const SemAlteration *alterations = sem_alteration_list (&n);
  const guint place = self->chosen[number % self->n_chosen];

  return (SemAlteredPicture){ self, number / self->n_chosen, place, &alterations[place] };
}

GBytes *
sem_altered_picture_make (const SemAlteredPicture *self, GError **error)
{
  const SemAlteredJob *job = self->job;
  const char *paths[SEM_ALTERATION_MAX_PHOTOS];
  const SemAlteredQuery *query = sem_altered_queries_get (job->queries, self->query, 0);
  const SemDecodeView *view = self->alteration->alter ? NULL : &query->views[self->place];
  SemRandom random;

  for (guint i = 0; i < self->alteration->n_photos; i++)
    paths[i] = sem_altered_queries_get (job->queries, self->query, i)->path;
  sem_altered_queries_init_random (&random, job->options->seed, self->query, self->place);
  return sem_altered_maker_make (job->maker, self->alteration, paths, view, &random,
                                 job->cancellable, error);
}
