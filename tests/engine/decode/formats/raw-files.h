/* raw-files.h - small raw files of cameras, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The sides of the raw picture in the files. */
#define SEM_RAW_FILE_WIDTH 640
#define SEM_RAW_FILE_HEIGHT 480

/**
 * sem_raw_file_save_tiff:
 * @make, @model: of the camera
 * @dng: whether it is a digital negative
 * @orientation: 1 to 8
 * @preview: (nullable): a JPEG file of any size, kept below the first directory
 *
 * A TIFF file whose first directory is a thumbnail of 32 × 24 pixels, as DNG, NEF and ARW are.
 */
GBytes *sem_raw_file_save_tiff (const char *make,
                                const char *model,
                                gboolean dng,
                                guint orientation,
                                GBytes *preview,
                                guint preview_width,
                                guint preview_height);

/* As Canon's second kind of raw files: the preview is in the first directory. */
GBytes *sem_raw_file_save_cr2 (guint orientation, GBytes *preview, guint width, guint height);

/* As Canon's third kind: boxes of an ISO media file, with a track for the preview and one for the
 * sensor. */
GBytes *sem_raw_file_save_cr3 (guint orientation, GBytes *preview);

/* As Fujifilm's: the preview lies before all directories, and has the EXIF of the whole. */
GBytes *sem_raw_file_save_raf (guint orientation, GBytes *preview);

/* As Panasonic's. */
GBytes *sem_raw_file_save_rw2 (guint orientation, GBytes *preview);

G_END_DECLS
