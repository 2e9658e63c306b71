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

/**
 * SemAlteredRow:
 * @name: the alteration, static, such as "half crop"
 * @first: share of queries whose source comes first, by SemAlteredOrder
 * @first_ten: share whose source is among the first ten
 */
typedef struct
{
  const char *name;
  double first[SEM_ALTERED_N_ORDERS];
  double first_ten[SEM_ALTERED_N_ORDERS];
} SemAlteredRow;

/**
 * sem_altered_evaluate:
 * @path: (type filename): a library with codes
 * @n_queries: number of photos to alter, drawn by @seed; fewer if the library has fewer
 * @n_asked: (out): number of photos that were altered
 * @progress: (nullable): reported to from this thread
 * @error: return location; SEM_ERROR_TOO_FEW, or an error of sem_search()
 *
 * Alters every query photo in each of a dozen ways, and searches for its source among all photos of
 * the library. A crop keeps the named share of the area, at a position drawn by the seed. Photos
 * that cannot be read again are left out. If the library has a picture twice (the centred cosine is
 * at least .98 and the perceptual hashes differ in at most 4 bits), either photo is the source.
 * Blocks. Uses one thread per processor; the result does not depend on their number.
 *
 * Returns: (transfer full) (element-type SemAlteredRow): a row per alteration
 */
GArray *sem_altered_evaluate (const char *path,
                              SemBackbone *backbone,
                              guint n_queries,
                              guint64 seed,
                              guint *n_asked,
                              const SemProgress *progress,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): a table in fixed-width text; ends with a newline. */
char *sem_altered_to_text (const GArray *rows, guint n_asked, guint64 seed);

G_END_DECLS
