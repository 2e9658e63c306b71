/* Looking at what is inside a round picture.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/search/copies/copy-windows.h"

#include <math.h>
#include <string.h>

#define SIDE 400

/* A pattern without straight edges within an ellipse of this width and height in the middle, on a
 * ground of one colour. */
static SemRgbImage
make_picture (guint width, guint height, guint8 ground)
{
  guint8 *pixels = g_malloc (SIDE * SIDE * 3);

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        const double dx = (x + .5 - SIDE / 2.0) * 2 / width;
        const double dy = (y + .5 - SIDE / 2.0) * 2 / height;
        guint8 *pixel = pixels + ((gsize) y * SIDE + x) * 3;

        memset (pixel, ground, 3);
        if (hypot (dx, dy) > 1)
          continue;
        pixel[0] = (guint8) (128 + 100 * sin (x * .07 + y * .04));
        pixel[1] = (guint8) (128 + 100 * sin (x * .05 - y * .09));
        pixel[2] = (guint8) (128 + 100 * sin (x * .03 + y * .11 + sin (x * .02)));
      }
  return (SemRgbImage){ pixels, SIDE, SIDE, SIDE * 3 };
}

/* Whether a rectangle is the square inside a circle of this diameter, or the like of an ellipse. */
static gboolean
has_inside (const SemRgbImage *picture, guint width, guint height)
{
  SemContentRectangle windows[SEM_COPY_MAX_WINDOWS];
  guint n_rectangles;
  const guint n = sem_copy_windows_list (picture, windows, &n_rectangles);

  g_assert_cmpuint (n, <=, SEM_COPY_MAX_WINDOWS);
  for (guint i = 0; i < n_rectangles; i++)
    {
      const SemContentRectangle *box = &windows[i];

      if (fabs (box->width - .7 * width) <= 6 && fabs (box->height - .7 * height) <= 6
          && fabs (box->x + box->width / 2.0 - SIDE / 2.0) <= 4
          && fabs (box->y + box->height / 2.0 - SIDE / 2.0) <= 4)
        return TRUE;
    }
  return FALSE;
}

static void
test_round (void)
{
  static const guint8 grounds[] = { 255, 0, 90 };

  for (gsize i = 0; i < G_N_ELEMENTS (grounds); i++)
    {
      SemRgbImage picture = make_picture (SIDE, SIDE, grounds[i]);

      g_assert_true (has_inside (&picture, SIDE, SIDE));
      g_free ((gpointer) picture.pixels);
      /* With a margin, and not as high as wide. */
      picture = make_picture (280, 280, grounds[i]);
      g_assert_true (has_inside (&picture, 280, 280));
      g_free ((gpointer) picture.pixels);
      picture = make_picture (SIDE, 300, grounds[i]);
      g_assert_true (has_inside (&picture, SIDE, 300));
      g_free ((gpointer) picture.pixels);
    }
}

/* Corners of which one shows something, or has another colour, are not those of a round picture;
 * and one of a single colour has no inside. */
static void
test_not_round (void)
{
  SemRgbImage picture = make_picture (4 * SIDE, 4 * SIDE, 255);

  g_assert_false (has_inside (&picture, SIDE, SIDE));
  g_free ((gpointer) picture.pixels);
  picture = make_picture (SIDE, SIDE, 255);
  for (guint y = SIDE * 7 / 8; y < SIDE; y++)
    memset ((guint8 *) picture.pixels + y * picture.stride + SIDE * 7 / 8 * 3, 200, SIDE / 8 * 3);
  g_assert_false (has_inside (&picture, SIDE, SIDE));
  memset ((guint8 *) picture.pixels, 60, SIDE * SIDE * 3);
  g_assert_false (has_inside (&picture, SIDE, SIDE));
  g_free ((gpointer) picture.pixels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/round/inside", test_round);
  g_test_add_func ("/round/not", test_not_round);
  return g_test_run ();
}
