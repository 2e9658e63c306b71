/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/random.h"
#include "engine/kernels/f16.h"
#include "engine/learn/adoption.h"
#include "engine/learn/compare-codes.h"
#include "engine/learn/kept-models.h"
#include "engine/learn/models.h"
#include "engine/nn/backbone.h"
#include "engine/store/backbones.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "engine/store/sweep.h"
#include "tests/engine/learn/training-test.h"

static void
test_offer (TrainingTest *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary;

  /* There is nothing to compare the first model with: it becomes active in any case. */
  training_test_add (test, 30);
  training_test_train (test, 1, SEM_TRAIN_OFFER, &summary);
  g_assert_true (summary.active);
  g_assert_null (sem_training_log_get_comparison (summary.log));
  g_assert_null (sem_train_summary_describe_sample (&summary));
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready*");

  training_test_train (test, 2, SEM_TRAIN_OFFER, &summary);
  g_assert_false (summary.active);
  g_assert_cmpuint (sem_training_log_get_comparison (summary.log)->n_photos, ==, 30);
  g_assert_cmpint (summary.model, ==, 2);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready*, 2 offered");

  /* One model is offered at a time, and the one before stays. */
  training_test_train (test, 3, SEM_TRAIN_OFFER, &summary);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready*, 2 ready, 3 offered");

  /* Photos that were added since get their codes with the switch, in both directions. */
  training_test_add (test, 5);
  g_assert_false (sem_models_use (test->library, TRAINING_TEST_BACKBONE, 9, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  g_clear_error (&error);
  g_assert_false (sem_models_use (test->library, "another", 3, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  g_clear_error (&error);
  g_assert_true (sem_models_use (test->library, TRAINING_TEST_BACKBONE, 3, NULL, &error));
  training_test_assert_models (test, "1 ready, 2 ready, 3 ready*");
  g_assert_true (sem_models_use (test->library, TRAINING_TEST_BACKBONE, 1, NULL, &error));
  training_test_assert_models (test, "1 ready*, 2 ready, 3 ready");

  g_assert_false (sem_models_drop (test->library, 1, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  g_clear_error (&error);
  g_assert_true (sem_models_drop (test->library, 3, &error));
  training_test_assert_models (test, "1 ready*, 2 ready");
  g_assert_false (sem_models_drop (test->library, 3, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
}

static void
test_unless_worse (TrainingTest *test, gconstpointer data)
{
  const SemCodeComparison *comparison;
  SemTrainSummary summary;

  training_test_add (test, 120);
  test->n_bits = 16;
  training_test_train (test, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  test->n_bits = 256;
  training_test_train (test, 2, SEM_TRAIN_USE_UNLESS_WORSE, &summary);
  g_assert_true (summary.active);
  comparison = sem_training_log_get_comparison (summary.log);
  g_assert_cmpfloat (comparison->after.reach, >, comparison->before.reach + SEM_CODE_MARGIN);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready, 2 ready*");

  test->n_bits = 16;
  training_test_train (test, 3, SEM_TRAIN_USE_UNLESS_WORSE, &summary);
  g_assert_false (summary.active);
  comparison = sem_training_log_get_comparison (summary.log);
  g_assert_cmpfloat (comparison->after.reach, <, comparison->before.reach - SEM_CODE_MARGIN);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready, 2 ready*, 3 offered");

  training_test_train (test, 4, SEM_TRAIN_USE, &summary);
  g_assert_true (summary.active);
  g_assert_nonnull (sem_training_log_get_comparison (summary.log));
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready, 2 ready, 3 ready, 4 ready*");
}

/* Training that the program starts replaces what the program made. What a person made it replaces
 * where it is no worse, and never removes. */
static void
test_automatic (TrainingTest *test, gconstpointer data)
{
  SemTrainSummary summary;

  training_test_add (test, 120);
  test->n_bits = 16;
  training_test_train (test, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  training_test_train (test, 2, SEM_TRAIN_REPLACE, &summary);
  g_assert_null (sem_training_log_get_comparison (summary.log));
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "2 ready*");

  test->n_bits = 256;
  training_test_train (test, 3, SEM_TRAIN_USE, &summary);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "2 ready, 3 ready*");
  test->n_bits = 16;
  training_test_train (test, 4, SEM_TRAIN_REPLACE, &summary);
  g_assert_false (summary.active);
  g_assert_nonnull (sem_training_log_get_comparison (summary.log));
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "2 ready, 3 ready*, 4 offered");

  test->n_bits = 512;
  training_test_train (test, 5, SEM_TRAIN_REPLACE, &summary);
  g_assert_true (summary.active);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "2 ready, 3 ready, 5 ready*");
}

static void
rename_model (TrainingTest *test, gint64 id, const char *name)
{
  g_autoptr (GError) error = NULL;

  sem_models_set_words (test->library, id, name, NULL, &error);
  g_assert_no_error (error);
}

/* What a person made stays up to a stated number, beyond which the ones that were used longest ago
 * go, and the person is told; one with a name never goes. */
static void
test_bound (TrainingTest *test, gconstpointer data)
{
  g_autoptr (SemStore) store = NULL;
  g_autoptr (GPtrArray) models = NULL;
  SemTrainSummary summary;

  training_test_add (test, 12);
  test->n_bits = 16;
  for (guint i = 1; i <= SEM_MODELS_KEPT + 2; i++)
    {
      training_test_train (test, i, SEM_TRAIN_USE, &summary);
      g_assert_null (summary.dropped);
      sem_train_summary_clear (&summary);
      if (i == 2)
        rename_model (test, 2, "Mine");
    }
  training_test_train (test, 99, SEM_TRAIN_USE, &summary);
  g_assert_nonnull (strstr (summary.dropped, "1 (16 bits by lsh)"));
  g_assert_null (strstr (summary.dropped, "Mine"));
  sem_train_summary_clear (&summary);
  store = training_test_open (test);
  models = sem_store_list_models (store, NULL);
  g_assert_cmpuint (models->len, ==, SEM_MODELS_KEPT + 2);
  g_assert_cmpint (((SemStoreModel *) models->pdata[0])->id, ==, 2);
  g_assert_cmpstr (((SemStoreModel *) models->pdata[0])->name, ==, "Mine");
}

/* Codes beyond the bound go, and are computed again when their model is used. */
static void
test_bound_of_codes (TrainingTest *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dropped = NULL;
  SemTrainSummary summary;
  SemModelSize size;

  training_test_add (test, 12);
  for (guint i = 1; i <= 2; i++)
    {
      training_test_train (test, i, SEM_TRAIN_USE, &summary);
      sem_train_summary_clear (&summary);
    }
  {
    g_autoptr (SemStore) store = training_test_open (test);

    g_assert_true (sem_store_measure_model (store, 1, &size, NULL));
    g_assert_cmpint (size.n_codes, ==, 12);
    g_assert_cmpint (size.codes, ==, 12 * 16);
    g_assert_cmpint (sem_model_size_get_bytes (&size), ==, size.model + 12 * (16 + 256));
    sem_models_trim (store, 1, 100, &dropped, &error);
    g_assert_no_error (error);
    g_assert_null (dropped);
    g_assert_true (sem_store_measure_model (store, 1, &size, NULL));
    g_assert_cmpint (size.n_codes, ==, 0);
    g_assert_cmpint (size.model, >, 0);
  }
  g_assert_true (sem_models_use (test->library, TRAINING_TEST_BACKBONE, 1, NULL, &error));
  training_test_assert_models (test, "1 ready*, 2 ready");
  {
    g_autoptr (SemStore) store = training_test_open (test);
    gint8 vector[SEM_VECTOR_DIM];
    gboolean found;

    /* What was left to sweep did not remove what was computed again. */
    g_assert_true (sem_store_sweep (store, NULL));
    g_assert_true (sem_store_get_vector (store, 1, 1, vector, SEM_VECTOR_DIM, &found, NULL));
    g_assert_true (found);
  }
}

/* A model that was in use while photos were indexed again lacks their codes: it gets all of them
 * when a person chooses it, and is then not replaced by the next indexing. */
static void
test_renewed (TrainingTest *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary;
  SemStoreModel row = { 0 };
  g_autoptr (SemStore) store = NULL;

  training_test_add (test, 12);
  for (guint i = 1; i <= 2; i++)
    {
      training_test_train (test, i, SEM_TRAIN_USE, &summary);
      sem_train_summary_clear (&summary);
    }
  store = training_test_open (test);
  g_assert_true (sem_store_expire_models (store, NULL));
  g_assert_true (sem_models_use (test->library, TRAINING_TEST_BACKBONE, 1, NULL, &error));
  training_test_assert_models (test, "1 ready*, 2 ready");
  g_assert_true (sem_store_get_model (store, 1, &row, NULL));
  g_assert_false (row.provisional);
  g_assert_true (row.kept);
  sem_store_model_clear (&row);
}

/* Training what the library has already gives the model that it has, with its name. */
static void
test_again (TrainingTest *test, gconstpointer data)
{
  SemTrainSummary summary;

  training_test_add (test, 12);
  for (guint i = 1; i <= 2; i++)
    {
      training_test_train (test, i, SEM_TRAIN_USE, &summary);
      sem_train_summary_clear (&summary);
    }
  rename_model (test, 1, "First");
  training_test_train (test, 1, SEM_TRAIN_USE, &summary);
  g_assert_cmpint (summary.model, ==, 1);
  g_assert_false (summary.resumed);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready*, 2 ready");
}

static void
test_compare (TrainingTest *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SemCodeComparison comparison, back;
  SemTrainSummary summary;

  training_test_add (test, 120);
  for (guint i = 1; i <= 2; i++)
    {
      test->n_bits = i == 1 ? 16 : 256;
      training_test_train (test, i, SEM_TRAIN_USE, &summary);
      sem_train_summary_clear (&summary);
    }
  g_assert_true (sem_models_compare (test->library, 1, 2, NULL, &comparison, &error));
  g_assert_cmpfloat (comparison.after.reach, >, comparison.before.reach);
  g_assert_true (sem_models_compare (test->library, 2, 1, NULL, &back, &error));
  g_assert_cmpfloat (back.before.unique, ==, comparison.after.unique);
  g_assert_false (sem_models_compare (test->library, 1, 7, NULL, &comparison, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
}

#define OTHER_BACKBONE "another"

/* Gives each photo a feature of another backbone, all of them noise. */
static void
add_other_features (SemStore *store, guint n_photos)
{
  g_autoptr (GError) error = NULL;

  for (guint id = 1; id <= n_photos; id++)
    {
      SemStorePhoto photo = { 0 };
      float feature[SEM_BACKBONE_DIM];
      guint16 half[SEM_BACKBONE_DIM];
      SemRandom random;

      sem_random_init (&random, id + 1000, SEM_RANDOM_PROJECTION);
      for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
        feature[i] = (float) sem_random_uniform (&random);
      sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
      g_assert_true (sem_store_get_photo (store, id, &photo, &error));
      g_assert_true (
        sem_store_put_feature (store, photo.hash, OTHER_BACKBONE, half, SEM_BACKBONE_DIM, &error));
      g_assert_true (sem_store_note_feature (store, id, OTHER_BACKBONE, &error));
      g_assert_no_error (error);
      sem_store_photo_clear (&photo);
    }
}

/* Each model is measured on the features of its own backbone. */
static void
test_own_features (TrainingTest *test, gconstpointer data)
{
  SemComparedModel before = { .backbone = TRAINING_TEST_BACKBONE };
  SemComparedModel after = { .backbone = OTHER_BACKBONE };
  SemCodeComparison both, first, second;
  SemTrainSummary summary;
  SemStoreModel row = { 0 };
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (SemStore) store = NULL;
  g_autoptr (GError) error = NULL;

  training_test_add (test, 60);
  training_test_train (test, 1, SEM_TRAIN_REPLACE, &summary);
  store = training_test_open (test);
  add_other_features (store, 60);
  g_assert_true (sem_store_get_model (store, summary.model, &row, &error));
  model = sem_hash_model_new_from_bytes (row.data, &error);
  g_assert_no_error (error);
  before.model = after.model = model;
  g_assert_true (sem_compare_codes (store, &before, &after, 1, NULL, &both, &error));
  g_assert_true (sem_compare_codes (store, &before, &before, 1, NULL, &first, &error));
  g_assert_true (sem_compare_codes (store, &after, &after, 1, NULL, &second, &error));
  g_assert_cmpuint (both.n_photos, ==, 60);
  g_assert_cmpfloat (both.before.reach, ==, first.before.reach);
  g_assert_cmpfloat (both.after.reach, ==, second.after.reach);
  g_assert_cmpfloat (both.before.lift, !=, both.after.lift);
  g_assert_cmpfloat (first.overlap, ==, 1);
  g_assert_cmpfloat (both.overlap, <, 1);
  sem_store_model_clear (&row);
  sem_train_summary_clear (&summary);
}

static void
cancel_cb (double fraction, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* A model with a backbone of its own becomes active together with it, the others stay, and what was
 * encoded before an interruption is kept. */
static void
test_fine_tuned (TrainingTest *test, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const SemProgress progress = { cancel_cb, cancellable, cancellable };
  g_autoptr (SemTrainingLog) log = sem_training_log_new ();
  SemAdoption adoption = {
    .backbone = OTHER_BACKBONE,
    .fine_tuned = TRUE,
    .end = SEM_TRAIN_USE,
    .photos = 60,
    .trained_on = 60,
    .log = log,
  };
  SemTrainSummary summary;
  SemStoreModel row = { 0 };
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (SemStore) store = NULL;
  g_autoptr (GError) error = NULL;

  training_test_add (test, 60);
  training_test_train (test, 1, SEM_TRAIN_REPLACE, &summary);
  store = training_test_open (test);
  add_other_features (store, 60);
  g_assert_true (sem_store_put_backbone (store, OTHER_BACKBONE, SEM_BACKBONE_COMING, &error));
  g_assert_true (sem_store_get_model (store, summary.model, &row, &error));
  model = sem_hash_model_new_from_bytes (row.data, &error);
  g_assert_no_error (error);
  adoption.store = store;
  adoption.model = model;

  g_assert_false (sem_adoption_run (&adoption, &progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  training_test_assert_models (test, "1 ready*, 2 unfinished");
  g_assert_cmpint (sem_store_last_code (store, 2, NULL), ==, 60);

  sem_adoption_run (&adoption, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (adoption.active);
  g_assert_true (adoption.resumed);
  g_assert_nonnull (sem_training_log_get_comparison (log));
  training_test_assert_models (test, "1 ready, 2 ready*");
  g_assert_cmpint (sem_store_get_backbone_kind (store, OTHER_BACKBONE, NULL), ==,
                   SEM_BACKBONE_TUNED);
  sem_store_model_clear (&row);
  sem_train_summary_clear (&summary);
}

/* The same photos and options give the same model, which is not stored twice. */
static void
test_unchanged (TrainingTest *test, gconstpointer data)
{
  SemTrainSummary summary;

  training_test_add (test, 30);
  training_test_train (test, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  training_test_train (test, 1, SEM_TRAIN_OFFER, &summary);
  g_assert_true (summary.active);
  g_assert_true (summary.unchanged);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready*");
}

int
main (int argc, char **argv)
{
  static const TrainingTestCase cases[] = {
    { "offer", test_offer },
    { "unless-worse", test_unless_worse },
    { "own-features", test_own_features },
    { "fine-tuned", test_fine_tuned },
    { "unchanged", test_unchanged },
    { "automatic", test_automatic },
    { "bound", test_bound },
    { "bound-of-codes", test_bound_of_codes },
    { "renewed", test_renewed },
    { "again", test_again },
    { "compare", test_compare },
  };

  g_test_init (&argc, &argv, NULL);
  training_test_register ("/adoption", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
