/* altered-outcome.h - the results of the searches for one altered picture, and their summary
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/copies/altered-job.h"

G_BEGIN_DECLS

/**
 * SemAlteredVerdict:
 * @first: whether the first hit is right
 * @first_ten: whether a right hit is among the first ten
 * @each_first: the share of the pictures looked for that come before any other, 0 to 1
 * @all_ten: whether all of them are among the first ten
 *
 * The result of one altered picture in one order.
 */
typedef struct
{
  gboolean first;
  gboolean first_ten;
  double each_first;
  gboolean all_ten;
} SemAlteredVerdict;

/* One altered picture; the fields as in SemAlteredRow, of which it is a part. */
typedef struct
{
  SemAlteredVerdict verdicts[SEM_ALTERED_N_ORDERS];
  double seconds[SEM_ALTERED_N_ORDERS];
  double proof_seconds;
  gboolean labelled;
  gboolean right;
  guint n_wrong;
  guint n_hits;
} SemAlteredOutcome;

/**
 * sem_altered_outcomes_count:
 * @outcomes: shape (queries, chosen alterations)
 *
 * Returns: (transfer full) (element-type SemAlteredRow): one for each chosen alteration
 */
GArray *sem_altered_outcomes_count (const SemAlteredJob *job,
                                    const SemAlteredOutcome *outcomes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
