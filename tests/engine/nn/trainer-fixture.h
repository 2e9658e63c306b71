/* trainer-fixture.h - a backbone with random weights, and images and slopes to train it with
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone-private.h"
#include "engine/nn/backbone-train-private.h"
#include "engine/nn/pooling.h"

#include "tests/engine/nn/made-weights.h"

#include <cblas.h>
#include <math.h>

typedef struct
{
  char *folder;
  char *weights;
  SemBackbone *backbone;
  SemWork work;
} Fixture;

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("semblance-backward-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->weights = g_build_filename (fixture->folder, "made.safetensors", NULL);
  write_made_weights (fixture->weights, 1);
  fixture->backbone = sem_backbone_new (fixture->weights, &error);
  g_assert_no_error (error);
  sem_work_init (&fixture->work, 2, NULL);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", fixture->folder, NULL };

  sem_backbone_unref (fixture->backbone);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->weights);
  g_free (fixture->folder);
}

static inline guint8 *
make_images (gsize n, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint8 *rgb = g_new (guint8, n * SEM_BACKBONE_INPUT_SIZE);

  for (gsize i = 0; i < n * SEM_BACKBONE_INPUT_SIZE; i++)
    {
      double x = (double) (i / 3 % SEM_BACKBONE_SIDE);
      double y = (double) (i / 3 / SEM_BACKBONE_SIDE);
      double wave = sin (x * (double) (i % 3 + 1) / 17) + cos ((y + x / 3) / 29);

      rgb[i] = (guint8) (128 + (int) (wave * 50) + g_rand_int_range (rand, 0, 20));
    }

  return rgb;
}

static inline float *
make_slopes (gsize n, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  float *slopes = g_new (float, n *SEM_BACKBONE_DIM);

  for (gsize i = 0; i < n * SEM_BACKBONE_DIM; i++)
    slopes[i] = (float) g_rand_double_range (rand, -1, 1);

  return slopes;
}

/* Runs the trunk and the tail. */
static inline void
run_forward (SemBackboneTrainer *trainer,
             SemWork *work,
             const guint8 *rgb,
             gsize n,
             float *features)
{
  gsize size = sem_backbone_trainer_get_entry_size (trainer);
  g_autofree float *entry = g_new (float, n *size);

  g_assert_true (sem_backbone_trainer_forward_trunk (trainer, work, rgb, n, entry));
  g_assert_true (sem_backbone_trainer_forward_tail (trainer, work, entry, n, features));
}

/* The length of the difference, relative to the length of the expected vector. */
static inline double
get_distance (const float *values, const float *expected, gsize n)
{
  double difference = 0;
  double length = 0;

  for (gsize i = 0; i < n; i++)
    {
      double d = (double) values[i] - (double) expected[i];

      g_assert_true (isfinite (values[i]));
      difference += d * d;
      length += (double) expected[i] * (double) expected[i];
    }
  g_assert_cmpfloat (length, >, 0);

  return sqrt (difference / length);
}
