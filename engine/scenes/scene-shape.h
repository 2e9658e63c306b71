/* scene-shape.h - the shape of a scene: its points and the places of its cameras
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/sfm/reconstruction.h"

G_BEGIN_DECLS

/* Maximum number of points of a shape. */
#define SEM_SCENE_SHAPE_POINTS 4000
/* Maximum magnitude of a coordinate. */
#define SEM_SCENE_SHAPE_REACH 2.0f

/**
 * SemShapePoint:
 * @place: in the scene's frame, see #SemSceneShape
 * @colour: red, green, blue, sRGB
 */
typedef struct
{
  float place[3];
  guint8 colour[3];
} SemShapePoint;

/**
 * SemShapeCamera:
 * @photo: the photo that was taken from there
 * @place: in the scene's frame
 * @axis: its viewing direction, of length about 1
 * @up: the upward direction of the photo, of length about 1
 */
typedef struct
{
  gint64 photo;
  float place[3];
  float axis[3];
  float up[3];
} SemShapeCamera;

/**
 * SemSceneShape:
 * @points: (element-type SemShapePoint): those that most photos observe first
 * @cameras: (element-type SemShapeCamera): in the order of the reconstruction's images
 *
 * A frame that suits a picture: the origin is between the middle of the points and that of the
 * cameras, x points to the right, y upwards in most photos, and the photos look along -z on
 * average. Nearly all of the scene lies within 1 of the origin; points that lie far out are left
 * out, and cameras that do are moved inwards. Immutable once made.
 */
typedef struct
{
  GArray *points;
  GArray *cameras;
} SemSceneShape;

void sem_scene_shape_free (SemSceneShape *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSceneShape, sem_scene_shape_free)

/**
 * sem_scene_shape_new:
 * @photos: shape (n_images): the photo of each image; 0 for those to leave out
 *
 * Deterministic.
 *
 * Returns: (transfer full)
 */
SemSceneShape *sem_scene_shape_new (const SemReconstruction *reconstruction,
                                    const gint64 *photos) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): the stored form: about nine bytes a point; coordinates are rounded to 1
 * / 16384 */
GBytes *sem_scene_shape_write (const SemSceneShape *self) G_GNUC_WARN_UNUSED_RESULT;
/* Treats @bytes as hostile.
 * Returns: (transfer full) (nullable): the shape, or %NULL where @bytes are malformed */
SemSceneShape *sem_scene_shape_parse (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
