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
/* The same of another file of the photo, which @photo shows. */
SemMatch *sem_match_new_with_photo (SemMatch *self, SemPhoto *photo) G_GNUC_WARN_UNUSED_RESULT;
/* Takes over what @hit says of the same photo. @proven: whether it says whether that is a copy */
void sem_match_update (SemMatch *self, const SemSearchHit *hit, gboolean proven);

G_END_DECLS
