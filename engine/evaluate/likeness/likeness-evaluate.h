/* likeness-evaluate.h - evaluates where likeness ends
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/evaluate/protocols/labelled-set.h"
#include "engine/photos/reference.h"

G_BEGIN_DECLS

#define SEM_LIKENESS_N_SIZES 5

/**
 * SemLikenessRow:
 * @name: which queries in which library, such as "a class in 12 of it"; static
 * @absent: whether the libraries have nothing of the queries' kind
 * @n_libraries: number of libraries that were searched
 * @n_queries: number of queries in all of them
 * @least, @most: photos in the smallest and the largest library
 * @few: share of the queries with at most 5 hits above the divider
 * @none: share of the queries with none
 * @recall: of present ones, the mean share of the photos of their kind that are above the divider
 * @best_recall: the same above the result's threshold
 * @precision: of present ones that have photos above the divider, the mean share of these that are
 *   of their kind
 */
typedef struct
{
  const char *name;
  gboolean absent;
  guint n_libraries;
  guint n_queries;
  guint least;
  guint most;
  double few;
  double none;
  double recall;
  double best_recall;
  double precision;
} SemLikenessRow;

/**
 * SemLikenessOrder:
 * @SEM_LIKENESS_SEARCH: that of a search
 * @SEM_LIKENESS_PLAIN: by the cosine of the features
 * @SEM_LIKENESS_CENTRED: by that of features centred on the library's mean
 */
typedef enum
{
  SEM_LIKENESS_SEARCH,
  SEM_LIKENESS_PLAIN,
  SEM_LIKENESS_CENTRED,
  SEM_LIKENESS_N_ORDERS,
} SemLikenessOrder;

/**
 * SemLikenessCurve:
 * @n_photos: photos in the library, drawn at random
 * @n_draws: how many libraries were drawn
 * @precision: by #SemLikenessOrder: the mean precision of the first ten
 * @error: its standard error, over the draws
 * @ahead: precision of the search minus that of the better one of the other two orders
 * @ahead_error: its standard error, over the same draws
 */
typedef struct
{
  guint n_photos;
  guint n_draws;
  double precision[SEM_LIKENESS_N_ORDERS];
  double error[SEM_LIKENESS_N_ORDERS];
  double ahead;
  double ahead_error;
} SemLikenessCurve;

/**
 * SemLikenessResult:
 * @threshold: the least likeness that, taken for all libraries alike and chosen by the classes,
 *   leaves at least .98 of the absent queries at most 5 hits and .7 none
 * @rows: (element-type SemLikenessRow)
 */
typedef struct
{
  guint64 seed;
  double threshold;
  GArray *rows;
  SemLikenessCurve curve[SEM_LIKENESS_N_SIZES];
} SemLikenessResult;

/**
 * sem_likeness_evaluate:
 * @set: classes, and photos without a class that show nothing of any class
 * @reference: of the backbone of its features
 *
 * Makes libraries of some of the photos, trains each, and searches it for photos of a kind that it
 * has, and for photos of a kind that it does not have: of 12 photos of one class, of whole classes,
 * of all classes, of the photos without a class, and of everything.
 *
 * Returns: (transfer full): %NULL with %SEM_ERROR_TOO_FEW where there is no class of 20 photos,
 *   %G_IO_ERROR_CANCELLED, or an error of sem_hash_train()
 */
SemLikenessResult *sem_likeness_evaluate (const SemLabelledSet *set,
                                          const SemReference *reference,
                                          guint64 seed,
                                          const SemProgress *progress,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_likeness_result_free (SemLikenessResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemLikenessResult, sem_likeness_result_free)

/* (transfer full): both tables as text, ends with a newline; and as a JSON object without. */
char *sem_likeness_result_to_text (const SemLikenessResult *self) G_GNUC_WARN_UNUSED_RESULT;
char *sem_likeness_result_to_json (const SemLikenessResult *self,
                                   const char *set) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
