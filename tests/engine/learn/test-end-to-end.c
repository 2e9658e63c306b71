/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/store/backbones.h"
#include "engine/store/models.h"
#include "tests/support/library-test.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "engine/photos/backbones.h"
#include "engine/photos/describe.h"
#include "engine/learn/end-to-end.h"
#include "engine/learn/models.h"
#include "engine/search/search.h"
#include "engine/learn/trainer.h"
#include "engine/nn/pooling.h"

#define FAMILIES 6
#define VARIANTS 2
#define PHOTOS (FAMILIES * VARIANTS)
#define EPOCHS 2

static void
set_up (LibraryTest *test, gconstpointer data)
{
  library_test_set_up (test, data);
  if (!library_test_get_backbone ())
    return;
  library_test_photos (test, FAMILIES, VARIANTS);
  library_test_add_folder (test, NULL);
  library_test_index (test, "12 0 0 0 0 0");
}

/* @stop_after: an epoch, 0 for none. */
typedef struct
{
  guint stop_after;
  gboolean kills;
  guint n;
  GCancellable *cancellable;
} Watch;

static void
watch (const SemHashEpoch *epoch, gpointer data)
{
  Watch *self = data;

  self->n++;
  if (epoch->epoch != self->stop_after)
    return;
  if (self->kills)
    kill (getpid (), SIGKILL);
  g_cancellable_cancel (self->cancellable);
}

static gboolean
learn_to_end (LibraryTest *test,
              Watch *watched,
              SemTrainEnd end,
              SemEndToEndSummary *summary,
              GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SemEndToEndRequest request = {
    .path = test->library,
    .depth = SEM_FINETUNE_LAST_STAGE,
    .pooling_power = SEM_POOLING_MEAN,
    .end = end,
  };

  watched->cancellable = cancellable;
  sem_hash_options_init (&request.options);
  request.options.method = SEM_HASH_DDH;
  request.options.n_bits = 32;
  request.options.epochs = EPOCHS;
  request.options.epoch_func = watch;
  request.options.epoch_data = watched;
  return sem_end_to_end_library (&request, cancellable, summary, error);
}

static gboolean
learn (LibraryTest *test, Watch *watched, SemEndToEndSummary *summary, GError **error)
{
  return learn_to_end (test, watched, SEM_TRAIN_USE, summary, error);
}

/* Asserts that search works with the active model, which is of @backbone. */
static void
assert_answers (LibraryTest *test, const char *backbone)
{
  g_autoptr (GError) error = NULL;
  SemSearcher *searcher = sem_searcher_new (test->library, library_test_get_backbone ());
  g_autofree char *path = library_test_path (test, "000/000.jpg");
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, 3);
  SemSearchAnswer *answer;
  SemStoreModel model;

  sem_search_request_add_file (request, path);
  answer = sem_search (searcher, request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->n_hits, ==, 3);
  sem_search_answer_free (answer);
  sem_searcher_free (searcher);
  library_test_get_model (test, &model);
  g_assert_cmpstr (model.backbone, ==, backbone);
  sem_store_model_clear (&model);
}

static guint
count_featured (LibraryTest *test, const char *backbone)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autoptr (GArray) ids = sem_store_list_featured (store, backbone, 0, 1000, NULL);

  return ids->len;
}

/* Model, backbone and search change together; new photos are described by the new backbone;
 * training a head alone goes back to the program's own. */
static void
test_switches (LibraryTest *test, gconstpointer data)
{
  SemBackbone *own = library_test_get_backbone ();
  g_autoptr (GError) error = NULL;
  SemEndToEndSummary summary = { 0 };
  SemTrainSummary plain = { 0 };
  SemTrainRequest request = { .path = test->library, .end = SEM_TRAIN_REPLACE };
  g_autofree char *weights = NULL;
  Watch watched = { 0 };
  g_auto (SemLeftOut) left_out = { 0 };

  if (!own)
    return;
  learn (test, &watched, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (watched.n, ==, EPOCHS);
  g_assert_cmpuint (summary.trained_on, ==, PHOTOS);
  g_assert_cmpstr (summary.backbone, !=, sem_backbone_get_id (own));
  g_assert_null (summary.remark);
  weights = sem_backbones_get_path (test->library, summary.backbone);
  g_assert_true (g_file_test (weights, G_FILE_TEST_EXISTS));
  assert_answers (test, summary.backbone);
  g_assert_cmpuint (count_featured (test, summary.backbone), ==, PHOTOS);
  g_assert_cmpuint (count_featured (test, sem_backbone_get_id (own)), ==, PHOTOS);

  library_test_photo (test, "new.jpg", 50, 0);
  library_test_index (test, "1 0 12 0 0 0");
  assert_answers (test, summary.backbone);
  g_assert_cmpuint (count_featured (test, summary.backbone), ==, PHOTOS + 1);
  g_assert_cmpuint (count_featured (test, sem_backbone_get_id (own)), ==, PHOTOS);

  {
    g_autoptr (SemStore) store = library_test_open (test);

    g_assert_true (sem_describe_photos (store, own, &left_out, NULL, &error));
    g_assert_no_error (error);
  }
  sem_hash_options_init (&request.options);
  request.backbone = sem_backbone_get_id (own);
  g_assert_true (sem_train_library (&request, NULL, &plain, &error));
  g_assert_no_error (error);
  sem_train_summary_clear (&plain);
  assert_answers (test, sem_backbone_get_id (own));
  /* The network stays as long as its model, which a person made. */
  g_assert_cmpuint (count_featured (test, summary.backbone), ==, PHOTOS + 1);
  g_assert_true (sem_models_drop (test->library, summary.model, &error));
  g_assert_cmpuint (count_featured (test, summary.backbone), ==, 0);
  library_test_index (test, "0 0 13 0 0 0");
  g_assert_false (g_file_test (weights, G_FILE_TEST_EXISTS));
  sem_end_to_end_summary_clear (&summary);
}

/* After a kill the active model is the one before, and the next training goes on from the
 * checkpoint, with the result of one that was never interrupted. */
static void
test_killed (LibraryTest *test, gconstpointer data)
{
  SemBackbone *own = library_test_get_backbone ();
  SemEndToEndSummary summary = { 0 }, again = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *digest_again = NULL;
  Watch watched = { 0 };
  int status;
  pid_t child;

  if (!own)
    return;
#ifdef __SANITIZE_THREAD__
  g_test_skip ("ThreadSanitizer knows no threads of a forked process");
  return;
#endif
  before = library_test_digest (test);
  child = fork ();
  if (child == 0)
    {
      Watch killed = { .stop_after = 2, .kills = TRUE };

      learn (test, &killed, &summary, NULL);
      _exit (1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  digest = library_test_digest (test);
  g_assert_cmpstr (digest, ==, before);
  assert_answers (test, sem_backbone_get_id (own));

  learn (test, &watched, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.resumed, ==, 1);
  g_assert_cmpuint (watched.n, ==, 2);
  g_free (digest);
  digest = library_test_digest (test);
  watched.n = 0;
  learn (test, &watched, &again, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again.resumed, ==, 0);
  g_assert_cmpstr (again.backbone, ==, summary.backbone);
  digest_again = library_test_digest (test);
  g_assert_cmpstr (digest_again, ==, digest);
  sem_end_to_end_summary_clear (&summary);
  sem_end_to_end_summary_clear (&again);
}

/* Photos whose files are missing or changed are left out, and counted. */
static void
test_unreadable (LibraryTest *test, gconstpointer data)
{
  g_autofree char *gone = library_test_path (test, "000/001.jpg");
  g_autofree char *changed = library_test_path (test, "001/001.jpg");
  SemEndToEndSummary summary = { 0 };
  g_autoptr (GError) error = NULL;
  Watch watched = { 0 };

  if (!library_test_get_backbone ())
    return;
  g_assert_cmpint (g_unlink (gone), ==, 0);
  g_assert_true (g_file_set_contents (changed, "no photo", -1, NULL));
  learn (test, &watched, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.trained_on, ==, PHOTOS - 2);
  g_assert_cmpuint (summary.unreadable, ==, 2);
  g_assert_cmpuint (summary.undescribed, ==, 2);
  g_assert_nonnull (summary.remark);
  assert_answers (test, summary.backbone);
  sem_end_to_end_summary_clear (&summary);
}

/* An offered model is stored with its log and the comparison, and becomes active with its own
 * backbone. */
static void
test_offered (LibraryTest *test, gconstpointer data)
{
  SemBackbone *own = library_test_get_backbone ();
  SemEndToEndSummary summary = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTrainingLog) log = NULL;
  g_autoptr (SemStore) store = NULL;
  SemStoreModel row = { 0 };
  Watch watched = { 0 };

  if (!own)
    return;
  learn_to_end (test, &watched, SEM_TRAIN_OFFER, &summary, &error);
  g_assert_no_error (error);
  g_assert_false (summary.active);
  assert_answers (test, sem_backbone_get_id (own));
  store = library_test_open (test);
  g_assert_true (sem_store_get_model (store, summary.model, &row, NULL));
  g_assert_cmpint (row.stage, ==, SEM_MODEL_OFFERED);
  g_assert_cmpstr (row.backbone, ==, summary.backbone);
  log = sem_training_log_new_from_bytes (row.log, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sem_training_log_get_n_epochs (log), ==, EPOCHS);
  g_assert_cmpuint (sem_training_log_get_comparison (log)->n_photos, ==, PHOTOS);
  g_assert_cmpstr (row.method, ==, "ddh");
  g_assert_cmpuint (row.bits, ==, 32);
  sem_store_model_clear (&row);

  sem_models_use (test->library, sem_backbone_get_id (own), summary.model, NULL, &error);
  g_assert_no_error (error);
  assert_answers (test, summary.backbone);
  sem_end_to_end_summary_clear (&summary);
}

/* Search reports missing weights, and training a head makes the library searchable again. */
static void
test_lost_weights (LibraryTest *test, gconstpointer data)
{
  SemEndToEndSummary summary = { 0 };
  SemTrainSummary plain = { 0 };
  SemTrainRequest request = { .path = test->library, .end = SEM_TRAIN_REPLACE };
  g_autoptr (SemSearchRequest) search = sem_search_request_new (SEM_SEARCH_SIMILAR, 3);
  g_autofree char *weights = NULL;
  g_autofree char *path = library_test_path (test, "000/000.jpg");
  g_autoptr (GError) error = NULL;
  Watch watched = { 0 };
  SemSearcher *searcher;

  if (!library_test_get_backbone ())
    return;
  learn (test, &watched, &summary, &error);
  g_assert_no_error (error);
  weights = sem_backbones_get_path (test->library, summary.backbone);
  g_assert_cmpint (g_unlink (weights), ==, 0);
  searcher = sem_searcher_new (test->library, library_test_get_backbone ());
  sem_search_request_add_file (search, path);
  g_assert_null (sem_search (searcher, search, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_WEIGHTS);
  sem_searcher_free (searcher);
  g_clear_error (&error);

  sem_hash_options_init (&request.options);
  request.backbone = sem_backbone_get_id (library_test_get_backbone ());
  g_assert_true (sem_train_library (&request, NULL, &plain, &error));
  sem_train_summary_clear (&plain);
  assert_answers (test, request.backbone);
  sem_end_to_end_summary_clear (&summary);
}

static void
test_names (void)
{
  g_autofree char *path = sem_backbones_get_path ("/a/lib.db", "efficientnet-1f");

  g_assert_cmpstr (path, ==, "/a/lib.backbones/efficientnet-1f.safetensors");
  g_assert_null (sem_backbones_get_path ("/a/lib.db", "../../etc/passwd"));
  g_assert_null (sem_backbones_get_path ("/a/lib.db", ""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/end-to-end/names", test_names);
  g_test_add ("/end-to-end/offered", LibraryTest, NULL, set_up, test_offered,
              library_test_tear_down);
  g_test_add ("/end-to-end/killed", LibraryTest, NULL, set_up, test_killed, library_test_tear_down);
  g_test_add ("/end-to-end/switches", LibraryTest, NULL, set_up, test_switches,
              library_test_tear_down);
  g_test_add ("/end-to-end/unreadable", LibraryTest, NULL, set_up, test_unreadable,
              library_test_tear_down);
  g_test_add ("/end-to-end/lost-weights", LibraryTest, NULL, set_up, test_lost_weights,
              library_test_tear_down);

  return g_test_run ();
}
