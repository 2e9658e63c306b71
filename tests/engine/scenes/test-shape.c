/* What a scene looks like: its frame, what is kept of it, and as it is stored.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/scenes/scene-shape.h"

#include <math.h>
#include <string.h>

#define N_IMAGES 4
#define FAR 1000.0

static void
image_free (gpointer data)
{
  SemSfmImage *image = data;

  g_array_unref (image->points);
  g_free (image);
}

static void
add_point (SemReconstruction *made, double x, double y, double z)
{
  const SemSfmPoint point = { made->points->len, { x, y, z }, { 10, 20, 30 } };

  g_array_append_val (made->points, point);
}

/* Around (100, 0, 0), in a frame where down is z and photos are taken along x: @n points in a box
 * of 2 × 4 × 6, and one that is far away. Image i observes every point whose number is a multiple
 * of i + 1. */
static SemReconstruction *
make (guint n)
{
  SemReconstruction *made = g_new0 (SemReconstruction, 1);

  made->images = g_ptr_array_new_with_free_func (image_free);
  made->points = g_array_new (FALSE, TRUE, sizeof (SemSfmPoint));
  for (guint i = 0; i < n; i++)
    add_point (made, 100 + (i % 3) - 1.0, 2 * ((i / 3) % 3 - 1.0), 3 * ((i / 9) % 3 - 1.0));
  add_point (made, 100, FAR, 0);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      SemSfmImage *image = g_new0 (SemSfmImage, 1);

      image->points = g_array_new (FALSE, FALSE, sizeof (guint32));
      image->axis[0] = 1;
      image->up[2] = -1;
      image->centre[0] = 95;
      image->centre[1] = 2.0 * i;
      for (guint32 row = 0; row <= n; row += i + 1)
        g_array_append_val (image->points, row);
      g_ptr_array_add (made->images, image);
    }
  return made;
}

static const SemShapeCamera *
get_camera (const SemSceneShape *shape, guint i)
{
  return &g_array_index (shape->cameras, SemShapeCamera, i);
}

/* Up is up, the photos look away from who looks, what is far away is left out, and a photo that is
 * not of the scene as well. */
static void
test_frame (void)
{
  const gint64 photos[N_IMAGES] = { 7, 0, 3, 5 };
  g_autoptr (SemReconstruction) made = make (270);
  g_autoptr (SemSceneShape) shape = sem_scene_shape_new (made, photos);

  g_assert_cmpuint (shape->cameras->len, ==, 3);
  g_assert_cmpint (get_camera (shape, 0)->photo, ==, 7);
  g_assert_cmpint (get_camera (shape, 1)->photo, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const SemShapeCamera *camera = get_camera (shape, i);

      g_assert_cmpfloat_with_epsilon (camera->up[1], 1, 1e-6);
      g_assert_cmpfloat_with_epsilon (camera->axis[2], -1, 1e-6);
      g_assert_cmpfloat (camera->place[2], >, 0.1f);
      g_assert_cmpfloat_with_epsilon (camera->place[1], 0, 1e-6);
    }
  /* Looking along x with z down, y points to the right. */
  g_assert_cmpfloat (get_camera (shape, 2)->place[0], >, get_camera (shape, 0)->place[0] + 0.1f);
  g_assert_cmpuint (shape->points->len, ==, 270);
  for (guint i = 0; i < shape->points->len; i++)
    {
      const SemShapePoint *point = &g_array_index (shape->points, SemShapePoint, i);

      for (guint j = 0; j < 3; j++)
        g_assert_cmpfloat (fabsf (point->place[j]), <=, 1.5f);
      g_assert_cmpuint (point->colour[2], ==, 30);
    }
}

/* Of many points those are kept that most photos observe. */
static void
test_most_observed (void)
{
  const gint64 photos[N_IMAGES] = { 1, 2, 3, 4 };
  g_autoptr (SemReconstruction) made = make (12 * SEM_SCENE_SHAPE_POINTS);
  g_autoptr (SemSceneShape) shape = NULL;

  /* Of every twelfth point all images observe, and of no others: these are red. */
  for (guint i = 0; i < made->points->len; i += 12)
    g_array_index (made->points, SemSfmPoint, i).colour[0] = 255;
  shape = sem_scene_shape_new (made, photos);
  g_assert_cmpuint (shape->points->len, ==, SEM_SCENE_SHAPE_POINTS);
  for (guint i = 0; i < shape->points->len; i++)
    g_assert_cmpuint (g_array_index (shape->points, SemShapePoint, i).colour[0], ==, 255);
}

static void
test_stored (void)
{
  const gint64 photos[N_IMAGES] = { 7, G_MAXINT64, 3, 5 };
  g_autoptr (SemReconstruction) made = make (27);
  g_autoptr (SemSceneShape) shape = sem_scene_shape_new (made, photos), read = NULL;
  g_autoptr (GBytes) bytes = sem_scene_shape_write (shape), again = NULL;
  gsize size = g_bytes_get_size (bytes);

  g_assert_cmpuint (size, ==, 12 + 4 * 26 + 27 * 9);
  read = sem_scene_shape_parse (bytes);
  g_assert_nonnull (read);
  g_assert_cmpint (get_camera (read, 1)->photo, ==, G_MAXINT64);
  for (guint j = 0; j < 3; j++)
    g_assert_cmpfloat_with_epsilon (get_camera (read, 3)->place[j], get_camera (shape, 3)->place[j],
                                    1e-4);
  again = sem_scene_shape_write (read);
  g_assert_true (g_bytes_equal (bytes, again));
  for (gsize cut = 0; cut < size; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, cut);

      g_assert_null (sem_scene_shape_parse (part));
    }
}

/* Counts that do not fit the size, or are too large, are refused; so is another version. */
static void
test_damaged (void)
{
  const guint32 heads[][3] = {
    { 2, 0, 0 }, { 0, 0, 0 }, { 1, 1, 0 }, { 1, 0, 1 }, { 1, G_MAXUINT32, G_MAXUINT32 },
  };
  const guint32 empty[] = { GUINT32_TO_LE (1), 0, 0 };
  g_autoptr (GBytes) nothing = g_bytes_new (empty, sizeof empty);
  g_autoptr (SemSceneShape) shape = sem_scene_shape_parse (nothing);

  g_assert_nonnull (shape);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      guint32 head[3];
      g_autoptr (GBytes) bytes = NULL;

      for (guint j = 0; j < 3; j++)
        head[j] = GUINT32_TO_LE (heads[i][j]);
      bytes = g_bytes_new (head, sizeof head);
      g_assert_null (sem_scene_shape_parse (bytes));
    }
}

/* Cameras nowhere, points in one place, and no direction at all. */
static void
test_degenerate (void)
{
  const gint64 photos[N_IMAGES] = { 1, 2, 3, 4 };
  g_autoptr (SemReconstruction) made = make (0);
  g_autoptr (SemSceneShape) shape = NULL;

  for (guint i = 0; i < N_IMAGES; i++)
    {
      SemSfmImage *image = made->images->pdata[i];

      memset (image->axis, 0, sizeof image->axis);
      memset (image->up, 0, sizeof image->up);
      image->centre[0] = i == 0 ? INFINITY : 1e300;
    }
  shape = sem_scene_shape_new (made, photos);
  g_assert_cmpuint (shape->cameras->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < 3; j++)
      g_assert_true (fabsf (get_camera (shape, i)->place[j]) <= SEM_SCENE_SHAPE_REACH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shape/frame", test_frame);
  g_test_add_func ("/shape/most-observed", test_most_observed);
  g_test_add_func ("/shape/stored", test_stored);
  g_test_add_func ("/shape/damaged", test_damaged);
  g_test_add_func ("/shape/degenerate", test_degenerate);
  return g_test_run ();
}
