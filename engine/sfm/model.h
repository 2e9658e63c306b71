/* model.h - a 3D model that COLMAP wrote
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/* What a file of a model may measure: three million points seen ten times each stay below it. */
#define SEM_SFM_MAX_FILE_SIZE (G_GUINT64_CONSTANT (512) << 20)

/* Images of one model. Pairs are compared one by one, and there are half a million of them. */
#define SEM_SFM_MAX_IMAGES 1000

/* The longest side of the images that COLMAP is given. */
#define SEM_SFM_MAX_SIDE 1600

/**
 * SemSfmPoint:
 * @id: COLMAP's number
 * @xyz: place in the model's own units, finite
 */
typedef struct
{
  guint64 id;
  double xyz[3];
} SemSfmPoint;

/**
 * SemSfmImage:
 * @id: COLMAP's number, of no other image of the model
 * @name: as in the folder that COLMAP was given; bytes without '/' at most 255 long
 * @focal: focal length as a share of the image's longer side, greater than 0
 * @axis: the camera's line of sight: depth of a point X is @axis · X + @offset
 * @spread: share of the picture, 0 to 1, that the points it observes take up: how far they lie
 *   apart in width times in height, the tenth that is farthest out left aside in each
 * @points: (element-type guint32): rows of the model's points that the image observes, ascending,
 *   each once
 */
typedef struct
{
  guint32 id;
  char *name;
  double focal;
  double spread;
  double axis[3];
  double offset;
  GArray *points;
} SemSfmImage;

/**
 * SemSfmModel:
 * @images: (element-type SemSfmImage): by name
 * @points: (element-type SemSfmPoint): by id
 */
typedef struct
{
  GPtrArray *images;
  GArray *points;
} SemSfmModel;

void sem_sfm_model_free (SemSfmModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSfmModel, sem_sfm_model_free)

/**
 * sem_sfm_model_parse:
 * @cameras: contents of cameras.bin
 * @images: contents of images.bin
 * @points: contents of points3D.bin
 * @name: what messages call the model
 *
 * The bytes are not trusted: counts must fit the bytes that are there, numbers must be finite, and
 * every image's camera and points must be in the model.
 *
 * Returns: (transfer full): the model, or %NULL with SEM_ERROR_DAMAGED
 */
SemSfmModel *sem_sfm_model_parse (GBytes *cameras,
                                  GBytes *images,
                                  GBytes *points,
                                  const char *name,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @folder: (type filename): with the three files. SEM_ERROR_UNREADABLE, _TOO_LARGE, _DAMAGED. */
SemSfmModel *sem_sfm_model_load (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemSfmPair:
 * @a: a row of the model's images
 * @b: a greater one
 * @shared: points that both observe, at least 1
 * @scale: how much larger the shared points look in one than in the other, 1 to
 *   %SEM_SFM_MAX_SCALE: the ratio of the median depths of the shared points over the focal lengths
 */
typedef struct
{
  guint32 a;
  guint32 b;
  guint32 shared;
  float scale;
} SemSfmPair;

#define SEM_SFM_MAX_SCALE 1000.f

/**
 * sem_sfm_model_compare:
 *
 * Focal lengths count in shares of the image's longer side: photos are compared at one size,
 * whatever size they have (Radenović, Tolias and Chum, ECCV 2016, take pairs by these numbers).
 *
 * Returns: (element-type SemSfmPair): all pairs of images that share points, by (a, b); %NULL when
 *   cancelled, with @error set
 */
GArray *sem_sfm_model_compare (const SemSfmModel *self,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
