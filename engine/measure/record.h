/* record.h - all figures of one order: of a query, or their mean over queries
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/measure/ranking.h"

G_BEGIN_DECLS

typedef enum
{
  SEM_EVALUATION_MAP_ALL,
  SEM_EVALUATION_MAP_1000,
  SEM_EVALUATION_P_1,
  SEM_EVALUATION_P_10,
  SEM_EVALUATION_P_100,
  /* Share of a query's ten nearest by the centred cosine that are among the first 100. */
  SEM_EVALUATION_NN10_100,
  SEM_EVALUATION_N_FIGURES,
} SemEvaluationMetric;

#define SEM_RECORD_NEAREST 10
#define SEM_RECORD_N_DEPTHS 7
/* Recall 0, 0.01 … 1. */
#define SEM_RECORD_N_RECALLS 101
/* Radii 0 … K / 4 of the longest codes. */
#define SEM_RECORD_N_RADII (SEM_HASH_MAX_BITS / 4 + 1)

/* R of the nn10@R curve: 10, 20, 50, 100, 200, 500, 1000 */
extern const guint sem_record_depths[SEM_RECORD_N_DEPTHS];

/**
 * SemRecord:
 * @figures: by SemEvaluationMetric
 * @nn10: share of the ten nearest that are among the first R of sem_record_depths
 * @precision: greatest precision at that recall or beyond it (the interpolation of TREC); 0 for a
 *   query without a relevant photo
 * @radius_precision: share of the photos within the Hamming radius that are relevant, 0 where none
 *   is; 0 for orders that are not by codes
 * @radius_found: share of the queries that have any photo within the radius
 *
 * Doubles alone: as an array it has SEM_RECORD_N_VALUES.
 */
typedef struct
{
  double figures[SEM_EVALUATION_N_FIGURES];
  double nn10[SEM_RECORD_N_DEPTHS];
  double precision[SEM_RECORD_N_RECALLS];
  double radius_precision[SEM_RECORD_N_RADII];
  double radius_found[SEM_RECORD_N_RADII];
} SemRecord;

#define SEM_RECORD_N_VALUES (sizeof (SemRecord) / sizeof (double))

/**
 * sem_record_measure:
 * @relevant: (array): by position: 1 where it is relevant to the query, 0 elsewhere
 * @nearest: (array): n_nearest positions, at most SEM_RECORD_NEAREST: the query's nearest by the
 *   centred cosine
 * @record: (out caller-allocates): the query's figures
 *
 * mAP as in sem_metrics_average_precision(): mAP@all divides by all relevant photos, mAP@1000 by
 * those among the first 1,000.
 */
void sem_record_measure (const SemRanking *ranking,
                         const guint8 *relevant,
                         const guint32 *nearest,
                         gsize n_nearest,
                         SemRecord *record);

/* Adds every value of @other. */
void sem_record_add (SemRecord *self, const SemRecord *other);
void sem_record_scale (SemRecord *self, double factor);

G_END_DECLS
