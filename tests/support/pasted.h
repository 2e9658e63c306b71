/* pasted.h - one thing in two pictures of something else, where it is known to be
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/search/compare/heat.h"

G_BEGIN_DECLS

/**
 * PastedScore:
 * @n: pictures that were looked at, two a trial
 * @mass: mean share of the heat that lies on what was pasted, from 0 to 1
 * @above: share of the pictures in which the mean heat of what was pasted is above that of the rest
 */
typedef struct
{
  guint n;
  double mass;
  double above;
} PastedScore;

typedef struct _Pasted Pasted;

/* Finds the photos: flowers of Flowers-17 and varied backgrounds in the folder that
 * SEMBLANCE_TEST_DATA names, where it has both, and generated ones otherwise. The reference is that
 * of @backbone, or none. */
Pasted *pasted_new (SemBackbone *backbone);
void pasted_free (Pasted *self);

/* Whether the photos are real ones. */
gboolean pasted_is_real (const Pasted *self);

/* Trains the program's default method on @n photos of both sorts. (transfer full) */
SemHashModel *pasted_train (Pasted *self, guint n);

/**
 * pasted_try:
 * @model: (nullable): as for sem_heat_measure()
 * @same: whether both pictures have one photo pasted, or two of one kind
 * @first, @n: which trials; the same number is the same trial
 *
 * Pastes a square of .4 to .6 of the side into two different backgrounds, at places of their own,
 * and compares the two pictures.
 */
PastedScore pasted_try (Pasted *self, SemHashModel *model, gboolean same, guint first, guint n);

G_END_DECLS
