/* A job that gives way to others until little of it remains.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/service/job-queue.h"

static void
push (SemJobQueue *queue, SemEngineJob kind)
{
  sem_job_queue_push (queue, &(SemEngineRequest){ .job = kind, .name = "clip" });
}

/* What is settled is not stopped by an indexing; where it gave way before and is taken again, it
 * gives way again. */
static void
test_switch (void)
{
  SemJobQueue *queue = sem_job_queue_new ();
  SemJob *job, *index;

  push (queue, SEM_ENGINE_SWITCH);
  for (guint i = 0; i < 2; i++)
    {
      job = sem_job_queue_take (queue);
      g_assert_cmpint (job->request.job, ==, SEM_ENGINE_SWITCH);
      if (i > 0)
        sem_job_queue_settle (queue, job);
      push (queue, SEM_ENGINE_INDEX);
      g_assert_cmpint (g_cancellable_is_cancelled (job->cancellable), ==, i == 0);
      job = sem_job_queue_end (queue, job, i == 0);
      g_assert_cmpint (!job, ==, i == 0);
      index = sem_job_queue_take (queue);
      g_assert_cmpint (index->request.job, ==, SEM_ENGINE_INDEX);
      sem_job_free (sem_job_queue_end (queue, index, FALSE));
    }
  g_assert_cmpstr (job->request.name, ==, "clip");
  sem_job_free (job);
  sem_job_queue_free (queue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/settled/switch", test_switch);
  return g_test_run ();
}
