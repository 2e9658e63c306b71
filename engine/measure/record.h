/* record.h - all figures of one ranking, of one query or as a mean over queries
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/measure/average-precision.h"
#include "engine/measure/ranking.h"

G_BEGIN_DECLS

typedef enum
{
  SEM_EVALUATION_MAP_ALL,
  SEM_EVALUATION_MAP_1000,
  SEM_EVALUATION_P_1,
  SEM_EVALUATION_P_10,
  SEM_EVALUATION_P_100,
  /* Share of a query's ten nearest by the centred cosine that are among the first 100 hits. */
  SEM_EVALUATION_NN10_100,
  /* By the protocol's own rule and number of hits; for protocols of three grades, the medium one.
   */
  SEM_EVALUATION_MAP,
  SEM_EVALUATION_P_5,
  /* Share of the photos within Hamming radius 2 that are relevant. */
  SEM_EVALUATION_P_RADIUS_2,
  /* Share of the first four hits, the query among them, that are of its group: N-S is four times
   * this. Only in protocols of groups of four. */
  SEM_EVALUATION_NS,
  /* The others of three grades, and for each grade the precision at 10, or at the last relevant
   * photo where that comes before. Only in protocols that have grades. */
  SEM_EVALUATION_MAP_EASY,
  SEM_EVALUATION_MAP_HARD,
  SEM_EVALUATION_MP_10_EASY,
  SEM_EVALUATION_MP_10,
  SEM_EVALUATION_MP_10_HARD,
  /* Where photos have one class each: share of the queries whose class most of the ten nearest
   * photos have; of equally many, that of the nearest one. */
  SEM_EVALUATION_KNN_10,
  /* The mean of the protocol's AP of all hits over all orders of photos that tie. */
  SEM_EVALUATION_MAP_TIES,
  SEM_EVALUATION_N_FIGURES,
} SemEvaluationMetric;

#define SEM_RECORD_NEAREST 10
#define SEM_RECORD_N_DEPTHS 7
/* Places of the curve of precision at N. */
#define SEM_RECORD_N_PLACES 12
/* Recall 0, 0.01 … 1. */
#define SEM_RECORD_N_RECALLS 101
/* Radii 0 … K / 4 of the longest codes. */
#define SEM_RECORD_N_RADII (SEM_HASH_MAX_BITS / 4 + 1)

/* R of the nn10@R curve: 10, 20, 50, 100, 200, 500, 1000 */
extern const guint sem_record_depths[SEM_RECORD_N_DEPTHS];
/* N of the P@N curve: 1, 2, 5, 10 … 5000 */
extern const guint sem_record_places[SEM_RECORD_N_PLACES];

/**
 * SemRecord:
 * @figures: by SemEvaluationMetric
 * @nn10: share of the ten nearest by the centred cosine that are among the first R hits, for each
 *   R of sem_record_depths
 * @precision: by recall: the greatest precision at that recall or a higher one (the interpolation
 *   of TREC); 0 for a query without a relevant photo
 * @radius_precision: by Hamming radius: share of the photos within it that are relevant; 0 where
 *   there are none, and for rankings that are not by codes
 * @radius_found: by Hamming radius: share of the queries with any photo within it
 * @precision_at: by place of sem_record_places: share of the first N hits that are relevant, or of
 *   all where there are fewer
 *
 * All from 0 to 1. Contains only doubles: as an array it has SEM_RECORD_N_VALUES of them.
 */
typedef struct
{
  double figures[SEM_EVALUATION_N_FIGURES];
  double nn10[SEM_RECORD_N_DEPTHS];
  double precision[SEM_RECORD_N_RECALLS];
  double radius_precision[SEM_RECORD_N_RADII];
  double radius_found[SEM_RECORD_N_RADII];
  double precision_at[SEM_RECORD_N_PLACES];
} SemRecord;

#define SEM_RECORD_N_VALUES (sizeof (SemRecord) / sizeof (double))

/**
 * SemMeasuring:
 * @rule: of the protocol's own mAP
 * @k: number of first hits that it looks at, 0 for all
 */
typedef struct
{
  SemApRule rule;
  guint k;
} SemMeasuring;

/**
 * sem_record_measure:
 * @how: (nullable): the protocol's own figure; %NULL for hash AP of all hits
 * @relevant: (array): by position in the gallery: 1 where the photo is relevant, 0 elsewhere
 * @nearest: (array): n_nearest positions, at most SEM_RECORD_NEAREST: the query's nearest by the
 *   centred cosine
 * @record: (out caller-allocates): the query's figures
 *
 * mAP as in sem_average_precision() by %SEM_AP_HASH: mAP@all divides by all relevant photos,
 * mAP@1000 by those among the first 1,000.
 */
void sem_record_measure (const SemMeasuring *how,
                         const SemRanking *ranking,
                         const guint8 *relevant,
                         const guint32 *nearest,
                         gsize n_nearest,
                         SemRecord *record);

/* Adds every value of @other, for a mean. */
void sem_record_add (SemRecord *self, const SemRecord *other);
/* Multiplies every value by @factor. */
void sem_record_scale (SemRecord *self, double factor);

G_END_DECLS
