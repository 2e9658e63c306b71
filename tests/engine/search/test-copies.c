/* Searching for copies: altered photos find their source and are called what they are.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/search/families.h"

#include <glib/gstdio.h>

#define FAMILIES 24
/* Of these every so many-th is altered, since proofs take long, and is cut into quarters. */
#define STEP (FAMILIES_FEW ? 12u : 8u)
#define STEP_QUARTERS (FAMILIES_FEW ? 6u : 2u)
#define SHARE 65536

static void
set_up (Families *fixture, gconstpointer data)
{
  families_set_up (fixture, FAMILIES, 1);
}

/* @view: (nullable): an alteration; the altered file's own photo is then a hit like others. */
static SemSearchRequest *
make_request (const char *path, const SemDecodeView *view, guint k)
{
  SemSearchRequest *request = sem_search_request_new (SEM_SEARCH_COPIES, k);

  sem_search_source_set_region (sem_search_request_add_file (request, path), view);
  request->keep_own = view != NULL;
  return request;
}

static SemSearchAnswer *
ask (Families *fixture, const SemSearchRequest *request)
{
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *answer = sem_search (fixture->searcher, request, &error);

  g_assert_no_error (error);
  g_assert_true (answer->copies);
  g_assert_true (answer->proven == request->prove);
  return answer;
}

static SemSearchAnswer *
find_copies (Families *fixture, const char *path, const SemDecodeView *view, guint k)
{
  g_autoptr (SemSearchRequest) request = make_request (path, view, k);

  request->prove = TRUE;
  return ask (fixture, request);
}

static SemSearchAnswer *
prove (Families *fixture, const SemSearchRequest *request, const SemSearchAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *proven = sem_search_prove (fixture->searcher, request, answer, &error);

  g_assert_no_error (error);
  g_assert_true (proven->proven);
  return proven;
}

static const struct
{
  const char *name;
  SemDecodeView view;
  SemCopyKind kind;
} alterations[] = {
  { "same", { 0 }, SEM_COPY_SAME },
  { "recompressed", { .quality = 30 }, SEM_COPY_SAME },
  { "framed", { .frame = 1 }, SEM_COPY_SAME },
  { "resized", { .side_percent = 50 }, SEM_COPY_RESIZED },
  { "mirrored", { .mirror = 1 }, SEM_COPY_MIRRORED },
  { "turned", { .turn = 3 }, SEM_COPY_TURNED },
  { "grey", { .grey = 1 }, SEM_COPY_RECOLOURED },
  { "cropped",
    { .x = SHARE / 5, .y = SHARE / 6, .width = SHARE * 7 / 10, .height = SHARE * 7 / 10 },
    SEM_COPY_ORIGINAL },
};

static void
test_alterations (Families *fixture, gconstpointer data)
{
  if (!fixture->searcher)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (alterations); i++)
    {
      g_autoptr (GString) kinds = g_string_new (NULL);
      guint first = 0, named = 0;

      for (guint family = 0; family < FAMILIES; family += STEP)
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
          named += kind == alterations[i].kind;
          /* What is no copy is not called one. */
          for (guint j = 1; j < 10; j++)
            g_assert_cmpint (answer->hits[j].kind, ==, SEM_COPY_ALIKE);
        }
      g_test_message ("%s: %u of %u first, called%s", alterations[i].name, first, FAMILIES / STEP,
                      kinds->str);
      /* A part of a drawn picture can be as much like another drawing. */
      g_assert_cmpuint (first, >=, FAMILIES / STEP - (alterations[i].view.width ? 1 : 0));
      g_assert_cmpuint (named, >=, FAMILIES / STEP - (alterations[i].view.width ? 1 : 0));
    }
}

/* Quarters of a picture at many places: each is located as a whole, by which it is as certain as a
 * copy can be, although parts of it are located in the picture too, and although others of its
 * orientations may have features that are more like the picture's. */
static void
test_quarters (Families *fixture, gconstpointer data)
{
  guint located = 0, first = 0, n = 0;

  if (!fixture->searcher)
    return;
  for (guint family = 0; family < FAMILIES; family += STEP_QUARTERS)
    for (guint place = 0; place < 2; place++)
      {
        g_autofree char *name = g_strdup_printf ("%03u/000.jpg", family);
        g_autofree char *path = library_test_path (&fixture->base, name);
        const SemDecodeView view = { .x = SHARE * ((family + 2 * place) % 6) / 12,
                                     .y = SHARE * ((family / 6 + 3 * place) % 6) / 12,
                                     .width = SHARE / 2,
                                     .height = SHARE / 2 };
        g_autoptr (SemSearchRequest) request = make_request (path, &view, FAMILIES);
        g_autoptr (SemSearchAnswer) answer = ask (fixture, request);
        const gint64 source = library_test_find (&fixture->base, name);
        guint at = 0;

        while (at < answer->n_hits && answer->hits[at].photo != source)
          at++;
        g_assert_cmpuint (at, <, answer->n_hits);
        first += at == 0;
        located += answer->hits[at].score >= 4;
        n++;
      }
  g_test_message ("of %u quarters %u found first, %u located", n, first, located);
  g_assert_cmpuint (first, >=, n * 9 / 10);
  g_assert_cmpuint (located, >=, n * 8 / 10);
}

/* The library's own file is not its own copy; another file with its content is. */
static void
test_own_file (Families *fixture, gconstpointer data)
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
  g_assert_cmpint (other->hits[0].kind, ==, SEM_COPY_IDENTICAL);
}

/* The list comes first, and calls nothing a copy; the proof names what is one, brings it to the
 * front, and leaves the first answer as it is. */
static void
test_proof_later (Families *fixture, gconstpointer data)
{
  const SemDecodeView mirrored = { .mirror = 1, .quality = 60 };
  g_autofree char *path = library_test_path (&fixture->base, "008/000.jpg");
  gint64 source = library_test_find (&fixture->base, "008/000.jpg");
  g_autoptr (SemSearchRequest) request = make_request (path, &mirrored, 12);
  g_autoptr (SemSearchAnswer) first = ask (fixture, request), second = NULL, third = NULL;
  g_autoptr (SemSearchAnswer) cut = NULL;

  for (guint i = 0; i < first->n_hits; i++)
    g_assert_cmpint (first->hits[i].kind, ==, SEM_COPY_ALIKE);
  second = prove (fixture, request, first);
  g_assert_cmpuint (second->n_hits, ==, first->n_hits);
  g_assert_cmpint (second->hits[0].photo, ==, source);
  g_assert_cmpint (second->hits[0].kind, ==, SEM_COPY_MIRRORED);
  g_assert_cmpstr (second->hits[0].path, ==, path);
  g_assert_true (second->subjects[0].thumbnail == first->subjects[0].thumbnail);
  for (guint i = 1; i < second->n_hits; i++)
    {
      g_assert_cmpint (second->hits[i].kind, ==, SEM_COPY_ALIKE);
      g_assert_cmpfloat (second->hits[i].likeness, <=, second->hits[i - 1].likeness);
    }
  g_assert_cmpint (first->hits[0].kind, ==, SEM_COPY_ALIKE);
  third = prove (fixture, request, second);
  g_assert_cmpint (third->hits[0].kind, ==, SEM_COPY_MIRRORED);

  /* A list of one hit takes the proven one. */
  request->k = 1;
  cut = prove (fixture, request, first);
  g_assert_cmpuint (cut->n_hits, ==, 1);
  g_assert_cmpint (cut->hits[0].photo, ==, source);
}

static void
assert_same (const SemSearchAnswer *one, const SemSearchAnswer *other)
{
  g_assert_cmpuint (one->n_hits, ==, other->n_hits);
  for (guint i = 0; i < one->n_hits; i++)
    {
      const SemSearchHit *a = &one->hits[i], *b = &other->hits[i];

      g_assert_cmpint (a->photo, ==, b->photo);
      g_assert_cmpint (a->kind, ==, b->kind);
      g_assert_cmpfloat (a->likeness, ==, b->likeness);
      g_assert_cmpmem (&a->region, sizeof a->region, &b->region, sizeof b->region);
      g_assert_cmpmem (&a->part, sizeof a->part, &b->part, sizeof b->part);
    }
}

/* What was described for one proof serves the next, with the same answer as without. */
static void
test_proof_again (Families *fixture, gconstpointer data)
{
  const SemDecodeView altered = { .quality = 60 };
  g_autofree char *path = library_test_path (&fixture->base, "016/000.jpg");
  g_autoptr (SemProofCache) pictures = sem_proof_cache_new (64 << 20);
  g_autoptr (SemSearchAnswer) without = NULL, first = NULL, second = NULL, whole = NULL;
  guint n_found, n_before;

  sem_searcher_set_pictures (fixture->searcher, NULL);
  without = find_copies (fixture, path, &altered, 12);
  g_assert_cmpint (without->hits[0].kind, ==, SEM_COPY_SAME);
  sem_searcher_set_pictures (fixture->searcher, pictures);
  first = find_copies (fixture, path, &altered, 12);
  sem_proof_cache_measure (pictures, &n_found);
  g_assert_cmpuint (n_found, ==, 0);
  second = find_copies (fixture, path, &altered, 12);
  sem_proof_cache_measure (pictures, &n_found);
  /* All hits that are proven; the altered query is no picture of a file. */
  g_assert_cmpuint (n_found, ==, 10);
  assert_same (without, first);
  assert_same (without, second);
  n_before = n_found;
  whole = find_copies (fixture, path, NULL, 12);
  sem_proof_cache_measure (pictures, &n_found);
  g_assert_cmpuint (n_found, >, n_before);
}

/* Nothing is claimed of a file that has changed, or is gone; of the thumbnail, nothing either. */
static void
test_proof_needs_file (Families *fixture, gconstpointer data)
{
  const SemDecodeView altered = { .quality = 50 };
  g_autofree char *path = library_test_path (&fixture->base, "012/000.jpg");
  g_autofree char *other = g_build_filename (fixture->base.folder, "other.jpg", NULL);
  g_autofree char *content = NULL;
  g_autoptr (SemSearchAnswer) there = NULL, changed = NULL, gone = NULL, thumbnail = NULL;
  g_autoptr (SemSearchRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &content, &size, &error));
  g_assert_true (g_file_set_contents (other, content, (gssize) size, &error));
  there = find_copies (fixture, other, &altered, 5);
  g_assert_cmpint (there->hits[0].kind, ==, SEM_COPY_SAME);

  /* The same picture, so that only its being another file can matter. */
  content = g_realloc (content, size + 1);
  content[size] = 0;
  g_assert_true (g_file_set_contents (path, content, (gssize) size + 1, &error));
  changed = find_copies (fixture, other, &altered, 5);
  g_assert_cmpint (changed->hits[0].photo, ==, there->hits[0].photo);
  g_assert_cmpint (changed->hits[0].kind, ==, SEM_COPY_ALIKE);

  g_assert_cmpint (g_unlink (path), ==, 0);
  gone = find_copies (fixture, other, &altered, 5);
  g_assert_cmpint (gone->hits[0].photo, ==, there->hits[0].photo);
  g_assert_cmpint (gone->hits[0].kind, ==, SEM_COPY_ALIKE);

  request = sem_search_request_new (SEM_SEARCH_COPIES, 5);
  sem_search_request_add_photo (request, there->hits[0].photo);
  request->keep_own = request->prove = TRUE;
  thumbnail = ask (fixture, request);
  for (guint i = 0; i < thumbnail->n_hits; i++)
    g_assert_cmpint (thumbnail->hits[i].kind, ==, SEM_COPY_ALIKE);
}

static void
test_proof_cancelled (Families *fixture, gconstpointer data)
{
  g_autofree char *path = library_test_path (&fixture->base, "004/000.jpg");
  const SemDecodeView altered = { .quality = 50 };
  g_autoptr (SemSearchRequest) request = make_request (path, &altered, 5);
  g_autoptr (SemSearchAnswer) first = ask (fixture, request), second = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  sem_search_request_set_cancellable (request, cancellable);
  g_cancellable_cancel (cancellable);
  second = sem_search_prove (fixture->searcher, request, first, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (second);
}

typedef struct
{
  Families *fixture;
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
test_switch_while_searching (Families *fixture, gconstpointer data)
{
  g_autofree char *path = library_test_path (&fixture->base, "005/000.jpg");
  gint64 source = library_test_find (&fixture->base, "005/000.jpg");
  const SemDecodeView plain = { 0 };
  g_autoptr (SemSearchRequest) request = make_request (path, &plain, 10);
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
          answer = ask (fixture, request);
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

#define N_STOPS 12

typedef struct
{
  GCancellable *cancellable;
  gulong microseconds;
} Stop;

static gpointer
stop_worker (gpointer data)
{
  const Stop *stop = data;

  g_usleep (stop->microseconds);
  g_cancellable_cancel (stop->cancellable);
  return NULL;
}

/* Wherever a search is stopped, from a fifth to four fifths of its time, it has an answer or says
 * that it was stopped. */
static void
test_cancelled (Families *fixture, gconstpointer data)
{
  g_autofree char *path = library_test_path (&fixture->base, "005/000.jpg");
  g_autoptr (SemSearchAnswer) whole = find_copies (fixture, path, NULL, 10);
  g_autoptr (SemSearchRequest) request = make_request (path, &(SemDecodeView){ .turn = 1 }, 10);
  gint64 start = g_get_monotonic_time (), duration;
  g_autoptr (SemSearchAnswer) timed = NULL;
  guint n_stopped = 0;

  /* The first search of all takes longer. */
  g_assert_cmpuint (whole->n_hits, >, 0);
  request->prove = TRUE;
  timed = ask (fixture, request);
  duration = g_get_monotonic_time () - start;
  for (guint i = 0; i < N_STOPS; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (SemSearchAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;
      Stop stop = { cancellable, (gulong) (duration * (N_STOPS + 3 * i) / (5 * N_STOPS)) };
      GThread *thread = g_thread_new ("stop", stop_worker, &stop);

      sem_search_request_set_cancellable (request, cancellable);
      answer = sem_search (fixture->searcher, request, &error);
      g_thread_join (thread);
      if (answer)
        g_assert_no_error (error);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      n_stopped += !answer;
    }
  g_assert_cmpuint (n_stopped, >, N_STOPS / 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  g_test_add ("/copies/alterations", Families, NULL, set_up, test_alterations, families_tear_down);
  g_test_add ("/copies/quarters", Families, NULL, set_up, test_quarters, families_tear_down);
  g_test_add ("/copies/own-file", Families, NULL, set_up, test_own_file, families_tear_down);
  g_test_add ("/copies/proof-later", Families, NULL, set_up, test_proof_later, families_tear_down);
  g_test_add ("/copies/proof-again", Families, NULL, set_up, test_proof_again, families_tear_down);
  g_test_add ("/copies/proof-needs-file", Families, NULL, set_up, test_proof_needs_file,
              families_tear_down);
  g_test_add ("/copies/proof-cancelled", Families, NULL, set_up, test_proof_cancelled,
              families_tear_down);
  g_test_add ("/copies/cancelled", Families, NULL, set_up, test_cancelled, families_tear_down);
  g_test_add ("/copies/switch-while-searching", Families, NULL, set_up, test_switch_while_searching,
              families_tear_down);
  return g_test_run ();
}
