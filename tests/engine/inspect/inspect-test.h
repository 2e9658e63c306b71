/* inspect-test.h - a library of made-up features and a model of any map, to inspect
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos are rows with features: no file is decoded and no network runs.
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/inspect/inspection.h"
#include "engine/store/store.h"
#include "tests/support/folder.h"

G_BEGIN_DECLS

#define INSPECT_TEST_BACKBONE "made-up"

typedef struct
{
  char *folder;
  char *library;
  guint n_photos;
  double noise; /* how much photos of a group differ, against how much groups do */
  gint64 model;
  SemHashModel *trained;
} InspectTest;

#define INSPECT_TEST_NOISE 0.45

/* @method: by which the model is trained on @n_photos photos in groups of twelve */
void inspect_test_set_up (InspectTest *test, SemHashMethod method, guint n_bits, guint n_photos);
/* The same with another noise. */
void inspect_test_set_up_noisy (InspectTest *test,
                                SemHashMethod method,
                                guint n_bits,
                                guint n_photos,
                                double noise);
void inspect_test_tear_down (InspectTest *test);
SemStore *inspect_test_open (InspectTest *test);
/* The feature of photo @number, from 0, as it is before it is stored. */
void inspect_test_make_feature (InspectTest *test, guint number, float *feature);
/* Adds photos of the same groups. */
void inspect_test_add (InspectTest *test, guint n);
/* Adds a photo with this feature, of shape (SEM_BACKBONE_DIM). */
void inspect_test_add_feature (InspectTest *test, const float *feature);
/* Encodes the photos that have no code. */
void inspect_test_encode (InspectTest *test);
/* Replaces the active model by @model, with codes of all photos. */
void inspect_test_use (InspectTest *test, SemHashModel *model);
/* Changes the library without the store. */
void inspect_test_meddle (InspectTest *test, const char *sql);
void inspect_test_meddle_features (InspectTest *test, const char *sql);
/* (transfer full) */
SemInspection *inspect_test_inspect (InspectTest *test);

G_END_DECLS
