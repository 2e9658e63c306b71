/* Taking models out of a library and into another one.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/model-file.h"
#include "engine/learn/model-files.h"
#include "engine/learn/models.h"
#include "engine/nn/backbone.h"
#include "engine/nn/safetensors-writer.h"
#include "engine/store/repair/decisions.h"
#include "tests/engine/learn/training-test.h"

#include <glib/gstdio.h>
#include <math.h>

/* A name is kept beside the library as soon as it is given. */
static void
assert_decided (TrainingTest *test, const char *name)
{
  g_autoptr (SemDecisions) decisions = sem_decisions_read (test->library, NULL);
  gboolean found = FALSE;

  g_assert_nonnull (decisions);
  for (guint i = 0; i < decisions->models->len; i++)
    found |= g_strcmp0 (((SemDecidedModel *) decisions->models->pdata[i])->name, name) == 0;
  g_assert_true (found);
}

static char *
name_file (TrainingTest *test)
{
  return g_build_filename (test->folder, "model.safetensors", NULL);
}

/* A library with a model of each kind of output, the second one with a name and a note. */
static void
fill (TrainingTest *test)
{
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary = { 0 };
  SemTrainRequest request;

  training_test_add (test, 40);
  training_test_train (test, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  request = training_test_request (test, 7, SEM_TRAIN_USE);
  request.options.method = SEM_HASH_SH;
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  sem_train_summary_clear (&summary);
  g_assert_true (sem_models_set_words (test->library, 2, "Nümber two", "One\nTwo", &error));
  assert_decided (test, "Nümber two");
}

static GBytes *
get_data (TrainingTest *test, gint64 id, SemStoreModel *row)
{
  g_autoptr (SemStore) store = training_test_open (test);
  g_autoptr (GError) error = NULL;

  sem_store_get_model (store, id, row, &error);
  g_assert_no_error (error);
  g_assert_cmpint (row->id, ==, id);
  return row->data;
}

/* What comes back is the same to the bit, with its words and its log, and encodes the photos of the
 * other library. */
static void
test_round_trip (TrainingTest *test, gconstpointer data)
{
  g_autofree char *file = name_file (test);
  g_autoptr (GError) error = NULL;
  SemStoreModel before = { 0 }, after = { 0 };
  gint64 id;
  gboolean known;

  fill (test);
  for (gint64 i = 1; i <= 2; i++)
    {
      g_assert_true (sem_models_export (test->library, i, file, i > 1, &error));
      g_assert_no_error (error);
    }
  g_assert_false (sem_models_export (test->library, 1, file, FALSE, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_clear_error (&error);
  get_data (test, 2, &before);

  /* The library has it already. */
  g_assert_true (
    sem_models_import (test->library, TRAINING_TEST_BACKBONE, file, &id, &known, NULL, &error));
  g_assert_cmpint (id, ==, 2);
  g_assert_true (known);

  g_free (test->library);
  test->library = g_build_filename (test->folder, "other.db", NULL);
  test->n_photos = 100;
  training_test_add (test, 10);
  test->n_photos = 10;
  /* The first model of a library is used. */
  g_assert_true (
    sem_models_import (test->library, TRAINING_TEST_BACKBONE, file, &id, &known, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (known);
  training_test_assert_models (test, "1 ready*");
  g_assert_true (g_bytes_equal (get_data (test, id, &after), before.data));
  g_assert_true (g_bytes_equal (after.log, before.log));
  g_assert_cmpstr (after.name, ==, "Nümber two");
  g_assert_cmpstr (after.note, ==, "One\nTwo");
  g_assert_cmpstr (after.method, ==, "sh");
  g_assert_cmpuint (after.bits, ==, 64);
  g_assert_cmpuint (after.photos, ==, 40);
  g_assert_cmpuint (after.trained_on, ==, 40);
  g_assert_cmpint (after.created, ==, before.created);
  g_assert_cmpint (after.origin, ==, SEM_MODEL_IMPORTED);
  g_assert_true (after.kept);
  sem_store_model_clear (&before);
  sem_store_model_clear (&after);
}

/* A model maps the features of one network alone. */
static void
test_other_network (TrainingTest *test, gconstpointer data)
{
  g_autofree char *file = name_file (test);
  g_autoptr (GError) error = NULL;
  gint64 id;

  fill (test);
  g_assert_true (sem_models_export (test->library, 1, file, FALSE, &error));
  g_assert_true (sem_models_drop (test->library, 1, &error));
  g_assert_false (sem_models_import (test->library, "another", file, &id, NULL, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  training_test_assert_models (test, "2 ready*");
}

static void
assert_refused (TrainingTest *test, const char *file, GBytes *bytes, SemError expected)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_assert_true (g_file_set_contents (file, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  g_assert_false (
    sem_models_import (test->library, TRAINING_TEST_BACKBONE, file, &id, NULL, NULL, &error));
  g_assert_error (error, SEM_ERROR, (int) expected);
  g_assert_nonnull (strstr (error->message, "model.safetensors"));
}

/* Files that were damaged or made to do harm change nothing. */
static void
test_hostile (TrainingTest *test, gconstpointer data)
{
  static const struct
  {
    const char *note;
    const char *text;
  } changes[] = {
    { "method", "magic" },      { "bits", "63" },           { "bits", "128" },
    { "bits", "-16" },          { "features", "1281" },     { "features", "99999999999999999999" },
    { "trained-on", "0" },      { "trained-on", "1e3" },    { "remark", "9" },
    { "photos", "4294967296" }, { "created", "yesterday" }, { "backbone", "" },
    { "name", "two\nlines" },
  };
  g_autofree char *file = name_file (test), *longest = g_strnfill (SEM_MODEL_NAME_SIZE + 1, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) good = NULL, empty = g_bytes_new_static ("", 0);
  char *contents;
  gsize size;

  fill (test);
  g_assert_true (sem_models_export (test->library, 2, file, FALSE, &error));
  g_assert_true (g_file_get_contents (file, &contents, &size, NULL));
  good = g_bytes_new_take (contents, size);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GBytes) bad = sem_safetensors_set_note (good, changes[i].note, changes[i].text);

      assert_refused (test, file, bad, SEM_ERROR_DAMAGED);
    }
  {
    g_autoptr (GBytes) newer = sem_safetensors_set_note (good, "semblance-model", "3");
    g_autoptr (GBytes) other = sem_safetensors_set_note (good, "backbone", "../../etc");
    g_autoptr (GBytes) named = sem_safetensors_set_note (good, "name", longest);
    g_autoptr (GBytes) half = g_bytes_new_from_bytes (good, 0, size / 2);

    assert_refused (test, file, newer, SEM_ERROR_NEWER);
    assert_refused (test, file, named, SEM_ERROR_DAMAGED);
    assert_refused (test, file, half, SEM_ERROR_DAMAGED);
    assert_refused (test, file, empty, SEM_ERROR_DAMAGED);
    g_assert_true (g_file_set_contents (file, g_bytes_get_data (other, NULL),
                                        (gssize) g_bytes_get_size (other), NULL));
    g_assert_false (sem_models_import (test->library, TRAINING_TEST_BACKBONE, file, &(gint64){ 0 },
                                       NULL, NULL, &error));
    g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
    g_clear_error (&error);
  }
  g_assert_false (sem_models_import (test->library, TRAINING_TEST_BACKBONE, test->folder,
                                     &(gint64){ 0 }, NULL, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE);
  training_test_assert_models (test, "1 ready, 2 ready*");
}

/* That the features are not centred survives the file, which older programs do not read. */
static void
test_uncentred (TrainingTest *test, gconstpointer data)
{
  g_autofree float *features = g_new (float, SEM_BACKBONE_DIM);
  g_autofree char *file = name_file (test);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) good = NULL, marked = NULL;
  float outputs[2][SEM_HASH_MAX_BITS];
  char *contents;
  gsize size;

  for (gsize i = 0; i < SEM_BACKBONE_DIM; i++)
    features[i] = (float) (i % 7);
  fill (test);
  g_assert_true (sem_models_export (test->library, 2, file, FALSE, &error));
  g_assert_true (g_file_get_contents (file, &contents, &size, NULL));
  good = g_bytes_new_take (contents, size);
  marked = sem_safetensors_set_note (good, "semblance-model", "2");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) again = NULL;
      SemModelFile read, twice;

      g_assert_true (sem_model_file_read (&read, i ? marked : good, file, &error));
      again = sem_model_file_to_bytes (&read);
      g_assert_true (sem_model_file_read (&twice, again, file, &error));
      sem_hash_model_encode (twice.model, features, 1, NULL, outputs[i]);
      sem_model_file_clear (&read);
      sem_model_file_clear (&twice);
    }
  g_assert_cmpfloat (fabsf (outputs[0][0] - outputs[1][0]), >, 1e-4f);
}

/* A damaged log is left out; the model is as good without. */
static void
test_damaged_log (TrainingTest *test, gconstpointer data)
{
  g_autofree char *file = name_file (test);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) good = NULL, bad = NULL;
  SemStoreModel row = { 0 };
  char *contents;
  gsize size;
  gint64 id;

  fill (test);
  g_assert_true (sem_models_export (test->library, 1, file, FALSE, &error));
  g_assert_true (sem_models_drop (test->library, 1, &error));
  g_assert_true (g_file_get_contents (file, &contents, &size, NULL));
  good = g_bytes_new_take (contents, size);
  bad = sem_safetensors_set_note (good, "log", "bm9uc2Vuc2U=");
  g_assert_true (g_file_set_contents (file, g_bytes_get_data (bad, NULL),
                                      (gssize) g_bytes_get_size (bad), NULL));
  g_assert_true (
    sem_models_import (test->library, TRAINING_TEST_BACKBONE, file, &id, NULL, NULL, &error));
  training_test_assert_models (test, "2 ready*, 3 ready");
  get_data (test, id, &row);
  g_assert_null (row.log);
  sem_store_model_clear (&row);
}

int
main (int argc, char **argv)
{
  static const TrainingTestCase cases[] = {
    { "round-trip", test_round_trip },   { "other-network", test_other_network },
    { "hostile", test_hostile },         { "uncentred", test_uncentred },
    { "damaged-log", test_damaged_log },
  };

  g_test_init (&argc, &argv, NULL);
  training_test_register ("/model-files", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
