/* region-view.h - a picture on which a region can be marked
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/pictures/picture-view.h"

G_BEGIN_DECLS

#define SEM_TYPE_REGION_VIEW (sem_region_view_get_type ())

/**
 * SemRegionView:
 *
 * Shows a picture view, and over it, while a region is marked, the region. It is drawn with the
 * pointer, moved and resized by its inside and its corners; arrow keys move it, with Shift they
 * resize it, with Ctrl both are finer; Return accepts it. The wheel still zooms.
 *
 * Property "view" (#SemPictureView, construct): the picture.
 *
 * Signals "accepted", and "changed" when a mark is begun, changed or ended.
 */
G_DECLARE_FINAL_TYPE (SemRegionView, sem_region_view, SEM, REGION_VIEW, GtkWidget)

/* @marking: whether a region is marked from now on: first the middle of what is visible. Nothing is
 * where no picture is shown. */
void sem_region_view_set_marking (SemRegionView *self, gboolean marking);
gboolean sem_region_view_get_marking (SemRegionView *self);
/* @region: (array fixed-size=4): x, y, width and height, as shares of the sides of the picture. */
void sem_region_view_set_region (SemRegionView *self, const double *region);
/* @region: (out caller-allocates) (array fixed-size=4): likewise. */
void sem_region_view_get_region (SemRegionView *self, double *region);

G_END_DECLS
