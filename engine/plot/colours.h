/* colours.h - the colours and the size of a drawn plot
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SEM_PLOT_N_COLOURS 7

/* From 0 to 1, not premultiplied. */
typedef struct
{
  double red;
  double green;
  double blue;
  double alpha;
} SemPlotColour;

/**
 * SemPlotColours:
 * @background: behind everything; may be transparent
 * @text: titles, numbers and axes; where it is transparent, no text is drawn
 * @grid: lines of the grid and series that are a reference
 * @healthy: the band of healthy values
 * @cold, @hot: the ends of a heat map's scale
 * @series: by number
 */
typedef struct
{
  SemPlotColour background;
  SemPlotColour text;
  SemPlotColour grid;
  SemPlotColour healthy;
  SemPlotColour cold;
  SemPlotColour hot;
  SemPlotColour series[SEM_PLOT_N_COLOURS];
} SemPlotColours;

/* The series have the colours of Okabe and Ito, which colour-blind people tell apart, lightened for
 * dark backgrounds.
 * Returns: (transfer none): static */
const SemPlotColours *sem_plot_colours_get (gboolean dark);
/* Returns: (transfer none): static: legible on light and dark pages, without a background */
const SemPlotColours *sem_plot_colours_get_neutral (void);

/**
 * SemPlotTurn:
 * @yaw: how far a space is turned about the axis that is up, in radians, to the right
 * @pitch: how far it is tipped towards the viewer, in radians
 * @zoom: binary logarithm of the magnification
 *
 * The view of a space. With all 0 it is seen from behind the photographers, a little from above and
 * from the side.
 */
typedef struct
{
  double yaw;
  double pitch;
  double zoom;
} SemPlotTurn;

/**
 * SemPlotLook:
 * @colours: borrowed
 * @width, @height: in pixels, greater than 0
 * @text: factor of the size of texts, 1 for 12 pixels
 * @titled: whether title and subtitle are drawn
 * @plain: whether numbers are written the same in every locale
 * @turn: of a space
 */
typedef struct
{
  const SemPlotColours *colours;
  double width;
  double height;
  double text;
  gboolean titled;
  gboolean plain;
  SemPlotTurn turn;
} SemPlotLook;

G_END_DECLS
