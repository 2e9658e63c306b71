/* details.h - files, size and metadata of one photo
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

/**
 * SemPhotoDetails:
 * @files: (element-type GFile): all files that hold the photo, existing ones first; a missing one
 *   only where there is no other
 * @width: of the upright photo, in pixels
 * @height: likewise
 * @size: of the file in bytes; 0 where it does not exist
 * @is_taken: whether @date is when the photo was taken; else it is the last change of the file
 * @date: (nullable): on the clock of the place where the photo was taken; its time zone is not
 *   meaningful
 * @camera: (nullable): make and model
 * @lens: (nullable): its name
 * @exposure: seconds; 0 where it is unknown
 * @aperture: focal length divided by the diameter of the opening; 0 where it is unknown
 * @focal_length: millimetres; 0 where it is unknown
 * @iso: sensitivity; 0 where it is unknown
 * @has_position: whether @latitude and @longitude are known
 * @latitude: degrees, north is positive
 * @longitude: degrees, east is positive
 * @has_altitude: whether @altitude is known
 * @altitude: metres above the sea
 * @place: (nullable): the nearest city, in the user's language, where one is near
 */
typedef struct
{
  GPtrArray *files;
  guint width;
  guint height;
  guint64 size;
  gboolean is_taken;
  GDateTime *date;
  char *camera;
  char *lens;
  double exposure;
  double aperture;
  double focal_length;
  guint iso;
  gboolean has_position;
  double latitude;
  double longitude;
  gboolean has_altitude;
  double altitude;
  char *place;
} SemPhotoDetails;

void sem_photo_details_free (SemPhotoDetails *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemPhotoDetails, sem_photo_details_free)

/**
 * sem_photo_load_details_async:
 * @cancellable: (nullable): a load that has not begun is dropped
 * @callback: (scope async): called in the main thread
 *
 * Reads the library, and finds the nearest city in a list on this computer.
 */
void sem_photo_load_details_async (SemPhoto *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* Returns: (transfer full): the details, or %NULL with @error set. */
SemPhotoDetails *sem_photo_load_details_finish (SemPhoto *self,
                                                GAsyncResult *result,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
