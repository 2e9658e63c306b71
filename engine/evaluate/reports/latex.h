/* latex.h - tables for papers
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/scenes/scene-evaluate.h"

G_BEGIN_DECLS

/* (transfer full): the table of sem_evaluation_to_text() as a tabular environment of LaTeX, which
 * needs no package, below a comment with set, protocol, rule of AP and seeds. */
char *sem_evaluation_to_latex (const SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): the same of scenes. */
char *sem_scene_result_to_latex (const SemSceneResult *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
