/* fixture.h - features for training: noisy clusters
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/methods/hash-trainer-private.h"
#include "engine/base/random.h"

#include <math.h>
#include <string.h>

/* Rows i, i + n_clusters, … share a centre. No value is negative, like features after a ReLU. */
static inline float *
fixture_clusters (gsize n, gsize d, guint n_clusters, double noise, guint64 seed)
{
  float *features = g_new (float, n *d);
  g_autofree float *centres = g_new (float, n_clusters *d);
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  for (gsize i = 0; i < n_clusters * d; i++)
    centres[i] = (float) sem_random_normal (&random);
  for (gsize i = 0; i < n * d; i++)
    {
      double value =
        (double) centres[(i / d % n_clusters) * d + i % d] + noise * sem_random_normal (&random);

      features[i] = (float) MAX (value, 0.0);
    }
  return features;
}

static inline SemHashModel *
fixture_train (SemHashMethod method,
               guint n_bits,
               const float *features,
               gsize n,
               gsize d,
               guint n_threads)
{
  SemHashOptions options;
  g_autoptr (GError) error = NULL;
  SemHashModel *model;

  sem_hash_options_init (&options);
  options.method = method;
  options.n_bits = n_bits;
  model = sem_hash_train_threaded (&options, features, n, d, n_threads, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (model);
  return model;
}

static inline guint
fixture_distance (const guint64 *a, const guint64 *b, guint n_words)
{
  guint distance = 0;

  for (guint w = 0; w < n_words; w++)
    distance += (guint) __builtin_popcountll (a[w] ^ b[w]);
  return distance;
}

/* Share of each row's @k nearest other codes that are of the same cluster, over all rows. */
static inline double
fixture_precision (SemHashModel *model,
                   const float *features,
                   gsize n,
                   gsize d,
                   guint n_clusters,
                   guint k)
{
  guint n_words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (model));
  g_autofree guint64 *codes = g_new (guint64, n * n_words);
  gsize right = 0;

  sem_hash_model_encode (model, features, n, codes, NULL);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree gboolean *taken = g_new0 (gboolean, n);

      taken[i] = TRUE;
      for (guint r = 0; r < k; r++)
        {
          gsize best = n;
          guint best_distance = G_MAXUINT;

          for (gsize j = 0; j < n; j++)
            {
              guint distance = fixture_distance (codes + i * n_words, codes + j * n_words, n_words);

              if (!taken[j] && distance < best_distance)
                {
                  best = j;
                  best_distance = distance;
                }
            }
          taken[best] = TRUE;
          right += best % n_clusters == i % n_clusters;
        }
    }
  return (double) right / (double) (n * k);
}
