/* scene-plots.h - figures of an evaluation on scenes, as files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/scenes/scene-evaluate.h"

G_BEGIN_DECLS

/**
 * sem_scene_plots_write:
 * @folder: (type filename): created if needed; files with the same names are replaced
 * @error: return location; a file error, a translated sentence that names the file
 *
 * map-overlap and rank-correlation over the code lengths, each as SVG, PNG and CSV, where there are
 * at least two; for every length K methods-K, mAP by overlap in both orders; table.csv, table.tex.
 */
gboolean sem_scene_plots_write (const SemSceneResult *result, const char *folder, GError **error);

G_END_DECLS
