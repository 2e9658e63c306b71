/* altered.h - how well altered copies of a library's photos are found
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/**
 * SemAlteredOrder:
 * @SEM_ALTERED_FLOAT: cosine of the centred float features, over all photos
 * @SEM_ALTERED_HAMMING: distance of the codes
 * @SEM_ALTERED_SCORE: a search's own order
 * @SEM_ALTERED_COPIES: the order of a search for copies
 */
typedef enum
{
  SEM_ALTERED_FLOAT,
  SEM_ALTERED_HAMMING,
  SEM_ALTERED_SCORE,
  SEM_ALTERED_COPIES,
  SEM_ALTERED_N_ORDERS,
} SemAlteredOrder;

/* "float", "hamming", "score", "copies". */
const char *sem_altered_order_get_name (SemAlteredOrder order);

/**
 * SemAlteredOptions:
 * @folder: (nullable) (type filename): absolute; only photos below it are altered
 * @n_queries: number of photos to alter, drawn by @seed; fewer if there are fewer
 * @only: (nullable): ids of the alterations to make, %NULL for all
 */
typedef struct
{
  const char *folder;
  guint n_queries;
  guint64 seed;
  const char *const *only;
} SemAlteredOptions;

/**
 * SemAlteredRow:
 * @id: of the alteration, static, such as "half crop"
 * @name: the same, to be translated
 * @first: share of queries whose first hit is a source, by SemAlteredOrder
 * @first_ten: share with a source among the first ten
 * @each_first: share of sources before which nothing but the other sources of the query comes; as
 *   @first where the alteration shows one photo
 * @all_ten: share of queries with all sources among the first ten
 * @labelled: share of queries whose source, found among the first ten copies, is called more than
 *   alike
 * @right: share of queries whose source, found among the first ten copies, has the right kind
 * @n_wrong: copies claimed that are no source of the query, among all of its first ten hits
 * @n_hits: hits that are no source
 * @seconds: mean time of a search, by SemAlteredOrder; 0 for the first two
 * @proof_seconds: mean time of the proof of the first copies, which @seconds has not
 *
 * A source is the photo that was altered, or another of the same picture.
 */
typedef struct
{
  const char *id;
  const char *name;
  double first[SEM_ALTERED_N_ORDERS];
  double first_ten[SEM_ALTERED_N_ORDERS];
  double each_first[SEM_ALTERED_N_ORDERS];
  double all_ten[SEM_ALTERED_N_ORDERS];
  double labelled;
  double right;
  guint n_wrong;
  guint n_hits;
  double seconds[SEM_ALTERED_N_ORDERS];
  double proof_seconds;
} SemAlteredRow;

/**
 * sem_altered_evaluate:
 * @path: (type filename): a library with codes
 * @n_asked: (out): number of photos that were altered
 * @progress: (nullable): reported to from this thread
 * @error: return location; SEM_ERROR_TOO_FEW, or an error of sem_search()
 *
 * Alters every query photo in each of some dozen ways, and searches for its source among all photos
 * of the library. A crop keeps the named share of the area, at a position drawn by the seed. Photos
 * that cannot be read again are left out. If the library has a picture twice (the centred cosine is
 * at least .98 and the perceptual hashes differ in at most 4 bits), either photo is the source.
 * Blocks. Uses one thread per processor; the result does not depend on their number.
 *
 * Returns: (transfer full) (element-type SemAlteredRow): a row per alteration
 */
GArray *sem_altered_evaluate (const char *path,
                              SemBackbone *backbone,
                              const SemAlteredOptions *options,
                              guint *n_asked,
                              const SemProgress *progress,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
