/* metrics.h - the metrics of an inspection and their healthy ranges
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/inspect/inspection.h"
#include "engine/plot/plot.h"

G_BEGIN_DECLS

/* Alterations that are applied to query photos. */
#define SEM_INSPECT_N_ALTERATIONS 6
/* Query photos of the sample, and how many of them are altered. */
#define SEM_INSPECT_ALTERED 200

/**
 * SemInspectMetric:
 * @SEM_INSPECT_REACH: nn10@R: the share of the ten nearest by the centred cosine that are among the
 *   first R by Hamming distance, R the largest of 10, 20, 50 and 100 that is at most a tenth of the
 *   photos, or 10
 * @SEM_INSPECT_RANKED: the same, among the first R of a search, which re-ranks
 * @SEM_INSPECT_LIFT: mean cosine of the ten nearest by distance over that of the ten nearest
 * @SEM_INSPECT_FIRST: the first of SEM_INSPECT_N_ALTERATIONS: the share of altered photos that find
 *   their source first
 * @SEM_INSPECT_TENTH: the first of SEM_INSPECT_N_ALTERATIONS: among the first ten
 * @SEM_INSPECT_IMBALANCE: mean of |2 p - 1| over the bits
 * @SEM_INSPECT_ENTROPY: mean entropy of a bit
 * @SEM_INSPECT_DEAD: bits that are the same in all codes
 * @SEM_INSPECT_DOUBLED: bits that repeat another one
 * @SEM_INSPECT_CORRELATION: mean magnitude of the correlation of two bits
 * @SEM_INSPECT_UNIQUE: different codes over photos
 * @SEM_INSPECT_LARGEST: the share of photos with the most frequent code
 * @SEM_INSPECT_TIES: photos at the distance of the tenth nearest, a mean
 * @SEM_INSPECT_OVERLAP: common area of the histograms of distances of random pairs and neighbours
 * @SEM_INSPECT_SPREAD: mean distance of random pairs over the code length
 * @SEM_INSPECT_HUBNESS: how often the most frequent photo is among another one's nearest ten, over
 *   the mean
 * @SEM_INSPECT_QUANTIZATION: mean cosine of a photo's outputs and its code
 * @SEM_INSPECT_CODES: the share of stored codes that are those of the model
 * @SEM_INSPECT_FEATURES: the share of photos whose feature is the stored one when they are decoded
 *   again
 */
typedef enum
{
  SEM_INSPECT_REACH,
  SEM_INSPECT_RANKED,
  SEM_INSPECT_LIFT,
  SEM_INSPECT_FIRST,
  SEM_INSPECT_TENTH = SEM_INSPECT_FIRST + SEM_INSPECT_N_ALTERATIONS,
  SEM_INSPECT_IMBALANCE = SEM_INSPECT_TENTH + SEM_INSPECT_N_ALTERATIONS,
  SEM_INSPECT_ENTROPY,
  SEM_INSPECT_DEAD,
  SEM_INSPECT_DOUBLED,
  SEM_INSPECT_CORRELATION,
  SEM_INSPECT_UNIQUE,
  SEM_INSPECT_LARGEST,
  SEM_INSPECT_TIES,
  SEM_INSPECT_OVERLAP,
  SEM_INSPECT_SPREAD,
  SEM_INSPECT_HUBNESS,
  SEM_INSPECT_QUANTIZATION,
  SEM_INSPECT_CODES,
  SEM_INSPECT_FEATURES,
  SEM_INSPECT_N_METRICS,
} SemInspectMetric;

/* The ids of the alterations, as of sem_alteration_list(); static. */
extern const char *const sem_inspect_alterations[SEM_INSPECT_N_ALTERATIONS];
/* Returns: the translated name of an alteration; static */
const char *sem_inspect_get_alteration_name (guint alteration);

/* Returns: (transfer none): its name in JSON and in an inspection; static */
const char *sem_inspect_metric_get_key (SemInspectMetric metric);
/* Returns: (transfer none): its translated name; static */
const char *sem_inspect_metric_get_title (SemInspectMetric metric);
SemPlotUnit sem_inspect_metric_get_unit (SemInspectMetric metric);
/* Returns: the value; NaN where it was not measured */
double sem_inspect_metric_get (const SemInspection *inspection, SemInspectMetric metric);

/**
 * sem_inspect_metric_get_healthy:
 * @low, @high: (out): the least and the largest healthy value
 *
 * The ranges depend on the length of the codes and on the number of photos, and hold for features
 * of EfficientNet-Lite0. metrics.c says what they were measured on.
 */
void sem_inspect_metric_get_healthy (const SemInspection *inspection,
                                     SemInspectMetric metric,
                                     double *low,
                                     double *high);
/* Whether the value is healthy, or there is none. */
gboolean sem_inspect_metric_is_healthy (const SemInspection *inspection, SemInspectMetric metric);

/**
 * sem_inspect_metric_dup_number:
 * @step: the value is rounded to a multiple of it, unless that would contradict
 *   sem_inspect_metric_is_healthy()
 *
 * Returns: (transfer full): the value for a person: of one that is not healthy as many decimals as
 *   set it apart from the range
 */
char *sem_inspect_metric_dup_number (const SemInspection *inspection,
                                     SemInspectMetric metric,
                                     double step) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_inspect_metric_dup_bound:
 * @bound: of sem_inspect_metric_get_healthy()
 * @step: it is rounded to a multiple of this where that does not change it
 *
 * Returns: (transfer full): the bound for a person, as it is
 */
char *sem_inspect_metric_dup_bound (SemInspectMetric metric,
                                    double bound,
                                    double step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
