/* colmap.h - run COLMAP as a child process
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Schönberger and Frahm, "Structure-from-Motion Revisited", CVPR 2016. The child has its
 * own process group, a lower priority, no display and a file size limit, and is killed when the
 * thread that started it ends.
 */

#pragma once

#include "engine/sfm/reconstruction.h"

G_BEGIN_DECLS

/**
 * SemColmap:
 * @program: (type filename): path of COLMAP
 * @folder: (type filename): work folder: "images" (input), "database.db" (made and resumed) and the
 *   reconstructions (output)
 * @deadline: monotonic time in microseconds at which the child is killed
 * @max_bytes: size of @folder in bytes at which the child is killed
 * @n_threads: threads to use, at least 1
 * @func: (nullable): receives the progress of each step, in the calling thread
 * @user_data: for @func
 * @cancellable: (nullable): kills the child
 *
 * Lives on the caller's stack. Each step blocks until the child has ended. Errors of the steps:
 * G_IO_ERROR_CANCELLED, SEM_ERROR_OUT_OF_TIME, SEM_ERROR_FULL, SEM_ERROR_NO_COLMAP, and
 * SEM_ERROR_FAILED with the child's last line of output.
 */
typedef struct
{
  const char *program;
  const char *folder;
  gint64 deadline;
  guint64 max_bytes;
  guint n_threads;
  SemProgressFunc func;
  gpointer user_data;
  GCancellable *cancellable;
} SemColmap;

/**
 * sem_colmap_find:
 * @error: return location; SEM_ERROR_NO_COLMAP, which says what to install
 *
 * Looks for the program named by the environment variable SEMBLANCE_COLMAP, else "colmap", in PATH.
 *
 * Returns: (transfer full) (type filename): its path, or %NULL with @error set
 */
char *sem_colmap_find (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Extracts SIFT features, at most @max_features an image, of the images that have none yet. */
gboolean sem_colmap_extract (const SemColmap *self, guint max_features, GError **error);
/* Matches the pairs of "pairs.txt" (two file names a line) that are not matched yet. */
gboolean sem_colmap_match (const SemColmap *self, GError **error);

/**
 * sem_colmap_map:
 * @images: (type filename) (nullable): a file that lists the images to use; %NULL for all
 * @output: (type filename): name of a subfolder of the work folder, made or emptied
 * @n_images: number of images, for the progress
 * @min_size: smallest number of images of a reconstruction, at least 3
 * @error: return location; see #SemColmap
 *
 * Reconstructs. The results, of which there may be none, lie in "0", "1", … below @output.
 *
 * Returns: %FALSE with @error set
 */
gboolean sem_colmap_map (const SemColmap *self,
                         const char *images,
                         const char *output,
                         guint n_images,
                         guint min_size,
                         GError **error);

/**
 * sem_colmap_load:
 * @folder: (type filename): an output folder of sem_colmap_map()
 * @error: return location; as sem_reconstruction_load()
 *
 * Returns: (transfer full) (element-type SemReconstruction): its reconstructions, those with most
 *   images first, then by the name of the first image; %NULL with @error set where one is damaged
 */
GPtrArray *sem_colmap_load (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes @folder and everything in it; symbolic links are removed, not followed. */
void sem_colmap_remove (const char *folder);
/* Disk space of the files below @folder, in bytes. */
guint64 sem_colmap_measure (const char *folder);

G_END_DECLS
