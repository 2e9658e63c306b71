/* What becomes of each kind of job in each state, whatever is asked meanwhile.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/service/job-queue.h"

/* States and actions --------------------------------------------------------------------------- */

typedef enum
{
  WAITS,
  RUNS,
  PAUSED,
  STOPS,
  YIELDS,
  N_SITUATIONS
} Situation;

typedef enum
{
  NOTHING,
  PAUSE,
  RESUME,
  STOP,
  STOP_KIND,
  CHANGE,
  CLOSE,
  N_ACTIONS
} Action;

static void
push (SemJobQueue *queue, SemEngineJob kind)
{
  const SemEngineRequest request = { .job = kind, .folder = "/photos", .method = "lsh" };

  sem_job_queue_push (queue, &request);
}

/* Ends a job as the engine does. Returns: whether it is queued again */
static gboolean
end (SemJobQueue *queue, SemJob *job)
{
  job = sem_job_queue_end (queue, job, g_cancellable_is_cancelled (job->cancellable));
  if (!job)
    return TRUE;
  g_assert_cmpint (job->state, ==, SEM_JOB_DONE);
  sem_job_free (job);
  return FALSE;
}

/* Takes jobs, and ends those of other kinds. */
static SemJob *
take (SemJobQueue *queue, SemEngineJob kind)
{
  SemJob *job;

  while ((job = sem_job_queue_take (queue)) && job->request.job != kind)
    end (queue, job);
  g_assert_nonnull (job);
  return job;
}

static void
empty (SemJobQueue *queue)
{
  SemJob *job;

  sem_job_queue_close (queue);
  while ((job = sem_job_queue_take (queue)))
    g_assert_false (end (queue, job));
  sem_job_queue_free (queue);
}

/* Returns: (nullable): the job, where it runs. */
static SemJob *
bring_about (SemJobQueue *queue, SemEngineJob kind, Situation situation)
{
  SemJob *job;

  push (queue, kind);
  if (situation == WAITS)
    return NULL;
  job = take (queue, kind);
  if (situation == PAUSED)
    sem_job_queue_pause (queue);
  else if (situation == STOPS)
    sem_job_queue_stop (queue);
  else if (situation == YIELDS)
    push (queue, SEM_ENGINE_DECLINE_CODES);
  return job;
}

static void
act (SemJobQueue *queue, SemEngineJob kind, Action action)
{
  switch (action)
    {
    case PAUSE:
      sem_job_queue_pause (queue);
      break;
    case RESUME:
      sem_job_queue_resume (queue);
      break;
    case STOP:
      sem_job_queue_stop (queue);
      break;
    case STOP_KIND:
      if (kind == SEM_ENGINE_INDEX || kind == SEM_ENGINE_TRAIN || kind == SEM_ENGINE_USE_CODES
          || kind == SEM_ENGINE_REFINE || kind == SEM_ENGINE_SWITCH)
        sem_job_queue_stop_kind (queue, kind);
      break;
    case CHANGE:
      push (queue, SEM_ENGINE_DECLINE_CODES);
      break;
    case CLOSE:
      sem_job_queue_close (queue);
      break;
    case NOTHING:
    case N_ACTIONS:
    default:
      break;
    }
}

static char
get_letter (SemJobState state)
{
  switch (state)
    {
    case SEM_JOB_QUEUED:
      return 'q';
    case SEM_JOB_RUNNING:
      return 'r';
    case SEM_JOB_PAUSED:
      return 'p';
    case SEM_JOB_STOPPING:
      return 's';
    case SEM_JOB_NONE:
    case SEM_JOB_DONE:
    default:
      return '-';
    }
}

/**
 * Row:
 * @cells: for each action, in their order: the state that is shown after it, and then the end: the
 *   job is done (d), was cancelled (c), or is queued again (a)
 */
typedef struct
{
  SemEngineJob kind;
  Situation situation;
  const char *cells[N_ACTIONS];
} Row;

/*                                            nothing pause resume stop kind change close */
#define SHORT(kind)                                                                                \
  { kind, WAITS, { "qd", "qd", "qd", "qd", "qd", "qd", "qd" } },                                   \
  {                                                                                                \
    kind, RUNS,                                                                                    \
    {                                                                                              \
      "rd", "rd", "rd", "rd", "rd", "rd", "rd"                                                     \
    }                                                                                              \
  }

static const Row rows[] = {
  SHORT (SEM_ENGINE_OPEN),
  SHORT (SEM_ENGINE_ADD_FOLDER),
  SHORT (SEM_ENGINE_FORGET_MISSING),
  SHORT (SEM_ENGINE_LEAVE_OUT),
  SHORT (SEM_ENGINE_RETRY),
  SHORT (SEM_ENGINE_REMOVE_FOLDER),
  SHORT (SEM_ENGINE_OFFER_CODES),
  SHORT (SEM_ENGINE_DECLINE_CODES),
  SHORT (SEM_ENGINE_NAME_CODES),
  SHORT (SEM_ENGINE_DELETE_CODES),
  SHORT (SEM_ENGINE_EXPORT_CODES),
  SHORT (SEM_ENGINE_REMOVE_NETWORK),
  { SEM_ENGINE_REPAIR, WAITS, { "qd", "qd", "qd", "qd", "qd", "qd", "sc" } },
  { SEM_ENGINE_REPAIR, RUNS, { "rd", "rd", "rd", "rd", "rd", "rd", "sc" } },
  { SEM_ENGINE_INDEX, WAITS, { "qd", "pd", "qd", "sc", "sc", "qd", "sc" } },
  { SEM_ENGINE_INDEX, RUNS, { "rd", "pd", "rd", "sc", "sc", "ra", "sc" } },
  { SEM_ENGINE_INDEX, PAUSED, { "pd", "pd", "rd", "sc", "sc", "pa", "sc" } },
  { SEM_ENGINE_INDEX, STOPS, { "sc", "sc", "sc", "sc", "sc", "sc", "sc" } },
  { SEM_ENGINE_INDEX, YIELDS, { "ra", "pa", "ra", "sc", "sc", "ra", "sc" } },
  { SEM_ENGINE_REFINE, WAITS, { "qd", "pd", "qd", "sc", "sc", "qd", "sc" } },
  { SEM_ENGINE_REFINE, RUNS, { "rd", "pd", "rd", "sc", "sc", "ra", "sc" } },
  { SEM_ENGINE_REFINE, PAUSED, { "pd", "pd", "rd", "sc", "sc", "pa", "sc" } },
  { SEM_ENGINE_REFINE, STOPS, { "sc", "sc", "sc", "sc", "sc", "sc", "sc" } },
  { SEM_ENGINE_REFINE, YIELDS, { "ra", "pa", "ra", "sc", "sc", "ra", "sc" } },
  { SEM_ENGINE_SWITCH, WAITS, { "qd", "pd", "qd", "sc", "sc", "qd", "sc" } },
  { SEM_ENGINE_SWITCH, RUNS, { "rd", "pd", "rd", "sc", "sc", "ra", "sc" } },
  { SEM_ENGINE_SWITCH, PAUSED, { "pd", "pd", "rd", "sc", "sc", "pa", "sc" } },
  { SEM_ENGINE_SWITCH, STOPS, { "sc", "sc", "sc", "sc", "sc", "sc", "sc" } },
  { SEM_ENGINE_SWITCH, YIELDS, { "ra", "pa", "ra", "sc", "sc", "ra", "sc" } },
  { SEM_ENGINE_IMPORT_CODES, WAITS, { "qd", "pd", "qd", "sc", "qd", "qd", "sc" } },
  { SEM_ENGINE_IMPORT_CODES, RUNS, { "rd", "pd", "rd", "sc", "rd", "rd", "sc" } },
  { SEM_ENGINE_IMPORT_CODES, PAUSED, { "pd", "pd", "rd", "sc", "pd", "pd", "sc" } },
  { SEM_ENGINE_IMPORT_CODES, STOPS, { "sc", "sc", "sc", "sc", "sc", "sc", "sc" } },
  { SEM_ENGINE_TRAIN, WAITS, { "qd", "pd", "qd", "sc", "sc", "qd", "sc" } },
  { SEM_ENGINE_TRAIN, RUNS, { "rd", "pd", "rd", "sc", "sc", "rd", "sc" } },
  { SEM_ENGINE_TRAIN, PAUSED, { "pd", "pd", "rd", "sc", "sc", "pd", "sc" } },
  { SEM_ENGINE_TRAIN, STOPS, { "sc", "sc", "sc", "sc", "sc", "sc", "sc" } },
  { SEM_ENGINE_USE_CODES, WAITS, { "qd", "pd", "qd", "sc", "sc", "qd", "qd" } },
  { SEM_ENGINE_USE_CODES, RUNS, { "rd", "pd", "rd", "sc", "sc", "rd", "rd" } },
  { SEM_ENGINE_USE_CODES, PAUSED, { "pd", "pd", "rd", "sc", "sc", "pd", "rd" } },
  { SEM_ENGINE_USE_CODES, STOPS, { "sc", "sc", "sc", "sc", "sc", "sc", "sc" } },
};

static void
check_cell (const Row *row, Action action)
{
  SemJobQueue *queue = sem_job_queue_new ();
  SemJob *job = bring_about (queue, row->kind, row->situation);
  g_autofree char *cell = g_strdup ("--");
  SemEngineActivity activity;
  gboolean cancelled;

  act (queue, row->kind, action);
  sem_job_queue_get_activity (queue, &activity);
  g_assert_cmpint (activity.job, ==, row->kind);
  g_assert_cmpint (activity.index.paused, ==, activity.state == SEM_JOB_PAUSED);
  cell[0] = get_letter (activity.state);
  if (!job)
    job = take (queue, row->kind);
  cancelled = g_cancellable_is_cancelled (job->cancellable);
  cell[1] = end (queue, job) ? 'a' : cancelled ? 'c' : 'd';
  if (g_strcmp0 (cell, row->cells[action]) != 0)
    g_test_message ("kind %d, situation %d, action %d", row->kind, row->situation, action);
  g_assert_cmpstr (cell, ==, row->cells[action]);
  /* A job that is queued again is not cancelled and is paused again where it was paused. */
  if (cell[1] == 'a')
    {
      job = take (queue, row->kind);
      g_assert_false (g_cancellable_is_cancelled (job->cancellable));
      g_assert_cmpint (get_letter (job->state), ==, cell[0]);
      g_assert_false (end (queue, job));
    }
  empty (queue);
}

static void
test_table (void)
{
  gboolean covered[SEM_ENGINE_N_JOBS] = { FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      covered[rows[i].kind] = TRUE;
      for (guint action = 0; action < N_ACTIONS; action++)
        check_cell (&rows[i], (Action) action);
    }
  for (guint kind = 0; kind < SEM_ENGINE_N_JOBS; kind++)
    g_assert_true (covered[kind]);
}

/* Several jobs --------------------------------------------------------------------------------- */

static const SemEngineJob long_kinds[] = { SEM_ENGINE_INDEX, SEM_ENGINE_TRAIN,
                                           SEM_ENGINE_USE_CODES };

/* A pause or a stop applies to no later job. */
static void
test_next_is_fresh (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (long_kinds); i++)
    for (guint j = 0; j < G_N_ELEMENTS (long_kinds); j++)
      for (guint situation = WAITS; situation <= STOPS; situation++)
        {
          SemJobQueue *queue = sem_job_queue_new ();
          SemJob *job = bring_about (queue, long_kinds[i], (Situation) situation);
          SemJob *next;

          sem_job_queue_pause (queue);
          sem_job_queue_stop (queue);
          if (!job)
            job = take (queue, long_kinds[i]);
          g_assert_false (end (queue, job));
          sem_job_queue_pause (queue);
          push (queue, long_kinds[j]);
          next = take (queue, long_kinds[j]);
          g_assert_cmpint (next->state, ==, SEM_JOB_RUNNING);
          g_assert_false (g_cancellable_is_cancelled (next->cancellable));
          end (queue, next);
          empty (queue);
        }
}

/* Jobs pushed while a long job runs, paused or not, and that job all run to their end. */
static void
check_both_done (SemEngineJob holder_kind, SemEngineJob kind, Situation situation)
{
  SemJobQueue *queue = sem_job_queue_new ();
  SemJob *holder = bring_about (queue, holder_kind, situation), *job;
  GString *done = g_string_new (NULL);

  push (queue, kind);
  sem_job_queue_resume (queue);
  while ((job = sem_job_queue_take_between (queue, holder)))
    {
      g_string_append_printf (done, "%d ", job->request.job);
      g_assert_false (end (queue, job));
    }
  if (!g_cancellable_is_cancelled (holder->cancellable))
    g_string_append_printf (done, "%d ", holder_kind);
  end (queue, holder);
  push (queue, SEM_ENGINE_REFINE);
  while ((job = sem_job_queue_take (queue)) && job->request.job != SEM_ENGINE_REFINE)
    {
      if (!g_cancellable_is_cancelled (job->cancellable))
        g_string_append_printf (done, "%d ", job->request.job);
      g_assert_false (end (queue, job));
    }
  if (kind == SEM_ENGINE_REFINE)
    g_string_append_printf (done, "%d ", kind);
  end (queue, job);
  {
    g_auto (GStrv) words = g_strsplit (g_strchomp (done->str), " ", -1);
    g_autofree char *first = g_strdup_printf ("%d", holder_kind);
    g_autofree char *second = g_strdup_printf ("%d", kind);

    g_assert_cmpuint (g_strv_length (words), ==, 2);
    g_assert_true (g_strv_contains ((const char *const *) words, first));
    g_assert_true (g_strv_contains ((const char *const *) words, second));
  }
  g_string_free (done, TRUE);
  empty (queue);
}

static void
test_nothing_is_lost (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (long_kinds); i++)
    for (guint kind = 0; kind < SEM_ENGINE_N_JOBS; kind++)
      {
        check_both_done (long_kinds[i], (SemEngineJob) kind, RUNS);
        check_both_done (long_kinds[i], (SemEngineJob) kind, PAUSED);
      }
}

/* The jobs that a running job admits between two of its steps. */
static void
test_between (void)
{
  static const struct
  {
    SemEngineJob holder;
    const char *admitted; /* a letter for each kind of job */
  } cases[] = {
    /* open, folders and files (6), index train, codes (7), repair, refine, networks (2): by their
       enum */
    { SEM_ENGINE_TRAIN, "yyyyyynnyyyyyyyynny" },
    { SEM_ENGINE_USE_CODES, "yyyyyynnnnnnnnnnnnn" },
    { SEM_ENGINE_IMPORT_CODES, "yyyyyynnnnnnnnnnnnn" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (strlen (cases[i].admitted), ==, SEM_ENGINE_N_JOBS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint kind = 0; kind < SEM_ENGINE_N_JOBS; kind++)
      for (guint situation = RUNS; situation <= PAUSED; situation++)
        {
          SemJobQueue *queue = sem_job_queue_new ();
          SemJob *holder = bring_about (queue, cases[i].holder, (Situation) situation), *job;

          push (queue, (SemEngineJob) kind);
          if (cases[i].admitted[kind] == 'n')
            sem_job_queue_resume (queue);
          job = sem_job_queue_take_between (queue, holder);
          g_assert_cmpint (job != NULL, ==, cases[i].admitted[kind] == 'y');
          if (job)
            g_assert_false (end (queue, job));
          g_assert_false (g_cancellable_is_cancelled (holder->cancellable));
          end (queue, holder);
          empty (queue);
        }
}

static const char *const job_names[] = {
  [SEM_ENGINE_OPEN] = "open",
  [SEM_ENGINE_ADD_FOLDER] = "add",
  [SEM_ENGINE_REMOVE_FOLDER] = "remove",
  [SEM_ENGINE_FORGET_MISSING] = "forget",
  [SEM_ENGINE_INDEX] = "index",
  [SEM_ENGINE_TRAIN] = "train",
  [SEM_ENGINE_USE_CODES] = "use",
  [SEM_ENGINE_OFFER_CODES] = "offer",
  [SEM_ENGINE_DECLINE_CODES] = "decline",
  [SEM_ENGINE_REFINE] = "refine",
};

/* @expected: the jobs in the order in which they are taken; those that were cancelled have a "!".
 */
static void
assert_order (const SemEngineJob *pushed, guint n, const char *expected)
{
  SemJobQueue *queue = sem_job_queue_new ();
  GString *taken = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    push (queue, pushed[i]);
  for (guint i = 0; i < n; i++)
    {
      SemJob *job = sem_job_queue_take (queue);

      g_string_append_printf (taken, "%s%s%s", i ? " " : "", job_names[job->request.job],
                              g_cancellable_is_cancelled (job->cancellable) ? "!" : "");
      end (queue, job);
    }
  g_assert_cmpstr (taken->str, ==, expected);
  g_string_free (taken, TRUE);
  empty (queue);
}

static void
test_order (void)
{
  static const SemEngineJob mixed[] = { SEM_ENGINE_REFINE,        SEM_ENGINE_TRAIN,
                                        SEM_ENGINE_INDEX,         SEM_ENGINE_USE_CODES,
                                        SEM_ENGINE_REMOVE_FOLDER, SEM_ENGINE_FORGET_MISSING,
                                        SEM_ENGINE_ADD_FOLDER,    SEM_ENGINE_DECLINE_CODES };
  static const SemEngineJob folders[] = { SEM_ENGINE_ADD_FOLDER, SEM_ENGINE_INDEX,
                                          SEM_ENGINE_ADD_FOLDER, SEM_ENGINE_INDEX,
                                          SEM_ENGINE_TRAIN,      SEM_ENGINE_INDEX };

  assert_order (mixed, G_N_ELEMENTS (mixed), "remove forget add use decline index train refine");
  /* One indexing finds the photos of both folders. */
  assert_order (folders, G_N_ELEMENTS (folders), "index! index! add add index train");
}

/* Refining, which takes hours, is in nobody's way; nothing gives way to it. */
static void
test_refining_yields (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (long_kinds); i++)
    {
      SemJobQueue *queue = sem_job_queue_new ();
      SemJob *job = bring_about (queue, SEM_ENGINE_REFINE, RUNS);

      push (queue, long_kinds[i]);
      g_assert_true (end (queue, job));
      job = sem_job_queue_take (queue);
      g_assert_cmpint (job->request.job, ==, long_kinds[i]);
      push (queue, SEM_ENGINE_REFINE);
      g_assert_false (end (queue, job));
      empty (queue);
    }
}

/* The activity names queued jobs, whichever job is shown. */
static void
test_waiting_is_shown (void)
{
  SemJobQueue *queue = sem_job_queue_new ();
  SemJob *index = bring_about (queue, SEM_ENGINE_INDEX, RUNS), *train;
  SemEngineActivity activity;

  push (queue, SEM_ENGINE_TRAIN);
  sem_job_queue_get_activity (queue, &activity);
  g_assert_cmpint (activity.job, ==, SEM_ENGINE_INDEX);
  g_assert_true (activity.training && activity.indexing);
  /* A queued training can be stopped alone. */
  sem_job_queue_stop_kind (queue, SEM_ENGINE_TRAIN);
  sem_job_queue_get_activity (queue, &activity);
  g_assert_true (!activity.training && activity.indexing);
  g_assert_false (g_cancellable_is_cancelled (index->cancellable));
  /* Stopping a job stops no other. */
  push (queue, SEM_ENGINE_TRAIN);
  sem_job_queue_stop (queue);
  sem_job_queue_get_activity (queue, &activity);
  g_assert_true (activity.training && !activity.indexing);
  g_assert_cmpint (activity.state, ==, SEM_JOB_STOPPING);
  end (queue, index);
  g_assert_false (end (queue, sem_job_queue_take (queue)));
  train = sem_job_queue_take (queue);
  g_assert_cmpint (train->request.job, ==, SEM_ENGINE_TRAIN);
  g_assert_cmpstr (train->request.method, ==, "lsh");
  g_assert_false (g_cancellable_is_cancelled (train->cancellable));
  end (queue, train);
  sem_job_queue_get_activity (queue, &activity);
  g_assert_cmpint (activity.state, ==, SEM_JOB_NONE);
  empty (queue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/jobs/table", test_table);
  g_test_add_func ("/service/jobs/next-is-fresh", test_next_is_fresh);
  g_test_add_func ("/service/jobs/nothing-is-lost", test_nothing_is_lost);
  g_test_add_func ("/service/jobs/between", test_between);
  g_test_add_func ("/service/jobs/order", test_order);
  g_test_add_func ("/service/jobs/refining-yields", test_refining_yields);
  g_test_add_func ("/service/jobs/waiting-is-shown", test_waiting_is_shown);
  return g_test_run ();
}
