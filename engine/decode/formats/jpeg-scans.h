/* jpeg-scans.h - the scans of a progressive JPEG file that a reduced picture is made of
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Components that a scan can have. */
#define SEM_JPEG_COMPONENTS 4

/**
 * SemJpegComponent:
 * @id: by which scans name it
 * @means_only: whether its reduced picture is made of the mean of each block alone, coefficient 0
 */
typedef struct
{
  guint8 id;
  gboolean means_only;
} SemJpegComponent;

/* A part of the file. */
typedef struct
{
  gsize start;
  gsize end;
} SemJpegRange;

/**
 * sem_jpeg_scans_find:
 * @data: (array length=size): the file, not trusted
 * @at: where the bits of its first scan start
 * @components: (array length=n_components): those of the frame
 *
 * Leaves out scans that none of the picture needs: in a progressive file most bits are in scans
 * with the fine detail of one component, and a picture at an eighth of the size has none of it.
 *
 * Returns: (transfer full) (nullable) (element-type SemJpegRange): the parts of the file from @at
 * to behind its end mark that are to be read, one after another; %NULL where nothing can be left
 * out or where the scans cannot be followed up to an end mark, so that all has to be looked at
 */
GArray *sem_jpeg_scans_find (const guint8 *data,
                             gsize size,
                             gsize at,
                             const SemJpegComponent *components,
                             guint n_components) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
