/* Searching for copies: altered photos find their source and are called what they are.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/search/search.h"
#include "tests/support/library-test.h"

#define FAMILIES 24
#define SHARE 65536

typedef struct
{
  LibraryTest base;
  SemSearcher *searcher;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  library_test_set_up (&fixture->base, NULL);
  library_test_photos (&fixture->base, FAMILIES, 1);
  library_test_add_folder (&fixture->base, NULL);
  library_test_index (&fixture->base, "24 0 0 0 0 0");
  fixture->searcher = sem_searcher_new (fixture->base.library, library_test_get_backbone ());
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sem_searcher_free (fixture->searcher);
  library_test_tear_down (&fixture->base, NULL);
}

/* @view: (nullable): an alteration; the altered file's own photo is then a hit like others. */
static SemSearchAnswer *
find_copies (Fixture *fixture, const char *path, const SemDecodeView *view, guint k)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_COPIES, k);
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *answer;

  sem_search_source_set_region (sem_search_request_add_file (request, path), view);
  request->keep_own = view != NULL;
  answer = sem_search (fixture->searcher, request, &error);
  g_assert_no_error (error);
  g_assert_true (answer->copies);
  return answer;
}

/* Trimming takes a plain sky off some of these photos: what is left of a turned one is a part. */
static const struct
{
  const char *name;
  SemDecodeView view;
  SemCopyKind kinds[2];
} alterations[] = {
  { "same", { 0 }, { SEM_COPY_SAME, SEM_COPY_SAME } },
  { "recompressed", { .quality = 30 }, { SEM_COPY_SAME, SEM_COPY_SAME } },
  { "framed", { .frame = 1 }, { SEM_COPY_SAME, SEM_COPY_RESIZED } },
  { "resized", { .side_percent = 50 }, { SEM_COPY_RESIZED, SEM_COPY_RESIZED } },
  { "mirrored", { .mirror = 1 }, { SEM_COPY_MIRRORED, SEM_COPY_ORIGINAL } },
  { "turned", { .turn = 3 }, { SEM_COPY_TURNED, SEM_COPY_ORIGINAL } },
  { "cropped",
    { .x = SHARE / 5, .y = SHARE / 6, .width = SHARE * 7 / 10, .height = SHARE * 7 / 10 },
    { SEM_COPY_ORIGINAL, SEM_COPY_ALIKE } },
};

static void
test_alterations (Fixture *fixture, gconstpointer data)
{
  if (!fixture->searcher)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (alterations); i++)
    {
      g_autoptr (GString) kinds = g_string_new (NULL);
      guint first = 0, named = 0;

      for (guint family = 0; family < FAMILIES; family += 4)
        {
          g_autofree char *name = g_strdup_printf ("%03u/000.jpg", family);
          g_autofree char *path = library_test_path (&fixture->base, name);
          gint64 source = library_test_find (&fixture->base, name);
          g_autoptr (SemSearchAnswer) answer =
            find_copies (fixture, path, &alterations[i].view, 10);
          SemCopyKind kind;

          g_assert_cmpuint (source, >, 0);
          g_assert_cmpuint (answer->n_hits, ==, 10);
          kind = answer->hits[0].kind;
          first += answer->hits[0].photo == source;
          g_string_append_printf (kinds, " %s", sem_copy_kind_get_name (kind));
          named += kind == alterations[i].kinds[0] || kind == alterations[i].kinds[1];
          /* What is no copy is not called one. */
          for (guint j = 1; j < 10; j++)
            g_assert_cmpint (answer->hits[j].kind, ==, SEM_COPY_ALIKE);
        }
      g_test_message ("%s: %u of %u first, called%s", alterations[i].name, first, FAMILIES / 4,
                      kinds->str);
      /* A part of a drawn picture can be as much like another drawing. */
      g_assert_cmpuint (first, >=, alterations[i].view.width ? FAMILIES / 4 - 2 : FAMILIES / 4);
      g_assert_cmpuint (named, ==, FAMILIES / 4);
    }
}

/* The library's own file is not its own copy; another file with its content is. */
static void
test_own_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = library_test_path (&fixture->base, "003/000.jpg");
  g_autofree char *outside = g_build_filename (fixture->base.folder, "outside.jpg", NULL);
  gint64 source = library_test_find (&fixture->base, "003/000.jpg");
  g_autoptr (SemSearchAnswer) own = NULL, other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize size;

  own = find_copies (fixture, path, NULL, 5);
  for (guint i = 0; i < own->n_hits; i++)
    g_assert_cmpint (own->hits[i].photo, !=, source);

  g_assert_true (g_file_get_contents (path, &content, &size, &error));
  g_assert_true (g_file_set_contents (outside, content, (gssize) size, &error));
  other = find_copies (fixture, outside, NULL, 5);
  g_assert_cmpint (other->hits[0].photo, ==, source);
  g_assert_cmpint (other->hits[0].kind, ==, SEM_COPY_SAME);
}

typedef struct
{
  Fixture *fixture;
  guint n_bits;
  gint done;
} Training;

static gpointer
train_worker (gpointer data)
{
  Training *training = data;
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary = { 0 };
  SemTrainRequest request;

  library_test_request_training (&training->fixture->base, &request);
  request.options.method = SEM_HASH_LSH;
  request.options.n_bits = training->n_bits;
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  sem_train_summary_clear (&summary);
  g_atomic_int_set (&training->done, 1);
  return NULL;
}

/* Searches follow upon each other, so that the codes are replaced during one of them, and their
 * vectors go with them: what was ranked by half of them is ranked again. */
static void
test_switch_while_searching (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = library_test_path (&fixture->base, "005/000.jpg");
  gint64 source = library_test_find (&fixture->base, "005/000.jpg");
  const SemDecodeView plain = { 0 };
  guint n = 0;

  for (guint i = 0; i < 5; i++)
    {
      Training training = { fixture, i % 2 ? 64 : 128, 0 };
      GThread *thread = g_thread_new ("train", train_worker, &training);
      gboolean done = FALSE;

      while (!done)
        {
          g_autoptr (SemSearchAnswer) answer = NULL;
          const SemSearchHit *first;

          done = g_atomic_int_get (&training.done);
          answer = find_copies (fixture, path, &plain, 10);
          first = &answer->hits[0];
          g_assert_cmpint (first->photo, ==, source);
          g_assert_cmpuint (first->distance, ==, 0);
          g_assert_cmpfloat (first->likeness, >, 0.99);
          if (done)
            g_assert_cmpuint (answer->n_bits, ==, training.n_bits);
          n++;
        }
      g_thread_join (thread);
    }
  g_test_message ("the codes were replaced 5 times in %u searches", n);
  g_assert_cmpuint (n, >, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  g_test_add ("/copies/alterations", Fixture, NULL, set_up, test_alterations, tear_down);
  g_test_add ("/copies/own-file", Fixture, NULL, set_up, test_own_file, tear_down);
  g_test_add ("/copies/switch-while-searching", Fixture, NULL, set_up, test_switch_while_searching,
              tear_down);
  return g_test_run ();
}
