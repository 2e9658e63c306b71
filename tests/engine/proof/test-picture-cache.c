/* Described pictures that are kept: what is found, and what goes first.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/proof/picture/picture-cache.h"
#include "tests/engine/proof/made-pictures.h"

#define SIDE 60
#define N_THREADS 4
#define N_ROUNDS 2000

static SemProofPicture *
make_picture (SemProofRole role)
{
  g_autofree MadePicture *made = made_plain (SIDE, SIDE, 10, 20, 30);
  g_autoptr (GBytes) rgb = g_bytes_new (made->rgb, SIDE * SIDE * 3);

  return sem_proof_picture_new (role, rgb, SIDE, SIDE, SIDE, SIDE);
}

static SemProofKey
make_key (guint8 content)
{
  return (SemProofKey){ .hash = { [0] = 1, [SEM_PROOF_HASH_SIZE - 1] = content },
                        .role = SEM_PROOF_STORED,
                        .full_width = SIDE,
                        .full_height = SIDE };
}

static gboolean
has (SemProofCache *cache, const SemProofKey *key, const SemProofPicture *picture)
{
  SemProofPicture *found = sem_proof_cache_find (cache, key);

  if (found)
    sem_proof_picture_unref (found);
  return found && found == picture;
}

static gsize
measure_one (void)
{
  g_autoptr (SemProofCache) cache = sem_proof_cache_new (G_MAXSIZE);
  g_autoptr (SemProofPicture) picture = make_picture (SEM_PROOF_STORED);
  const SemProofKey key = make_key (0);
  guint n_found;

  sem_proof_cache_add (cache, &key, picture);
  return sem_proof_cache_measure (cache, &n_found);
}

/* Whatever of a key is another, another picture is meant. */
static void
test_keys (void)
{
  g_autoptr (SemProofCache) cache = sem_proof_cache_new (G_MAXSIZE);
  g_autoptr (SemProofPicture) picture = make_picture (SEM_PROOF_STORED);
  const SemProofKey key = make_key (7);
  SemProofKey others[] = { key, key, key, key };
  guint n_found;

  others[0].hash[SEM_PROOF_HASH_SIZE - 1]++;
  others[1].role = SEM_PROOF_QUERY;
  others[2].full_width++;
  others[3].full_height = 0;
  g_assert_false (has (cache, &key, picture));
  sem_proof_cache_add (cache, &key, picture);
  g_assert_true (has (cache, &key, picture));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (SemProofPicture) other = make_picture (others[i].role);

      g_assert_false (has (cache, &others[i], picture));
      sem_proof_cache_add (cache, &others[i], other);
      g_assert_true (has (cache, &others[i], other));
      g_assert_true (has (cache, &key, picture));
    }
  sem_proof_cache_measure (cache, &n_found);
  g_assert_cmpuint (n_found, ==, 1 + 2 * G_N_ELEMENTS (others));
}

/* Of four pictures where three fit, the one goes that was neither added nor found for longest. */
static void
test_order (void)
{
  const gsize size = measure_one ();
  g_autoptr (SemProofCache) cache = sem_proof_cache_new (4 * size - 1);
  g_autoptr (SemProofPicture) picture = make_picture (SEM_PROOF_STORED);
  SemProofKey keys[4];
  guint n_found;

  /* Its pixels in colour and grey, at least. */
  g_assert_cmpuint (size, >=, SIDE * SIDE * 4);
  for (guint8 i = 0; i < 4; i++)
    keys[i] = make_key (i);
  for (guint i = 0; i < 3; i++)
    sem_proof_cache_add (cache, &keys[i], picture);
  sem_proof_cache_add (cache, &keys[1], picture);
  g_assert_cmpuint (sem_proof_cache_measure (cache, &n_found), ==, 3 * size);
  g_assert_true (has (cache, &keys[0], picture));
  sem_proof_cache_add (cache, &keys[3], picture);
  g_assert_cmpuint (sem_proof_cache_measure (cache, &n_found), ==, 3 * size);
  g_assert_false (has (cache, &keys[1], picture));
  g_assert_true (has (cache, &keys[0], picture));
  g_assert_true (has (cache, &keys[2], picture));
  g_assert_true (has (cache, &keys[3], picture));
}

static void
test_too_large (void)
{
  g_autoptr (SemProofCache) cache = sem_proof_cache_new (measure_one () - 1);
  g_autoptr (SemProofPicture) picture = make_picture (SEM_PROOF_STORED);
  const SemProofKey key = make_key (0);
  guint n_found;

  sem_proof_cache_add (cache, &key, picture);
  g_assert_false (has (cache, &key, picture));
  g_assert_cmpuint (sem_proof_cache_measure (cache, &n_found), ==, 0);
}

/* A picture in use outlives its place in the cache, and the cache. */
static void
test_lasting (void)
{
  SemProofCache *cache = sem_proof_cache_new (measure_one ());
  SemProofPicture *picture = make_picture (SEM_PROOF_STORED), *found;
  g_autoptr (SemProofPicture) query = make_picture (SEM_PROOF_QUERY);
  const SemProofKey key = make_key (0), other = make_key (1);
  SemProof proof;

  sem_proof_cache_add (cache, &key, picture);
  found = sem_proof_cache_find (cache, &key);
  sem_proof_cache_add (cache, &other, picture);
  g_assert_false (has (cache, &key, picture));
  sem_proof_picture_unref (picture);
  sem_proof_cache_unref (cache);
  sem_proof_compare (query, found, &proof);
  g_assert_cmpint (proof.kind, ==, SEM_PROOF_NONE);
  sem_proof_picture_unref (found);
}

static gpointer
use (gpointer data)
{
  SemProofCache *cache = data;
  g_autoptr (SemProofPicture) picture = make_picture (SEM_PROOF_STORED);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      const SemProofKey key = make_key ((guint8) (i * 7 % 5));
      SemProofPicture *found = sem_proof_cache_find (cache, &key);

      if (found)
        sem_proof_picture_unref (found);
      else
        sem_proof_cache_add (cache, &key, picture);
    }
  return NULL;
}

static void
test_threads (void)
{
  const gsize size = measure_one ();
  g_autoptr (SemProofCache) cache = sem_proof_cache_new (3 * size);
  GThread *threads[N_THREADS];
  guint n_found;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("use", use, cache);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (sem_proof_cache_measure (cache, &n_found), ==, 3 * size);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-cache/keys", test_keys);
  g_test_add_func ("/picture-cache/order", test_order);
  g_test_add_func ("/picture-cache/too-large", test_too_large);
  g_test_add_func ("/picture-cache/lasting", test_lasting);
  g_test_add_func ("/picture-cache/threads", test_threads);
  return g_test_run ();
}
