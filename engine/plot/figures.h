/* figures.h - format numbers of a plot
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/plot.h"

G_BEGIN_DECLS

/* @step: the smallest difference that has to be visible, greater than 0
 * @plain: whether the result is the same in every locale
 * Returns: (transfer full): the number */
char *sem_plot_format (SemPlotUnit unit, double value, double step, gboolean plain)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
