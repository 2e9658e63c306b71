/* ddh-fixture.h - small trainings of DDH whose passes are kept
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tests/engine/hash/fixture.h"

#define N 90
#define D 24
#define K 16

typedef struct
{
  guint n;
  SemHashEpoch epochs[200];
} Log;

static inline void
log_cb (const SemHashEpoch *epoch, gpointer user_data)
{
  Log *log = user_data;

  log->n++;
  g_assert_cmpuint (epoch->epoch, ==, log->n);
  log->epochs[log->n - 1] = *epoch;
}

static inline SemHashModel *
train_logged (SemHashOptions *options, gsize n, Log *log)
{
  g_autofree float *features = fixture_clusters (n, D, 6, 0.8, 2);
  g_autoptr (GError) error = NULL;
  SemHashModel *model;

  *log = (Log){ 0 };
  options->method = SEM_HASH_DDH;
  options->n_bits = K;
  options->epoch_func = log_cb;
  options->epoch_data = log;
  model = sem_hash_train (options, features, n, D, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (model);
  return model;
}
