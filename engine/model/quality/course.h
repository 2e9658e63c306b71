/* course.h - plots of the course of a training
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "engine/plot/plot.h"

G_BEGIN_DECLS

/**
 * SemCourseTerm:
 * @SEM_COURSE_PAIRS: the loss of pairs
 * @SEM_COURSE_ROUNDING: the loss by rounding outputs to bits
 * @SEM_COURSE_NEAR_ONE: the share of outputs near ±1
 * @SEM_COURSE_QUALITY: recall on photos that are held out
 *
 * The measures after an epoch.
 */
typedef enum
{
  SEM_COURSE_PAIRS,
  SEM_COURSE_ROUNDING,
  SEM_COURSE_NEAR_ONE,
  SEM_COURSE_QUALITY,
  SEM_COURSE_N_TERMS,
} SemCourseTerm;

/* Returns: (transfer none): its translated name */
const char *sem_course_get_name (SemCourseTerm term);
/**
 * sem_course_new_plot:
 * @epochs: #SemEpoch items, in their order
 *
 * A line over all epochs that there will be. Its axis spans what the values span, so that a small
 * change can be seen; a loss that falls to a third or less is placed by its logarithm. Epochs after
 * which it was not measured have no point.
 *
 * Returns: (transfer full) (nullable): the plot; %NULL where the method does not have the term
 */
SemPlot *sem_course_new_plot (GListModel *epochs, SemCourseTerm term) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
