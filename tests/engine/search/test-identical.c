/* Files with the same bytes: copies, hard links and links in the library, and files outside.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "engine/decode/decoder.h"
#include "engine/search/search.h"
#include "engine/store/folders.h"
#include "engine/store/mounts.h"
#include "tests/support/library-test.h"

#define SHARE 65536

typedef struct
{
  LibraryTest base;
  SemSearcher *searcher;
} Fixture;

static const SemDecodeView half = { .width = SHARE / 2, .height = SHARE };
static const SemDecodeView whole = { .width = SHARE, .height = SHARE };
static const SemDecodeView mirrored = { .mirror = 1 };

static void
write_copy (const char *from, const char *to)
{
  g_autofree char *bytes = NULL, *folder = g_path_get_dirname (to);
  gsize size;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) size, NULL));
}

static char *
make_copy (Fixture *fixture, const char *from, const char *to)
{
  g_autofree char *source = library_test_path (&fixture->base, from);
  char *path = library_test_path (&fixture->base, to);

  write_copy (source, path);
  return path;
}

static void
set_up (Fixture *fixture)
{
  library_test_set_up (&fixture->base, NULL);
  fixture->searcher = sem_searcher_new (fixture->base.library, library_test_get_backbone ());
}

static void
tear_down (Fixture *fixture)
{
  sem_searcher_free (fixture->searcher);
  library_test_tear_down (&fixture->base, NULL);
}

/* 4 photos; the first one of family 0 also as b/copy.jpg, c/hard.jpg, and the link d/link.jpg. */
static void
set_up_copies (Fixture *fixture)
{
  g_autofree char *own = NULL, *copy = NULL, *hard = NULL, *soft = NULL;

  set_up (fixture);
  library_test_photos (&fixture->base, 2, 2);
  own = library_test_path (&fixture->base, "000/000.jpg");
  copy = make_copy (fixture, "000/000.jpg", "b/copy.jpg");
  g_free (make_copy (fixture, "001/001.jpg", "c/other.jpg"));
  g_free (make_copy (fixture, "001/001.jpg", "d/other.jpg"));
  hard = library_test_path (&fixture->base, "c/hard.jpg");
  soft = library_test_path (&fixture->base, "d/link.jpg");
  g_assert_cmpint (link (own, hard), ==, 0);
  g_assert_cmpint (symlink ("../000/000.jpg", soft), ==, 0);
  library_test_add_folder (&fixture->base, NULL);
  library_test_index (&fixture->base, "9 0 0 0 0 0");
}

static SemSearchAnswer *
ask (Fixture *fixture, const SemSearchRequest *request)
{
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *answer = sem_search (fixture->searcher, request, &error);

  g_assert_no_error (error);
  return answer;
}

static SemSearchAnswer *
ask_file (Fixture *fixture, SemSearchView view, const char *path, const SemDecodeView *region)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (view, 50);

  sem_search_source_set_region (sem_search_request_add_file (request, path), region);
  return ask (fixture, request);
}

static guint
count_hits (const SemSearchAnswer *answer, gint64 photo)
{
  guint n = 0;

  for (guint i = 0; i < answer->n_hits; i++)
    n += answer->hits[i].photo == photo;
  return n;
}

/* The first hit, and no other one, is identical; it shows @name and has @n_paths files. */
static void
check (Fixture *fixture, const SemSearchAnswer *answer, const char *name, guint n_paths)
{
  g_autofree char *path = library_test_path (&fixture->base, name);
  const SemSearchHit *hit = &answer->hits[0];

  g_assert_cmpuint (answer->n_hits, >=, 1);
  g_assert_cmpint (hit->kind, ==, SEM_COPY_IDENTICAL);
  g_assert_cmpfloat (hit->likeness, ==, 1);
  g_assert_true (hit->above_chance);
  g_assert_cmpuint (hit->distance, ==, 0);
  g_assert_cmpint (hit->photo, ==, library_test_find (&fixture->base, name));
  g_assert_cmpstr (hit->path, ==, path);
  g_assert_cmpuint (g_strv_length (hit->paths), ==, n_paths);
  g_assert_true (g_strv_contains ((const char *const *) hit->paths, path));
  g_assert_cmpuint (hit->width, ==, 288);
  for (guint i = 1; i < answer->n_hits; i++)
    g_assert_cmpint (answer->hits[i].kind, !=, SEM_COPY_IDENTICAL);
  g_assert_cmpuint (count_hits (answer, hit->photo), ==, 1);
}

/* Each of the files is asked with; only that one is left out. */
static void
test_library (Fixture *fixture)
{
  static const char *const names[][2] = {
    { "000/000.jpg", "b/copy.jpg" },
    { "b/copy.jpg", "000/000.jpg" },
    { "c/hard.jpg", "000/000.jpg" },
    { "d/link.jpg", "000/000.jpg" },
  };

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = library_test_path (&fixture->base, names[i / 2][0]);
      g_autoptr (SemSearchAnswer) answer =
        ask_file (fixture, i % 2 ? SEM_SEARCH_COPIES : SEM_SEARCH_SIMILAR, path, NULL);

      check (fixture, answer, names[i / 2][1], 4);
      g_assert_cmpuint (answer->n_hits, ==, 4);
    }
}

/* A path through links and with detours is the file that it leads to. */
static void
test_spelling (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->base.folder, "way", NULL);
  g_autofree char *through = g_build_filename (folder, "000", "000.jpg", NULL);
  g_autofree char *detour = library_test_path (&fixture->base, "b/../000/./000.jpg");
  g_autofree char *soft = g_build_filename (fixture->base.folder, "soft.jpg", NULL);
  g_autofree char *linked = g_build_filename (folder, "d", "link.jpg", NULL);
  g_autofree char *own = library_test_path (&fixture->base, "000/000.jpg");
  const char *const same[] = { through, detour, soft };

  g_assert_cmpint (symlink (fixture->base.photos, folder), ==, 0);
  g_assert_cmpint (symlink (own, soft), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autoptr (SemSearchAnswer) answer = ask_file (fixture, SEM_SEARCH_SIMILAR, same[i], NULL);

      check (fixture, answer, "b/copy.jpg", 4);
    }
  {
    g_autoptr (SemSearchAnswer) answer = ask_file (fixture, SEM_SEARCH_SIMILAR, linked, NULL);

    check (fixture, answer, "000/000.jpg", 4);
  }
}

/* From outside all files are hits, as one. */
static void
test_outside (Fixture *fixture)
{
  g_autofree char *own = library_test_path (&fixture->base, "000/000.jpg");
  g_autofree char *path = g_build_filename (fixture->base.folder, "outside.jpg", NULL);

  write_copy (own, path);
  for (SemSearchView view = SEM_SEARCH_SIMILAR; view <= SEM_SEARCH_COPIES; view++)
    {
      g_autoptr (SemSearchAnswer) file = ask_file (fixture, view, path, NULL);
      g_autoptr (SemSearchAnswer) all = ask_file (fixture, view, path, &whole);
      g_autoptr (SemSearchRequest) request = sem_search_request_new (view, 1);
      g_autoptr (SemSearchAnswer) answer = NULL;
      g_autoptr (GBytes) bytes = NULL;
      char *data;
      gsize size;

      check (fixture, file, "000/000.jpg", 4);
      check (fixture, all, "000/000.jpg", 4);
      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      bytes = g_bytes_new_take (data, size);
      sem_search_request_add_bytes (request, bytes, "bytes");
      answer = ask (fixture, request);
      check (fixture, answer, "000/000.jpg", 4);
      g_assert_cmpuint (answer->n_hits, ==, 1);
    }
}

/* A photo by its id is asked with by the file that is shown, or by the one that is named. */
static void
test_photo (Fixture *fixture)
{
  gint64 photo = library_test_find (&fixture->base, "000/000.jpg");
  g_autofree char *copy = library_test_path (&fixture->base, "b/copy.jpg");

  for (SemSearchView view = SEM_SEARCH_SIMILAR; view <= SEM_SEARCH_COPIES; view++)
    {
      g_autoptr (SemSearchRequest) request = sem_search_request_new (view, 50);
      SemSearchSource *source = sem_search_request_add_photo (request, photo);
      g_autoptr (SemSearchAnswer) shown = ask (fixture, request), named = NULL;

      check (fixture, shown, "b/copy.jpg", 4);
      source->path = g_strdup (copy);
      named = ask (fixture, request);
      check (fixture, named, "000/000.jpg", 4);
    }
}

/* A part of a picture, or an altered one, is not identical to the picture: it is ranked with the
 * others, by another file, and left out where there is none. */
static void
test_region (Fixture *fixture)
{
  static const SemDecodeView *const views[] = { &half, &mirrored };
  g_autofree char *many = library_test_path (&fixture->base, "000/000.jpg");
  g_autofree char *one = library_test_path (&fixture->base, "000/001.jpg");
  gint64 photos[] = { library_test_find (&fixture->base, "000/000.jpg"),
                      library_test_find (&fixture->base, "000/001.jpg") };

  for (guint i = 0; i < 4; i++)
    {
      SemSearchView view = i / 2 ? SEM_SEARCH_COPIES : SEM_SEARCH_SIMILAR;
      g_autoptr (SemSearchAnswer) first = ask_file (fixture, view, many, views[i % 2]);
      g_autoptr (SemSearchAnswer) second = ask_file (fixture, view, one, views[i % 2]);

      g_assert_cmpuint (count_hits (first, photos[0]), ==, 1);
      g_assert_cmpuint (count_hits (second, photos[1]), ==, 0);
      for (guint j = 0; j < first->n_hits; j++)
        {
          g_assert_cmpint (first->hits[j].kind, !=, SEM_COPY_IDENTICAL);
          g_assert_cmpstr (first->hits[j].path, !=, many);
        }
    }
}

/* The first of several files that is within the scope is shown; the photo is no hit where the one
 * that is asked with is the only one. */
static void
test_scope (Fixture *fixture)
{
  g_autofree char *own = library_test_path (&fixture->base, "000/000.jpg");
  g_autofree char *first = library_test_path (&fixture->base, "000");
  g_autofree char *third = library_test_path (&fixture->base, "c");
  const char *const in_third[] = { third, NULL }, *const in_first[] = { first, NULL };
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, 50);
  g_autoptr (SemSearchAnswer) answer = NULL, none = NULL;

  sem_search_request_add_file (request, own);
  request->scope.folders = g_strdupv ((char **) in_third);
  answer = ask (fixture, request);
  check (fixture, answer, "c/hard.jpg", 4);
  g_assert_cmpuint (answer->n_hits, ==, 2);
  g_strfreev (request->scope.folders);
  request->scope.folders = g_strdupv ((char **) in_first);
  none = ask (fixture, request);
  g_assert_cmpuint (none->n_hits, ==, 1);
  g_assert_cmpint (none->hits[0].kind, ==, SEM_COPY_ALIKE);
}

/* Files that the last scan did not find are no files of a hit. */
static void
test_missing (Fixture *fixture)
{
  static const char *const names[] = { "b/copy.jpg", "c/hard.jpg", "d/link.jpg" };
  g_autofree char *own = library_test_path (&fixture->base, "000/000.jpg");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = library_test_path (&fixture->base, names[i]);
      g_autoptr (SemIndexer) indexer = library_test_new_indexer (&fixture->base);
      g_autoptr (SemSearchAnswer) answer = NULL;

      g_assert_cmpint (g_unlink (path), ==, 0);
      library_test_run (&fixture->base, indexer, NULL);
      answer = ask_file (fixture, SEM_SEARCH_COPIES, own, NULL);
      if (i + 1 < G_N_ELEMENTS (names))
        check (fixture, answer, names[i + 1], 3 - (guint) i);
      else
        for (guint j = 0; j < answer->n_hits; j++)
          g_assert_cmpint (answer->hits[j].kind, !=, SEM_COPY_IDENTICAL);
    }
}

/* A file on a disk that is there is shown before one on a disk that is not. */
static void
test_offline (Fixture *fixture)
{
  g_autofree char *own = library_test_path (&fixture->base, "000/000.jpg");
  g_autofree char *path = g_build_filename (fixture->base.folder, "outside.jpg", NULL);
  g_autofree char *away = library_test_path (&fixture->base, "000");
  g_autoptr (GPtrArray) mounts = g_ptr_array_new ();
  SemStoreMount mount = { .folder = 1, .path = away, .away = SEM_AWAY_ABSENT };
  g_autoptr (SemStore) store = library_test_open (&fixture->base);
  g_autoptr (SemSearchAnswer) answer = NULL;
  gint64 photo;

  write_copy (own, path);
  photo = library_test_find (&fixture->base, "000/000.jpg");
  g_ptr_array_add (mounts, &mount);
  g_assert_true (sem_store_begin (store, NULL));
  g_assert_true (sem_store_set_mounts (store, 1, mounts, NULL));
  g_assert_true (sem_store_commit (store, NULL));
  answer = ask_file (fixture, SEM_SEARCH_SIMILAR, path, NULL);
  check (fixture, answer, "b/copy.jpg", 4);
  g_assert_cmpint (answer->hits[0].photo, ==, photo);
  /* All files are offered, those that cannot be opened now last. */
  g_assert_cmpstr (answer->hits[0].paths[3], ==, own);
}

/* Each source that has another file gives a hit, in the order of the sources. */
static void
test_sources (Fixture *fixture)
{
  g_autofree char *other = library_test_path (&fixture->base, "001/001.jpg");
  g_autofree char *own = library_test_path (&fixture->base, "000/000.jpg");
  g_autofree char *lone = library_test_path (&fixture->base, "001/000.jpg");
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, 50);
  g_autoptr (SemSearchAnswer) answer = NULL, negative = NULL;

  sem_search_request_add_file (request, lone);
  sem_search_request_add_file (request, other);
  sem_search_request_add_file (request, own);
  answer = ask (fixture, request);
  g_assert_cmpuint (answer->n_hits, ==, 3);
  for (guint i = 0; i < 2; i++)
    {
      const char *name = i ? "000/000.jpg" : "001/001.jpg";

      g_assert_cmpint (answer->hits[i].photo, ==, library_test_find (&fixture->base, name));
      g_assert_cmpint (answer->hits[i].kind, ==, SEM_COPY_IDENTICAL);
      g_assert_cmpuint (answer->hits[i].source, ==, i + 1);
    }
  g_assert_cmpint (answer->hits[2].kind, ==, SEM_COPY_ALIKE);

  /* What hits shall not resemble is not offered again. */
  g_array_index (request->sources, SemSearchSource, 1).weight = -1;
  negative = ask (fixture, request);
  g_assert_cmpuint (count_hits (negative, answer->hits[0].photo), ==, 0);
  g_assert_cmpint (negative->hits[0].photo, ==, answer->hits[1].photo);
}

/* A file that changed after it was indexed is what it is now. */
static void
test_changed (Fixture *fixture)
{
  g_autofree char *path = library_test_path (&fixture->base, "000/001.jpg");
  g_autofree char *other = library_test_path (&fixture->base, "001/001.jpg");
  gint64 old = library_test_find (&fixture->base, "000/001.jpg");

  write_copy (other, path);
  for (SemSearchView view = SEM_SEARCH_SIMILAR; view <= SEM_SEARCH_COPIES; view++)
    {
      g_autoptr (SemSearchAnswer) answer = ask_file (fixture, view, path, NULL);

      check (fixture, answer, "001/001.jpg", 3);
      g_assert_cmpuint (count_hits (answer, old), ==, 0);
    }
}

static const struct
{
  const char *name;
  void (*test) (Fixture *fixture);
} cases[] = {
  { "library", test_library }, { "spelling", test_spelling }, { "outside", test_outside },
  { "photo", test_photo },     { "region", test_region },     { "scope", test_scope },
  { "missing", test_missing }, { "offline", test_offline },   { "sources", test_sources },
  { "changed", test_changed },
};

static void
test_case (gconstpointer data)
{
  void (*const *test) (Fixture * fixture) = data;
  Fixture fixture = { 0 };

  set_up_copies (&fixture);
  (*test) (&fixture);
  tear_down (&fixture);
}

/* A library of one photo answers its own bytes with that photo, and has nothing for its own file.
 */
static void
test_one_photo (void)
{
  Fixture fixture = { 0 };
  g_autofree char *own = NULL, *path = NULL;

  set_up (&fixture);
  library_test_photos (&fixture.base, 1, 1);
  library_test_add_folder (&fixture.base, NULL);
  library_test_index (&fixture.base, "1 0 0 0 0 0");
  own = library_test_path (&fixture.base, "000/000.jpg");
  path = g_build_filename (fixture.base.folder, "outside.jpg", NULL);
  write_copy (own, path);
  for (SemSearchView view = SEM_SEARCH_SIMILAR; view <= SEM_SEARCH_COPIES; view++)
    {
      g_autoptr (SemSearchAnswer) outside = ask_file (&fixture, view, path, NULL);
      g_autoptr (SemSearchAnswer) inside = ask_file (&fixture, view, own, NULL);

      check (&fixture, outside, "000/000.jpg", 1);
      g_assert_cmpuint (outside->n_hits, ==, 1);
      g_assert_cmpuint (inside->n_hits, ==, 0);
    }
  tear_down (&fixture);
}

/* A library that has lost its photos says so. */
static void
test_no_photos (void)
{
  Fixture fixture = { 0 };
  g_autofree char *own = NULL, *path = NULL;
  g_autoptr (SemStore) store = NULL;

  set_up (&fixture);
  library_test_photos (&fixture.base, 1, 2);
  library_test_add_folder (&fixture.base, NULL);
  library_test_index (&fixture.base, "2 0 0 0 0 0");
  own = library_test_path (&fixture.base, "000/000.jpg");
  path = g_build_filename (fixture.base.folder, "outside.jpg", NULL);
  write_copy (own, path);
  store = library_test_open (&fixture.base);
  g_assert_true (sem_store_begin (store, NULL));
  g_assert_true (sem_store_remove_folder (store, fixture.base.photos, NULL));
  g_assert_true (sem_store_commit (store, NULL));
  for (SemSearchView view = SEM_SEARCH_SIMILAR; view <= SEM_SEARCH_COPIES; view++)
    {
      g_autoptr (SemSearchRequest) request = sem_search_request_new (view, 5);
      g_autoptr (GError) error = NULL;

      sem_search_request_add_file (request, path);
      g_assert_null (sem_search (fixture.searcher, request, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
    }
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/search/identical/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i].test, test_case);
    }
  g_test_add_func ("/search/identical/one-photo", test_one_photo);
  g_test_add_func ("/search/identical/no-photos", test_no_photos);
  return g_test_run ();
}
