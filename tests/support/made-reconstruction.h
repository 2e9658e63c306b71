/* made-reconstruction.h - build reconstructions in COLMAP's binary format
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends a little-endian number to a file's contents. */
void made_u8 (GByteArray *bytes, guint8 value);
void made_u32 (GByteArray *bytes, guint32 value);
void made_u64 (GByteArray *bytes, guint64 value);
void made_double (GByteArray *bytes, double value);

/* Appends an entry of cameras.bin: a simple pinhole of that focal length, 1000 pixels wide. */
void made_camera (GByteArray *bytes, guint32 id, double focal);
/* Appends the start of an entry of images.bin: a camera at @z before the origin that looks along z.
 */
void made_image (GByteArray *bytes,
                 guint32 id,
                 guint32 camera,
                 const char *name,
                 double z,
                 guint64 n_observations);
void made_observation (GByteArray *bytes, guint64 point);
void made_observation_at (GByteArray *bytes, double x, double y, guint64 point);
/* Appends an entry of points3D.bin without a track, on the z axis. */
void made_point (GByteArray *bytes, guint64 id, double z);

G_END_DECLS
