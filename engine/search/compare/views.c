/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/decode/worker/resize.h"
#include "engine/search/compare/comparer-private.h"

#include <math.h>
#include <string.h>

/* Between two photos side by side, in pixels, and its colour. */
#define GAP 16
#define GAP_COLOUR 255
/* Of a photo in a row, in pixels: panoramas would be lines, or too long. */
#define LEAST_HEIGHT 64
#define MOST_WIDTH 2048
/* Differences of a level or two are seen as well. */
#define GAIN 4
/* How far from a quarter a turn may be, in degrees. */
#define QUARTER_OFF 2.0

typedef struct
{
  guint x, y, width, height;
} Cut;

/* (transfer full): shape (@height, @width, 3): a part of the picture of a photo. */
static guint8 *
cut_out (const SemComparerLook *look, const Cut *cut, guint width, guint height)
{
  const gsize stride = (gsize) look->photo->colour_width * 3;
  const guint8 *pixels = g_bytes_get_data (look->photo->colour, NULL);
  const SemRgbImage image = {
    .pixels = pixels + cut->y * stride + (gsize) cut->x * 3,
    .width = cut->width,
    .height = cut->height,
    .stride = stride,
  };
  guint8 *rgb = g_malloc ((gsize) width * height * 3);

  sem_resize_rgb (SEM_RESIZE_SMOOTH, &image, rgb, width, height);
  return rgb;
}

GBytes *
sem_compare_view_heat (const SemComparerLook *const *looks,
                       const SemComparison *comparison,
                       guint *width,
                       guint *height)
{
  guint widths[2], at = 0;
  guint8 *row;

  *height = MIN (looks[0]->photo->colour_height, looks[1]->photo->colour_height);
  *height = MAX (*height, LEAST_HEIGHT);
  for (guint i = 0; i < 2; i++)
    {
      const SemDecodedPhoto *photo = looks[i]->photo;
      const guint64 wide = (guint64) photo->colour_width * *height / photo->colour_height;

      widths[i] = (guint) CLAMP (wide, 1, MOST_WIDTH);
    }
  *width = widths[0] + GAP + widths[1];
  row = g_malloc ((gsize) *width * *height * 3);
  memset (row, GAP_COLOUR, (gsize) *width * *height * 3);
  for (guint i = 0; i < 2; i++)
    {
      const Cut all = { 0, 0, looks[i]->photo->colour_width, looks[i]->photo->colour_height };
      g_autofree guint8 *rgb = cut_out (looks[i], &all, widths[i], *height);

      sem_heat_paint (&comparison->heat[i], rgb, widths[i], *height);
      for (guint y = 0; y < *height; y++)
        memcpy (row + ((gsize) y * *width + at) * 3, rgb + (gsize) y * widths[i] * 3,
                (gsize) widths[i] * 3);
      at += widths[i] + GAP;
    }
  return g_bytes_new_take (row, (gsize) *width * *height * 3);
}

static Cut
to_pixels (const SemComparerLook *look, const SemProofArea *area)
{
  const guint width = look->photo->colour_width, height = look->photo->colour_height;
  Cut cut = { 0, 0, width, height };

  if (area->width <= 0 || area->height <= 0)
    return cut;
  cut.x = MIN ((guint) (CLAMP (area->x, 0, 1) * width + .5), width - 1);
  cut.y = MIN ((guint) (CLAMP (area->y, 0, 1) * height + .5), height - 1);
  cut.width = (guint) CLAMP (area->width * width + .5, 1, width - cut.x);
  cut.height = (guint) CLAMP (area->height * height + .5, 1, height - cut.y);
  return cut;
}

/* Where in a picture of @width × @height the pixel (@x, @y) comes from once that was mirrored left
 * and right, where @mirror is set, and then turned clockwise by quarters. */
static gsize
find_pixel (guint x, guint y, guint width, guint height, gboolean mirror, guint quarters)
{
  const guint u = quarters == 0   ? x
                  : quarters == 1 ? y
                  : quarters == 2 ? width - 1 - x
                                  : width - 1 - y;
  const guint v = quarters == 0   ? y
                  : quarters == 1 ? height - 1 - x
                  : quarters == 2 ? height - 1 - y
                                  : x;

  return ((gsize) v * width + (mirror ? width - 1 - u : u)) * 3;
}

static gboolean
find_quarters (double turn, guint *quarters)
{
  const double nearest = round (turn / 90);

  *quarters = (guint) ((int) nearest + 4) % 4;
  return fabs (turn - nearest * 90) <= QUARTER_OFF;
}

/* Both at the coarser of the two resolutions: fine detail that one lacks is no difference. */
GBytes *
sem_compare_view_difference (const SemComparerLook *const *looks,
                             const SemComparison *comparison,
                             guint *width,
                             guint *height)
{
  const Cut a = to_pixels (looks[0], &comparison->region);
  const Cut b = to_pixels (looks[1], &comparison->part);
  const gboolean mirror = comparison->kind == SEM_COPY_MIRRORED;
  g_autofree guint8 *from = NULL;
  guint quarters, across, down;
  guint8 *rgb;

  if (comparison->kind == SEM_COPY_ALIKE || !find_quarters (comparison->turn, &quarters))
    return NULL;
  *width = MIN (a.width, quarters % 2 ? b.height : b.width);
  *height = MIN (a.height, quarters % 2 ? b.width : b.height);
  across = quarters % 2 ? *height : *width;
  down = quarters % 2 ? *width : *height;
  rgb = cut_out (looks[0], &a, *width, *height);
  from = cut_out (looks[1], &b, across, down);
  for (guint y = 0; y < *height; y++)
    for (guint x = 0; x < *width; x++)
      {
        const guint8 *other = from + find_pixel (x, y, across, down, mirror, quarters);
        guint8 *pixel = rgb + ((gsize) y * *width + x) * 3;

        for (guint i = 0; i < 3; i++)
          pixel[i] = (guint8) MIN (abs ((int) pixel[i] - (int) other[i]) * GAIN, 255);
      }
  return g_bytes_new_take (rgb, (gsize) *width * *height * 3);
}
