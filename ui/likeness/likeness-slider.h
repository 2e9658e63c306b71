/* likeness-slider.h - chooses the bounds on likeness
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/bounds/bounds.h"

G_BEGIN_DECLS

#define SEM_TYPE_LIKENESS_SLIDER (sem_likeness_slider_get_type ())

/**
 * SemLikenessSlider:
 *
 * A slider with two ends under a histogram of the likeness of all photos. Each end is a stop of the
 * Tab key and a slider of its own for a screen reader; the pointer moves the nearer one. Until the
 * user moves it, the lower end is where likeness ends.
 *
 * Signal "changed": the user has moved an end and stopped.
 */
G_DECLARE_FINAL_TYPE (SemLikenessSlider, sem_likeness_slider, SEM, LIKENESS_SLIDER, GtkWidget)

/* Shows @spread, and the ends at @bounds unless they are being moved. */
void sem_likeness_slider_show (SemLikenessSlider *self,
                               const SemSpread *spread,
                               const SemBounds *bounds);
/* The bounds that the ends stand for: whole percents as they are shown. */
SemBounds sem_likeness_slider_get_bounds (SemLikenessSlider *self);
/* Moves both ends to their initial positions, as if the user had done it. */
void sem_likeness_slider_reset (SemLikenessSlider *self);
/* Gives the focus to the lower end. It is not the widget's grab_focus(): with that the Tab key
 * could not go back from it. */
void sem_likeness_slider_take_focus (SemLikenessSlider *self);

G_END_DECLS
