/* What a request and an answer are as objects, and a scope while the library changes.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/search/request/search-period.h"
#include "engine/search/search.h"
#include "engine/store/scope.h"
#include "engine/store/files.h"
#include "engine/store/details/metadata.h"
#include "tests/engine/search/made-library.h"

static SemSearchRequest *
make_request (const MadeLibrary *library, guint number, guint k)
{
  SemSearchRequest *request = sem_search_request_new (SEM_SEARCH_SIMILAR, k);

  sem_search_request_add_photo (request, library->photos[number].id);
  return request;
}

static SemSearchAnswer *
search (MadeLibrary *library, const SemSearchRequest *request)
{
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *answer = sem_search (library->searcher, request, &error);

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

static void
put_file (MadeLibrary *library, const char *path, gint64 photo, gboolean missing)
{
  g_autoptr (SemStore) store = library_test_open (&library->base);
  SemStoreFile file = {
    .path = (char *) path,
    .folder = 1,
    .state = SEM_FILE_INDEXED,
    .missing = missing,
    .photo = photo,
    .identity = { .inode = 100000, .size = 1 },
  };

  g_assert_true (sem_store_put_file (store, &file, NULL));
}

/* The photos of a scope are kept from one search to the next, until the library or the scope
 * changes. */
static void
test_changes (void)
{
  MadeLibrary *library = made_library_new ();
  g_autoptr (SemSearchRequest) request = make_request (library, 3, 2000);
  const char *const folders[] = { "/made/later", NULL };
  const gint64 moved = library->photos[800].id;

  request->scope.folders = g_strdupv ((char **) folders);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (SemSearchAnswer) before = search (library, request);
      g_autoptr (SemSearchAnswer) after = NULL, again = NULL, gone = NULL;

      g_assert_cmpuint (before->n_hits, ==, 0);
      put_file (library, "/made/later/1.jpg", moved, FALSE);
      after = search (library, request);
      g_assert_cmpuint (after->n_hits, ==, 1);
      g_assert_cmpint (after->hits[0].photo, ==, moved);
      g_assert_cmpstr (after->hits[0].path, ==, "/made/later/1.jpg");
      g_assert_cmpuint (g_strv_length (after->hits[0].paths), ==, 2);
      again = search (library, request);
      g_assert_cmpuint (again->n_hits, ==, 1);
      put_file (library, "/made/later/1.jpg", moved, TRUE);
      gone = search (library, request);
      g_assert_cmpuint (gone->n_hits, ==, 0);
    }
  made_library_free (library);
}

/* One searcher, scopes by turns. */
static void
test_turns (void)
{
  MadeLibrary *library = made_library_new ();
  static const char *const folders[] = { "/made/a", "/made/twins", "/made/ab" };

  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (SemSearchRequest) request = make_request (library, 3, 2000);
      g_autoptr (SemSearchAnswer) answer = NULL;
      g_autofree char *below = g_strconcat (folders[i % 3], "/", NULL);

      request->scope.folders = g_new0 (char *, 2);
      request->scope.folders[0] = g_strdup (folders[i % 3]);
      answer = search (library, request);
      g_assert_cmpuint (answer->n_hits, >, 100);
      for (guint j = 0; j < answer->n_hits; j++)
        g_assert_true (g_str_has_prefix (answer->hits[j].path, below));
    }
  made_library_free (library);
}

#define DAY G_GINT64_CONSTANT (86400)

/* A photo's files are of the last change at @instant; it says that it was taken at @taken, or
 * nothing where that is 0. */
static void
put_date (MadeLibrary *library, guint number, gint64 instant, gint64 taken)
{
  g_autoptr (SemStore) store = library_test_open (&library->base);
  const gint64 photo = library->photos[number].id;
  g_autofree char *path = g_strdup_printf ("/made/dates/%u.jpg", number);
  const SemMetadata metadata = { .state = SEM_METADATA_READ,
                                 .date = taken ? SEM_METADATA_DATE_TAKEN : SEM_METADATA_NO_DATE,
                                 .taken = taken };
  SemStoreFile file = {
    .path = path,
    .folder = 1,
    .state = SEM_FILE_INDEXED,
    .photo = photo,
    .identity = { .inode = 100000 + number, .size = 1, .mtime = instant * 1000000000 },
  };

  g_assert_true (sem_store_put_file (store, &file, NULL));
  g_assert_true (sem_store_begin (store, NULL));
  g_assert_true (sem_store_put_metadata (store, photo, &metadata, "decoder", NULL));
  g_assert_true (sem_store_commit (store, NULL));
}

/* A photo that says when it was taken is of that date, on the clock of the place; another one is of
 * the date of its file, on the clock of this computer, which is nine hours ahead here. */
static void
test_dates (void)
{
  MadeLibrary *library = made_library_new ();
  const gint64 day = 20000 * DAY;
  const char *const folders[] = { "/made/dates", NULL };
  const struct
  {
    guint number;
    gint64 instant;
    gint64 taken;
    gboolean hit;
  } cases[] = {
    { 11, 0, day, TRUE },
    { 12, 0, day + DAY - 1, TRUE },
    { 13, day, day - 1, FALSE },
    { 14, day, day + DAY, FALSE },
    { 15, day - 9 * 3600, 0, TRUE },
    { 16, day + DAY - 9 * 3600 - 1, 0, TRUE },
    { 17, day - 9 * 3600 - 1, 0, FALSE },
    { 18, day + DAY - 9 * 3600, 0, FALSE },
  };

  g_assert_true (g_setenv ("TZ", "JST-9", TRUE));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    put_date (library, cases[i].number, cases[i].instant, cases[i].taken);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (SemSearchRequest) request = make_request (library, 3, 2000);
      g_autoptr (SemSearchAnswer) answer = NULL;

      request->scope.from = day;
      request->scope.until = day + DAY;
      if (round)
        request->scope.folders = g_strdupv ((char **) folders);
      answer = search (library, request);
      g_assert_cmpuint (answer->n_hits, ==, 4);
      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        g_assert_true (has_hit (answer, library->photos[cases[i].number].id) == cases[i].hit);
    }
  g_assert_true (g_setenv ("TZ", "UTC", TRUE));
  made_library_free (library);
}

static void
assert_equal (const SemSearchAnswer *a, const SemSearchAnswer *b)
{
  g_assert_cmpuint (a->n_hits, ==, b->n_hits);
  for (guint i = 0; i < a->n_hits; i++)
    {
      g_assert_cmpint (a->hits[i].photo, ==, b->hits[i].photo);
      g_assert_cmpfloat (a->hits[i].score, ==, b->hits[i].score);
    }
}

/* Each field of a copy counts as that of the original does, and is its own. */
static void
test_copy (void)
{
  MadeLibrary *library = made_library_new ();
  SemSearchRequest *request = make_request (library, 3, 40);
  g_autoptr (SemSearchRequest) copy = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (SemSearchAnswer) one = NULL, other = NULL;
  const char *const folders[] = { "/made/a", NULL }, *const types[] = { "jpg", NULL };
  const SemDecodeView region = { .x = 1, .width = 2, .height = 3 };

  sem_search_request_add_photo (request, library->photos[800].id)->weight = -.5;
  request->max_distance = 12;
  request->min_likeness = .1f;
  request->max_likeness = .9f;
  request->scope.folders = g_strdupv ((char **) folders);
  request->scope.types = g_strdupv ((char **) types);
  request->scope.from = 1;
  request->scope.until = 1000;
  request->scope.orientation = SEM_SEARCH_LANDSCAPE;
  request->scope.not_own_folder = TRUE;
  request->by_distance = TRUE;
  request->keep_own = TRUE;
  sem_search_request_set_cancellable (request, cancellable);
  copy = sem_search_request_copy (request);
  one = search (library, request);
  other = search (library, copy);
  g_assert_cmpuint (one->n_hits, >, 0);
  assert_equal (one, other);

  sem_search_source_set_region (sem_search_request_add_bytes (request, bytes, "name"), &region);
  sem_search_request_add_file (request, "/a")->weight = 3;
  request->view = SEM_SEARCH_COPIES;
  g_clear_pointer (&copy, sem_search_request_free);
  copy = sem_search_request_copy (request);
  sem_search_request_free (request);
  g_assert_cmpuint (copy->sources->len, ==, 4);
  g_assert_cmpint (copy->view, ==, SEM_SEARCH_COPIES);
  g_assert_cmpuint (copy->k, ==, 40);
  g_assert_true (copy->by_distance && copy->keep_own);
  g_assert_cmpfloat (g_array_index (copy->sources, SemSearchSource, 1).weight, ==, -.5);
  g_assert_true (g_array_index (copy->sources, SemSearchSource, 2).bytes == bytes);
  g_assert_cmpstr (g_array_index (copy->sources, SemSearchSource, 2).name, ==, "name");
  g_assert_cmpmem (g_array_index (copy->sources, SemSearchSource, 2).region, sizeof region, &region,
                   sizeof region);
  g_assert_cmpstr (g_array_index (copy->sources, SemSearchSource, 3).path, ==, "/a");
  g_assert_cmpfloat (g_array_index (copy->sources, SemSearchSource, 3).weight, ==, 3);
  g_assert_cmpstrv (copy->scope.folders, folders);
  g_assert_cmpstrv (copy->scope.types, types);
  g_assert_true (copy->cancellable == cancellable);
  made_library_free (library);
}

static void
test_refused (void)
{
  MadeLibrary *library = made_library_new ();
  g_autoptr (SemSearchRequest) request = make_request (library, 3, 10);
  SemSearchSource *source = &g_array_index (request->sources, SemSearchSource, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SemSearchAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      source->weight = i ? -1 : 0;
      g_assert_null (sem_search (library->searcher, request, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
      g_clear_error (&error);
    }
  source->weight = 1;
  source->photo = 123456;
  g_assert_null (sem_search (library->searcher, request, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* An unknown photo among known ones, in either role. */
  source = sem_search_request_add_photo (request, library->photos[3].id);
  g_assert_null (sem_search (library->searcher, request, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  source = &g_array_index (request->sources, SemSearchSource, 0);
  source->weight = -1;
  g_assert_null (sem_search (library->searcher, request, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  source->photo = library->photos[4].id;
  request->scope.orientation = SEM_SEARCH_SQUARE;
  request->scope.from = 0;
  sem_search_request_set_cancellable (request, cancellable);
  g_cancellable_cancel (cancellable);
  g_assert_null (sem_search (library->searcher, request, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  sem_search_request_set_cancellable (request, NULL);
  answer = search (library, request);
  g_assert_cmpuint (answer->n_hits, ==, 10);
  g_assert_false (has_hit (answer, library->photos[4].id));
  made_library_free (library);
}

/* An answer outlives the searcher and the request. */
static void
test_answer (void)
{
  MadeLibrary *library = made_library_new ();
  SemSearchRequest *request = make_request (library, 7, 10);
  g_autoptr (SemSearchAnswer) kept = search (library, request);
  gint64 source = library->photos[7].id;

  sem_search_request_free (request);
  made_library_free (library);
  g_assert_cmpuint (kept->n_hits, ==, 10);
  g_assert_nonnull (kept->hits[9].path);
  g_assert_cmpint (kept->subjects[0].photo, ==, source);
  g_assert_cmpuint (kept->n_bits, ==, 16);
  g_assert_cmpstr (kept->method, ==, "lsh");
  g_assert_false (kept->copies);
  g_assert_cmpfloat (kept->seconds, >, 0);
}

/* Days, months and years, and nothing that only looks like them. */
static void
test_periods (void)
{
  static const struct
  {
    const char *text;
    const char *start; /* NULL where it is none */
    const char *end;
  } cases[] = {
    { "2026", "2026-01-01", "2027-01-01" },
    { "2026-07", "2026-07-01", "2026-08-01" },
    { "2026-12", "2026-12-01", "2027-01-01" },
    { "2024-02-29", "2024-02-29", "2024-03-01" },
    { "1969-12-31", "1969-12-31", "1970-01-01" },
    { "0001", "0001-01-01", "0002-01-01" },
    { "9999-12", "9999-12-01", NULL },
    { "2023-02-29" },
    { "2026-00" },
    { "2026-13" },
    { "2026-01-00" },
    { "2026-04-31" },
    { "0000" },
    { "" },
    { "26" },
    { "02026" },
    { "2026-" },
    { "2026-7" },
    { "2026-07-1" },
    { "2026-07-01-" },
    { "2026-07-01T00:00" },
    { "2026/07" },
    { " 2026" },
    { "2026 " },
    { "+026" },
    { "-026" },
    { "20x6" },
    { "２０２６" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *from = g_strdup_printf ("%sT00:00:00Z", cases[i].start);
      g_autofree char *to = g_strdup_printf ("%sT00:00:00Z", cases[i].end);
      g_autoptr (GDateTime) start = g_date_time_new_from_iso8601 (from, NULL);
      g_autoptr (GDateTime) end = g_date_time_new_from_iso8601 (to, NULL);
      gint64 first, next;
      gboolean known = sem_search_parse_period (cases[i].text, &first, &next);

      g_test_message ("“%s”", cases[i].text);
      g_assert_true (known == (cases[i].start != NULL));
      if (known)
        {
          g_assert_cmpint (first, ==, g_date_time_to_unix (start));
          g_assert_cmpint (next, ==, end ? g_date_time_to_unix (end) : G_MAXINT64);
        }
    }
}

int
main (int argc, char **argv)
{
  g_assert_true (g_setenv ("TZ", "UTC", TRUE));
  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  g_test_add_func ("/search/scope/changes", test_changes);
  g_test_add_func ("/search/scope/turns", test_turns);
  g_test_add_func ("/search/scope/dates", test_dates);
  g_test_add_func ("/search/scope/periods", test_periods);
  g_test_add_func ("/search/request/copy", test_copy);
  g_test_add_func ("/search/request/refused", test_refused);
  g_test_add_func ("/search/answer", test_answer);
  return g_test_run ();
}
