/* strips.h - the first hits of one photo in three orders, side by side
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/inspect/subject.h"

G_BEGIN_DECLS

#define SEM_INSPECT_STRIP 10

/**
 * SemInspectOrder:
 * @SEM_INSPECT_BY_FEATURES: by the centred cosine of the features, the reference
 * @SEM_INSPECT_BY_CODES: by Hamming distance
 * @SEM_INSPECT_BY_SEARCH: as a search orders them, by distance and then by score
 */
typedef enum
{
  SEM_INSPECT_BY_FEATURES,
  SEM_INSPECT_BY_CODES,
  SEM_INSPECT_BY_SEARCH,
  SEM_INSPECT_N_ORDERS,
} SemInspectOrder;

/**
 * SemInspectHit:
 * @photo: its id
 * @ranks: its rank in each order, from 1; 0 where a search does not reach it
 * @distance: Hamming distance, in bits
 * @likeness: the likeness of the two photos, 0 to 1: of the first hundred that a search finds, as
 *   the search shows it, falling along them; where the network has no reference, by the centred
 *   cosine
 */
typedef struct
{
  gint64 photo;
  guint ranks[SEM_INSPECT_N_ORDERS];
  guint distance;
  double likeness;
} SemInspectHit;

/**
 * SemInspectStrips:
 * @photo: the query photo
 * @hits: by order, the first ones
 * @n: how many there are, by order
 */
typedef struct
{
  gint64 photo;
  SemInspectHit hits[SEM_INSPECT_N_ORDERS][SEM_INSPECT_STRIP];
  guint n[SEM_INSPECT_N_ORDERS];
} SemInspectStrips;

/**
 * sem_inspect_strips:
 * @photos: (array): n photos, which need not be in the sample; 0 for a picture of which no photo is
 *   left out
 * @features: (nullable): shape (n, SEM_BACKBONE_DIM): features of the queries, by the backbone of
 *   the model; %NULL for the stored features of the photos, none of which may be 0 then
 * @strips: (out caller-allocates): shape (n)
 *
 * Compares each of them with all photos. The photo itself is left out. Equal ones are ordered by
 * id. Reads all features once, so that several photos take little longer than one. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NOT_FOUND where a photo has no feature, an error of the store, or
 *   G_IO_ERROR_CANCELLED
 */
gboolean sem_inspect_strips (SemInspectSubject *subject,
                             const gint64 *photos,
                             const float *features,
                             gsize n,
                             SemInspectStrips *strips,
                             const SemProgress *progress,
                             GError **error);

/**
 * sem_inspect_strips_of_models:
 * @before, @after: two models of the same library
 * @photos: (array): n photos
 * @strips: (out caller-allocates): shape (n)
 *
 * As sem_inspect_strips() for @after, but the order %SEM_INSPECT_BY_CODES is that of a search by
 * the codes of @before. Blocks.
 *
 * Returns: FALSE as sem_inspect_strips()
 */
gboolean sem_inspect_strips_of_models (SemInspectSubject *before,
                                       SemInspectSubject *after,
                                       const gint64 *photos,
                                       gsize n,
                                       SemInspectStrips *strips,
                                       const SemProgress *progress,
                                       GError **error);

G_END_DECLS
