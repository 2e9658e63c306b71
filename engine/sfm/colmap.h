/* colmap.h - COLMAP, run as a child
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Schönberger and Frahm, "Structure-from-Motion Revisited", CVPR 2016. The child has a process
 * group of its own, lower priority, no display, a limit to the files it writes, and ends with the
 * thread that started it, however that ends.
 */

#pragma once

#include "engine/sfm/model.h"

G_BEGIN_DECLS

/**
 * SemColmap:
 * @program: (type filename): the program
 * @folder: (type filename): where it works: "images" with the images, "database.db" that it makes
 *   and resumes, and the models
 * @deadline: monotonic time in microseconds after which the child is ended
 * @max_bytes: space that @folder may take; the child is ended beyond it
 * @n_threads: threads to use
 * @func: (nullable): told how far the step is, from this thread
 * @cancellable: (nullable): ends the child
 *
 * Lives on the stack of the thread that runs the steps. Each step blocks until the child has ended.
 *
 * Errors of the steps: G_IO_ERROR_CANCELLED, SEM_ERROR_OUT_OF_TIME, SEM_ERROR_FULL, and
 * SEM_ERROR_FAILED with the last that the child said.
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

/* (transfer full) (type filename): SEMBLANCE_COLMAP or "colmap" on the PATH; SEM_ERROR_NO_COLMAP
 * with a sentence that says what to install. */
char *sem_colmap_find (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Features of the images that have none yet, at most @max_features each. */
gboolean sem_colmap_extract (const SemColmap *self, guint max_features, GError **error);
/* Matches those pairs of "pairs.txt", two names a line, that were not matched yet. */
gboolean sem_colmap_match (const SemColmap *self, GError **error);

/**
 * sem_colmap_map:
 * @images: (type filename) (nullable): a file with the names of the images to use; %NULL for all
 * @output: (type filename): name of a folder in @folder that is made or emptied
 * @n_images: for the progress
 * @min_size: images that a model must have; at least 3, which is little to go by
 *
 * Returns: whether the models, of which there may be none, are in "0", "1", … in @output
 */
gboolean sem_colmap_map (const SemColmap *self,
                         const char *images,
                         const char *output,
                         guint n_images,
                         guint min_size,
                         GError **error);

/* (element-type SemSfmModel): the models in @folder, most images first, then by name of the first
 * image. Damaged ones are an error. */
GPtrArray *sem_colmap_load (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes a folder with all that is in it; links are removed, not followed. */
void sem_colmap_remove (const char *folder);
/* What the files below @folder take, in bytes. */
guint64 sem_colmap_measure (const char *folder);

G_END_DECLS
