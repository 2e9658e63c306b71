/* Searching a library: what is found, what is left out, and what goes on meanwhile.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "engine/learn/trainer.h"
#include "engine/store/folders.h"
#include "engine/store/sweep.h"
#include "engine/store/store.h"
#include "tests/engine/search/families.h"
#include "tests/support/photos.h"

#define FAMILIES 8
#define VARIANTS 5
#define N_PHOTOS (FAMILIES * VARIANTS)

static void
set_up (Families *fixture, gconstpointer data)
{
  families_set_up (fixture, FAMILIES, VARIANTS);
}

static SemSearchAnswer *
ask_photo (SemSearcher *searcher,
           gint64 photo,
           guint max_distance,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, 1000);

  sem_search_request_add_photo (request, photo);
  request->max_distance = max_distance;
  sem_search_request_set_cancellable (request, cancellable);
  return sem_search (searcher, request, error);
}

static SemSearchAnswer *
ask_file (SemSearcher *searcher, const char *path, guint k, GError **error)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, k);

  sem_search_request_add_file (request, path);
  return sem_search (searcher, request, error);
}

static SemSearchAnswer *
search_photo (Families *fixture, gint64 photo, guint max_distance)
{
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *answer = ask_photo (fixture->searcher, photo, max_distance, NULL, &error);

  g_assert_no_error (error);
  return answer;
}

static SemSearchAnswer *
search_file (Families *fixture, const char *path, guint k)
{
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *answer = ask_file (fixture->searcher, path, k, &error);

  g_assert_no_error (error);
  return answer;
}

static gboolean
has_hit (const SemSearchAnswer *answer, gint64 photo)
{
  for (guint i = 0; i < answer->n_hits; i++)
    if (answer->hits[i].photo == photo)
      return TRUE;
  return FALSE;
}

/* Hits among the first @n that show the family. */
static guint
count_family (Families *fixture, const SemSearchAnswer *answer, guint n, guint family)
{
  guint count = 0;

  for (guint variant = 0; variant < VARIANTS; variant++)
    {
      g_autofree char *name = g_strdup_printf ("%03u/%03u.jpg", family, variant);
      gint64 photo = library_test_find (&fixture->base, name);

      for (guint i = 0; i < MIN (n, answer->n_hits); i++)
        count += answer->hits[i].photo == photo;
    }
  return count;
}

static void
test_own_photo (Families *fixture, gconstpointer data)
{
  guint found = 0;

  for (guint family = 0; family < FAMILIES; family++)
    {
      g_autofree char *name = g_strdup_printf ("%03u/002.jpg", family);
      gint64 photo = library_test_find (&fixture->base, name);
      g_autoptr (SemSearchAnswer) answer = search_photo (fixture, photo, G_MAXUINT);

      g_assert_cmpuint (answer->n_hits, ==, N_PHOTOS - 1);
      g_assert_false (has_hit (answer, photo));
      g_assert_cmpuint (answer->n_bits, ==, 256);
      g_assert_cmpstr (answer->method, ==, "gs-itq");
      g_assert_cmpuint (answer->n_subjects, ==, 1);
      g_assert_cmpint (answer->subjects[0].photo, ==, photo);
      g_assert_cmpuint (answer->subjects[0].width, ==, 288);
      g_assert_cmpuint (answer->subjects[0].height, ==, 216);
      g_assert_nonnull (answer->subjects[0].thumbnail);
      for (guint i = 1; i < answer->n_hits; i++)
        g_assert_cmpfloat (answer->hits[i].score, <=, answer->hits[i - 1].score);
      found += count_family (fixture, answer, VARIANTS - 1, family);
    }
  g_test_message ("%u of %u nearest photos are of the query's family", found,
                  FAMILIES * (VARIANTS - 1));
  /* Chance would find one in ten; the pictures are abstract, and the network knows things. */
  g_assert_cmpuint (found, >=, FAMILIES * (VARIANTS - 1) / 2);
}

/* A photo answers alike from inside and outside, whatever its file is called; from outside, the
 * photo with the same bytes is first. */
static void
test_outside (Families *fixture, gconstpointer data)
{
  g_autofree char *same = g_build_filename (fixture->base.folder, "caf\xe9", NULL);
  g_autofree char *new = g_build_filename (fixture->base.folder, "new.png", NULL);
  gint64 photo = library_test_find (&fixture->base, "003/001.jpg");
  g_autoptr (SemSearchAnswer) inside = search_photo (fixture, photo, G_MAXUINT);
  g_autoptr (SemSearchAnswer) outside = NULL, other = NULL;
  g_autofree char *path = library_test_path (&fixture->base, "003/001.jpg");
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (same, bytes, (gssize) size, NULL));
  outside = search_file (fixture, same, 40);
  g_assert_cmpuint (outside->n_hits, ==, 40);
  g_assert_cmpint (outside->hits[0].photo, ==, photo);
  g_assert_cmpint (outside->hits[0].kind, ==, SEM_COPY_IDENTICAL);
  for (guint i = 0; i < 39; i++)
    {
      const SemSearchHit *hit = &outside->hits[i + 1];

      g_assert_cmpint (hit->photo, ==, inside->hits[i].photo);
      g_assert_cmpuint (hit->distance, ==, inside->hits[i].distance);
      g_assert_cmpfloat (hit->likeness, ==, inside->hits[i].likeness);
      g_assert_cmpfloat (hit->score, ==, inside->hits[i].score);
    }

  test_photo_save (new, 3, 99);
  other = search_file (fixture, new, 5);
  g_assert_cmpuint (other->n_hits, ==, 5);
  g_assert_cmpuint (other->subjects[0].width, ==, 288);
  g_assert_nonnull (other->subjects[0].thumbnail);
  g_assert_cmpuint (count_family (fixture, other, 5, 3), >=, 2);
}

/* The decoder has no part in a search for what is in the library. */
static void
test_known_content (Families *fixture, gconstpointer data)
{
  g_autofree char *path = library_test_path (&fixture->base, "000/000.jpg");
  g_autoptr (SemSearchAnswer) answer = NULL;

  library_test_lock_decoder ();
  sem_searcher_free (fixture->searcher);
  fixture->searcher = sem_searcher_new (fixture->base.library, library_test_get_backbone ());
  answer = search_file (fixture, path, 3);
  g_assert_cmpuint (answer->n_hits, ==, 3);
}

static void
test_reach (Families *fixture, gconstpointer data)
{
  gint64 photo = library_test_find (&fixture->base, "001/000.jpg");
  g_autoptr (SemSearchAnswer) all = search_photo (fixture, photo, G_MAXUINT);
  guint middle, expected = 0;

  g_assert_cmpuint (all->n_hits, ==, N_PHOTOS - 1);
  middle = all->hits[10].distance;
  for (guint i = 0; i < all->n_hits; i++)
    expected += all->hits[i].distance <= middle;
  {
    g_autoptr (SemSearchAnswer) near = search_photo (fixture, photo, middle);

    g_assert_cmpuint (near->n_hits, ==, expected);
    for (guint i = 0; i < near->n_hits; i++)
      g_assert_cmpuint (near->hits[i].distance, <=, middle);
  }
  {
    g_autoptr (SemSearchAnswer) none = search_photo (fixture, photo, 0);
    g_assert_cmpuint (none->n_hits, <, 5);
  }
}

static void
test_changes (Families *fixture, gconstpointer data)
{
  gint64 query = library_test_find (&fixture->base, "001/000.jpg");
  gint64 gone = library_test_find (&fixture->base, "001/001.jpg");
  g_autofree char *path = library_test_path (&fixture->base, "001/001.jpg");
  g_autofree char *away = g_build_filename (fixture->base.folder, "away.jpg", NULL);

  {
    g_autoptr (SemSearchAnswer) answer = search_photo (fixture, query, G_MAXUINT);
    g_assert_true (has_hit (answer, gone));
  }
  g_assert_cmpint (g_rename (path, away), ==, 0);
  library_test_photo (&fixture->base, "new.jpg", 1, 50);
  library_test_index (&fixture->base, "1 0 39 0 0 1");
  {
    g_autoptr (SemSearchAnswer) answer = search_photo (fixture, query, G_MAXUINT);

    g_assert_cmpuint (answer->n_hits, ==, N_PHOTOS - 1);
    g_assert_false (has_hit (answer, gone));
    g_assert_true (has_hit (answer, library_test_find (&fixture->base, "new.jpg")));
  }
  {
    g_autoptr (SemStore) store = library_test_open (&fixture->base);

    g_assert_true (sem_store_begin (store, NULL));
    g_assert_true (sem_store_remove_folder (store, fixture->base.photos, NULL));
    g_assert_true (sem_store_commit (store, NULL));
    g_assert_true (sem_store_sweep (store, NULL));
  }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (ask_photo (fixture->searcher, query, G_MAXUINT, NULL, &error));
    g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  }
}

static void
train (Families *fixture, SemHashMethod method, guint n_bits)
{
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary = { 0 };
  SemTrainRequest request;

  library_test_request_training (&fixture->base, &request);
  request.options.method = method;
  request.options.n_bits = n_bits;
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  sem_train_summary_clear (&summary);
}

static void
test_every_model (Families *fixture, gconstpointer data)
{
  static const SemHashMethod methods[] = { SEM_HASH_GS_ITQ, SEM_HASH_ITQ, SEM_HASH_LSH };
  static const guint bits[] = { 16, 32, 64, 128, 512 };
  gint64 photo = library_test_find (&fixture->base, "002/000.jpg");

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    for (guint j = 0; j < G_N_ELEMENTS (bits); j++)
      {
        g_autoptr (SemSearchAnswer) answer = NULL;

        train (fixture, methods[i], bits[j]);
        answer = search_photo (fixture, photo, G_MAXUINT);
        g_assert_cmpuint (answer->n_bits, ==, bits[j]);
        g_assert_cmpstr (answer->method, ==, sem_hash_method_get_name (methods[i]));
        g_assert_cmpuint (answer->n_hits, ==, N_PHOTOS - 1);
        /* Every vector was found: the first hits are much alike. */
        g_assert_cmpfloat (answer->hits[0].likeness, >, 0.3);
      }
}

typedef struct
{
  Families *fixture;
  gint stop;
} Switcher;

static gpointer
switch_worker (gpointer data)
{
  Switcher *switcher = data;

  for (guint i = 0; !g_atomic_int_get (&switcher->stop); i++)
    train (switcher->fixture, SEM_HASH_LSH, i % 2 ? 64 : 128);
  return NULL;
}

/* Models come and go while searches run: each answer is of one of them, and whole. */
static void
test_switch_while_searching (Families *fixture, gconstpointer data)
{
  gint64 photo = library_test_find (&fixture->base, "002/000.jpg");
  Switcher switcher = { .fixture = fixture };
  guint seen[2] = { 0 };
  GThread *thread;

  train (fixture, SEM_HASH_LSH, 64);
  thread = g_thread_new ("switch", switch_worker, &switcher);
  for (guint i = 0; i < 2000 && MIN (seen[0], seen[1]) < 10; i++)
    {
      g_autoptr (SemSearchAnswer) answer = search_photo (fixture, photo, G_MAXUINT);

      g_assert_true (answer->n_bits == 64 || answer->n_bits == 128);
      seen[answer->n_bits == 128]++;
      g_assert_cmpuint (answer->n_hits, ==, 39);
      g_assert_cmpfloat (answer->hits[0].likeness, >, 0.3);
      g_usleep (1000);
    }
  g_atomic_int_set (&switcher.stop, 1);
  g_thread_join (thread);
  g_test_message ("%u answers by 64 bits, %u by 128", seen[0], seen[1]);
  g_assert_cmpuint (MIN (seen[0], seen[1]), >, 0);
}

/* A companion without vectors costs the order, not the answer: likeness comes from the features. */
static void
test_no_vectors (Families *fixture, gconstpointer data)
{
  g_autofree char *features =
    g_build_filename (fixture->base.folder, "data", "library.features.db", NULL);
  gint64 photo = library_test_find (&fixture->base, "002/000.jpg");
  g_autoptr (SemSearchAnswer) answer = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (features, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DELETE FROM vectors", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  answer = search_photo (fixture, photo, G_MAXUINT);
  g_assert_cmpuint (answer->n_hits, ==, 39);
  for (guint i = 0; i < 39; i++)
    g_assert_cmpfloat (answer->hits[i].cosine, ==, 0);
  g_assert_cmpfloat (answer->hits[0].likeness, >, .5);
}

static void
assert_refused (Families *fixture, const char *path, int code, const char *what)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ask_file (fixture->searcher, path, 10, &error));
  g_assert_error (error, SEM_ERROR, code);
  g_assert_nonnull (strstr (error->message, what));
}

static void
test_bad_queries (Families *fixture, gconstpointer data)
{
  g_autofree char *text = g_build_filename (fixture->base.folder, "text.jpg", NULL);
  g_autofree char *empty = g_build_filename (fixture->base.folder, "empty.jpg", NULL);
  g_autofree char *fifo = g_build_filename (fixture->base.folder, "fifo.jpg", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SemSearchAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (text, "this is text", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (fixture, "/nonexistent.jpg", SEM_ERROR_UNREADABLE, "/nonexistent.jpg");
  assert_refused (fixture, fixture->base.folder, SEM_ERROR_UNREADABLE, fixture->base.folder);
  assert_refused (fixture, fifo, SEM_ERROR_UNREADABLE, "fifo.jpg");
  assert_refused (fixture, text, SEM_ERROR_NOT_AN_IMAGE, "text.jpg");
  assert_refused (fixture, empty, SEM_ERROR_DAMAGED, "empty.jpg");
  g_assert_null (ask_photo (fixture->searcher, 12345, G_MAXUINT, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_null (ask_photo (fixture->searcher, 1, G_MAXUINT, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  answer = search_photo (fixture, 1, G_MAXUINT);
  g_assert_cmpuint (answer->n_hits, ==, N_PHOTOS - 1);
}

static void
test_no_library (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemSearcher) searcher = sem_searcher_new (test->library, library_test_get_backbone ());
  g_autoptr (GError) error = NULL;

  g_assert_null (ask_photo (searcher, 1, G_MAXUINT, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  library_test_add_folder (test, NULL);
  g_assert_null (ask_photo (searcher, 1, G_MAXUINT, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  g_clear_error (&error);

  /* It serves as soon as there is something. */
  library_test_photos (test, 1, 2);
  library_test_index (test, "2 0 0 0 0 0");
  {
    g_autoptr (SemSearchAnswer) answer =
      ask_photo (searcher, library_test_find (test, "000/000.jpg"), G_MAXUINT, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (answer->n_hits, ==, 1);
  }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Families *fixture, gconstpointer data);
  } tests[] = {
    { "own-photo", test_own_photo },
    { "outside", test_outside },
    { "known-content", test_known_content },
    { "reach", test_reach },
    { "changes", test_changes },
    { "every-model", test_every_model },
    { "switch-while-searching", test_switch_while_searching },
    { "no-vectors", test_no_vectors },
    { "bad-queries", test_bad_queries },
  };

  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/library/searcher/", tests[i].name, NULL);
      g_test_add (path, Families, NULL, set_up, tests[i].test, families_tear_down);
    }
  g_test_add ("/library/searcher/no-library", LibraryTest, NULL, library_test_set_up,
              test_no_library, library_test_tear_down);
  return g_test_run ();
}
