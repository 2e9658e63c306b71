/* places.h - how well models find photos of the same place, on photos that are held out of training
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/scenes.h"
#include "engine/learn/compare-codes.h"

G_BEGIN_DECLS

/* With fewer photos in scenes none is held out. */
#define SEM_PLACES_FEWEST 50
/* One in this many photos of each scene is held out. */
#define SEM_PLACES_SHARE 10

/**
 * sem_places_hold_out:
 * @left_out: (out caller-allocates): shape (n): 1 for photos that are not trained on, else 0
 *
 * Depends on @scenes alone, so that every model that learns from the same scenes leaves out the
 * same photos, and is judged on them. Where scenes were added since, other photos are held out: an
 * older model may have been trained on some of these, and its figures be too good.
 */
void sem_places_hold_out (const SemScenes *scenes, guint8 *left_out);

/**
 * sem_places_choose:
 * @most: most rows
 * @n: (out): number of rows
 *
 * As sem_scenes_choose(), without the photos that are held out.
 *
 * Returns: (transfer full): the rows to train on, ascending
 */
guint32 *
sem_places_choose (const SemScenes *scenes, gsize most, gsize *n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_places_compare:
 * @comparison: (inout): places_before, places_after and n_places are set; n_places is 0 where no
 *   photo is held out
 *
 * Ranks the library's photos (SEM_HASH_MAX_TRAINING at most, those in scenes first) for each photo
 * that is held out, by Hamming distance, and measures with sem_scene_measure(). Blocks.
 *
 * Returns: FALSE with an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_places_compare (SemStore *store,
                             const SemComparedModel *before,
                             const SemComparedModel *after,
                             GCancellable *cancellable,
                             SemCodeComparison *comparison,
                             GError **error);

G_END_DECLS
