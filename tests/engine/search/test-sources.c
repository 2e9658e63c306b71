/* The kinds of sources, their regions and weights, in both views, with photos that are decoded.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <math.h>

#include "engine/search/likeness/likeness.h"
#include "engine/search/searcher/search-rating.h"
#include "tests/engine/search/families.h"

#define FAMILIES 8
#define VARIANTS 4
#define N_PHOTOS (FAMILIES * VARIANTS)
#define SHARE 65536

/* The left half. */
static const SemDecodeView half = { .width = SHARE / 2, .height = SHARE };

static Families *fixture;

static void
set_up (void)
{
  fixture = g_new0 (Families, 1);
  families_set_up (fixture, FAMILIES, VARIANTS);
}

static void
tear_down (void)
{
  families_tear_down (fixture, NULL);
  g_free (fixture);
}

static gint64
find (const char *name)
{
  gint64 photo = library_test_find (&fixture->base, name);

  g_assert_cmpint (photo, >, 0);
  return photo;
}

static GBytes *
read_photo (const char *name)
{
  g_autofree char *path = library_test_path (&fixture->base, name);
  char *data;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  return g_bytes_new_take (data, size);
}

/* (transfer full): a file that the library does not have, with the contents of one that it has. */
static char *
make_twin (const char *name)
{
  g_autoptr (GBytes) bytes = read_photo (name);
  char *path = g_build_filename (fixture->base.folder, "twin.jpg", NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  return path;
}

/* @kind: of the one source, which is photo 2/1 by its id, a twin of its file, or its bytes. */
static SemSearchAnswer *
search (SemSearchView view, SemSearchSourceKind kind, const SemDecodeView *region, gboolean keep)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (view, 100);
  g_autofree char *path = make_twin ("002/001.jpg");
  g_autoptr (GBytes) bytes = read_photo ("002/001.jpg");
  g_autoptr (GError) error = NULL;
  SemSearchSource *source = NULL;
  SemSearchAnswer *answer;

  if (kind == SEM_SEARCH_PHOTO)
    source = sem_search_request_add_photo (request, find ("002/001.jpg"));
  else if (kind == SEM_SEARCH_FILE)
    source = sem_search_request_add_file (request, path);
  else
    source = sem_search_request_add_bytes (request, bytes, "bytes");
  sem_search_source_set_region (source, region);
  request->keep_own = keep;
  answer = sem_search (fixture->searcher, request, &error);
  g_assert_no_error (error);
  return answer;
}

static const SemSearchHit *
get_hit (const SemSearchAnswer *answer, gint64 photo)
{
  for (guint i = 0; i < answer->n_hits; i++)
    if (answer->hits[i].photo == photo)
      return &answer->hits[i];
  return NULL;
}

/* Whether the hits of @b from number @from on are those of @a. */
static void
assert_equal_from (const SemSearchAnswer *a, const SemSearchAnswer *b, guint from)
{
  g_assert_cmpuint (a->n_hits + from, ==, b->n_hits);
  for (guint i = 0; i < a->n_hits; i++)
    {
      const SemSearchHit *hit = &b->hits[i + from];

      g_assert_cmpint (a->hits[i].photo, ==, hit->photo);
      g_assert_cmpuint (a->hits[i].distance, ==, hit->distance);
      g_assert_cmpfloat (a->hits[i].likeness, ==, hit->likeness);
      g_assert_cmpint (a->hits[i].kind, ==, hit->kind);
    }
}

static void
assert_equal (const SemSearchAnswer *a, const SemSearchAnswer *b)
{
  assert_equal_from (a, b, 0);
}

static void
assert_identical (const SemSearchAnswer *answer, gint64 own)
{
  g_assert_cmpint (answer->hits[0].photo, ==, own);
  g_assert_cmpint (answer->hits[0].kind, ==, SEM_COPY_IDENTICAL);
  g_assert_cmpuint (answer->hits[0].distance, ==, 0);
  g_assert_cmpfloat (answer->hits[0].likeness, ==, 1);
}

/* However the same picture is given, similar photos are the same; what is given from outside also
 * finds the photo with its content. A part of a picture finds it like any other. */
static void
test_kinds (void)
{
  gint64 own = find ("002/001.jpg");

  for (guint region = 0; region < 2; region++)
    {
      const SemDecodeView *view = region ? &half : NULL;
      g_autoptr (SemSearchAnswer) photo =
        search (SEM_SEARCH_SIMILAR, SEM_SEARCH_PHOTO, view, FALSE);
      g_autoptr (SemSearchAnswer) file = search (SEM_SEARCH_SIMILAR, SEM_SEARCH_FILE, view, FALSE);
      g_autoptr (SemSearchAnswer) bytes =
        search (SEM_SEARCH_SIMILAR, SEM_SEARCH_BYTES, view, FALSE);

      g_assert_cmpuint (photo->n_hits, ==, N_PHOTOS - 1);
      g_assert_null (get_hit (photo, own));
      assert_equal (file, bytes);
      if (region)
        {
          g_autoptr (SemSearchAnswer) kept =
            search (SEM_SEARCH_SIMILAR, SEM_SEARCH_PHOTO, view, TRUE);

          assert_equal (kept, file);
          g_assert_cmpint (get_hit (file, own)->kind, ==, SEM_COPY_ALIKE);
        }
      else
        {
          assert_identical (file, own);
          assert_equal_from (photo, file, 1);
        }
      g_assert_cmpint (file->subjects[0].photo, ==, own);
      g_assert_cmpuint (file->subjects[0].width, ==, region ? 144 : 288);
      g_assert_cmpuint (file->subjects[0].height, ==, 216);
      g_assert_nonnull (file->subjects[0].thumbnail);
    }
}

/* The own photo is the best hit where it is kept: exactly alike as a whole, less so as a half. */
static void
test_regions (void)
{
  gint64 own = find ("002/001.jpg");

  for (SemSearchSourceKind kind = SEM_SEARCH_PHOTO; kind <= SEM_SEARCH_BYTES; kind++)
    {
      g_autoptr (SemSearchAnswer) all = search (SEM_SEARCH_SIMILAR, kind, NULL, TRUE);
      g_autoptr (SemSearchAnswer) part = search (SEM_SEARCH_SIMILAR, kind, &half, TRUE);

      g_assert_cmpuint (all->n_hits, ==, N_PHOTOS);
      g_assert_cmpint (all->hits[0].photo, ==, own);
      g_assert_cmpuint (all->hits[0].distance, ==, 0);
      g_assert_cmpfloat (all->hits[0].likeness, ==, 1);
      g_assert_cmpuint (part->n_hits, ==, N_PHOTOS);
      g_assert_cmpfloat (get_hit (part, own)->likeness, <, .999);
      g_assert_cmpfloat (get_hit (part, own)->likeness, >, .2);
    }
}

/* A library's photo whose file has gone is looked at by its thumbnail. */
static void
test_lost_file (void)
{
  g_autofree char *path = library_test_path (&fixture->base, "003/002.jpg");
  g_autofree char *away = g_build_filename (fixture->base.folder, "away.jpg", NULL);

  g_assert_cmpint (g_rename (path, away), ==, 0);
  for (SemSearchView view = SEM_SEARCH_SIMILAR; view <= SEM_SEARCH_COPIES; view++)
    {
      g_autoptr (SemSearchRequest) request = sem_search_request_new (view, 5);
      g_autoptr (SemSearchAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      sem_search_source_set_region (sem_search_request_add_photo (request, find ("003/002.jpg")),
                                    &half);
      answer = sem_search (fixture->searcher, request, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (answer->n_hits, ==, 5);
      /* Half of 256 pixels. */
      g_assert_cmpuint (answer->subjects[0].width, ==, 128);
    }
  g_assert_cmpint (g_rename (away, path), ==, 0);
}

/* A library's photo is not its own copy, a file with the same contents is. */
static void
test_copies (void)
{
  gint64 own = find ("002/001.jpg");
  g_autoptr (SemSearchAnswer) photo = search (SEM_SEARCH_COPIES, SEM_SEARCH_PHOTO, NULL, FALSE);
  g_autoptr (SemSearchAnswer) kept = search (SEM_SEARCH_COPIES, SEM_SEARCH_PHOTO, NULL, TRUE);
  g_autoptr (SemSearchAnswer) file = search (SEM_SEARCH_COPIES, SEM_SEARCH_FILE, NULL, FALSE);
  g_autoptr (SemSearchAnswer) bytes = search (SEM_SEARCH_COPIES, SEM_SEARCH_BYTES, NULL, FALSE);

  g_assert_cmpuint (photo->n_hits, ==, N_PHOTOS - 1);
  g_assert_null (get_hit (photo, own));
  g_assert_cmpint (kept->hits[0].photo, ==, own);
  g_assert_cmpint (kept->hits[0].kind, ==, SEM_COPY_ALIKE);
  assert_equal (file, bytes);
  assert_equal_from (photo, file, 1);
  assert_identical (file, own);
  g_assert_cmpfloat (file->hits[0].part.width, ==, 0);
  g_assert_cmpuint (file->hits[0].width, ==, 288);
  g_assert_cmpint (photo->hits[0].source, ==, 0);
}

/* A search with part of a photo finds that photo and returns the region of the part. Some parts of
 * these drawings match too weakly to be reported as parts. */
static void
test_copy_region (void)
{
  static const double parts[][3] = {
    { .2, .15, .7 }, { 0, 0, .8 }, { .3, .3, .6 }, { .1, .2, .75 }
  };
  guint found = 0;

  for (guint i = 0; i < FAMILIES * G_N_ELEMENTS (parts); i++)
    {
      const double *part = parts[i % G_N_ELEMENTS (parts)];
      const SemDecodeView view = {
        .x = (guint32) (part[0] * SHARE),
        .y = (guint32) (part[1] * SHARE),
        .width = (guint32) (part[2] * SHARE),
        .height = (guint32) (part[2] * SHARE),
      };
      g_autofree char *name = g_strdup_printf ("%03u/000.jpg", i / (guint) G_N_ELEMENTS (parts));
      g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_COPIES, 1);
      g_autoptr (SemSearchAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;
      const SemSearchHit *hit;

      sem_search_source_set_region (sem_search_request_add_photo (request, find (name)), &view);
      request->keep_own = TRUE;
      request->prove = TRUE;
      answer = sem_search (fixture->searcher, request, &error);
      g_assert_no_error (error);
      hit = &answer->hits[0];
      if (hit->kind != SEM_COPY_ORIGINAL || hit->photo != find (name))
        {
          g_assert_true (hit->kind == SEM_COPY_ORIGINAL || hit->part.width <= 0);
          continue;
        }
      found++;
      /* Plain borders of the part are not in it. */
      g_assert_cmpfloat (hit->part.x, >, part[0] - .06);
      g_assert_cmpfloat (hit->part.y, >, part[1] - .06);
      g_assert_cmpfloat (hit->part.x + hit->part.width, <, part[0] + part[2] + .06);
      g_assert_cmpfloat (hit->part.y + hit->part.height, <, part[1] + part[2] + .06);
      g_assert_cmpfloat (hit->part.width * hit->part.height, >, part[2] * part[2] / 2);
    }
  g_test_message ("%u parts were found and placed", found);
  g_assert_cmpuint (found, >=, 4);
}

static guint
measure_distance (const char *name, gint64 photo)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, 100);
  g_autoptr (SemSearchAnswer) answer = NULL;

  sem_search_request_add_photo (request, find (name));
  request->keep_own = TRUE;
  answer = sem_search (fixture->searcher, request, NULL);
  return get_hit (answer, photo)->distance;
}

/* The score of photos that have nothing to do with each other. */
#define UNRELATED .35

/* Two examples, one of which is not wanted, in either view: its weighted score takes off what
 * exceeds that of unrelated photos, so that what resembles it falls behind. */
static void
test_weights (void)
{
  for (SemSearchView view = SEM_SEARCH_SIMILAR; view <= SEM_SEARCH_COPIES; view++)
    {
      const char *const names[] = { "001/000.jpg", "004/000.jpg" };
      const double weights[] = { 2, -1.5 };
      g_autoptr (SemSearchRequest) request = sem_search_request_new (view, 100);
      g_autoptr (SemSearchAnswer) both = NULL;
      SemSearchAnswer *one[2];

      for (guint i = 0; i < 2; i++)
        {
          g_autoptr (SemSearchRequest) single = sem_search_request_new (view, 100);

          sem_search_request_add_photo (single, find (names[i]));
          one[i] = sem_search (fixture->searcher, single, NULL);
          g_assert_cmpuint (one[i]->n_hits, ==, N_PHOTOS - 1);
          sem_search_request_add_photo (request, find (names[i]))->weight = weights[i];
        }
      both = sem_search (fixture->searcher, request, NULL);
      g_assert_cmpuint (both->n_hits, ==, N_PHOTOS - 2);
      for (guint i = 0; i < both->n_hits; i++)
        {
          const SemSearchHit *hit = &both->hits[i];
          const SemSearchHit *good = get_hit (one[0], hit->photo);
          const SemSearchHit *bad = get_hit (one[1], hit->photo);

          g_assert_cmpfloat_with_epsilon (hit->score,
                                          2 * good->score - MAX (0, 1.5 * (bad->score - UNRELATED)),
                                          1e-4);
          g_assert_cmpuint (hit->source, ==, 0);
          g_assert_cmpuint (hit->distance, ==, good->distance);
          g_assert_cmpint (hit->kind, ==, good->kind);
          if (i > 0)
            g_assert_cmpfloat (hit->score, <=, both->hits[i - 1].score);
        }
      sem_search_answer_free (one[0]);
      sem_search_answer_free (one[1]);
    }
}

/* Of several examples a hit is about the one that it is most alike, whatever their scores say: a
 * weight changes scores, and not that. By distance it is about the nearest. */
static void
test_most_alike (void)
{
  const char *const names[] = { "001/000.jpg", "004/000.jpg", "002/001.jpg" };
  const double weights[] = { 1, 3, -1 };
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, 100);
  g_autoptr (SemSearchAnswer) all = NULL, ordered = NULL;
  guint n[2] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    sem_search_request_add_photo (request, find (names[i]))->weight = weights[i];
  all = sem_search (fixture->searcher, request, NULL);
  request->by_distance = TRUE;
  ordered = sem_search (fixture->searcher, request, NULL);
  for (guint i = 0; i < all->n_hits; i++)
    {
      const SemSearchHit *hit = &all->hits[i], *near = get_hit (ordered, hit->photo);
      guint distances[2];
      float likeness[2];

      for (guint j = 0; j < 2; j++)
        {
          SemSearchHit about = { .photo = hit->photo };

          g_assert_true (sem_search_likeness (fixture->searcher, all->subjects[j].feature, &about,
                                              &likeness[j], NULL));
          distances[j] = measure_distance (names[j], hit->photo);
        }
      g_assert_cmpuint (hit->source, ==, likeness[1] > likeness[0]);
      g_assert_cmpuint (hit->distance, ==, distances[hit->source]);
      g_assert_cmpuint (near->distance, ==, MIN (distances[0], distances[1]));
      g_assert_cmpuint (near->distance, ==, distances[near->source]);
      n[hit->source]++;
    }
  g_assert_cmpuint (n[0], >, 2);
  g_assert_cmpuint (n[1], >, 2);
}

/* Of several examples, what is most like one of them comes first, and its likeness is that to this
 * one. What is more like a picture that hits shall not resemble than chance has less. */
static void
test_either (void)
{
  const char *const names[] = { "001/000.jpg", "004/000.jpg", "002/000.jpg" };
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, 100);
  g_autoptr (SemSearchAnswer) either = NULL, unlike = NULL;
  SemSearchAnswer *one[3];
  const float end = sem_likeness_line (NULL, N_PHOTOS, 1);
  guint n_less = 0;
  double moved = 0, less = 0;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SemSearchRequest) single = sem_search_request_new (SEM_SEARCH_SIMILAR, 100);

      sem_search_request_add_photo (single, find (names[i]));
      one[i] = sem_search (fixture->searcher, single, NULL);
      if (i < 2)
        sem_search_request_add_photo (request, find (names[i]));
    }
  either = sem_search (fixture->searcher, request, NULL);
  sem_search_request_add_photo (request, find (names[2]))->weight = -1;
  unlike = sem_search (fixture->searcher, request, NULL);
  for (guint i = 0; i < either->n_hits; i++)
    {
      const SemSearchHit *hit = &either->hits[i];
      const SemSearchHit *left = get_hit (unlike, hit->photo), *bad = get_hit (one[2], hit->photo);
      const float likeness =
        MAX (get_hit (one[0], hit->photo)->likeness, get_hit (one[1], hit->photo)->likeness);

      moved += fabs ((double) (hit->likeness - likeness)) / either->n_hits;
      if (!left)
        continue;
      less += fabs ((double) (left->likeness - MAX (0, likeness - MAX (0, bad->likeness - end))))
              / unlike->n_hits;
      n_less += left->likeness < hit->likeness - .1f;
    }
  /* Likeness is made to fall along each list, which moves it a little. */
  g_assert_cmpfloat (moved, <, .06);
  g_assert_cmpfloat (less, <, .06);
  g_assert_cmpuint (n_less, >, 0);
  for (guint i = 0; i < 3; i++)
    sem_search_answer_free (one[i]);
}

/* Scope and bounds take hits away, and change none. */
static void
test_copy_bounds (void)
{
  g_autofree char *folder = library_test_path (&fixture->base, "002");
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_COPIES, 100);
  g_autoptr (SemSearchAnswer) all = NULL, inside = NULL, bound = NULL, ordered = NULL;
  guint n = 0;

  sem_search_request_add_photo (request, find ("002/001.jpg"));
  all = sem_search (fixture->searcher, request, NULL);
  request->scope.folders = g_new0 (char *, 2);
  request->scope.folders[0] = g_strdup (folder);
  inside = sem_search (fixture->searcher, request, NULL);
  g_assert_cmpuint (inside->n_hits, ==, VARIANTS - 1);
  for (guint i = 0; i < inside->n_hits; i++)
    g_assert_true (g_str_has_prefix (inside->hits[i].path, folder));

  g_clear_pointer (&request->scope.folders, g_strfreev);
  /* An upper bound of likeness changes what is made monotone together: test-request.c has it. */
  request->max_distance = 136;
  request->min_likeness = .1f;
  bound = sem_search (fixture->searcher, request, NULL);
  for (guint i = 0; i < all->n_hits; i++)
    {
      const SemSearchHit *hit = &all->hits[i];

      if (hit->distance <= 136 && hit->likeness >= .1f)
        g_assert_cmpint (bound->hits[n++].photo, ==, hit->photo);
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, all->n_hits);
  g_assert_cmpuint (bound->n_hits, ==, n);

  request->by_distance = TRUE;
  ordered = sem_search (fixture->searcher, request, NULL);
  g_assert_cmpuint (ordered->n_hits, ==, n);
  for (guint i = 1; i < n; i++)
    g_assert_cmpuint (ordered->hits[i].distance, >=, ordered->hits[i - 1].distance);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  set_up ();
  g_test_add_func ("/search/sources/kinds", test_kinds);
  g_test_add_func ("/search/sources/regions", test_regions);
  g_test_add_func ("/search/sources/lost-file", test_lost_file);
  g_test_add_func ("/search/sources/copies", test_copies);
  g_test_add_func ("/search/sources/copy-region", test_copy_region);
  g_test_add_func ("/search/sources/weights", test_weights);
  g_test_add_func ("/search/sources/most-alike", test_most_alike);
  g_test_add_func ("/search/sources/either", test_either);
  g_test_add_func ("/search/sources/copy-bounds", test_copy_bounds);
  status = g_test_run ();
  tear_down ();
  return status;
}
