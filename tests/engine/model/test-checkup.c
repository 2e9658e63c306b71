/* Looking at a library's health and repairing it, as the window does.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/model/library-private.h"
#include "tests/engine/model/model-test.h"
#include "engine/model/checkup/checkup.h"
#include "engine/decode/decoder.h"
#include "engine/store/files.h"

static char *
describe (SemCheckup *checkup)
{
  static const char letters[] = "onw";
  GListModel *rows = sem_checkup_get_rows (checkup);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SemCheckupRow) row = g_list_model_get_item (rows, i);

      g_string_append_printf (text, "%c %s: %s\n", letters[sem_checkup_row_get_mark (row)],
                              sem_checkup_row_get_title (row), sem_checkup_row_get_text (row));
    }
  return g_string_free (text, FALSE);
}

static void
look (SemCheckup *checkup, gboolean healthy)
{
  sem_checkup_start (checkup);
  g_assert_true (sem_checkup_get_running (checkup));
  wait_until (!sem_checkup_get_running (checkup));
  g_assert_null (sem_checkup_get_problem (checkup));
  g_assert_cmpint (sem_checkup_get_healthy (checkup), ==, healthy);
}

static void
test_checkup (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemCheckup) checkup = NULL;
  g_autofree char *good = NULL, *bad = NULL, *mended = NULL;
  g_autofree char *broken = library_test_path (&fixture->base, "anna.jpg");

  library_test_photos (&fixture->base, 1, 3);
  g_assert_true (g_file_set_contents (broken, "\xff\xd8\xff\xe0 broken", -1, NULL));
  model_test_add_and_index (fixture);
  checkup = sem_checkup_new (fixture->library);
  look (checkup, TRUE);
  good = describe (checkup);
  g_assert_nonnull (strstr (good, "o Database: "));
  g_assert_nonnull (strstr (good, "n Quarantine: "));
  g_assert_nonnull (strstr (sem_checkup_get_report (checkup), "Kernels: "));
  g_assert_null (strstr (sem_checkup_get_report (checkup), "anna"));
  g_assert_null (strstr (sem_checkup_get_report (checkup), fixture->base.folder));

  {
    g_autoptr (SemStore) store = library_test_open (&fixture->base);
    g_autoptr (GError) error = NULL;
    gint64 id = library_test_find (&fixture->base, "000/000.jpg");
    SemStoreFile file = { 0 };
    g_autofree char *path = library_test_path (&fixture->base, "000/000.jpg");

    /* A file that is said to have failed, and its photo, which is hidden for no reason. */
    g_assert_cmpint (id, >, 0);
    g_assert_true (sem_store_find_file (store, path, &file, &error));
    g_assert_true (sem_store_begin (store, &error));
    file.photo = 0;
    file.state = SEM_FILE_FAILED;
    g_assert_true (sem_store_put_file (store, &file, &error));
    g_assert_true (sem_store_commit (store, &error));
    sem_store_file_clear (&file);
  }
  look (checkup, FALSE);
  bad = describe (checkup);
  g_assert_nonnull (strstr (bad, "w Orphans: "));
  g_assert_true (sem_checkup_get_repairable (checkup));
  g_string_truncate (fixture->messages, 0);
  sem_checkup_repair (checkup);
  g_assert_true (sem_checkup_get_running (checkup));
  wait_until (!sem_checkup_get_running (checkup));
  mended = describe (checkup);
  g_assert_true (sem_checkup_get_healthy (checkup));
  g_assert_null (strstr (mended, "w "));
  g_assert_nonnull (strstr (fixture->messages->str, "tried again: 2"));
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 3);
}

/* A damaged library is set aside when it is opened again, not under the window. */
static void
test_damaged (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemCheckup) checkup = NULL;
  g_autofree char *mark = NULL;

  library_test_photos (&fixture->base, 1, 3);
  model_test_add_and_index (fixture);
  mark = g_strconcat (fixture->base.library, ".damaged", NULL);
  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  checkup = sem_checkup_new (fixture->library);
  look (checkup, FALSE);
  g_assert_true (sem_checkup_get_repairable (checkup));
  g_string_truncate (fixture->messages, 0);
  sem_checkup_repair (checkup);
  wait_until (!sem_checkup_get_running (checkup));
  g_assert_nonnull (strstr (fixture->messages->str, "start it again"));
  g_clear_object (&checkup);
  model_test_close (fixture);
  g_string_truncate (fixture->messages, 0);
  model_test_open (fixture);
  wait_until (fixture->messages->len > 0);
  g_assert_nonnull (strstr (fixture->messages->str, ".damaged-"));
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_folders (fixture->library)), ==, 1);
}

/* Repairing does not last as long as a training behind it. */
static void
test_beside_training (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemCheckup) checkup = NULL;
  g_autofree char *broken = library_test_path (&fixture->base, "anna.jpg");

  library_test_photos (&fixture->base, 6, 4);
  g_assert_true (g_file_set_contents (broken, "\xff\xd8\xff\xe0 broken", -1, NULL));
  model_test_add_and_index (fixture);
  checkup = sem_checkup_new (fixture->library);
  look (checkup, TRUE);
  sem_checkup_repair (checkup);
  sem_library_train (fixture->library, "ddh", 64, 6);
  wait_until (g_list_model_get_n_items (sem_library_get_epochs (fixture->library)) > 0);
  sem_library_pause (fixture->library);
  wait_until (!sem_checkup_get_running (checkup));
  g_assert_true (sem_library_get_training (fixture->library));
  sem_library_cancel_training (fixture->library);
  wait_until (sem_library_get_state (fixture->library) == SEM_LIBRARY_IDLE);
}

/* A file that failed is left alone until it changes, or until it is tried again. */
static void
test_retry (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *path = library_test_path (&fixture->base, "anna.jpg");
  SemStore *store;
  SemStoreFile file = { 0 };

  library_test_photos (&fixture->base, 1, 2);
  library_test_photo (&fixture->base, "anna.jpg", 1, 0);
  model_test_add_and_index (fixture);
  model_test_close (fixture);
  store = sem_store_open (fixture->base.library, SEM_STORE_WRITE, NULL);
  g_assert_true (sem_store_begin (store, NULL) && sem_store_find_file (store, path, &file, NULL));
  file.state = SEM_FILE_FAILED;
  file.photo = 0;
  g_free (file.decoder);
  file.decoder = g_strdup (sem_decoder_get_version ());
  g_assert_true (sem_store_put_file (store, &file, NULL) && sem_store_commit (store, NULL));
  sem_store_file_clear (&file);
  sem_store_close (store);
  model_test_open (fixture);
  model_test_index (fixture);
  g_assert_cmpuint (sem_library_get_n_problems (fixture->library), ==, 1);
  sem_library_retry (fixture->library);
  wait_until (sem_library_get_n_problems (fixture->library) == 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (sem_library_get_n_problems (fixture->library), ==, 0);
}

/* Ended in the middle, and freed in the middle. */
static void
test_stop (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemCheckup) checkup = NULL;

  model_test_open (fixture);
  checkup = sem_checkup_new (fixture->library);
  sem_checkup_start (checkup);
  sem_checkup_start (checkup);
  sem_checkup_stop (checkup);
  wait_until (!sem_checkup_get_running (checkup));
  g_assert_null (sem_checkup_get_problem (checkup));
  sem_checkup_start (checkup);
  g_clear_object (&checkup);
  sem_library_close (fixture->library);
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/checkup/checkup", test_checkup },
    { "/model/checkup/damaged", test_damaged },
    { "/model/checkup/beside-training", test_beside_training },
    { "/model/checkup/retry", test_retry },
    { "/model/checkup/stop", test_stop },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
