/* region-words.h - a part of a picture, in words
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/request/search-answer.h"

G_BEGIN_DECLS

/**
 * sem_region_get_words:
 * @region: a part of the picture that was searched for, such as SemSearchHit.region
 *
 * Halves and quarters are called so where a side is 40 to 60 % of the picture's; the rest are
 * parts.
 *
 * Returns: (transfer none): a translated phrase such as "lower left quarter of your picture"; ""
 *   where the part is not known
 */
const char *sem_region_get_words (const SemSearchRegion *region);

G_END_DECLS
