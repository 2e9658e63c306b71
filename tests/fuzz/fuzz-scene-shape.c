/* fuzz-scene-shape.c - what a scene looks like, as a library holds it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/scenes/scene-shape.h"

#include <math.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (SemSceneShape) shape = sem_scene_shape_parse (bytes);
  g_autoptr (GBytes) again = NULL;

  if (!shape)
    return 0;
  g_assert_cmpuint (shape->points->len, <=, SEM_SCENE_SHAPE_POINTS);
  for (guint i = 0; i < shape->cameras->len; i++)
    for (guint j = 0; j < 3; j++)
      g_assert_true (fabsf (g_array_index (shape->cameras, SemShapeCamera, i).place[j])
                     <= SEM_SCENE_SHAPE_REACH);
  again = sem_scene_shape_write (shape);
  g_assert_true (g_bytes_equal (bytes, again));
  return 0;
}
