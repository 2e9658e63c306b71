/* match-private.h - making hits, for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/results.h"
#include "engine/search/request/search-answer.h"

G_BEGIN_DECLS

SemMatch *sem_match_new (SemPhoto *photo, const SemSearchHit *hit) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): the same match with another item of its photo, which shows another file. */
SemMatch *sem_match_new_with_photo (SemMatch *self, SemPhoto *photo) G_GNUC_WARN_UNUSED_RESULT;
/* Updates the match from a new hit of the same photo. @proven: whether the kind of @hit is
 * proven */
void sem_match_update (SemMatch *self, const SemSearchHit *hit, gboolean proven);

G_END_DECLS
