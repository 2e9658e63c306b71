/* bcdh-pairs.h - the pairs of photos that an epoch of BCDH trains on
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/hash/objectives/bcdh-loss.h"
#include "engine/base/random.h"
#include "engine/hash/models/hash-options.h"

G_BEGIN_DECLS

/* The length of what the layer sees: for features of length one the rates are too small. */
#define SEM_BCDH_LENGTH 8.0f
/* A positive shares more than this part of the query's points. */
#define SEM_BCDH_OVERLAP 0.2
/* The scale of a positive is at most this. */
#define SEM_BCDH_SCALE 1.5f
/* Maximum number of queries per epoch. */
#define SEM_BCDH_MAX_QUERIES 2000

/**
 * SemBcdhSettings:
 * @graded: whether the target distance of photos of one scene depends on what they share:
 *   t^2 = tau^2 (1 - overlap) with the larger of a pair's two overlaps, so that photos that share
 *   nothing have the target tau. Otherwise the target of positives is 0, and that of photos of the
 *   scene that share nothing is tau or more
 * @distance: what the distance of a pair is
 * @tau: target distance of dissimilar photos
 * @n_partners: photos of the query's scene per query; without @graded, positives
 * @n_apart: without @graded, photos of the query's scene that share nothing with it
 * @n_negatives: hard negatives per query: the nearest outputs of other scenes or of no scene, at
 * most one of each scene
 */
typedef struct
{
  gboolean graded;
  SemPairDistance distance;
  double tau;
  guint n_partners;
  guint n_apart;
  guint n_negatives;
} SemBcdhSettings;

/* Five negatives, and tau the distance at which a quarter of the bits differ. By default, graded
 * with six partners; in the paper's preset, the loss as written with one positive, and two photos
 * of the scene that share nothing with the query. */
void sem_bcdh_settings_init (SemBcdhSettings *settings, const SemHashOptions *options);

/**
 * SemBcdhPairs:
 * @pairs: (element-type SemBcdhPair): the pairs of all queries, with rows of the scenes
 * @start: (array): shape (n_queries + 1): index of each query's first pair
 * @n_queries: number of queries
 */
typedef struct
{
  GArray *pairs;
  gsize *start;
  gsize n_queries;
} SemBcdhPairs;

/* Number of photos that have at least one positive. */
gsize sem_bcdh_count_queries (const SemScenes *scenes);
/* Whether @scenes, of @n rows, have enough positives to train on; otherwise SEM_ERROR_TOO_FEW.
 * @scenes: (nullable): %NULL has none */
gboolean sem_bcdh_has_enough (const SemScenes *scenes, gsize n, GError **error);
/* sem_bcdh_near_one() of the photos in scenes, the ones trained on. @outputs: shape (scenes->n, k)
 */
double sem_bcdh_near_one_in_scenes (const SemScenes *scenes, const float *outputs, gsize k);

/**
 * sem_bcdh_pairs_new:
 * @outputs: (array): shape (scenes->n, k): the current outputs of all photos, for Euclidean
 * distances
 * @random: chooses the partners and the order of the queries
 *
 * Mines the pairs of one epoch by the procedure of Radenović, Tolias and Chum, ECCV 2016, with
 * negatives inside a scene and grading as our additions. The queries are photos in scenes, at most
 * SEM_BCDH_MAX_QUERIES, drawn at random.
 *
 * Returns: (transfer full) (nullable): %NULL when cancelled
 */
SemBcdhPairs *sem_bcdh_pairs_new (SemWork *job,
                                  const SemScenes *scenes,
                                  const SemBcdhSettings *settings,
                                  const float *outputs,
                                  gsize k,
                                  SemRandom *random) G_GNUC_WARN_UNUSED_RESULT;
void sem_bcdh_pairs_free (SemBcdhPairs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemBcdhPairs, sem_bcdh_pairs_free)

/**
 * SemBcdhBatch:
 * @pairs: shape (n_pairs): pairs whose @i and @j are positions in @rows
 * @rows: shape (n_rows): different photos, ascending
 * @counts: shape (n_rows): number of pairs of each photo
 *
 * The pairs of some queries, for one training step.
 */
typedef struct
{
  SemBcdhPair *pairs;
  gsize n_pairs;
  guint32 *rows;
  float *counts;
  gsize n_rows;
} SemBcdhBatch;

/* The pairs of the queries from @first on, at most @n_queries. */
void
sem_bcdh_batch_init (SemBcdhBatch *batch, const SemBcdhPairs *pairs, gsize first, gsize n_queries);
void sem_bcdh_batch_clear (SemBcdhBatch *batch);

G_END_DECLS
