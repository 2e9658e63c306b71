/* bcdh-pairs.h - which pairs of photos a pass of BCDH learns from
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/hash/objectives/bcdh-loss.h"
#include "engine/base/random.h"
#include "engine/hash/models/scenes.h"

G_BEGIN_DECLS

/* A positive shares more than this part of the query's points … */
#define SEM_BCDH_OVERLAP 0.2
/* … and looks at most so much larger or smaller. */
#define SEM_BCDH_SCALE 1.5f
/* Photos that ask in one pass, at most. */
#define SEM_BCDH_MAX_QUERIES 2000

/**
 * SemBcdhSettings:
 * @graded: whether photos of one scene get a distance by what they share: t^2 = tau^2 (1 - overlap)
 *   with the larger of a pair's two overlaps, so that photos that share nothing get tau. Without, a
 *   positive is to be at distance 0 and photos of the scene that share nothing at tau or beyond
 * @tau: distance of what does not belong together
 * @n_partners: photos of the query's own scene; without @graded, positives
 * @n_apart: without @graded, photos of the own scene that share nothing
 * @n_negatives: hard negatives: the nearest outputs of no scene or of other scenes, at most one of
 *   each scene
 */
typedef struct
{
  gboolean graded;
  double tau;
  guint n_partners;
  guint n_apart;
  guint n_negatives;
} SemBcdhSettings;

/* Graded, six partners, five negatives, and tau where a quarter of the bits differ. */
void sem_bcdh_settings_init (SemBcdhSettings *settings, guint n_bits);

/**
 * SemBcdhPairs:
 * @pairs: (element-type SemBcdhPair): of all queries, rows are those of the scenes
 * @start: (array): shape (n_queries + 1): where each query's pairs start
 */
typedef struct
{
  GArray *pairs;
  gsize *start;
  gsize n_queries;
} SemBcdhPairs;

/* Photos that have at least one positive. */
gsize sem_bcdh_count_queries (const SemScenes *scenes);
/* Whether @scenes, of @n rows, tell enough to learn from, or SEM_ERROR_TOO_FEW; %NULL tells
 * nothing. */
gboolean sem_bcdh_has_enough (const SemScenes *scenes, gsize n, GError **error);
/* sem_bcdh_near_one() of the photos in scenes, which are learned from; @outputs: shape (n, k). */
double sem_bcdh_near_one_in_scenes (const SemScenes *scenes, const float *outputs, gsize k);

/**
 * sem_bcdh_pairs_new:
 * @outputs: (array): shape (scenes->n, k): what the latest weights make of all photos: nearness is
 *   Euclidean in them
 * @random: which partners, and the order of the queries
 *
 * The pairs of one pass, mined anew (the procedure of Radenović, Tolias and Chum, ECCV 2016, with
 * negatives inside a scene, and grading, as ours). Photos that are in a scene ask, at most
 * SEM_BCDH_MAX_QUERIES of them, drawn at random.
 *
 * Returns: (nullable): %NULL when cancelled
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
 * @pairs: n_pairs pairs whose @i and @j count in @rows
 * @rows: n_rows photos, rising, each once
 * @counts: shape (n_rows): in how many pairs each of them is
 *
 * The pairs of some queries, for one step.
 */
typedef struct
{
  SemBcdhPair *pairs;
  gsize n_pairs;
  guint32 *rows;
  float *counts;
  gsize n_rows;
} SemBcdhBatch;

/* Queries @first to @first + @n_queries - 1, or as many as there are. */
void
sem_bcdh_batch_init (SemBcdhBatch *batch, const SemBcdhPairs *pairs, gsize first, gsize n_queries);
void sem_bcdh_batch_clear (SemBcdhBatch *batch);

G_END_DECLS
