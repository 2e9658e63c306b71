/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/request/region-words.h"

#include <glib/gi18n-lib.h>

/* A side from here on is the whole side; between the others it is half of it. */
#define WHOLE 0.85
#define LEAST_HALF 0.4
#define MOST_HALF 0.6
/* Centers outside of these are at one side of the picture. */
#define FIRST_THIRD 0.42
#define LAST_THIRD 0.58

/* Along one axis: where the region is, and whether it is half of the side or all of it. */
typedef struct
{
  guint third; /* 0, 1, 2 */
  gboolean half;
  gboolean whole;
} Extent;

static Extent
measure (double from, double length)
{
  const double center = from + length / 2;

  return (Extent){
    .third = center < FIRST_THIRD  ? 0
             : center > LAST_THIRD ? 2
                                   : 1,
    .half = length >= LEAST_HALF && length <= MOST_HALF,
    .whole = length >= WHOLE,
  };
}

/* From side to side along one axis; by the third along the other. */
static const char *
get_band_words (const Extent *extent, gboolean upright)
{
  static const char *const halves[2][3] = {
    { N_("upper half of your picture"), N_("middle of your picture, from side to side"),
      N_("lower half of your picture") },
    { N_("left half of your picture"), N_("middle of your picture, from top to bottom"),
      N_("right half of your picture") },
  };
  static const char *const parts[2][3] = {
    { N_("upper part of your picture"), N_("middle of your picture, from side to side"),
      N_("lower part of your picture") },
    { N_("left part of your picture"), N_("middle of your picture, from top to bottom"),
      N_("right part of your picture") },
  };

  return _((extent->half ? halves : parts)[upright][extent->third]);
}

const char *
sem_region_get_words (const SemSearchRegion *region)
{
  static const char *const quarters[3][3] = {
    { N_("upper left quarter of your picture"), NULL, N_("upper right quarter of your picture") },
    { NULL, NULL, NULL },
    { N_("lower left quarter of your picture"), NULL, N_("lower right quarter of your picture") },
  };
  static const char *const parts[3][3] = {
    { N_("upper left part of your picture"), N_("top of your picture"),
      N_("upper right part of your picture") },
    { N_("left side of your picture"), N_("middle of your picture"),
      N_("right side of your picture") },
    { N_("lower left part of your picture"), N_("bottom of your picture"),
      N_("lower right part of your picture") },
  };
  const Extent wide = measure (region->x, region->width),
               high = measure (region->y, region->height);

  if (region->width <= 0 || region->height <= 0)
    return "";
  if (wide.whole && high.whole)
    return _("most of your picture");
  if (wide.whole)
    return get_band_words (&high, FALSE);
  if (high.whole)
    return get_band_words (&wide, TRUE);
  if (wide.half && high.half && quarters[high.third][wide.third])
    return _(quarters[high.third][wide.third]);
  return _(parts[high.third][wide.third]);
}
