/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/hash-model-private.h"
#include "engine/hash/methods/method-table.h"
#include "tests/engine/hash/fixture.h"

#define N 60
#define D 24
#define HEADER 48
#define DIGEST 32
/* Offset of the frequencies in a model of 32 bits. */
#define FREQUENCY (HEADER + 4 * (D + D * 32 + 32))

static SemHashModel *
make_model (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);

  return fixture_train (SEM_HASH_GS_ITQ, 32, features, N, D, 1);
}

/* Replaces the checksum by that of the damaged bytes, so that it does not hide the damage. */
static GBytes *
seal (GByteArray *bytes)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = DIGEST;

  g_checksum_update (checksum, bytes->data, bytes->len - DIGEST);
  g_checksum_get_digest (checksum, bytes->data + bytes->len - DIGEST, &size);
  return g_bytes_new (bytes->data, bytes->len);
}

static GByteArray *
copy_bytes (GBytes *bytes)
{
  GByteArray *copy = g_byte_array_new ();

  g_byte_array_append (copy, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return copy;
}

static void
assert_refused (GBytes *bytes, SemError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sem_hash_model_new_from_bytes (bytes, &error));
  g_assert_error (error, SEM_ERROR, (int) code);
}

static void
test_round_trip (void)
{
  static const SemHashMethod methods[] = {
    SEM_HASH_GS_ITQ, SEM_HASH_ITQ, SEM_HASH_LSH,  SEM_HASH_DDH,
    SEM_HASH_PCAH,   SEM_HASH_SH,  SEM_HASH_KNNH, SEM_HASH_CIBHASH,
  };
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);

  for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (SemHashModel) model = fixture_train (methods[m], 64, features, N, D, 1);
      g_autoptr (GBytes) bytes = sem_hash_model_to_bytes (model);
      g_autoptr (GError) error = NULL;
      g_autoptr (SemHashModel) read = sem_hash_model_new_from_bytes (bytes, &error);
      g_autoptr (GBytes) again = NULL;
      guint64 codes[2][N];
      g_autofree gint8 *vectors = g_new (gint8, 2 * N * SEM_VECTOR_DIM);

      g_assert_no_error (error);
      again = sem_hash_model_to_bytes (read);
      g_assert_true (g_bytes_equal (bytes, again));
      g_assert_cmpuint (sem_hash_model_get_method (read), ==, methods[m]);
      g_assert_cmpuint (sem_hash_model_get_n_bits (read), ==, 64);
      g_assert_cmpuint (sem_hash_model_get_seed (read), ==, 1);
      g_assert_cmpuint (sem_hash_model_get_n_trained (read), ==, N);
      g_assert_cmpuint (sem_hash_model_get_n_features (read), ==, D);
      g_assert_cmpstr (sem_hash_model_get_remark (read), ==, sem_hash_model_get_remark (model));
      sem_hash_model_encode (model, features, N, codes[0], NULL);
      sem_hash_model_encode (read, features, N, codes[1], NULL);
      g_assert_cmpmem (codes[0], sizeof codes[0], codes[1], sizeof codes[1]);
      sem_hash_model_vectors (model, features, N, vectors);
      sem_hash_model_vectors (read, features, N, vectors + N * SEM_VECTOR_DIM);
      g_assert_cmpmem (vectors, N * SEM_VECTOR_DIM, vectors + N * SEM_VECTOR_DIM,
                       N * SEM_VECTOR_DIM);
    }
}

static void
test_every_length (void)
{
  g_autoptr (SemHashModel) model = make_model ();
  g_autoptr (GBytes) bytes = sem_hash_model_to_bytes (model);
  gsize size = g_bytes_get_size (bytes);
  g_autoptr (GByteArray) longer = copy_bytes (bytes);
  g_autoptr (GBytes) sealed = NULL;

  for (gsize length = 0; length < size; length += length < 200 ? 1 : 997)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, length);

      assert_refused (part, SEM_ERROR_DAMAGED);
    }
  g_byte_array_append (longer, (const guint8 *) "", 1);
  sealed = seal (longer);
  assert_refused (sealed, SEM_ERROR_DAMAGED);
}

static void
test_every_bit_counts (void)
{
  g_autoptr (SemHashModel) model = make_model ();
  g_autoptr (GBytes) bytes = sem_hash_model_to_bytes (model);

  for (gsize i = 0; i < g_bytes_get_size (bytes); i += i < 200 ? 1 : 61)
    {
      g_autoptr (GByteArray) copy = copy_bytes (bytes);
      g_autoptr (GBytes) damaged = NULL;
      g_autoptr (GError) error = NULL;

      copy->data[i] ^= 1 << (i % 8);
      damaged = g_bytes_new (copy->data, copy->len);
      g_assert_null (sem_hash_model_new_from_bytes (damaged, &error));
      g_assert_true (g_error_matches (error, SEM_ERROR, SEM_ERROR_DAMAGED)
                     || g_error_matches (error, SEM_ERROR, SEM_ERROR_NEWER));
    }
}

/* Invalid fields with a valid checksum. */
static void
test_fields (void)
{
  static const struct
  {
    guint at;
    guint32 value;
    SemError code;
  } cases[] = {
    { 8, 4, SEM_ERROR_NEWER },
    { 8, 0, SEM_ERROR_DAMAGED },
    { 8, 1, SEM_ERROR_DAMAGED },
    { FREQUENCY, 0xbf800000, SEM_ERROR_DAMAGED },
    { FREQUENCY + 124, 0x7fc00000, SEM_ERROR_DAMAGED },
    { 12, 99, SEM_ERROR_DAMAGED },
    { 16, 33, SEM_ERROR_DAMAGED },
    { 16, 64, SEM_ERROR_DAMAGED },
    { 16, 0, SEM_ERROR_DAMAGED },
    { 20, 0, SEM_ERROR_DAMAGED },
    { 20, D + 1, SEM_ERROR_DAMAGED },
    { 20, 0xffffffff, SEM_ERROR_DAMAGED },
    { 24, 7, SEM_ERROR_DAMAGED },
    { 28, 100000, SEM_ERROR_DAMAGED },
    { 40, 0, SEM_ERROR_DAMAGED },
    { 44, 1, SEM_ERROR_DAMAGED },
    { HEADER, 0x7f800000, SEM_ERROR_DAMAGED },
    { HEADER + 4 * D, 0x7fc00000, SEM_ERROR_DAMAGED },
  };
  g_autoptr (SemHashModel) model = make_model ();
  g_autoptr (GBytes) bytes = sem_hash_model_to_bytes (model);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) copy = copy_bytes (bytes);
      guint32 little = GUINT32_TO_LE (cases[i].value);
      g_autoptr (GBytes) sealed = NULL;

      memcpy (copy->data + cases[i].at, &little, sizeof little);
      sealed = seal (copy);
      assert_refused (sealed, cases[i].code);
    }
}

/* The format of version 1: without frequencies. */
static void
test_version_1 (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemHashModel) model = make_model ();
  g_autoptr (GBytes) bytes = sem_hash_model_to_bytes (model);
  g_autoptr (GByteArray) old = copy_bytes (bytes);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (SemHashModel) read = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;
  guint64 codes[2][N];

  old->data[8] = 1;
  g_byte_array_remove_range (old, FREQUENCY, 4 * 32);
  sealed = seal (old);
  read = sem_hash_model_new_from_bytes (sealed, &error);
  g_assert_no_error (error);
  sem_hash_model_encode (model, features, N, codes[0], NULL);
  sem_hash_model_encode (read, features, N, codes[1], NULL);
  g_assert_cmpmem (codes[0], sizeof codes[0], codes[1], sizeof codes[1]);
  again = sem_hash_model_to_bytes (read);
  g_assert_true (g_bytes_equal (bytes, again));
}

/* The output of a bit with a frequency is the cosine of the output without it. */
static void
test_frequency (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemHashModel) model = make_model ();
  g_autoptr (GBytes) bytes = sem_hash_model_to_bytes (model);
  g_autoptr (GByteArray) copy = copy_bytes (bytes);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (SemHashModel) waving = NULL;
  const guint32 two = GUINT32_TO_LE (0x40000000);
  g_autofree float *plain = g_new (float, N * 32);
  g_autofree float *waves = g_new (float, N * 32);
  guint64 codes[N];

  memcpy (copy->data + FREQUENCY + 4 * 5, &two, sizeof two);
  sealed = seal (copy);
  waving = sem_hash_model_new_from_bytes (sealed, NULL);
  sem_hash_model_encode (model, features, N, NULL, plain);
  sem_hash_model_encode (waving, features, N, codes, waves);
  for (gsize i = 0; i < N; i++)
    for (guint b = 0; b < 32; b++)
      {
        double t = (double) plain[i * 32 + b];

        g_assert_cmpfloat_with_epsilon (waves[i * 32 + b], b == 5 ? cos (2.0 * t) : t, 1e-6);
        g_assert_cmpuint (codes[i] >> b & 1, ==, waves[i * 32 + b] > 0.0f);
      }
}

static void
test_rows_stand_alone (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemHashModel) model = make_model ();
  g_autofree guint64 *codes = g_new (guint64, N);
  g_autofree float *outputs = g_new (float, N * 32);
  g_autofree gint8 *vectors = g_new (gint8, N * SEM_VECTOR_DIM);

  sem_hash_model_encode (model, features, N, codes, outputs);
  sem_hash_model_vectors (model, features, N, vectors);
  for (gsize i = 0; i < N; i++)
    {
      guint64 code;
      float output[32];
      gint8 vector[SEM_VECTOR_DIM];

      sem_hash_model_encode (model, features + i * D, 1, &code, output);
      sem_hash_model_vectors (model, features + i * D, 1, vector);
      g_assert_cmpuint (code, ==, codes[i]);
      g_assert_cmpuint (code >> 32, ==, 0);
      g_assert_cmpmem (output, sizeof output, outputs + i * 32, sizeof output);
      g_assert_cmpmem (vector, sizeof vector, vectors + i * SEM_VECTOR_DIM, sizeof vector);
    }
}

/* The outputs of two photos differ by the projection of what their inputs differ by. */
static void
test_projected (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemHashModel) model = make_model ();
  const float *mean = sem_hash_model_get_mean (model);
  g_autofree float *x = g_new (float, N *D), *differences = g_new (float, N *D);
  g_autofree float *outputs = g_new (float, N * 32), *projected = g_new (float, N * 32);

  for (gsize i = 0; i < N; i++)
    sem_hash_centre (features + i * D, mean, D, x + i * D);
  for (gsize i = 0; i < N * D; i++)
    differences[i] = x[i] - x[i % D];
  sem_hash_model_encode (model, features, N, NULL, outputs);
  sem_hash_model_project (model, differences, N, projected);
  for (gsize i = 0; i < N * 32; i++)
    g_assert_cmpfloat_with_epsilon (projected[i], outputs[i] - outputs[i % 32], 1e-4);
}

/* Codes of features that are not centred: the version that says so, and the outputs as written in
 * hash-model.h; the vectors are centred all the same. */
static void
test_uncentred (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemHashModel) model = make_model ();
  g_autoptr (GBytes) centred = sem_hash_model_to_bytes (model);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SemHashModel) read = NULL;
  g_autofree float *x = g_new (float, N *D), *outputs = g_new (float, N * 32);
  g_autofree float *expected = g_new (float, N * 32);
  g_autofree gint8 *vectors = g_new (gint8, 2 * N * SEM_VECTOR_DIM);

  sem_hash_model_vectors (model, features, N, vectors);
  model->uncentred = TRUE;
  bytes = sem_hash_model_to_bytes (model);
  g_assert_cmpuint (((const guint8 *) g_bytes_get_data (centred, NULL))[8], ==, 2);
  g_assert_cmpuint (((const guint8 *) g_bytes_get_data (bytes, NULL))[8], ==, 3);
  read = sem_hash_model_new_from_bytes (bytes, NULL);
  for (gsize i = 0; i < N; i++)
    sem_hash_centre (features + i * D, NULL, D, x + i * D);
  sem_hash_model_encode (read, features, N, NULL, outputs);
  sem_hash_model_project (read, x, N, expected);
  for (gsize i = 0; i < N * 32; i++)
    g_assert_cmpfloat_with_epsilon (outputs[i], expected[i] - read->offset[i % 32], 1e-5);
  sem_hash_model_vectors (read, features, N, vectors + N * SEM_VECTOR_DIM);
  g_assert_cmpmem (vectors, N * SEM_VECTOR_DIM, vectors + N * SEM_VECTOR_DIM, N * SEM_VECTOR_DIM);
}

static double
float_cosine (const float *a, const float *b, const float *mean)
{
  double dot = 0.0, left = 0.0, right = 0.0;

  for (guint i = 0; i < D; i++)
    {
      double x = (double) a[i] - (double) mean[i];
      double y = (double) b[i] - (double) mean[i];

      dot += x * y;
      left += x * x;
      right += y * y;
    }
  return dot / sqrt (left * right);
}

static double
vector_cosine (const gint8 *a, const gint8 *b)
{
  int dot = 0, left = 0, right = 0;

  for (guint i = 0; i < SEM_VECTOR_DIM; i++)
    {
      dot += a[i] * b[i];
      left += a[i] * a[i];
      right += b[i] * b[i];
    }
  return dot / sqrt ((double) left * right);
}

/* With all dimensions kept, only the rounding to eight bits separates the two. */
static void
test_vectors (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemHashModel) model = make_model ();
  g_autofree gint8 *vectors = g_new (gint8, N * SEM_VECTOR_DIM);
  gint8 middle[SEM_VECTOR_DIM];
  float mean[D];

  for (guint j = 0; j < D; j++)
    {
      double sum = 0.0;

      for (gsize i = 0; i < N; i++)
        sum += (double) features[i * D + j];
      mean[j] = (float) (sum / N);
    }
  sem_hash_model_vectors (model, features, N, vectors);
  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < i; j++)
      g_assert_cmpfloat_with_epsilon (vector_cosine (vectors + i * SEM_VECTOR_DIM,
                                                     vectors + j * SEM_VECTOR_DIM),
                                      float_cosine (features + i * D, features + j * D, mean),
                                      0.02);
  for (guint j = D; j < SEM_VECTOR_DIM; j++)
    g_assert_cmpint (vectors[j], ==, 0);

  sem_hash_model_vectors (model, mean, 1, middle);
  for (guint j = 0; j < SEM_VECTOR_DIM; j++)
    g_assert_cmpint (middle[j], ==, 0);
}

static void
test_names (void)
{
  g_autofree char *names = sem_hash_method_list_names ();
  g_autofree char *among = g_strdup_printf (", %s, ", names);
  SemHashMethod method;

  for (guint m = 0; m < SEM_HASH_N_METHODS; m++)
    {
      const char *name = sem_hash_method_get_name (m);
      g_autofree char *listed = g_strdup_printf (", %s, ", name);

      g_assert_nonnull (name);
      g_assert_true (sem_hash_method_exists (m));
      g_assert_nonnull (sem_hash_method_funcs[m]);
      g_assert_true (sem_hash_method_from_name (name, &method));
      g_assert_cmpuint (method, ==, m);
      g_assert_nonnull (strstr (among, listed));
    }
  g_assert_false (sem_hash_method_exists (SEM_HASH_N_METHODS));
  g_assert_true (g_str_has_prefix (names, "gs-itq, itq, "));
  g_assert_null (sem_hash_method_get_name (SEM_HASH_N_METHODS));
  g_assert_false (sem_hash_method_from_name ("GS-ITQ", &method));
  g_assert_false (sem_hash_method_from_name ("", &method));
  g_assert_true (sem_hash_bits_valid (16) && sem_hash_bits_valid (512));
  g_assert_false (sem_hash_bits_valid (8) || sem_hash_bits_valid (48) || sem_hash_bits_valid (1024)
                  || sem_hash_bits_valid (0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/model/round-trip", test_round_trip);
  g_test_add_func ("/hash/model/every-length", test_every_length);
  g_test_add_func ("/hash/model/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/hash/model/fields", test_fields);
  g_test_add_func ("/hash/model/version-1", test_version_1);
  g_test_add_func ("/hash/model/frequency", test_frequency);
  g_test_add_func ("/hash/model/rows-stand-alone", test_rows_stand_alone);
  g_test_add_func ("/hash/model/projected", test_projected);
  g_test_add_func ("/hash/model/uncentred", test_uncentred);
  g_test_add_func ("/hash/model/vectors", test_vectors);
  g_test_add_func ("/hash/model/names", test_names);
  return g_test_run ();
}
