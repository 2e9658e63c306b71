/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/copies/view-region.h"

/* A region of this share of the area is the whole picture. */
#define WHOLE_AREA 0.9

SemSearchRegion
sem_view_region_turn_back (const SemSearchRegion *region, guint orientation)
{
  SemSearchRegion back = *region;

  for (guint i = 0; i < (orientation & 3); i++)
    back = (SemSearchRegion){ back.y, 1 - back.x - back.width, back.height, back.width };
  if (orientation & 4)
    back.x = 1 - back.x - back.width;
  return back;
}

SemSearchRegion
sem_view_region_place (const SemSearchRegion *frame, const SemSearchRegion *part)
{
  return (SemSearchRegion){
    frame->x + part->x * frame->width,
    frame->y + part->y * frame->height,
    part->width * frame->width,
    part->height * frame->height,
  };
}

SemSearchRegion
sem_view_region_extend (const SemSearchRegion *frame, const SemSearchRegion *part)
{
  const double width = frame->width / part->width, height = frame->height / part->height;

  return (SemSearchRegion){ frame->x - part->x * width, frame->y - part->y * height, width,
                            height };
}

SemSearchRegion
sem_view_region_take (const SemSearchRegion *region)
{
  const double left = CLAMP (region->x, 0, 1), right = CLAMP (region->x + region->width, 0, 1);
  const double top = CLAMP (region->y, 0, 1), bottom = CLAMP (region->y + region->height, 0, 1);

  if (right <= left || bottom <= top || (right - left) * (bottom - top) >= WHOLE_AREA)
    return (SemSearchRegion){ 0 };
  return (SemSearchRegion){ left, top, right - left, bottom - top };
}
