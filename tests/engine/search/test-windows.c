/* The parts of a query that are looked at by themselves: pictures in pictures are found by their
 * borders, windows are dense enough, and places are carried over to the query.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "engine/base/random.h"
#include "engine/index/sketch.h"
#include "engine/search/copies/content-trim.h"
#include "engine/search/copies/copies-private.h"
#include "engine/search/copies/copy-windows.h"
#include "engine/search/copies/view-region.h"
#include "engine/search/request/region-words.h"

/* Points of the grid that a made photo is interpolated from. */
#define GRID 9

typedef struct
{
  guint8 *pixels;
  guint width;
  guint height;
} Canvas;

static Canvas
canvas_new (guint width, guint height, guint8 level)
{
  Canvas self = { g_malloc ((gsize) width * height * 3), width, height };

  memset (self.pixels, level, (gsize) width * height * 3);
  return self;
}

static SemRgbImage
canvas_get_image (const Canvas *self)
{
  return (SemRgbImage){ self->pixels, self->width, self->height, (gsize) self->width * 3 };
}

/* Smooth colours with some grain, as a photo out of focus has; no straight edges. */
static void
draw_photo (Canvas *self, const SemContentRectangle *place, guint64 seed)
{
  double grid[GRID + 1][GRID + 1][3];
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  for (guint i = 0; i < (GRID + 1) * (GRID + 1) * 3; i++)
    grid[i / 3 / (GRID + 1)][i / 3 % (GRID + 1)][i % 3] =
      30 + (double) sem_random_below (&random, 196);
  for (guint y = 0; y < place->height; y++)
    for (guint x = 0; x < place->width * 3; x++)
      {
        const double u = (double) (x / 3) * GRID / place->width,
                     v = (double) y * GRID / place->height;
        const guint i = (guint) u, j = (guint) v, c = x % 3;
        const double top = grid[j][i][c] + (u - i) * (grid[j][i + 1][c] - grid[j][i][c]);
        const double low =
          grid[j + 1][i][c] + (u - i) * (grid[j + 1][i + 1][c] - grid[j + 1][i][c]);
        const double grain = (double) sem_random_below (&random, 17) - 8;

        self->pixels[((gsize) (place->y + y) * self->width + place->x) * 3 + x] =
          (guint8) CLAMP (top + (v - j) * (low - top) + grain, 0, 255);
      }
}

/* Short dark strokes in lines, as text has. */
static void
draw_text (Canvas *self, const SemContentRectangle *place, SemRandom *random)
{
  for (guint y = 0; y + 10 <= place->height; y += 20)
    for (guint x = 0; x + 8 <= place->width; x += 3 + (guint) sem_random_below (random, 8))
      for (guint row = 0; row < 10; row++)
        memset (self->pixels + ((gsize) (place->y + y + row) * self->width + place->x + x) * 3, 40,
                6);
}

static double
measure_overlap (const SemContentRectangle *a, const SemContentRectangle *b)
{
  const double left = MAX (a->x, b->x), right = MIN (a->x + a->width, b->x + b->width);
  const double top = MAX (a->y, b->y), bottom = MIN (a->y + a->height, b->y + b->height);
  const double shared = MAX (0, right - left) * MAX (0, bottom - top);

  return shared / ((double) a->width * a->height + (double) b->width * b->height - shared);
}

static double
find_best (const SemContentRectangle *found, guint n, const SemContentRectangle *place)
{
  double best = 0;

  for (guint i = 0; i < n; i++)
    best = MAX (best, measure_overlap (&found[i], place));
  return best;
}

/* Pictures that hold photos. Texts fill what is left of a page. */
static const struct
{
  const char *name;
  guint width, height;
  guint8 level;
  gboolean text;
  guint n;
  SemContentRectangle places[9];
} layouts[] = {
  { "caption", 500, 640, 255, FALSE, 1, { { 0, 140, 500, 500 } } },
  { "bars", 540, 896, 0, FALSE, 1, { { 0, 250, 540, 380 } } },
  { "frame", 700, 500, 90, FALSE, 1, { { 60, 40, 500, 330 } } },
  { "page, left", 640, 896, 255, TRUE, 1, { { 50, 500, 280, 210 } } },
  { "page, right", 640, 896, 255, TRUE, 1, { { 310, 200, 280, 300 } } },
  { "halves", 800, 400, 0, FALSE, 2, { { 0, 0, 330, 400 }, { 330, 0, 470, 400 } } },
  { "three in a row",
    896,
    260,
    255,
    FALSE,
    3,
    { { 0, 0, 250, 260 }, { 250, 0, 396, 260 }, { 646, 0, 250, 260 } } },
  { "four",
    804,
    804,
    255,
    FALSE,
    4,
    { { 0, 0, 400, 400 }, { 404, 0, 400, 400 }, { 0, 404, 400, 400 }, { 404, 404, 400, 400 } } },
  { "four, touching",
    800,
    800,
    0,
    FALSE,
    4,
    { { 0, 0, 400, 400 }, { 400, 0, 400, 400 }, { 0, 400, 400, 400 }, { 400, 400, 400, 400 } } },
  { "large and two small",
    840,
    560,
    255,
    FALSE,
    3,
    { { 0, 0, 556, 560 }, { 564, 0, 276, 276 }, { 564, 284, 276, 276 } } },
  { "nine",
    780,
    780,
    0,
    FALSE,
    9,
    { { 0, 0, 256, 256 },
      { 262, 0, 256, 256 },
      { 524, 0, 256, 256 },
      { 0, 262, 256, 256 },
      { 262, 262, 256, 256 },
      { 524, 262, 256, 256 },
      { 0, 524, 256, 256 },
      { 262, 524, 256, 256 },
      { 524, 524, 256, 256 } } },
};

static void
test_layouts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    for (guint seed = 1; seed <= 3; seed++)
      {
        Canvas canvas = canvas_new (layouts[i].width, layouts[i].height, layouts[i].level);
        SemContentRectangle found[SEM_MAX_CONTENT_RECTANGLES];
        const SemRgbImage image = canvas_get_image (&canvas);
        SemRandom random;
        guint n;

        sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
        if (layouts[i].text)
          draw_text (&canvas, &(SemContentRectangle){ 50, 50, 540, 790 }, &random);
        for (guint j = 0; j < layouts[i].n; j++)
          {
            const SemContentRectangle *place = &layouts[i].places[j];

            if (layouts[i].text)
              for (guint y = place->y - 12; y < place->y + place->height + 12; y++)
                memset (canvas.pixels + ((gsize) y * canvas.width + place->x - 12) * 3, 255,
                        (place->width + 24) * 3);
            draw_photo (&canvas, place, 100 * seed + j);
          }
        n = sem_content_rectangles_find (&image, found);
        for (guint j = 0; j < layouts[i].n; j++)
          {
            const double best = find_best (found, n, &layouts[i].places[j]);

            if (best < 0.85)
              g_test_message ("%s, photo %u of seed %u: %.2f", layouts[i].name, j, seed, best);
            g_assert_cmpfloat (best, >=, 0.85);
          }
        g_free (canvas.pixels);
      }
}

/* Between plain lines lie the four of a collage with gutters, and nothing of one without. */
static void
test_plain_only (void)
{
  for (guint gap = 0; gap <= 8; gap += 4)
    {
      Canvas canvas = canvas_new (800 + gap, 800 + gap, 255);
      const SemRgbImage image = canvas_get_image (&canvas);
      SemContentRectangle found[SEM_MAX_CONTENT_RECTANGLES], places[4];
      guint n;

      for (guint i = 0; i < 4; i++)
        {
          places[i] = (SemContentRectangle){ i % 2 * (400 + gap), i / 2 * (400 + gap), 400, 400 };
          draw_photo (&canvas, &places[i], i + 1);
        }
      n = sem_content_rectangles_find_plain (&image, found);
      if (gap == 0)
        g_assert_cmpuint (n, ==, 0);
      for (guint i = 0; gap > 0 && i < 4; i++)
        g_assert_cmpfloat (find_best (found, n, &places[i]), >=, 0.9);
      g_free (canvas.pixels);
    }
}

/* What is found lies within the picture, is no copy of another, and is the same every time. */
static void
test_any_picture (void)
{
  static const guint sides[][2] = { { 1, 1 },  { 1, 896 }, { 896, 1 },  { 2, 3 },
                                    { 40, 5 }, { 7, 300 }, { 896, 896 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      Canvas canvas = canvas_new (sides[i][0], sides[i][1], 128);
      const SemRgbImage image = canvas_get_image (&canvas);
      SemContentRectangle found[2][SEM_COPY_MAX_WINDOWS], box;
      guint n[2], n_rectangles;

      draw_photo (&canvas, &(SemContentRectangle){ 0, 0, sides[i][0], sides[i][1] }, i);
      for (guint k = 0; k < 2; k++)
        n[k] = sem_copy_windows_list (&image, found[k], &n_rectangles);
      g_assert_cmpmem (found[0], n[0] * sizeof **found, found[1], n[1] * sizeof **found);
      g_assert_cmpuint (n_rectangles, <=, n[0]);
      for (guint k = 0; k < n[0]; k++)
        {
          const SemContentRectangle cells = sem_copy_windows_get_cells (&image, &found[0][k]);

          g_assert_cmpuint (cells.width, >, 0);
          g_assert_cmpuint (cells.height, >, 0);
          g_assert_cmpuint (cells.x + cells.width, <=, SEM_COPY_MAP_CELLS);
          g_assert_cmpuint (cells.y + cells.height, <=, SEM_COPY_MAP_CELLS);
        }
      for (guint k = 0; k < n[0]; k++)
        {
          g_assert_cmpuint (found[0][k].width, >, 0);
          g_assert_cmpuint (found[0][k].height, >, 0);
          g_assert_cmpuint (found[0][k].x + found[0][k].width, <=, sides[i][0]);
          g_assert_cmpuint (found[0][k].y + found[0][k].height, <=, sides[i][1]);
          for (guint j = 0; k < n_rectangles && j < k; j++)
            g_assert_cmpfloat (measure_overlap (&found[0][k], &found[0][j]), <, 0.96);
        }
      sem_content_trim (&image, &box);
      g_assert_cmpuint (box.x + box.width, <=, sides[i][0]);
      g_assert_cmpuint (box.y + box.height, <=, sides[i][1]);
      g_free (canvas.pixels);
    }
}

/* A picture of one colour has nothing to look at; only windows that show something are listed. */
static void
test_flat (void)
{
  Canvas canvas = canvas_new (600, 600, 200);
  const SemRgbImage image = canvas_get_image (&canvas);
  const SemContentRectangle corner = { 0, 0, 150, 150 };
  SemContentRectangle found[SEM_COPY_MAX_WINDOWS];
  guint n_rectangles, n;

  g_assert_cmpuint (sem_copy_windows_list (&image, found, &n_rectangles), ==, 0);
  draw_photo (&canvas, &corner, 1);
  n = sem_copy_windows_list (&image, found, &n_rectangles);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (measure_overlap (&found[i], &corner), >, 0);
  g_free (canvas.pixels);
}

/* Wherever a photo lies that is half as wide and high as the picture, a window lies inside it, but
 * for half a cell of the map at most, that has at least a quarter of its area; and windows lie on
 * cells. */
static void
test_dense (void)
{
  Canvas canvas = canvas_new (720, 480, 0);
  const SemRgbImage image = canvas_get_image (&canvas);
  SemContentRectangle found[SEM_COPY_MAX_WINDOWS];
  guint n_rectangles, n;

  draw_photo (&canvas, &(SemContentRectangle){ 0, 0, 720, 480 }, 5);
  n = sem_copy_windows_list (&image, found, &n_rectangles);
  for (guint y = 0; y <= 240; y += 5)
    for (guint x = 0; x <= 360; x += 5)
      {
        const guint near_x = 720 / SEM_COPY_MAP_CELLS / 2 + 1;
        const guint near_y = 480 / SEM_COPY_MAP_CELLS / 2 + 1;
        guint best = 0;

        for (guint i = n_rectangles; i < n; i++)
          if (found[i].x + near_x >= x && found[i].x + found[i].width <= x + 360 + near_x
              && found[i].y + near_y >= y && found[i].y + found[i].height <= y + 240 + near_y)
            best = MAX (best, found[i].width * found[i].height);
        g_assert_cmpuint (best, >=, 360 * 240 / 4);
      }
  for (guint i = n_rectangles; i < n; i++)
    {
      const SemContentRectangle cells = sem_copy_windows_get_cells (&image, &found[i]);

      g_assert_cmpuint (cells.x + cells.width, <=, SEM_COPY_MAP_CELLS);
      g_assert_cmpuint (cells.y + cells.height, <=, SEM_COPY_MAP_CELLS);
      g_assert_cmpuint (cells.x * 720 / SEM_COPY_MAP_CELLS, ==, found[i].x);
      g_assert_cmpuint (cells.y * 480 / SEM_COPY_MAP_CELLS, ==, found[i].y);
      g_assert_cmpuint (cells.width * 720 / SEM_COPY_MAP_CELLS, ==, found[i].width);
      g_assert_cmpuint (cells.height * 480 / SEM_COPY_MAP_CELLS, ==, found[i].height);
    }
  g_free (canvas.pixels);
}

static void
test_trim (void)
{
  Canvas canvas = canvas_new (300, 200, 240);
  const SemRgbImage image = canvas_get_image (&canvas);
  SemContentRectangle box;

  sem_content_trim (&image, &box);
  g_assert_cmpuint (box.width, ==, 300);
  g_assert_cmpuint (box.height, ==, 200);
  draw_photo (&canvas, &(SemContentRectangle){ 40, 30, 200, 120 }, 1);
  sem_content_trim (&image, &box);
  g_assert_cmpuint (box.x, ==, 40);
  g_assert_cmpuint (box.y, ==, 30);
  g_assert_cmpuint (box.width, ==, 200);
  g_assert_cmpuint (box.height, ==, 120);
  g_free (canvas.pixels);
}

/* A small picture on a page is known by a place whose edges lie a few pixels beside its own;
 * another picture is not, wherever its edges are. */
static void
test_inner_edges (void)
{
  const SemContentRectangle all = { 0, 0, SEM_DECODE_SIDE, SEM_DECODE_SIDE };
  const SemContentRectangle place = { 100, 90, 104, 88 };
  g_autofree SemCopyQuery *query = g_new0 (SemCopyQuery, 1);
  Canvas page = canvas_new (SEM_DECODE_SIDE, SEM_DECODE_SIDE, 255);
  Canvas photo = canvas_new (SEM_DECODE_SIDE, SEM_DECODE_SIDE, 0);
  guint known = 0;

  draw_photo (&page, &place, 1);
  for (guint seed = 1; seed <= 4; seed++)
    {
      draw_photo (&photo, &all, seed);
      sem_sketch_shrink (photo.pixels, SEM_DECODE_SIDE, SEM_COPY_CLOSE_SIDE, query->tiles[0].close);
      for (guint i = 0; i < 81; i++)
        {
          const int left = (int) (i % 3) * 2 - 2, right = (int) (i / 3 % 3) * 2 - 2;
          const int top = (int) (i / 9 % 3) * 2 - 2, bottom = (int) (i / 27) * 2 - 2;
          const SemCopyInner inner = {
            .place = { 1, (guint8) (100 + left), (guint8) (90 + top), (guint8) (104 - left + right),
                       (guint8) (88 - top + bottom) },
          };
          const float score = sem_copy_inner_verify (&inner, query, page.pixels);

          known += seed == 1 && score > 3;
          if (seed > 1)
            g_assert_cmpfloat (score, ==, 0);
        }
    }
  g_assert_cmpuint (known, >=, 70);
  g_free (page.pixels);
  g_free (photo.pixels);
}

/* The pixel that a place in a turned picture shows is the one at the place turned back. */
static void
test_turn_back (void)
{
  enum
  {
    SIDE = 10
  };
  guint8 upright[SIDE * SIDE], turned[SIDE * SIDE];

  for (guint i = 0; i < SIDE * SIDE; i++)
    upright[i] = (guint8) i;
  for (guint orientation = 0; orientation < SEM_N_ORIENTATIONS; orientation++)
    {
      sem_sketch_orient (upright, SIDE, 1, orientation, turned);
      for (guint i = 0; i < SIDE * SIDE; i++)
        {
          const SemSearchRegion pixel = { i % SIDE / (double) SIDE, i / SIDE / (double) SIDE,
                                          1.0 / SIDE, 1.0 / SIDE };
          const SemSearchRegion back = sem_view_region_turn_back (&pixel, orientation);
          const guint x = (guint) (back.x * SIDE + 0.5), y = (guint) (back.y * SIDE + 0.5);

          g_assert_cmpuint (upright[y * SIDE + x], ==, turned[i]);
        }
    }
}

static void
assert_region (const SemSearchRegion *region, double x, double y, double width, double height)
{
  g_assert_cmpfloat_with_epsilon (region->x, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (region->y, y, 1e-9);
  g_assert_cmpfloat_with_epsilon (region->width, width, 1e-9);
  g_assert_cmpfloat_with_epsilon (region->height, height, 1e-9);
}

/* A window that is the lower right quarter of a photo tells where all of the photo is. */
static void
test_extend (void)
{
  const SemSearchRegion frame = { 0.5, 0.6, 0.2, 0.1 }, part = { 0.5, 0.5, 0.5, 0.5 };
  const SemSearchRegion whole = sem_view_region_extend (&frame, &part);
  const SemSearchRegion again = sem_view_region_place (&whole, &part);
  const SemSearchRegion outside = { -0.1, 0.9, 0.4, 0.2 }, far = { 1.2, 0, 0.5, 0.5 };
  const SemSearchRegion most = { -0.2, 0.02, 1.4, 1 };
  SemSearchRegion taken;

  assert_region (&whole, 0.3, 0.5, 0.4, 0.2);
  assert_region (&again, frame.x, frame.y, frame.width, frame.height);
  taken = sem_view_region_take (&outside);
  assert_region (&taken, 0, 0.9, 0.3, 0.1);
  taken = sem_view_region_take (&far);
  assert_region (&taken, 0, 0, 0, 0);
  taken = sem_view_region_take (&most);
  assert_region (&taken, 0, 0, 0, 0);
}

static void
test_words (void)
{
  static const struct
  {
    SemSearchRegion region;
    const char *words;
  } cases[] = {
    { { 0, 0, 0, 0 }, "" },
    { { 0.05, 0.05, 0.9, 0.9 }, "most of your picture" },
    { { 0, 0.5, 0.5, 0.5 }, "lower left quarter of your picture" },
    { { 0.5, 0, 0.5, 0.5 }, "upper right quarter of your picture" },
    { { 0.02, 0.03, 0.45, 0.48 }, "upper left quarter of your picture" },
    { { 0.52, 0.52, 0.45, 0.45 }, "lower right quarter of your picture" },
    { { 0, 0, 0.5, 1 }, "left half of your picture" },
    { { 0.5, 0, 0.5, 0.97 }, "right half of your picture" },
    { { 0, 0.48, 1, 0.5 }, "lower half of your picture" },
    { { 0, 0, 1, 0.55 }, "upper half of your picture" },
    { { 0, 0.25, 1, 0.5 }, "middle of your picture, from side to side" },
    { { 0.35, 0, 0.3, 1 }, "middle of your picture, from top to bottom" },
    { { 0, 0.18, 1, 0.82 }, "lower part of your picture" },
    { { 0, 0, 0.33, 1 }, "left part of your picture" },
    { { 0.7, 0.1, 0.25, 0.2 }, "upper right part of your picture" },
    { { 0.35, 0.02, 0.3, 0.3 }, "top of your picture" },
    { { 0.3, 0.3, 0.4, 0.4 }, "middle of your picture" },
    { { 0.02, 0.4, 0.2, 0.2 }, "left side of your picture" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (sem_region_get_words (&cases[i].region), ==, cases[i].words);
  /* Every part of a picture has words. */
  for (guint i = 0; i < 10000; i++)
    {
      const SemSearchRegion region = { i % 10 / 10.0, i / 10 % 10 / 10.0, (i / 100 % 10 + 1) / 10.0,
                                       (i / 1000 + 1) / 10.0 };

      g_assert_cmpuint (strlen (sem_region_get_words (&region)), >, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/windows/layouts", test_layouts);
  g_test_add_func ("/windows/plain-only", test_plain_only);
  g_test_add_func ("/windows/any-picture", test_any_picture);
  g_test_add_func ("/windows/flat", test_flat);
  g_test_add_func ("/windows/dense", test_dense);
  g_test_add_func ("/windows/inner-edges", test_inner_edges);
  g_test_add_func ("/windows/trim", test_trim);
  g_test_add_func ("/windows/turn-back", test_turn_back);
  g_test_add_func ("/windows/extend", test_extend);
  g_test_add_func ("/windows/words", test_words);
  return g_test_run ();
}
