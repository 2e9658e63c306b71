/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/mathematics/blas.h"
#include "engine/hash/objectives/bcdh-pairs.h"

#include "tests/engine/hash/fixture.h"

#define SCENES 3
#define PER_SCENE 10
#define N 70
#define D 20
#define K 16

/* Photos 0-9, 10-19 and 20-29 are taken along a wall each: neighbours share 3/4, 1/2 and 1/4 of
 * their points. The last photo of every scene is much closer to the wall. The other 40 are in no
 * scene. */
static SemScenes *
make_scenes (void)
{
  SemScenes *scenes = sem_scenes_new (N);

  scenes->n_scenes = SCENES;
  for (guint32 i = 0; i < SCENES * PER_SCENE; i++)
    {
      scenes->scene[i] = (gint32) (i / PER_SCENE);
      scenes->points[i] = 40;
      for (guint32 j = i + 1; j < i + 4 && j / PER_SCENE == i / PER_SCENE; j++)
        {
          SemScenePair pair = { i, j, 40 - 10 * (j - i),
                                j % PER_SCENE == PER_SCENE - 1 ? 2.0f : 1.1f };

          g_array_append_val (scenes->pairs, pair);
        }
    }
  sem_scenes_sort (scenes);
  return scenes;
}

static float *
make_outputs (void)
{
  float *outputs = g_new (float, N *K);
  SemRandom random;

  sem_random_init (&random, 4, SEM_RANDOM_SPLIT);
  for (gsize i = 0; i < N * K; i++)
    outputs[i] = (float) sem_random_normal (&random);
  return outputs;
}

static double
square_distance (const float *outputs, guint i, guint j)
{
  double sum = 0.0;

  for (guint b = 0; b < K; b++)
    sum += pow ((double) outputs[i * K + b] - (double) outputs[j * K + b], 2.0);
  return sum;
}

static SemBcdhPairs *
mine (const SemScenes *scenes, const float *outputs, gboolean graded, guint64 seed)
{
  SemBcdhSettings settings;
  SemHashOptions options;
  SemRandom random;
  SemWork job;

  sem_blas_use_one_thread ();
  sem_work_init (&job, 1, NULL);
  sem_hash_options_init (&options);
  options.n_bits = K;
  options.preset = graded ? SEM_HASH_PRESET_DEFAULT : SEM_HASH_PRESET_PAPER;
  sem_bcdh_settings_init (&settings, &options);
  g_assert_cmpint (settings.graded, ==, graded);
  settings.tau = 4.0;
  if (graded)
    settings.n_partners = 4;
  sem_random_init (&random, seed, SEM_RANDOM_BATCHES);
  return sem_bcdh_pairs_new (&job, scenes, &settings, outputs, K, &random);
}

static void
test_queries (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();

  /* The last photo of a scene differs in scale from all with which it shares points. */
  g_assert_cmpuint (sem_bcdh_count_queries (scenes), ==, SCENES * (PER_SCENE - 1));
}

/* Negatives are never of the query's scene, no two are of one scene, and no nearer candidate is
 * omitted. */
static void
check_negatives (const SemScenes *scenes, const float *outputs, const SemBcdhPair *pairs, gsize n)
{
  gboolean seen[SCENES] = { FALSE };
  double farthest = 0.0;
  guint nearer = 0;

  g_assert_cmpuint (n, ==, 5);
  for (gsize p = 0; p < n; p++)
    {
      gint32 scene = scenes->scene[pairs[p].j];

      g_assert_true (pairs[p].at_least);
      g_assert_cmpfloat (pairs[p].target, ==, 4.0f);
      g_assert_cmpint (scene, !=, scenes->scene[pairs[p].i]);
      g_assert_false (scene >= 0 && seen[scene]);
      if (scene >= 0)
        seen[scene] = TRUE;
      farthest = MAX (farthest, square_distance (outputs, pairs[p].i, pairs[p].j));
    }
  for (guint i = SCENES * PER_SCENE; i < N; i++)
    nearer += square_distance (outputs, pairs[0].i, i) <= farthest;
  for (guint s = 0; s < SCENES; s++)
    nearer += seen[s];
  g_assert_cmpuint (nearer, ==, 5);
}

static void
test_plain_pairs (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autofree float *outputs = make_outputs ();
  g_autoptr (SemBcdhPairs) pairs = mine (scenes, outputs, FALSE, 1);

  g_assert_cmpuint (pairs->n_queries, ==, SCENES * PER_SCENE);
  for (gsize q = 0; q < pairs->n_queries; q++)
    {
      const SemBcdhPair *pair = &g_array_index (pairs->pairs, SemBcdhPair, pairs->start[q]);
      gsize n = pairs->start[q + 1] - pairs->start[q];
      guint32 query = pair->i;

      if (query % PER_SCENE < PER_SCENE - 1)
        {
          g_assert_cmpfloat (pair->target, ==, 0.0f);
          g_assert_false (pair->at_least);
          g_assert_cmpfloat (sem_scenes_get_overlap (scenes, query, pair->j), >, 0.2);
          g_assert_cmpfloat (sem_scenes_find (scenes, query, pair->j)->scale, <=, 1.5f);
          pair++;
          n--;
        }
      for (guint i = 0; i < 2; i++, pair++, n--)
        {
          g_assert_cmpuint (pair->i, ==, query);
          g_assert_cmpint (scenes->scene[pair->j], ==, scenes->scene[query]);
          g_assert_null (sem_scenes_find (scenes, query, pair->j));
          g_assert_true (pair->at_least);
        }
      check_negatives (scenes, outputs, pair, n);
    }
}

static void
test_graded_pairs (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autofree float *outputs = make_outputs ();
  g_autoptr (SemBcdhPairs) pairs = mine (scenes, outputs, TRUE, 1);

  for (gsize q = 0; q < pairs->n_queries; q++)
    {
      const SemBcdhPair *pair = &g_array_index (pairs->pairs, SemBcdhPair, pairs->start[q]);

      for (guint i = 0; i < 4; i++, pair++)
        {
          double overlap = sem_scenes_get_overlap (scenes, pair->i, pair->j);

          g_assert_cmpint (scenes->scene[pair->j], ==, scenes->scene[pair->i]);
          g_assert_cmpfloat_with_epsilon (pair->target, 4.0 * sqrt (1.0 - overlap), 1e-6);
          g_assert_false (pair->at_least);
        }
      check_negatives (scenes, outputs, pair, pairs->start[q + 1] - pairs->start[q] - 4);
    }
}

/* A batch has the same pairs, with indices into its own rows. */
static void
test_batch (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autofree float *outputs = make_outputs ();
  g_autoptr (SemBcdhPairs) pairs = mine (scenes, outputs, TRUE, 1);
  SemBcdhBatch batch;
  float counted = 0.0f;

  sem_bcdh_batch_init (&batch, pairs, 24, 16);
  g_assert_cmpuint (batch.n_pairs, ==, pairs->start[30] - pairs->start[24]);
  for (gsize p = 0; p < batch.n_pairs; p++)
    {
      const SemBcdhPair *pair = &g_array_index (pairs->pairs, SemBcdhPair, pairs->start[24] + p);

      g_assert_cmpuint (batch.rows[batch.pairs[p].i], ==, pair->i);
      g_assert_cmpuint (batch.rows[batch.pairs[p].j], ==, pair->j);
      g_assert_cmpfloat (batch.pairs[p].target, ==, pair->target);
    }
  for (gsize i = 0; i < batch.n_rows; i++)
    {
      g_assert_true (i == 0 || batch.rows[i] > batch.rows[i - 1]);
      counted += batch.counts[i];
    }
  g_assert_cmpfloat (counted, ==, 2.0f * (float) batch.n_pairs);
  sem_bcdh_batch_clear (&batch);
}

static void
count_cb (const SemHashEpoch *epoch, gpointer user_data)
{
  GArray *epochs = user_data;

  g_array_append_val (epochs, *epoch);
}

/* As published: photos that are alike become nearer than photos of the scene that share nothing. */
static void
test_paper (void)
{
  static const SemPairDistance distances[] = { SEM_PAIR_DISTANCE_OUTPUTS, SEM_PAIR_DISTANCE_CODES };
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autofree float *features = fixture_clusters (N, D, N, 0.0, 3);
  g_autofree float *outputs = g_new (float, N *K);
  SemHashOptions options;

  for (guint m = 0; m < G_N_ELEMENTS (distances); m++)
    {
      g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (SemHashEpoch));
      g_autoptr (SemHashModel) model = NULL;
      g_autoptr (GError) error = NULL;
      double near = 0, apart = 0;
      const SemHashEpoch *last;

      sem_hash_options_init (&options);
      options.method = SEM_HASH_BCDH;
      options.preset = SEM_HASH_PRESET_PAPER;
      options.pair_distance = distances[m];
      options.n_bits = K;
      options.scenes = scenes;
      options.epoch_func = count_cb;
      options.epoch_data = epochs;
      model = sem_hash_train (&options, features, N, D, NULL, &error);
      g_assert_no_error (error);
      sem_hash_model_encode (model, features, N, NULL, outputs);
      for (guint i = 0; i < PER_SCENE - 5; i++)
        {
          near += square_distance (outputs, i, i + 1);
          apart += square_distance (outputs, i, i + 5);
        }
      last = &g_array_index (epochs, SemHashEpoch, epochs->len - 1);
      g_test_message ("near %.2f, apart %.2f, near one %.3f", near, apart, last->near_one);
      g_assert_cmpfloat (near, <, 0.8 * apart);
      g_assert_cmpuint (last->epoch, ==, last->n_epochs);
    }
}

static SemHashModel *
train (const float *features,
       const SemScenes *scenes,
       GArray *epochs,
       guint n_threads,
       GError **error)
{
  SemHashOptions options;

  sem_hash_options_init (&options);
  options.method = SEM_HASH_BCDH;
  options.n_bits = K;
  options.scenes = scenes;
  options.epoch_func = epochs != NULL ? count_cb : NULL;
  options.epoch_data = epochs;
  return sem_hash_train_threaded (&options, features, N, D, n_threads, NULL, error);
}

static void
test_learns (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autofree float *features = fixture_clusters (N, D, N, 0.0, 3);
  g_autofree float *one_output = g_new (float, N *K);
  g_autofree float *other_output = g_new (float, N *K);
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (SemHashEpoch));
  g_autoptr (SemHashModel) one = NULL;
  g_autoptr (SemHashModel) other = NULL;
  GError *error = NULL;
  const SemHashEpoch *first, *last;

  one = train (features, scenes, epochs, 1, &error);
  g_assert_no_error (error);
  other = train (features, scenes, NULL, 4, &error);
  g_assert_no_error (error);
  sem_hash_model_encode (one, features, N, NULL, one_output);
  sem_hash_model_encode (other, features, N, NULL, other_output);
  g_assert_cmpmem (one_output, N * K * sizeof (float), other_output, N * K * sizeof (float));
  g_assert_cmpuint (sem_hash_model_get_method (one), ==, SEM_HASH_BCDH);
  g_assert_cmpuint (epochs->len, >=, 30);
  first = &g_array_index (epochs, SemHashEpoch, 0);
  last = &g_array_index (epochs, SemHashEpoch, epochs->len - 1);
  g_test_message ("pairs %.3f to %.3f, codes %.3f to %.3f, near one %.3f to %.3f", first->pair_loss,
                  last->pair_loss, first->code_loss, last->code_loss, first->near_one,
                  last->near_one);
  g_assert_cmpuint (last->epoch, ==, last->n_epochs);
  g_assert_cmpfloat (last->pair_loss, <, 0.7 * first->pair_loss);
  g_assert_cmpfloat (last->near_one, >, 0.0);
  g_assert_cmpfloat (last->near_one, <=, 1.0);
}

static double
cosine (const float *a, const float *b, gsize n)
{
  double dot = 0, left = 0, right = 0;

  for (gsize i = 0; i < n; i++)
    {
      dot += (double) a[i] * (double) b[i];
      left += (double) a[i] * (double) a[i];
      right += (double) b[i] * (double) b[i];
    }
  return dot / sqrt (left * right);
}

/* The vectors that order the first hits are the outputs, not the features that the model left. */
static void
test_vectors (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autofree float *features = fixture_clusters (N, D, N, 0.0, 3);
  g_autofree float *outputs = g_new (float, N *K);
  g_autofree gint8 *bytes = g_new (gint8, N * SEM_VECTOR_DIM);
  g_autofree float *vectors = g_new (float, N *SEM_VECTOR_DIM);
  g_autoptr (SemHashModel) model = train (features, scenes, NULL, 1, NULL);

  g_assert_nonnull (model);
  sem_hash_model_encode (model, features, N, NULL, outputs);
  sem_hash_model_vectors (model, features, N, bytes);
  for (gsize i = 0; i < N * SEM_VECTOR_DIM; i++)
    vectors[i] = bytes[i];
  for (gsize i = 0; i < N * K; i++)
    outputs[i] += model->offset[i % K];
  for (gsize i = 1; i < N; i++)
    g_assert_cmpfloat_with_epsilon (cosine (outputs, outputs + i * K, K),
                                    cosine (vectors, vectors + i * SEM_VECTOR_DIM, SEM_VECTOR_DIM),
                                    0.03);
}

static void
test_too_few (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autofree float *features = fixture_clusters (N, D, N, 0.0, 3);
  GError *error = NULL;

  g_assert_null (train (features, NULL, NULL, 1, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW);
  g_assert_nonnull (strstr (error->message, "DDH"));
  g_clear_error (&error);
  g_array_set_size (scenes->pairs, 3);
  g_assert_null (train (features, scenes, NULL, 1, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW);
  g_assert_nonnull (strstr (error->message, "4"));
  g_assert_nonnull (strstr (error->message, "DDH"));
  g_clear_error (&error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/bcdh/queries", test_queries);
  g_test_add_func ("/hash/bcdh/plain-pairs", test_plain_pairs);
  g_test_add_func ("/hash/bcdh/graded-pairs", test_graded_pairs);
  g_test_add_func ("/hash/bcdh/batch", test_batch);
  g_test_add_func ("/hash/bcdh/learns", test_learns);
  g_test_add_func ("/hash/bcdh/paper", test_paper);
  g_test_add_func ("/hash/bcdh/vectors", test_vectors);
  g_test_add_func ("/hash/bcdh/too-few", test_too_few);
  return g_test_run ();
}
