/* record.h - all figures of one ranking, of one query or as a mean over queries
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
  /* Share of a query's ten nearest by the centred cosine that are among the first 100 hits. */
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
 * @nn10: share of the ten nearest by the centred cosine that are among the first R hits, for each
 *   R of sem_record_depths
 * @precision: by recall: the greatest precision at that recall or a higher one (the interpolation
 *   of TREC); 0 for a query without a relevant photo
 * @radius_precision: by Hamming radius: share of the photos within it that are relevant; 0 where
 *   there are none, and for rankings that are not by codes
 * @radius_found: by Hamming radius: share of the queries with any photo within it
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
} SemRecord;

#define SEM_RECORD_N_VALUES (sizeof (SemRecord) / sizeof (double))

/**
 * sem_record_measure:
 * @relevant: (array): by position in the gallery: 1 where the photo is relevant, 0 elsewhere
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

/* Adds every value of @other, for a mean. */
void sem_record_add (SemRecord *self, const SemRecord *other);
/* Multiplies every value by @factor. */
void sem_record_scale (SemRecord *self, double factor);

G_END_DECLS
