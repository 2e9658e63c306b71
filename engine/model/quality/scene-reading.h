/* scene-reading.h - read the scenes of a library, and the shape and pairs of one of them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/inspect/scenes/scene-plots.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SemSceneWanted:
 * @set: (nullable): the scenes, if they are known; otherwise they are read
 * @id: without @set, of the scene that is wanted; where it is gone, the largest is read
 * @scene: its position in @set
 */
typedef struct
{
  SemSceneSet *set;
  gint64 id;
  guint scene;
} SemSceneWanted;

void sem_scene_wanted_free (gpointer wanted);

/**
 * SemSceneReading:
 * @chosen: the position of the scene that the rest is of
 * @space: (nullable): with @places, see sem_scene_set_plot_space()
 * @overlap: (nullable): %NULL without scenes, as @pairs
 * @pairs: of SemSceneSharing, see engine/inspect/scenes/scene-pairs.h
 *
 * All of it belongs together.
 */
typedef struct
{
  SemSceneSet *set;
  guint chosen;
  SemPlot *space;
  GArray *places;
  SemPlot *overlap;
  GArray *pairs;
} SemSceneReading;

void sem_scene_reading_free (gpointer reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSceneReading, sem_scene_reading_free)

/* For sem_engine_work(). @data: a #SemSceneWanted
 * Returns: a #SemSceneReading, or %NULL with @error set */
gpointer sem_scene_reading_worker (const char *path,
                                   gpointer data,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
