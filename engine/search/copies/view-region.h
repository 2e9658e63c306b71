/* view-region.h - from places in a view of the query to places in the query
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/request/search-answer.h"

G_BEGIN_DECLS

/**
 * sem_view_region_turn_back:
 * @region: a part of an upright picture as it lies in one of its orientations, as shares
 * @orientation: as for sem_sketch_orient()
 *
 * Returns: the same part as it lies in the upright picture
 */
SemSearchRegion sem_view_region_turn_back (const SemSearchRegion *region, guint orientation);

/* Where a part of @frame lies in the picture that @frame is a part of; not clamped. */
SemSearchRegion sem_view_region_place (const SemSearchRegion *frame, const SemSearchRegion *part);

/**
 * sem_view_region_extend:
 * @frame: what a view shows, as a part of a picture
 * @part: where in another picture the view is located, not empty
 *
 * Returns: where all of the other picture lies in the picture that @frame is a part of; not clamped
 */
SemSearchRegion sem_view_region_extend (const SemSearchRegion *frame, const SemSearchRegion *part);

/* The part of @region that lies within the picture; all 0 where nothing does, or nearly all. */
SemSearchRegion sem_view_region_take (const SemSearchRegion *region);

G_END_DECLS
