/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/library-test.h"

#include <string.h>

#include <glib/gstdio.h>

#include "engine/hash/models/hash-model.h"
#include "engine/store/codes.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/photos.h"
#include "engine/store/models.h"
#include "engine/store/store.h"
#include "tests/support/folder.h"
#include "tests/support/photos.h"

SemBackbone *
library_test_get_backbone (void)
{
  static SemBackbone *backbone;
  g_autoptr (GError) error = NULL;

  if (!backbone)
    backbone = sem_backbone_new (NULL, &error);
  if (g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_WEIGHTS))
    g_test_skip ("the network's weights are missing");
  else
    g_assert_no_error (error);
  return backbone;
}

void
library_test_set_up (LibraryTest *test, gconstpointer data)
{
  library_test_set_up_in (test, test_folder_new ());
  g_assert_cmpint (g_mkdir (test->photos, 0700), ==, 0);
}

void
library_test_set_up_in (LibraryTest *test, char *folder)
{
  test->folder = folder;
  test->photos = g_build_filename (test->folder, "photos", NULL);
  test->library = g_build_filename (test->folder, "data", "library.db", NULL);
  test->notes = g_string_new (NULL);
  library_test_unlock_decoder ();
}

void
library_test_tear_down (LibraryTest *test, gconstpointer data)
{
  char *folder = g_strdup (test->folder);

  library_test_tear_down_but_folder (test);
  test_folder_remove (folder);
}

void
library_test_tear_down_but_folder (LibraryTest *test)
{
  library_test_unlock_decoder ();
  g_free (test->folder);
  g_free (test->photos);
  g_free (test->library);
  g_string_free (test->notes, TRUE);
}

char *
library_test_path (LibraryTest *test, const char *name)
{
  return g_build_filename (test->photos, name, NULL);
}

void
library_test_photo (LibraryTest *test, const char *name, guint family, guint variant)
{
  g_autofree char *path = library_test_path (test, name);

  test_photo_save (path, family, variant);
}

void
library_test_photos (LibraryTest *test, guint families, guint variants)
{
  for (guint family = 0; family < families; family++)
    for (guint variant = 0; variant < variants; variant++)
      {
        g_autofree char *name = g_strdup_printf ("%03u/%03u.jpg", family, variant);
        g_autofree char *path = library_test_path (test, name);

        if (!g_file_test (path, G_FILE_TEST_EXISTS))
          library_test_photo (test, name, family, variant);
      }
}

static char *decoder;
static gboolean locked;

void
library_test_lock_decoder (void)
{
  if (!locked)
    decoder = g_strdup (g_getenv ("SEMBLANCE_DECODER"));
  locked = TRUE;
  g_setenv ("SEMBLANCE_DECODER", "/nonexistent/semblance-decoder", TRUE);
}

void
library_test_unlock_decoder (void)
{
  if (!locked)
    return;
  locked = FALSE;
  if (decoder)
    g_setenv ("SEMBLANCE_DECODER", decoder, TRUE);
  else
    g_unsetenv ("SEMBLANCE_DECODER");
  g_clear_pointer (&decoder, g_free);
}

SemStore *
library_test_open (LibraryTest *test)
{
  g_autoptr (GError) error = NULL;
  SemStore *store = sem_store_open (test->library, SEM_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store;
}

void
library_test_add_folder (LibraryTest *test, const char *folder)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autoptr (GError) error = NULL;

  sem_store_add_folder (store, folder ? folder : test->photos, &error);
  g_assert_no_error (error);
}

static void
note_cb (const char *path, const char *sentence, gpointer user_data)
{
  LibraryTest *test = user_data;

  g_string_append_printf (test->notes, "%s\n", sentence);
}

SemIndexer *
library_test_new_indexer (LibraryTest *test)
{
  return sem_indexer_new (test->library, library_test_get_backbone (), note_cb, test);
}

void
library_test_index (LibraryTest *test, const char *expected)
{
  g_autoptr (SemIndexer) indexer = library_test_new_indexer (test);

  library_test_run (test, indexer, expected);
}

void
library_test_run (LibraryTest *test, SemIndexer *indexer, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  SemIndexSummary summary;

  sem_indexer_run (indexer, NULL, NULL, &summary, &error);
  g_assert_no_error (error);
  text = g_strdup_printf ("%u %u %u %u %u %u", summary.added, summary.updated, summary.unchanged,
                          summary.failed, summary.skipped, summary.removed);
  if (expected)
    g_assert_cmpstr (text, ==, expected);
}

void
library_test_get_model (LibraryTest *test, SemStoreModel *model)
{
  g_autoptr (SemStore) store = library_test_open (test);
  gint64 id = sem_store_get_active_model (store, NULL);

  memset (model, 0, sizeof *model);
  g_assert_cmpint (id, >, 0);
  g_assert_true (sem_store_get_model (store, id, model, NULL));
}

typedef struct
{
  SemStore *store;
  guint words;
  GPtrArray *lines;
} Digest;

static gboolean
add_lines (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  Digest *digest = user_data;

  for (gsize i = 0; i < n; i++)
    {
      SemStorePhoto photo = { 0 };
      GString *line = g_string_new (NULL);

      g_assert_true (sem_store_get_photo (digest->store, ids[i], &photo, NULL));
      for (guint j = 0; j < SEM_STORE_HASH_SIZE; j++)
        g_string_append_printf (line, "%02x", photo.hash[j]);
      for (guint j = 0; j < digest->words; j++)
        g_string_append_printf (line, " %016" G_GINT64_MODIFIER "x", codes[i * digest->words + j]);
      g_ptr_array_add (digest->lines, g_string_free (line, FALSE));
      sem_store_photo_clear (&photo);
    }
  return TRUE;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char *
library_test_digest (LibraryTest *test)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  SemStoreModel model;
  Digest digest = { .store = store, .lines = lines };
  char *sum;

  library_test_get_model (test, &model);
  digest.words = SEM_HASH_WORDS (model.bits);
  sem_store_read_codes (store, model.id, digest.words, 0, add_lines, &digest, &error);
  g_assert_no_error (error);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  text = g_strjoinv ("\n", (char **) lines->pdata);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_test_message ("%u codes of model %s, %u bits, of %u photos: %s", lines->len - 1, model.method,
                  model.bits, model.trained_on, sum);
  sem_store_model_clear (&model);
  return sum;
}

gint64
library_test_find (LibraryTest *test, const char *name)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autofree char *path = library_test_path (test, name);
  SemStoreFile file = { 0 };
  gint64 photo = 0;

  if (sem_store_find_file (store, path, &file, NULL) && file.id && !file.missing)
    photo = file.photo;
  sem_store_file_clear (&file);
  return photo;
}

void
library_test_request_training (LibraryTest *test, SemTrainRequest *request)
{
  *request = (SemTrainRequest){
    .path = test->library,
    .backbone = sem_backbone_get_id (library_test_get_backbone ()),
    .end = SEM_TRAIN_REPLACE,
  };
  sem_hash_options_init (&request->options);
}

void
library_test_register (const char *prefix, const LibraryTestCase *cases, gsize n)
{
  for (gsize i = 0; library_test_get_backbone () && i < n; i++)
    {
      g_autofree char *path = g_strconcat (prefix, "/", cases[i].name, NULL);

      g_test_add (path, LibraryTest, NULL, library_test_set_up, cases[i].test,
                  library_test_tear_down);
    }
}
