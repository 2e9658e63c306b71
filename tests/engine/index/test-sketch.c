/* Sketches: orientations, perceptual hashes, and crops found at their place.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "engine/index/sketch-place.h"
#include "engine/index/sketch.h"

#define SIDE 224

/* Waves and blobs of a few random sizes: structure at every scale, like a photo. */
static void
paint (guint seed, guint8 *rgb)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  double wave[6][5];

  for (guint i = 0; i < 6; i++)
    {
      wave[i][0] = g_rand_double_range (rand, -0.12, 0.12);
      wave[i][1] = g_rand_double_range (rand, -0.12, 0.12);
      wave[i][2] = g_rand_double_range (rand, 0, 6.3);
      wave[i][3] = g_rand_double_range (rand, 10, 40);
      wave[i][4] = g_rand_double_range (rand, 0.6, 1);
    }
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        double level = 128;

        for (guint i = 0; i < 6; i++)
          level += wave[i][3] * sin (wave[i][0] * x + wave[i][1] * y + wave[i][2]);
        for (guint c = 0; c < 3; c++)
          rgb[(y * SIDE + x) * 3 + c] = (guint8) CLAMP (level * wave[c][4], 0, 255);
      }
}

static void
test_orient (void)
{
  const guint8 source[] = { 1, 2, 3, 4 };
  static const guint8 expected[SEM_N_ORIENTATIONS][4] = { { 1, 2, 3, 4 }, { 3, 1, 4, 2 },
                                                          { 4, 3, 2, 1 }, { 2, 4, 1, 3 },
                                                          { 2, 1, 4, 3 }, { 4, 2, 3, 1 },
                                                          { 3, 4, 1, 2 }, { 1, 3, 2, 4 } };

  for (guint i = 0; i < SEM_N_ORIENTATIONS; i++)
    {
      guint8 target[4];

      sem_sketch_orient (source, 2, 1, i, target);
      g_assert_cmpmem (target, 4, expected[i], 4);
    }
}

static void
test_make (void)
{
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3);
  guint8 sketch[SEM_SKETCH_SIZE];

  memset (rgb, 200, SIDE * SIDE * 3);
  sem_sketch_make (rgb, SIDE, sketch);
  for (guint i = 0; i < SEM_SKETCH_SIZE; i++)
    g_assert_cmpuint (sketch[i], ==, 200);

  /* One red pixel of 49 in the second sketch pixel. */
  memset (rgb, 0, SIDE * SIDE * 3);
  rgb[7 * 3] = 255;
  sem_sketch_make (rgb, SIDE, sketch);
  g_assert_cmpuint (sketch[0], ==, 0);
  g_assert_cmpuint (sketch[1], ==, (guint) (0.299 * 255 / 49 + 0.5));
}

static void
test_dct (void)
{
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3), *noisy = g_malloc (SIDE * SIDE * 3);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint8 sketch[SEM_SKETCH_SIZE];
  guint64 hash, other;

  memset (sketch, 99, sizeof sketch);
  g_assert_false (sem_sketch_dct_hash (sketch, &hash));

  paint (1, rgb);
  sem_sketch_make (rgb, SIDE, sketch);
  g_assert_true (sem_sketch_dct_hash (sketch, &hash));
  g_assert_cmpuint (__builtin_popcountll (hash), ==, 32);

  for (guint i = 0; i < SIDE * SIDE * 3; i++)
    noisy[i] = (guint8) CLAMP (rgb[i] * 0.9 + g_rand_int_range (rand, -20, 20), 0, 255);
  sem_sketch_make (noisy, SIDE, sketch);
  g_assert_true (sem_sketch_dct_hash (sketch, &other));
  g_assert_cmpuint (__builtin_popcountll (hash ^ other), <=, 6);

  for (guint seed = 2; seed < 20; seed++)
    {
      paint (seed, rgb);
      sem_sketch_make (rgb, SIDE, sketch);
      g_assert_true (sem_sketch_dct_hash (sketch, &other));
      g_assert_cmpuint (__builtin_popcountll (hash ^ other), >, 12);
    }
}

/* Enlarges the part from (x, y), @share of each side, to the full size. */
static void
cut (const guint8 *rgb, double x, double y, double share, guint8 *out)
{
  for (guint i = 0; i < SIDE; i++)
    for (guint j = 0; j < SIDE; j++)
      {
        guint sy = (guint) ((y + share * (i + 0.5) / SIDE) * SIDE);
        guint sx = (guint) ((x + share * (j + 0.5) / SIDE) * SIDE);

        memcpy (out + (i * SIDE + j) * 3, rgb + (sy * SIDE + sx) * 3, 3);
      }
}

static void
locate (const guint8 *part, const guint8 *whole, double aspect, SemSketchPlace *place)
{
  g_autoptr (SemSketchPart) prepared = sem_sketch_part_new (part, SEM_SKETCH_SIDE);

  sem_sketch_part_locate (prepared, whole, aspect, place);
}

static void
test_locate (void)
{
  static const double places[][3] = {
    { 0, 0, 1 }, { 0.1, 0.05, 0.89 }, { 0.25, 0.2, 0.71 }, { 0.5, 0.4, 0.5 }
  };
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3), *part = g_malloc (SIDE * SIDE * 3);
  guint8 whole[SEM_SKETCH_SIZE], query[SEM_SKETCH_SIZE], other[SEM_SKETCH_SIZE];

  for (guint seed = 1; seed < 9; seed++)
    for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
      {
        SemSketchPlace place;

        paint (seed, rgb);
        sem_sketch_make (rgb, SIDE, whole);
        cut (rgb, places[i][0], places[i][1], places[i][2], part);
        sem_sketch_make (part, SIDE, query);
        locate (query, whole, 1, &place);
        g_assert_cmpfloat (place.correlation, >, 0.93);
        g_assert_cmpfloat (fabs (place.x - places[i][0]), <=, 0.06);
        g_assert_cmpfloat (fabs (place.y - places[i][1]), <=, 0.06);
        g_assert_cmpfloat (fabs (place.width - places[i][2]), <=, 0.06);

        paint (seed + 100, rgb);
        sem_sketch_make (rgb, SIDE, other);
        locate (query, other, 1, &place);
        g_assert_cmpfloat (place.correlation, <, 0.93);
      }
}

/* A quarter of a photo, at what a thumbnail shows of it. */
static void
test_locate_closely (void)
{
  enum
  {
    CLOSE = 56
  };
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3), *part = g_malloc (SIDE * SIDE * 3);
  guint8 whole[CLOSE * CLOSE], query[CLOSE * CLOSE], other[CLOSE * CLOSE];

  for (guint seed = 1; seed < 9; seed++)
    {
      g_autoptr (SemSketchPart) prepared = NULL;
      double x = 0.05 * seed, y = 0.5 - 0.06 * seed;
      SemSketchPlace place;

      paint (seed, rgb);
      sem_sketch_shrink (rgb, SIDE, CLOSE, whole);
      cut (rgb, x, y, 0.5, part);
      sem_sketch_shrink (part, SIDE, CLOSE, query);
      prepared = sem_sketch_part_new (query, CLOSE);
      sem_sketch_part_locate (prepared, whole, 1, &place);
      g_assert_cmpfloat (place.correlation, >, 0.95);
      g_assert_cmpfloat (fabs (place.x - x), <=, 0.02);
      g_assert_cmpfloat (fabs (place.y - y), <=, 0.02);
      g_assert_cmpfloat (fabs (place.width - 0.5), <=, 0.03);
      g_assert_cmpfloat (sem_sketch_part_guess (prepared, whole, 1), >, 0.8);

      paint (seed + 100, rgb);
      sem_sketch_shrink (rgb, SIDE, CLOSE, other);
      sem_sketch_part_locate (prepared, other, 1, &place);
      g_assert_cmpfloat (place.correlation, <, 0.93);
    }
}

/* One part, located in many pictures by several threads from the start. */
typedef struct
{
  SemSketchPart *part;
  guint8 wholes[16][SEM_SKETCH_SIZE];
} Shared;

static gpointer
locate_worker (gpointer data)
{
  Shared *shared = data;
  SemSketchPlace *places = g_new (SemSketchPlace, G_N_ELEMENTS (shared->wholes));

  for (gsize i = 0; i < G_N_ELEMENTS (shared->wholes); i++)
    sem_sketch_part_locate (shared->part, shared->wholes[i], 0.7 + 0.05 * (double) i, &places[i]);
  return places;
}

static void
test_threads (void)
{
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3);
  guint8 query[SEM_SKETCH_SIZE];
  Shared shared;
  GThread *threads[4];
  SemSketchPlace *found[4];
  g_autoptr (SemSketchPart) part = NULL, alone = NULL;
  g_autofree SemSketchPlace *expected = NULL;

  paint (1, rgb);
  sem_sketch_make (rgb, SIDE, query);
  for (guint i = 0; i < G_N_ELEMENTS (shared.wholes); i++)
    {
      paint (i + 1, rgb);
      sem_sketch_make (rgb, SIDE, shared.wholes[i]);
    }
  part = sem_sketch_part_new (query, SEM_SKETCH_SIDE);
  alone = sem_sketch_part_new (query, SEM_SKETCH_SIDE);
  shared.part = part;
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("locate", locate_worker, &shared);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    found[i] = g_thread_join (threads[i]);
  shared.part = alone;
  expected = locate_worker (&shared);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree SemSketchPlace *places = found[i];

      g_assert_cmpmem (places, sizeof *places * G_N_ELEMENTS (shared.wholes), expected,
                       sizeof *expected * G_N_ELEMENTS (shared.wholes));
    }
}

static void
test_degenerate (void)
{
  guint8 flat[SEM_SKETCH_SIZE], busy[SEM_SKETCH_SIZE];
  SemSketchPlace place;

  memset (flat, 7, sizeof flat);
  for (guint i = 0; i < SEM_SKETCH_SIZE; i++)
    busy[i] = (guint8) (i * 37);
  locate (flat, busy, 1, &place);
  g_assert_cmpfloat (place.correlation, ==, -1);
  locate (busy, flat, 1, &place);
  g_assert_cmpfloat (place.correlation, ==, -1);
  /* A panorama in a portrait: no crop of it can be so wide. */
  locate (busy, busy, 50, &place);
  g_assert_cmpfloat (place.correlation, ==, -1);
  locate (busy, busy, 1e-9, &place);
  g_assert_cmpfloat (place.correlation, ==, -1);
  locate (busy, busy, 1, &place);
  g_assert_cmpfloat (place.correlation, >, 0.999);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sketch/orient", test_orient);
  g_test_add_func ("/sketch/make", test_make);
  g_test_add_func ("/sketch/dct", test_dct);
  g_test_add_func ("/sketch/locate", test_locate);
  g_test_add_func ("/sketch/locate-closely", test_locate_closely);
  g_test_add_func ("/sketch/threads", test_threads);
  g_test_add_func ("/sketch/degenerate", test_degenerate);
  return g_test_run ();
}
