/* training-test.h - a library of made-up features, to train on
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos are rows with features: no file is decoded and no network runs.
 */

#pragma once

#include "engine/learn/trainer.h"
#include "tests/support/folder.h"

#define TRAINING_TEST_BACKBONE "made-up"

typedef struct
{
  char *folder;
  char *library;
  guint n_photos;
  guint n_bits; /* of the requests, 64 to begin with */
} TrainingTest;

void training_test_set_up (TrainingTest *test, gconstpointer data);
void training_test_tear_down (TrainingTest *test, gconstpointer data);
SemStore *training_test_open (TrainingTest *test);
/* Adds @n photos in nine groups with similar features. */
void training_test_add (TrainingTest *test, guint n);
/* A request for random projections, which take no time to train. */
SemTrainRequest training_test_request (TrainingTest *test, guint64 seed, SemTrainEnd end);
/* Trains so, and asserts that it succeeds. */
void
training_test_train (TrainingTest *test, guint64 seed, SemTrainEnd end, SemTrainSummary *summary);
/* Asserts the models and that each has a code of every photo.
 * @expected: "1 ready*, 2 offered": rows and stages; the star marks the active model */
void training_test_assert_models (TrainingTest *test, const char *expected);
/* Runs tests, each with a library of its own. */
typedef struct
{
  const char *name;
  void (*test) (TrainingTest *test, gconstpointer data);
} TrainingTestCase;
void training_test_register (const char *prefix, const TrainingTestCase *cases, gsize n);
