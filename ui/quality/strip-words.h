/* strip-words.h - the strips in words
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/quality/strips.h"

G_BEGIN_DECLS

/* @kind: where two models are compared, their strips are in the places of the last two. */

/* Returns: (transfer none): "Exact Order", "By Codes" */
const char *sem_strip_words_for_strip (SemStrip strip, SemStripsKind kind);
/* Returns: (transfer none): a translated sentence that says what orders it */
const char *sem_strip_words_explain (SemStrip strip, SemStripsKind kind);
/* "Codes 3", or with a cross where that strip does not show it: "✕ Codes 12", "✕ Codes –".
 * Returns: (transfer full) */
char *sem_strip_words_for_rank (SemStripHit *hit,
                                SemStrip strip,
                                SemStripsKind kind) G_GNUC_WARN_UNUSED_RESULT;
/* "rose.jpg, 87 % similar; number 1 in the exact order, number 12 by codes and not shown there,
 * number 1 in the search": for a screen reader. Returns: (transfer full) */
char *sem_strip_words_for_hit (SemStripHit *hit,
                               const char *title,
                               SemStripsKind kind) G_GNUC_WARN_UNUSED_RESULT;
/* A translated sentence: how many of the first photos in the exact order codes and search find.
 * @strips: its hits are known. Returns: (transfer full) */
char *sem_strip_words_for_summary (SemStrips *strips) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
