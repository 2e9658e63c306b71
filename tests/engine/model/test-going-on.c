/* Jobs that are started continue while others are requested, and none ends silently.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <time.h>

#include <glib/gstdio.h>

#include "engine/model/library-private.h"
#include "tests/engine/model/model-test.h"
#include "engine/store/models.h"
#include "engine/store/store.h"

typedef struct
{
  LibraryTest base;
  SemLibrary *library;
  GFile *folder; /* of photos, in the library */
  GFile *other;  /* of two photos, not in it */
  GString *states;
  GString *messages;
} Fixture;

static void
run_loop (guint milliseconds)
{
  gboolean over = FALSE;
  guint source = g_timeout_add (milliseconds, model_test_timeout_cb, &over);

  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static void
state_cb (SemLibrary *library, GParamSpec *pspec, gpointer data)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (SEM_TYPE_LIBRARY_STATE);

  g_string_append_printf (((Fixture *) data)->states, "%s ",
                          g_enum_get_value (class, sem_library_get_state (library))->value_nick);
}

static void
message_cb (SemLibrary *library, const char *message, gpointer data)
{
  g_string_append_printf (((Fixture *) data)->messages, "%s\n", message);
}

/* A library of @data photos, 32 for 0, with codes. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint families = data ? GPOINTER_TO_UINT (data) / 4 : 8;
  g_autofree char *photos = NULL, *other = NULL;

  library_test_set_up (&fixture->base, NULL);
  fixture->states = g_string_new (NULL);
  fixture->messages = g_string_new (NULL);
  photos = g_build_filename (fixture->base.photos, "in", NULL);
  other = g_build_filename (fixture->base.photos, "other", NULL);
  for (guint i = 0; i < families * 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("in/%03u.jpg", i);

      library_test_photo (&fixture->base, name, i / 4, i % 4);
    }
  library_test_photo (&fixture->base, "other/0.jpg", 60, 0);
  library_test_photo (&fixture->base, "other/1.jpg", 60, 1);
  fixture->folder = g_file_new_for_path (photos);
  fixture->other = g_file_new_for_path (other);

  fixture->library = sem_library_new (fixture->base.library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  sem_library_add_folder (fixture->library, fixture->folder);
  wait_until (sem_library_get_codes (fixture->library) != NULL);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_signal_connect (fixture->library, "notify::state", G_CALLBACK (state_cb), fixture);
  g_signal_connect (fixture->library, "message", G_CALLBACK (message_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer library = fixture->library;

  g_signal_handlers_disconnect_by_data (library, fixture);
  g_object_add_weak_pointer (library, &library);
  g_clear_object (&fixture->library);
  wait_until (!library);
  g_object_unref (fixture->folder);
  g_object_unref (fixture->other);
  g_string_free (fixture->states, TRUE);
  g_string_free (fixture->messages, TRUE);
  library_test_tear_down (&fixture->base, NULL);
}

static guint
count (GListModel *model)
{
  return g_list_model_get_n_items (model);
}

static gint64
get_codes (Fixture *fixture)
{
  return sem_codes_get_id (sem_library_get_codes (fixture->library));
}

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  (*(guint *) data)++;
}

/* Trains a model, which is offered. Returns: its row id. */
static gint64
make_offer (Fixture *fixture)
{
  sem_library_train (fixture->library, "lsh", 32, 5);
  wait_until (sem_library_get_offer (fixture->library) != NULL);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  return sem_codes_get_id (sem_library_get_offer (fixture->library));
}

/* Training --------------------------------------------------------------------------------- */

typedef void (*ChangeFunc) (Fixture *fixture, gint64 offer);

static void
add_folder (Fixture *fixture, gint64 offer)
{
  sem_library_add_folder (fixture->library, fixture->other);
}

static void
remove_folder (Fixture *fixture, gint64 offer)
{
  sem_library_remove_folder (fixture->library, fixture->folder);
}

static void
use_codes (Fixture *fixture, gint64 offer)
{
  sem_library_use_codes (fixture->library, offer);
}

static void
decline_codes (Fixture *fixture, gint64 offer)
{
  sem_library_decline_codes (fixture->library, offer);
}

/* A training continues from where it was after each kind of change, and the change is carried out
 * at once. */
static void
check_training_goes_on (Fixture *fixture, ChangeFunc change)
{
  GListModel *epochs = sem_library_get_epochs (fixture->library);
  GListModel *folders = sem_library_get_folders (fixture->library);
  gint64 before = make_offer (fixture);
  guint n_jobs = 0, n_epochs;
  SemCodes *offer;

  sem_library_train (fixture->library, "ddh", 64, 6);
  g_assert_true (sem_library_get_training (fixture->library));
  wait_until (count (epochs) > 0);
  sem_library_pause (fixture->library);
  g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_PAUSED);
  run_loop (300);
  n_epochs = count (epochs);
  g_signal_connect (folders, "items-changed", G_CALLBACK (changed_cb), &n_jobs);
  change (fixture, before);
  wait_until (n_jobs > 0);
  g_signal_handlers_disconnect_by_data (folders, &n_jobs);
  g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_PAUSED);
  g_assert_true (sem_library_get_training (fixture->library));
  g_assert_cmpuint (count (epochs), ==, n_epochs);
  if (change == add_folder)
    {
      g_assert_cmpuint (count (folders), ==, 2);
      g_assert_nonnull (strstr (sem_library_get_status (fixture->library), "indexing comes next"));
    }
  if (change == use_codes)
    g_assert_cmpint (get_codes (fixture), ==, before);

  sem_library_resume (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_false (sem_library_get_training (fixture->library));
  g_assert_cmpstr (fixture->messages->str, ==, change == add_folder ? "2 photos added\n" : "");
  offer = sem_library_get_offer (fixture->library);
  g_assert_nonnull (offer);
  g_assert_cmpstr (sem_codes_get_method (offer), ==, "ddh");
  g_assert_cmpuint (sem_codes_get_seed (offer), ==, 6);
  /* It was not restarted: the epochs are those of one training. */
  g_assert_cmpuint (count (sem_codes_get_epochs (offer)), ==, count (epochs));
  g_assert_cmpuint (count (epochs), >, n_epochs);
  if (change == add_folder)
    g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 34);
  if (change == remove_folder)
    g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 0);
}

static void
test_add_folder (Fixture *fixture, gconstpointer data)
{
  check_training_goes_on (fixture, add_folder);
}

static void
test_remove_folder (Fixture *fixture, gconstpointer data)
{
  check_training_goes_on (fixture, remove_folder);
}

static void
test_use_codes (Fixture *fixture, gconstpointer data)
{
  check_training_goes_on (fixture, use_codes);
}

static void
test_decline_codes (Fixture *fixture, gconstpointer data)
{
  check_training_goes_on (fixture, decline_codes);
}

/* Neither stopping the running job nor a change stops a queued training. */
static void
test_waiting (Fixture *fixture, gconstpointer data)
{
  sem_library_index (fixture->library);
  sem_library_pause (fixture->library);
  sem_library_train (fixture->library, "lsh", 32, 9);
  g_assert_nonnull (strstr (sem_library_get_status (fixture->library), "training comes next"));
  sem_library_add_folder (fixture->library, fixture->other);
  wait_until (count (sem_library_get_folders (fixture->library)) == 2);
  wait_for_state (fixture, SEM_LIBRARY_PAUSED);
  sem_library_cancel (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_nonnull (sem_library_get_offer (fixture->library));
  g_assert_cmpuint (sem_codes_get_seed (sem_library_get_offer (fixture->library)), ==, 9);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 32);
}

/* A job that is stopped before it begins says so; one that another replaces says nothing. */
static void
test_unbegun (Fixture *fixture, gconstpointer data)
{
  sem_library_index (fixture->library);
  sem_library_pause (fixture->library);
  sem_library_index (fixture->library);
  sem_library_index (fixture->library);
  sem_library_train (fixture->library, "lsh", 32, 9);
  wait_for_state (fixture, SEM_LIBRARY_PAUSED);
  g_assert_true (sem_library_get_training (fixture->library));
  sem_library_cancel_training (fixture->library);
  sem_library_resume (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpstr (fixture->messages->str, ==,
                   "Stopped before training began. The codes stay as they are.\n");
  g_assert_null (sem_library_get_offer (fixture->library));
}

static void
reopen (Fixture *fixture)
{
  gpointer library = fixture->library;

  g_signal_handlers_disconnect_by_data (library, fixture);
  g_object_add_weak_pointer (library, &library);
  g_clear_object (&fixture->library);
  wait_until (!library);
  fixture->library = sem_library_new (fixture->base.library);
  g_signal_connect (fixture->library, "message", G_CALLBACK (message_cb), fixture);
}

/* The next start resumes a training that the end of the program interrupted, running or queued, but
 * not one that was stopped. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  for (guint waiting = 0; waiting < 2; waiting++)
    {
      if (waiting)
        {
          sem_library_index (fixture->library);
          sem_library_pause (fixture->library);
        }
      sem_library_train (fixture->library, "ddh", 32, 7 + waiting);
      if (!waiting)
        wait_until (count (sem_library_get_epochs (fixture->library)) > 0);
      reopen (fixture);
      wait_until (sem_library_get_training (fixture->library));
      wait_for_state (fixture, SEM_LIBRARY_IDLE);
      g_assert_nonnull (sem_library_get_offer (fixture->library));
      g_assert_cmpuint (sem_codes_get_seed (sem_library_get_offer (fixture->library)), ==,
                        7 + waiting);
    }
  sem_library_train (fixture->library, "ddh", 32, 9);
  sem_library_cancel (fixture->library);
  reopen (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_false (sem_library_get_training (fixture->library));
  g_assert_cmpuint (sem_codes_get_seed (sem_library_get_offer (fixture->library)), ==, 8);
  g_assert_cmpstr (fixture->messages->str, ==, "");
}

/* Pauses ----------------------------------------------------------------------------------- */

static void
test_stale_pause (Fixture *fixture, gconstpointer data)
{
  sem_library_train (fixture->library, "ddh", 64, 6);
  wait_until (sem_library_get_progress (fixture->library) > 0);
  sem_library_pause (fixture->library);
  sem_library_cancel (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_string_truncate (fixture->states, 0);
  sem_library_add_folder (fixture->library, fixture->other);
  wait_until (sem_library_get_n_photos (fixture->library) == 34);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_null (strstr (fixture->states->str, "paused"));
}

/* A switch of codes can be paused, and stopped while it is paused. */
static void
test_switch (Fixture *fixture, gconstpointer data)
{
  gint64 old = get_codes (fixture), new = make_offer (fixture);

  for (guint stop = 0; stop < 2; stop++)
    {
      g_autoptr (SemStore) store = library_test_open (&fixture->base);

      /* Another connection writes, so that the switch cannot end before it is paused. */
      g_assert_true (sem_store_begin (store, NULL));
      sem_library_offer_codes (fixture->library, stop ? old : new);
      sem_library_use_codes (fixture->library, stop ? old : new);
      g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_TRAINING);
      sem_library_pause (fixture->library);
      g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_PAUSED);
      sem_store_rollback (store);
      run_loop (300);
      g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_PAUSED);
      if (stop)
        sem_library_cancel (fixture->library);
      else
        sem_library_resume (fixture->library);
      wait_for_state (fixture, SEM_LIBRARY_IDLE);
      g_assert_cmpstr (fixture->messages->str, ==, "");
      g_assert_cmpint (get_codes (fixture), ==, new);
    }
}

/* Returns: whether the process stops using CPU time within some seconds. */
static gboolean
comes_to_rest (void)
{
  for (guint i = 0; i < 20; i++)
    {
      clock_t before = clock ();

      run_loop (500);
      if (clock () - before < CLOCKS_PER_SEC / 20)
        return TRUE;
    }
  return FALSE;
}

/* Pausing indexing also pauses the training that indexing started. */
static void
test_training_of_indexing (Fixture *fixture, gconstpointer data)
{
  gint64 old;

  sem_library_train (fixture->library, "ddh", 256, 6);
  wait_until (sem_library_get_offer (fixture->library) != NULL);
  sem_library_use_codes (fixture->library,
                         sem_codes_get_id (sem_library_get_offer (fixture->library)));
  wait_until (!sem_library_get_offer (fixture->library));
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  old = get_codes (fixture);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("in/z%03u.jpg", i);

      library_test_photo (&fixture->base, name, 20 + i / 4, i % 4);
    }
  sem_library_index (fixture->library);
  wait_until (sem_library_get_n_photos (fixture->library) >= 104);
  sem_library_pause (fixture->library);
  g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_PAUSED);
  /* Also where all photos came in before the pause: the training waits. */
  g_assert_true (comes_to_rest ());
  {
    g_autoptr (SemStore) store = library_test_open (&fixture->base);

    g_assert_cmpint (sem_store_get_active_model (store, NULL), ==, old);
  }
  sem_library_resume (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpint (get_codes (fixture), >, old);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 252);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
    guint n_photos;
  } tests[] = {
    { "training-add-folder", test_add_folder, 0 },
    { "training-remove-folder", test_remove_folder, 0 },
    { "training-use-codes", test_use_codes, 0 },
    { "training-decline-codes", test_decline_codes, 0 },
    { "waiting", test_waiting, 0 },
    { "unbegun", test_unbegun, 0 },
    { "close", test_close, 0 },
    { "stale-pause", test_stale_pause, 0 },
    { "switch", test_switch, 0 },
    { "training-of-indexing", test_training_of_indexing, 52 },
  };

  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/model/going-on/", tests[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (tests[i].n_photos), set_up, tests[i].test,
                  tear_down);
    }
  return g_test_run ();
}
