/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/metrics.h"

#include "engine/hash/models/hash-options.h"
#include "engine/plot/figures.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* Share of the minimum reach that is required where R is 10 or 20. */
#define FEWEST_SHARE 0.6
#define FEW_SHARE 0.85
/* The photos that the ranges were measured on, at most. */
#define REFERENCE_PHOTOS 2000.0
/* The least part of a range's lower end that remains. */
#define LEAST_SHARE 0.1
/* No figure is printed more finely. */
#define FINEST_STEP 1e-6

/* Ranges for codes of 128 bits and more, of 64 bits, and of fewer. */
typedef struct
{
  const char *key;
  const char *title;
  SemPlotUnit unit;
  double ranges[3][2];
} Metric;

#define ANY(low, high)                                                                             \
  {                                                                                                \
    { (low), (high) }, { (low), (high) },                                                          \
    {                                                                                              \
      (low), (high)                                                                                \
    }                                                                                              \
  }
#define LOW(long_codes, at_64, shorter)                                                            \
  {                                                                                                \
    { (long_codes), 1 }, { (at_64), 1 },                                                           \
    {                                                                                              \
      (shorter), 1                                                                                 \
    }                                                                                              \
  }
#define HIGH(long_codes, at_64, shorter)                                                           \
  {                                                                                                \
    { 0, (long_codes) }, { 0, (at_64) },                                                           \
    {                                                                                              \
      0, (shorter)                                                                                 \
    }                                                                                              \
  }

/* Healthy ranges: what ITQ, GS-ITQ and DDH of 16 to 256 bits reached on Flowers-17 (1,360 photos),
 * a thousand photos of a thousand kinds, eight scenes (445 photos) and 2,000 enlarged pictures of
 * CIFAR-10, with a margin, features of EfficientNet-Lite0. Of all 28: reach .72 to 1 (128 bits and
 * more: .97 to 1), lift .49 to .99 (.90), found first: cropped .88, mirrored .98, lighter and
 * darker .99, recompressed .82 (of tiny pictures; of others .99), turned .24 to .98; imbalance up
 * to .07, correlation .03 to .18, overlap up to .30 (.10), random pairs .49 to .50 of the bits,
 * largest hub 1.7 to 5.5, outputs and codes .83 to .95. Random projections (LSH) are as well
 * balanced, and lose more of the neighbours: of 64 bits .44 to .82 is found.
 *
 * In a larger library more photos come between, so that with each tenfold of these 2,000 photos the
 * lower ends of what is found fall by the shares of get_fall(). Of all 60,000 pictures of CIFAR-10
 * at their own size, by DDH and GS-ITQ: reach .42 and .56 of 64 bits, .68 and .83 of 256; least of
 * both, found first: cropped .95, recompressed .63, turned .22, among ten .96, .72 and .30. */
static const Metric metrics[SEM_INSPECT_N_METRICS] = {
  [SEM_INSPECT_REACH] = { "reach", N_("True neighbors found by codes"), SEM_PLOT_PERCENT,
                          LOW (0.85, 0.7, 0.4) },
  [SEM_INSPECT_RANKED] = { "reach_ranked", N_("True neighbors found by searches"),
                           SEM_PLOT_PERCENT, LOW (0.85, 0.7, 0.4) },
  [SEM_INSPECT_LIFT] = { "lift", N_("Likeness of what codes find"), SEM_PLOT_PERCENT,
                         LOW (0.8, 0.6, 0.4) },
  [SEM_INSPECT_FIRST + 0] = { "crop_first", N_("Cropped, found first"), SEM_PLOT_PERCENT,
                              ANY (0.8, 1) },
  [SEM_INSPECT_FIRST + 1] = { "mirrored_first", N_("Mirrored, found first"), SEM_PLOT_PERCENT,
                              ANY (0.9, 1) },
  [SEM_INSPECT_FIRST + 2] = { "lighter_first", N_("Lighter, found first"), SEM_PLOT_PERCENT,
                              ANY (0.95, 1) },
  [SEM_INSPECT_FIRST + 3] = { "darker_first", N_("Darker, found first"), SEM_PLOT_PERCENT,
                              ANY (0.95, 1) },
  [SEM_INSPECT_FIRST + 4] = { "jpeg_first", N_("Recompressed, found first"), SEM_PLOT_PERCENT,
                              ANY (0.75, 1) },
  [SEM_INSPECT_FIRST + 5] = { "turned_first", N_("Turned, found first"), SEM_PLOT_PERCENT,
                              ANY (0.2, 1) },
  [SEM_INSPECT_TENTH + 0] = { "crop_10", N_("Cropped, among ten"), SEM_PLOT_PERCENT,
                              ANY (0.95, 1) },
  [SEM_INSPECT_TENTH + 1] = { "mirrored_10", N_("Mirrored, among ten"), SEM_PLOT_PERCENT,
                              ANY (0.95, 1) },
  [SEM_INSPECT_TENTH + 2] = { "lighter_10", N_("Lighter, among ten"), SEM_PLOT_PERCENT,
                              ANY (0.95, 1) },
  [SEM_INSPECT_TENTH + 3] = { "darker_10", N_("Darker, among ten"), SEM_PLOT_PERCENT,
                              ANY (0.95, 1) },
  [SEM_INSPECT_TENTH + 4] = { "jpeg_10", N_("Recompressed, among ten"), SEM_PLOT_PERCENT,
                              ANY (0.85, 1) },
  [SEM_INSPECT_TENTH + 5] = { "turned_10", N_("Turned, among ten"), SEM_PLOT_PERCENT,
                              ANY (0.4, 1) },
  [SEM_INSPECT_IMBALANCE] = { "imbalance", N_("Imbalance of bits"), SEM_PLOT_SHARE, ANY (0, 0.2) },
  [SEM_INSPECT_ENTROPY] = { "entropy", N_("Entropy of bits"), SEM_PLOT_SHARE, ANY (0.95, 1) },
  [SEM_INSPECT_DEAD] = { "dead_bits", N_("Bits that never change"), SEM_PLOT_COUNT, ANY (0, 0) },
  [SEM_INSPECT_DOUBLED] = { "duplicated_bits", N_("Bits that repeat another"), SEM_PLOT_COUNT,
                            ANY (0, 0) },
  [SEM_INSPECT_CORRELATION] = { "correlation", N_("Correlation of bits"), SEM_PLOT_SHARE,
                                ANY (0, 0.25) },
  [SEM_INSPECT_UNIQUE] = { "unique", N_("Different codes"), SEM_PLOT_PERCENT, LOW (0.8, 0.5, 0) },
  [SEM_INSPECT_LARGEST] = { "largest_bucket", N_("Photos with the most frequent code"),
                            SEM_PLOT_PERCENT, ANY (0, 0.1) },
  [SEM_INSPECT_TIES] = { "ties", N_("Photos as near as the tenth"), SEM_PLOT_NUMBER,
                         HIGH (20, 100, 1000) },
  [SEM_INSPECT_OVERLAP] = { "overlap", N_("Overlap of neighbors and random pairs"),
                            SEM_PLOT_PERCENT, HIGH (0.3, 0.35, 0.5) },
  [SEM_INSPECT_SPREAD] = { "spread", N_("Distance of random pairs"), SEM_PLOT_PERCENT,
                           ANY (0.4, 0.55) },
  [SEM_INSPECT_HUBNESS] = { "hubness", N_("Largest hub"), SEM_PLOT_NUMBER, ANY (0, 15) },
  [SEM_INSPECT_QUANTIZATION] = { "quantization", N_("Likeness of outputs and codes"),
                                 SEM_PLOT_SHARE, ANY (0.75, 1) },
  [SEM_INSPECT_CODES] = { "codes_match", N_("Codes of this model"), SEM_PLOT_PERCENT,
                          ANY (0.999, 1) },
  [SEM_INSPECT_FEATURES] = { "features_match", N_("Features of their photos"), SEM_PLOT_PERCENT,
                             ANY (0.95, 1) },
};

const char *const sem_inspect_alterations[SEM_INSPECT_N_ALTERATIONS] = {
  "80 % crop", "mirrored", "lighter", "darker", "JPEG q30", "turned 90°",
};

const char *
sem_inspect_get_alteration_name (guint alteration)
{
  static const char *const names[SEM_INSPECT_N_ALTERATIONS] = {
    N_("Cropped"), N_("Mirrored"),     N_("Lighter"),
    N_("Darker"),  N_("Recompressed"), N_("Turned"),
  };

  return _(names[alteration]);
}

const char *
sem_inspect_metric_get_key (SemInspectMetric metric)
{
  return metrics[metric].key;
}

const char *
sem_inspect_metric_get_title (SemInspectMetric metric)
{
  return _(metrics[metric].title);
}

SemPlotUnit
sem_inspect_metric_get_unit (SemInspectMetric metric)
{
  return metrics[metric].unit;
}

double
sem_inspect_metric_get (const SemInspection *inspection, SemInspectMetric metric)
{
  return sem_inspection_get_one (inspection, metrics[metric].key, NAN);
}

/* @length: 0 for codes of 128 bits and more, 1 for 64 bits, 2 for fewer */
static double
get_fall (SemInspectMetric metric, guint length)
{
  static const double reach[] = { 0.22, 0.3, 0.5 };
  /* Cropped, mirrored, lighter, darker, recompressed, turned. */
  static const double altered[SEM_INSPECT_N_ALTERATIONS] = { 0.03, 0.03, 0.03, 0.03, 0.2, 0.2 };

  if (metric == SEM_INSPECT_REACH || metric == SEM_INSPECT_RANKED)
    return reach[length];
  if (metric >= SEM_INSPECT_FIRST && metric < SEM_INSPECT_IMBALANCE)
    return altered[(metric - SEM_INSPECT_FIRST) % SEM_INSPECT_N_ALTERATIONS];
  return 0;
}

/* In whole percents, which are printed. */
static double
lower_for_many (double low, double fall, double n_photos)
{
  double share = MAX (LEAST_SHARE, 1 - fall * log10 (n_photos / REFERENCE_PHOTOS));

  return fall > 0 && share < 1 ? floor (100 * low * share) / 100 : low;
}

void
sem_inspect_metric_get_healthy (const SemInspection *inspection,
                                SemInspectMetric metric,
                                double *low,
                                double *high)
{
  const double *library = sem_inspection_get_exactly (inspection, "library", 4);
  double n_bits = library ? library[3] : SEM_HASH_MAX_BITS;
  double n_photos = library ? library[0] : REFERENCE_PHOTOS;
  guint length = n_bits >= 128 ? 0 : n_bits >= 64 ? 1 : 2;
  const double *range = metrics[metric].ranges[length];

  *low = lower_for_many (range[0], get_fall (metric, length), n_photos);
  *high = range[1];
  /* Among few photos fewer results are looked at. */
  if (metric == SEM_INSPECT_REACH || metric == SEM_INSPECT_RANKED)
    *low *= n_photos < 200 ? FEWEST_SHARE : n_photos < 500 ? FEW_SHARE : 1;
}

gboolean
sem_inspect_metric_is_healthy (const SemInspection *inspection, SemInspectMetric metric)
{
  double value = sem_inspect_metric_get (inspection, metric), low, high;

  sem_inspect_metric_get_healthy (inspection, metric, &low, &high);
  return isnan (value) || (value >= low && value <= high);
}

static gboolean
is_below (double value, double bound, double step)
{
  return round (value / step) * step < bound - FINEST_STEP / 10;
}

char *
sem_inspect_metric_dup_number (const SemInspection *inspection,
                               SemInspectMetric metric,
                               double step)
{
  const double value = sem_inspect_metric_get (inspection, metric);
  double low, high;

  sem_inspect_metric_get_healthy (inspection, metric, &low, &high);
  while (step > FINEST_STEP
         && ((value < low && !is_below (value, low, step))
             || (value > high && !is_below (-value, -high, step))))
    step /= 10;
  return sem_plot_format (metrics[metric].unit, value, step, FALSE);
}

char *
sem_inspect_metric_dup_bound (SemInspectMetric metric, double bound, double step)
{
  while (step > FINEST_STEP && fabs (round (bound / step) * step - bound) > FINEST_STEP / 10)
    step /= 10;
  return sem_plot_format (metrics[metric].unit, bound, step, FALSE);
}
