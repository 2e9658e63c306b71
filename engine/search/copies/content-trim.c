/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/copies/content-trim.h"

/* As in the decoder: variation of a border in grey levels (JPEG leaves ripples), and what trimming
 * keeps of each side at least. */
#define BORDER_TOLERANCE 14
#define MIN_LEFT 8

static gboolean
is_ground (const SemRgbImage *picture, guint x, guint y, guint n, gsize step, const guint8 *ground)
{
  const guint8 *pixel = picture->pixels + y * picture->stride + (gsize) x * 3;

  for (guint i = 0; i < n; i++, pixel += step)
    for (guint c = 0; c < 3; c++)
      if (ABS ((int) pixel[c] - (int) ground[c]) > BORDER_TOLERANCE)
        return FALSE;
  return TRUE;
}

/* Lines at both ends that have the colour of the pixels there. FALSE where little is left. */
static gboolean
trim_axis (const SemRgbImage *picture, SemContentRectangle *box, guint axis)
{
  const guint x = box->x, y = box->y, n = axis ? box->width : box->height;
  const guint length = axis ? box->height : box->width;
  const gsize step = axis ? 3 : picture->stride;
  const guint8 *corner = picture->pixels + y * picture->stride + (gsize) x * 3;
  const guint8 *first = corner, *last = corner + (length - 1) * (axis ? picture->stride : 3);
  guint from = 0, to = length;

  if (axis)
    last += (gsize) (n - 1) * 3;
  while (from < length
         && is_ground (picture, axis ? x : x + from, axis ? y + from : y, n, step, first))
    from++;
  while (to > from
         && is_ground (picture, axis ? x : x + to - 1, axis ? y + to - 1 : y, n, step, last))
    to--;
  if (to <= from || (to - from) * MIN_LEFT < length)
    return FALSE;
  if (axis)
    *box = (SemContentRectangle){ x, y + from, n, to - from };
  else
    *box = (SemContentRectangle){ x + from, y, to - from, n };
  return TRUE;
}

void
sem_content_trim (const SemRgbImage *picture, SemContentRectangle *trimmed)
{
  const SemContentRectangle whole = { 0, 0, picture->width, picture->height };

  *trimmed = whole;
  if (!trim_axis (picture, trimmed, 1) || !trim_axis (picture, trimmed, 0))
    *trimmed = whole;
}
