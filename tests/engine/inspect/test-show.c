/* test-show.c - what is shown of an inspection: its words, and strips
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/error.h"
#include "engine/hash/methods/hash-trainer.h"
#include "engine/index/rerank.h"
#include "engine/inspect/ranks.h"
#include "engine/inspect/show/plots.h"
#include "engine/inspect/show/strips.h"
#include "engine/inspect/verdict.h"
#include "engine/photos/codes.h"
#include "engine/search/likeness/likeness.h"
#include "engine/store/models.h"
#include "tests/engine/inspect/inspect-test.h"

#include <math.h>
#include <string.h>

#define N 700
#define BITS 64

/* A share of neighbours found means something only with the number of results. */
static void
test_numbers_in_words (void)
{
  InspectTest test;
  g_autoptr (SemInspection) inspection = NULL;
  g_autofree char *verdict = NULL, *healthy = NULL, *hub = NULL;
  g_autoptr (SemPlot) hubs = NULL;
  SemPlotPoint point;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, 213);
  inspection = inspect_test_inspect (&test);
  g_assert_cmpuint (sem_inspect_get_first_results (inspection), ==, 20);
  verdict = sem_inspect_dup_verdict (inspection);
  g_assert_nonnull (strstr (verdict, "first 20 results"));
  healthy = sem_inspect_plot_dup_healthy (inspection, SEM_INSPECT_PLOT_RECALL);
  g_assert_nonnull (strstr (healthy, "R = 20"));
  /* 1.9 times is not 2 times. */
  hubs = sem_inspect_plot_new (inspection, SEM_INSPECT_PLOT_HUBS);
  g_assert_true (sem_plot_get_point (hubs, 0, 0, &point));
  hub = sem_plot_describe (hubs, &point);
  g_assert_nonnull (strchr (strchr (hub, ':'), '.'));
  g_assert_true (g_str_has_prefix (hub, "photo 1: "));
  inspect_test_tear_down (&test);
}

/* Strips --------------------------------------------------------------------------------------- */

/* A photo as the definitions have it: the centred cosine, the Hamming distance, and the score that
 * a search orders by. */
typedef struct
{
  gint64 photo;
  double cosine;
  guint distance;
  float score;
} Compared;

typedef struct
{
  float feature[SEM_BACKBONE_DIM];
  float outputs[BITS];
  guint64 code[SEM_HASH_WORDS (BITS)];
  gint8 vector[SEM_VECTOR_DIM];
} View;

static void
load_feature (SemStore *store, gint64 photo, float *feature)
{
  gboolean found;

  g_assert_true (
    sem_codes_load_feature (store, photo, INSPECT_TEST_BACKBONE, feature, &found, NULL));
  g_assert_true (found);
}

static void
look (InspectTest *test, SemStore *store, gint64 photo, View *view)
{
  load_feature (store, photo, view->feature);
  sem_hash_model_encode (test->trained, view->feature, 1, view->code, view->outputs);
  sem_hash_model_vectors (test->trained, view->feature, 1, view->vector);
}

static double
get_cosine (InspectTest *test, const View *a, const View *b)
{
  const float *mean = sem_hash_model_get_mean (test->trained);
  double ab = 0, aa = 0, bb = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    {
      const double x = a->feature[i] - mean[i], y = b->feature[i] - mean[i];

      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
  return ab / sqrt (aa * bb);
}

/* (transfer full): all photos but @photo, compared with it, in the order of their ids */
static GArray *
compare (InspectTest *test, SemStore *store, gint64 photo)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Compared));
  g_autofree View *asked = g_new0 (View, 1), *other = g_new0 (View, 1);

  look (test, store, photo, asked);
  for (gint64 id = 1; id <= N; id++)
    {
      SemRankedHit ranked = { .photo_id = id };
      Compared compared = { .photo = id };

      if (id == photo)
        continue;
      look (test, store, id, other);
      compared.cosine = get_cosine (test, asked, other);
      compared.distance = ranked.distance =
        (guint) __builtin_popcountll (asked->code[0] ^ other->code[0]);
      sem_rerank_score (asked->outputs, other->code, BITS, asked->vector, other->vector,
                        SEM_VECTOR_DIM, &ranked);
      compared.score = ranked.score;
      g_array_append_val (list, compared);
    }
  return list;
}

static int
compare_cosines (gconstpointer a, gconstpointer b)
{
  const Compared *first = a, *second = b;

  return first->cosine > second->cosine ? -1 : 1;
}

static int
compare_distances (gconstpointer a, gconstpointer b)
{
  const Compared *first = a, *second = b;

  if (first->distance != second->distance)
    return first->distance < second->distance ? -1 : 1;
  return first->photo < second->photo ? -1 : 1;
}

static int
compare_scores (gconstpointer a, gconstpointer b)
{
  const Compared *first = a, *second = b;

  if (first->score > second->score || first->score < second->score)
    return first->score > second->score ? -1 : 1;
  return first->photo < second->photo ? -1 : 1;
}

/* @n: the most that count */
static guint
find_rank (const GArray *sorted, guint n, gint64 photo)
{
  for (guint i = 0; i < MIN (sorted->len, n); i++)
    if (g_array_index (sorted, Compared, i).photo == photo)
      return i + 1;
  return 0;
}

/* All ranks of all hits are those of the sorted lists. */
static void
check_strips (const SemInspectStrips *strips, GArray *by_cosine, GArray *by_code, GArray *by_score)
{
  const GArray *lists[] = { by_cosine, by_code, by_score };
  const guint reach[] = { N, N, sem_rerank_candidates (SEM_INSPECT_STRIP) };

  for (guint order = 0; order < SEM_INSPECT_N_ORDERS; order++)
    {
      g_assert_cmpuint (strips->n[order], ==, SEM_INSPECT_STRIP);
      for (guint i = 0; i < SEM_INSPECT_STRIP; i++)
        {
          const SemInspectHit *hit = &strips->hits[order][i];

          g_assert_cmpint (hit->photo, ==, g_array_index (lists[order], Compared, i).photo);
          for (guint other = 0; other < SEM_INSPECT_N_ORDERS; other++)
            g_assert_cmpuint (hit->ranks[other], ==,
                              find_rank (lists[other], reach[other], hit->photo));
        }
    }
}

/* As a search shows them: falling along its hits, and a photo has one number in all strips. */
static void
check_likeness (const SemInspectStrips *strips, const GArray *by_score)
{
  const SemInspectHit *found = strips->hits[SEM_INSPECT_BY_SEARCH];
  float values[SEM_LIKENESS_HEAD];

  for (guint i = 0; i < SEM_LIKENESS_HEAD; i++)
    values[i] = (float) MAX (g_array_index (by_score, Compared, i).cosine, 0);
  sem_likeness_fit (values, SEM_LIKENESS_HEAD);
  for (guint i = 0; i < SEM_INSPECT_STRIP; i++)
    g_assert_cmpfloat_with_epsilon (found[i].likeness, (double) values[i], 1e-4);
  for (guint order = 0; order < SEM_INSPECT_N_ORDERS; order++)
    for (guint i = 0; i < SEM_INSPECT_STRIP; i++)
      for (guint j = 0; j < SEM_INSPECT_STRIP; j++)
        if (strips->hits[order][i].photo == found[j].photo)
          g_assert_cmpfloat (strips->hits[order][i].likeness, ==, found[j].likeness);
}

static void
test_strips (void)
{
  InspectTest test;
  g_autoptr (SemStore) store = NULL;
  g_auto (SemInspectSubject) subject = { 0 };
  const gint64 photos[] = { 5, 333 };
  SemInspectStrips strips[2];
  g_autoptr (GError) error = NULL;
  const gint64 unknown = 100000;

  inspect_test_set_up (&test, SEM_HASH_ITQ, BITS, N);
  store = inspect_test_open (&test);
  g_assert_true (sem_inspect_subject_init (&subject, store, 0, NULL, &error));
  g_assert_true (sem_inspect_strips (&subject, photos, NULL, 2, strips, NULL, &error));
  for (guint q = 0; q < 2; q++)
    {
      g_autoptr (GArray) by_cosine = compare (&test, store, photos[q]);
      g_autoptr (GArray) by_code = g_array_copy (by_cosine), by_score = NULL;

      g_array_sort (by_cosine, compare_cosines);
      g_array_sort (by_code, compare_distances);
      /* A search orders the nearest codes again, and no others. */
      by_score = g_array_copy (by_code);
      g_array_set_size (by_score, MIN (by_score->len, sem_rerank_candidates (SEM_INSPECT_STRIP)));
      g_array_sort (by_score, compare_scores);
      g_assert_cmpint (strips[q].photo, ==, photos[q]);
      check_strips (&strips[q], by_cosine, by_code, by_score);
      check_likeness (&strips[q], by_score);
    }
  g_assert_false (sem_inspect_strips (&subject, &unknown, NULL, 1, strips, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  inspect_test_tear_down (&test);
}

/* A picture that is no photo of the library: with the feature of a photo, that photo is found too,
 * and the others follow as if the photo had asked. */
static void
test_pictures (void)
{
  InspectTest test;
  g_autoptr (SemStore) store = NULL;
  g_auto (SemInspectSubject) subject = { 0 };
  const gint64 photo = 77, none = 0;
  float feature[SEM_BACKBONE_DIM];
  SemInspectStrips of_photo, of_picture;
  g_autoptr (GError) error = NULL;

  inspect_test_set_up (&test, SEM_HASH_ITQ, BITS, N);
  store = inspect_test_open (&test);
  load_feature (store, photo, feature);
  g_assert_true (sem_inspect_subject_init (&subject, store, 0, NULL, &error));
  g_assert_true (sem_inspect_strips (&subject, &photo, NULL, 1, &of_photo, NULL, &error));
  g_assert_true (sem_inspect_strips (&subject, &none, feature, 1, &of_picture, NULL, &error));
  for (guint order = 0; order < SEM_INSPECT_N_ORDERS; order++)
    {
      guint n = 0;

      for (guint i = 0; i < SEM_INSPECT_STRIP; i++)
        if (of_picture.hits[order][i].photo != photo)
          g_assert_cmpint (of_picture.hits[order][i].photo, ==, of_photo.hits[order][n++].photo);
        else
          g_assert_cmpuint (of_picture.hits[order][i].distance, ==, 0);
      g_assert_cmpuint (n, ==, SEM_INSPECT_STRIP - 1);
    }
  g_assert_cmpint (of_picture.hits[SEM_INSPECT_BY_FEATURES][0].photo, ==, photo);
  inspect_test_tear_down (&test);
}

/* A model beside the active one. Returns: its row */
static gint64
add_model (InspectTest *test, SemHashMethod method)
{
  g_autofree float *features = g_new (float, (gsize) N *SEM_BACKBONE_DIM);
  g_autoptr (SemStore) store = inspect_test_open (test);
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (GBytes) data = NULL;
  SemStoreModel row = { .method = (char *) "lsh",
                        .bits = BITS,
                        .backbone = (char *) INSPECT_TEST_BACKBONE };
  SemHashOptions options;
  guint n_filled;

  for (guint i = 0; i < N; i++)
    load_feature (store, i + 1, features + (gsize) i * SEM_BACKBONE_DIM);
  sem_hash_options_init (&options);
  options.method = method;
  options.n_bits = BITS;
  model = sem_hash_train (&options, features, N, SEM_BACKBONE_DIM, NULL, NULL);
  g_assert_nonnull (model);
  row.data = data = sem_hash_model_to_bytes (model);
  g_assert_true (sem_store_begin (store, NULL));
  g_assert_true (sem_store_put_model (store, &row, NULL));
  g_assert_true (
    sem_codes_fill (store, row.id, model, INSPECT_TEST_BACKBONE, G_MAXINT, &n_filled, NULL));
  g_assert_true (sem_store_commit (store, NULL));
  g_assert_cmpuint (n_filled, ==, N);
  return row.id;
}

static void
check_same (const SemInspectStrips *got, guint order, const SemInspectStrips *wanted, guint of)
{
  g_assert_cmpuint (got->n[order], ==, SEM_INSPECT_STRIP);
  for (guint i = 0; i < SEM_INSPECT_STRIP; i++)
    {
      g_assert_cmpint (got->hits[order][i].photo, ==, wanted->hits[of][i].photo);
      g_assert_cmpuint (got->hits[order][i].ranks[order], ==, i + 1);
    }
}

/* Each model finds in the comparison what it finds alone. */
static void
test_models (void)
{
  InspectTest test;
  g_autoptr (SemStore) store = NULL;
  g_auto (SemInspectSubject) before = { 0 };
  g_auto (SemInspectSubject) after = { 0 };
  const gint64 photos[] = { 5, 333, 77 };
  SemInspectStrips got[3], by_before[3], by_after[3];
  guint n_different = 0;

  inspect_test_set_up (&test, SEM_HASH_ITQ, BITS, N);
  store = inspect_test_open (&test);
  g_assert_true (sem_inspect_subject_init (&before, store, test.model, NULL, NULL));
  g_assert_true (
    sem_inspect_subject_init (&after, store, add_model (&test, SEM_HASH_LSH), NULL, NULL));
  g_assert_true (sem_inspect_strips (&before, photos, NULL, 3, by_before, NULL, NULL));
  g_assert_true (sem_inspect_strips (&after, photos, NULL, 3, by_after, NULL, NULL));
  g_assert_true (sem_inspect_strips_of_models (&before, &after, photos, 3, got, NULL, NULL));
  for (guint q = 0; q < 3; q++)
    {
      check_same (&got[q], SEM_INSPECT_BY_FEATURES, &by_after[q], SEM_INSPECT_BY_FEATURES);
      check_same (&got[q], SEM_INSPECT_BY_CODES, &by_before[q], SEM_INSPECT_BY_SEARCH);
      check_same (&got[q], SEM_INSPECT_BY_SEARCH, &by_after[q], SEM_INSPECT_BY_SEARCH);
      /* Both models are about the same mean, so that the exact order is one. */
      for (guint i = 0; i < SEM_INSPECT_STRIP; i++)
        {
          const SemInspectHit *hit = &got[q].hits[SEM_INSPECT_BY_FEATURES][i];

          g_assert_cmpuint (
            hit->ranks[SEM_INSPECT_BY_CODES], ==,
            by_before[q].hits[SEM_INSPECT_BY_FEATURES][i].ranks[SEM_INSPECT_BY_SEARCH]);
          n_different += hit->ranks[SEM_INSPECT_BY_CODES] != hit->ranks[SEM_INSPECT_BY_SEARCH];
        }
    }
  g_assert_cmpuint (n_different, >, 0);
  inspect_test_tear_down (&test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/show/numbers-in-words", test_numbers_in_words);
  g_test_add_func ("/show/strips", test_strips);
  g_test_add_func ("/show/pictures", test_pictures);
  g_test_add_func ("/show/models", test_models);
  return g_test_run ();
}
