/* reconstruction.h - a 3D reconstruction as COLMAP writes it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/* Largest file of a reconstruction, in bytes; three million points with ten observations each are
 * smaller. */
#define SEM_SFM_MAX_FILE_SIZE (G_GUINT64_CONSTANT (512) << 20)

/* Most images of one reconstruction: every pair is compared, half a million of them at this size.
 */
#define SEM_SFM_MAX_IMAGES 1000

/* Longest side of the images that COLMAP gets, in pixels. */
#define SEM_SFM_MAX_SIDE 1600

/**
 * SemSfmPoint:
 * @id: COLMAP's id, unique in the reconstruction
 * @xyz: position in the reconstruction's own units, finite
 * @colour: red, green, blue of the photos there, sRGB
 */
typedef struct
{
  guint64 id;
  double xyz[3];
  guint8 colour[3];
} SemSfmPoint;

/**
 * SemSfmImage:
 * @id: COLMAP's id, unique in the reconstruction
 * @name: (type filename): file name in the folder that COLMAP read, 1 to 255 bytes without '/'
 * @focal: focal length as a share of the image's longer side, greater than 0
 * @spread: share of the picture that its observed points cover, 0 to 1: the product of their ranges
 *   in x and y, each without the outermost tenth of the points
 * @axis: viewing direction; the depth of a point X is @axis · X + @offset
 * @offset: see @axis
 * @centre: where the camera was, in the units of the points; may be infinite where the file says so
 * @up: unit vector: what is up in the picture
 * @points: (element-type guint32): indices into the reconstruction's points that the image
 * observes, ascending, without duplicates
 */
typedef struct
{
  guint32 id;
  char *name;
  double focal;
  double spread;
  double axis[3];
  double offset;
  double centre[3];
  double up[3];
  GArray *points;
} SemSfmImage;

/**
 * SemReconstruction:
 * @images: (element-type SemSfmImage): sorted by name
 * @points: (element-type SemSfmPoint): sorted by id
 *
 * One connected set of images with the 3D points that they observe. Immutable once parsed.
 */
typedef struct
{
  GPtrArray *images;
  GArray *points;
} SemReconstruction;

void sem_reconstruction_free (SemReconstruction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemReconstruction, sem_reconstruction_free)

/**
 * sem_reconstruction_parse:
 * @cameras: contents of cameras.bin
 * @images: contents of images.bin
 * @points: contents of points3D.bin
 * @name: display name for error messages
 * @error: return location; SEM_ERROR_DAMAGED
 *
 * Treats the bytes as hostile: counts must fit the size, numbers must be finite, and every image's
 * camera and points must exist.
 *
 * Returns: (transfer full): the reconstruction, or %NULL with @error set
 */
SemReconstruction *sem_reconstruction_parse (GBytes *cameras,
                                             GBytes *images,
                                             GBytes *points,
                                             const char *name,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_reconstruction_load:
 * @folder: (type filename): holds cameras.bin, images.bin and points3D.bin
 * @error: return location; SEM_ERROR_UNREADABLE, SEM_ERROR_TOO_LARGE or SEM_ERROR_DAMAGED
 *
 * Blocks while it reads at most three times %SEM_SFM_MAX_FILE_SIZE.
 *
 * Returns: (transfer full): the reconstruction, or %NULL with @error set
 */
SemReconstruction *sem_reconstruction_load (const char *folder,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemSfmPair:
 * @a: index of an image
 * @b: index of another image, greater than @a
 * @shared: number of points that both observe, at least 1
 * @scale: scale change between the two, 1 to %SEM_SFM_MAX_SCALE: the ratio of the median depths of
 *   the shared points, each divided by the image's focal length
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
 * sem_reconstruction_compare:
 * @cancellable: (nullable): checked once per image
 * @error: return location; G_IO_ERROR_CANCELLED
 *
 * Counts the points that each pair of images shares, and their scale change: the numbers by which
 * Radenović, Tolias and Chum (ECCV 2016) choose training pairs. Focal lengths are shares of the
 * longer side, so that the size of the files does not matter.
 *
 * Returns: (transfer full) (element-type SemSfmPair): all pairs that share a point, sorted by
 *   (a, b), or %NULL with @error set
 */
GArray *sem_reconstruction_compare (const SemReconstruction *self,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
