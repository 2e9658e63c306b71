/* test-background.c - work in the background as a job of the library: shown, paused, stopped
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/rest.h"
#include "engine/model/background.h"
#include "engine/model/library-private.h"
#include "tests/engine/model/model-test.h"

#define STEP_US 2000

/* An owner of such work, as the classes of the model are. */
#define TEST_TYPE_OWNER (test_owner_get_type ())
G_DECLARE_FINAL_TYPE (TestOwner, test_owner, TEST, OWNER, GObject)

struct _TestOwner
{
  GObject parent_instance;

  SemBackground background;
  gboolean finished;
};

static GParamSpec *properties[SEM_BACKGROUND_N_PROPS];
static gint n_steps; /* atomic: of the worker */
static gint end;     /* atomic: whether it is to end by itself */

G_DEFINE_FINAL_TYPE (TestOwner, test_owner, G_TYPE_OBJECT)

static void
test_owner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  sem_background_read_property (&TEST_OWNER (object)->background, id, value);
}

static void
test_owner_dispose (GObject *object)
{
  sem_background_clear (&TEST_OWNER (object)->background);
  G_OBJECT_CLASS (test_owner_parent_class)->dispose (object);
}

static void
test_owner_class_init (TestOwnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_owner_get_property;
  object_class->dispose = test_owner_dispose;
  sem_background_add_properties (properties);
  g_object_class_install_properties (object_class, SEM_BACKGROUND_N_PROPS, properties);
}

static void
test_owner_init (TestOwner *self)
{
}

static gpointer
count_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = sem_background_get_progress (data, cancellable);

  while (!g_atomic_int_get (&end))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      g_usleep (STEP_US);
      sem_progress_report (&progress, MIN (1, .001 * g_atomic_int_add (&n_steps, 1)));
    }
  return g_strdup ("done");
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TestOwner *self = TEST_OWNER (object);
  g_autofree char *found = sem_background_finish (&self->background, result);

  /* None where it was stopped. */
  g_assert_true (!found || g_str_equal (found, "done"));
  self->finished = TRUE;
}

static const SemBackgroundWork shown_work = { count_worker, g_free, done_cb, NULL, "Counting" };
static const SemBackgroundWork quiet_work = { count_worker, g_free, done_cb, NULL, NULL };

static guint
count_jobs (ModelTest *fixture)
{
  return g_list_model_get_n_items (sem_library_get_jobs (fixture->library));
}

static TestOwner *
start (ModelTest *fixture, const SemBackgroundWork *work)
{
  TestOwner *owner = g_object_new (TEST_TYPE_OWNER, NULL);

  g_atomic_int_set (&n_steps, 0);
  g_atomic_int_set (&end, FALSE);
  g_assert_true (
    sem_background_start (&owner->background, G_OBJECT (owner), fixture->library, work));
  return owner;
}

/* (transfer full): the only job, once it shows */
static SemBackgroundJob *
wait_for_job (ModelTest *fixture)
{
  wait_until (count_jobs (fixture) == 1);
  return g_list_model_get_item (sem_library_get_jobs (fixture->library), 0);
}

/* Until the main loop has run for a while. */
static void
let_pass (guint milliseconds)
{
  gboolean late = FALSE;
  const guint source = g_timeout_add (milliseconds, model_test_timeout_cb, &late);

  while (!late)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static void
test_pausing (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemBackgroundJob) job = NULL;
  g_autoptr (TestOwner) owner = NULL;
  gint before;

  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  owner = start (fixture, &shown_work);
  g_assert_cmpuint (count_jobs (fixture), ==, 0);
  job = wait_for_job (fixture);
  g_assert_cmpstr (sem_background_job_get_title (job), ==, "Counting");
  wait_until (sem_background_job_get_progress (job) > 0);

  sem_background_job_set_paused (job, TRUE);
  /* The step that runs ends. */
  let_pass (200);
  before = g_atomic_int_get (&n_steps);
  let_pass (300);
  g_assert_cmpint (g_atomic_int_get (&n_steps), ==, before);
  g_assert_cmpuint (count_jobs (fixture), ==, 1);
  sem_background_job_set_paused (job, FALSE);
  wait_until (g_atomic_int_get (&n_steps) > before + 10);

  g_atomic_int_set (&end, TRUE);
  wait_until (owner->finished);
  g_assert_cmpuint (count_jobs (fixture), ==, 0);
  g_assert_null (owner->background.problem);
}

/* However many are paused, others are done. */
static void
test_others (ModelTest *fixture, gconstpointer data)
{
  TestOwner *owners[4];

  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    {
      g_autoptr (SemBackgroundJob) job = NULL;

      owners[i] = start (fixture, &shown_work);
      wait_until (count_jobs (fixture) == i + 1);
      wait_until (g_atomic_int_get (&n_steps) > 0);
      job = g_list_model_get_item (sem_library_get_jobs (fixture->library), i);
      sem_background_job_set_paused (job, TRUE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    {
      sem_background_stop (&owners[i]->background);
      wait_until (owners[i]->finished);
      g_object_unref (owners[i]);
    }
}

/* What is paused can be stopped too, and stopping is no problem to tell of. */
static void
test_stopping (ModelTest *fixture, gconstpointer data)
{
  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  for (guint paused = 0; paused < 2; paused++)
    {
      g_autoptr (TestOwner) owner = start (fixture, &shown_work);
      g_autoptr (SemBackgroundJob) job = wait_for_job (fixture);

      sem_background_job_set_paused (job, paused);
      sem_background_job_stop (job);
      wait_until (owner->finished);
      g_assert_cmpuint (count_jobs (fixture), ==, 0);
      g_assert_null (owner->background.problem);
    }
}

static void
stop_cb (SemBackgroundJob *job, gboolean *stopped)
{
  *stopped = TRUE;
}

/* The job tells that its owner stops it, or goes away: that is no end to tell of. */
static void
test_owner_stops (ModelTest *fixture, gconstpointer data)
{
  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  for (guint goes = 0; goes < 2; goes++)
    {
      g_autoptr (TestOwner) owner = start (fixture, &shown_work);
      g_autoptr (SemBackgroundJob) job = wait_for_job (fixture);
      gboolean stopped = FALSE;

      g_signal_connect (job, "stop", G_CALLBACK (stop_cb), &stopped);
      if (goes)
        g_object_run_dispose (G_OBJECT (owner));
      else
        sem_background_stop (&owner->background);
      g_assert_true (stopped);
      wait_until (owner->finished);
      g_signal_handlers_disconnect_by_data (job, &stopped);
    }
}

/* What is short, or is no job, never shows; an owner that goes away takes its job along. */
static void
test_hidden (ModelTest *fixture, gconstpointer data)
{
  TestOwner *owner;

  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  owner = start (fixture, &shown_work);
  g_atomic_int_set (&end, TRUE);
  wait_until (owner->finished);
  let_pass (1200);
  g_assert_cmpuint (count_jobs (fixture), ==, 0);
  g_object_unref (owner);

  owner = start (fixture, &quiet_work);
  let_pass (1200);
  g_assert_cmpuint (count_jobs (fixture), ==, 0);
  g_atomic_int_set (&end, TRUE);
  wait_until (owner->finished);
  g_object_unref (owner);

  owner = start (fixture, &shown_work);
  g_clear_object (&(SemBackgroundJob *){ wait_for_job (fixture) });
  g_object_run_dispose (G_OBJECT (owner));
  g_assert_cmpuint (count_jobs (fixture), ==, 0);
  wait_until (owner->finished);
  g_object_unref (owner);
}

/* Closing the library ends what is paused. */
static void
test_closing (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (TestOwner) owner = NULL;
  g_autoptr (SemBackgroundJob) job = NULL;

  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  owner = start (fixture, &shown_work);
  job = wait_for_job (fixture);
  sem_background_job_set_paused (job, TRUE);
  sem_library_close (fixture->library);
  wait_until (owner->finished);
  g_assert_cmpuint (count_jobs (fixture), ==, 0);
}

/* Fewer steps are done in the same time while it goes easy: those of a tenth of the time. */
static void
test_resting (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (TestOwner) owner = NULL;
  gint fast, slow;

  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  owner = start (fixture, &shown_work);
  let_pass (500);
  fast = g_atomic_int_get (&n_steps);
  sem_rest_set_share (.02);
  let_pass (500);
  slow = g_atomic_int_get (&n_steps) - fast;
  sem_rest_set_share (1);
  g_assert_cmpint (slow, <, fast / 2);
  g_atomic_int_set (&end, TRUE);
  wait_until (owner->finished);
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/background/pausing", test_pausing },         { "/background/stopping", test_stopping },
    { "/background/owner-stops", test_owner_stops }, { "/background/hidden", test_hidden },
    { "/background/closing", test_closing },         { "/background/resting", test_resting },
    { "/background/others", test_others },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
