/* compare-view.h - two pictures, zoomed and moved as one
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/pictures/picture-view.h"

G_BEGIN_DECLS

/**
 * SemCompareLook:
 * @SEM_COMPARE_LOOK_SIDES: side by side, or one above the other where that leaves more room
 * @SEM_COMPARE_LOOK_SLIDER: the second over the first, from the slider on
 * @SEM_COMPARE_LOOK_DIFFERENCE: a third picture instead of the two
 */
typedef enum
{
  SEM_COMPARE_LOOK_SIDES,
  SEM_COMPARE_LOOK_SLIDER,
  SEM_COMPARE_LOOK_DIFFERENCE,
} SemCompareLook;

#define SEM_TYPE_COMPARE_VIEW (sem_compare_view_get_type ())

/**
 * SemCompareView:
 *
 * Three picture views, of which two or one are shown. The first two always show the same part of
 * their pictures, as large as the whole fits times the same zoom.
 */
G_DECLARE_FINAL_TYPE (SemCompareView, sem_compare_view, SEM, COMPARE_VIEW, GtkWidget)

/* @which: 0, 1, or 2 for the difference. Returns: (transfer none) */
SemPictureView *sem_compare_view_get_view (SemCompareView *self, guint which);
void sem_compare_view_set_look (SemCompareView *self, SemCompareLook look);
SemCompareLook sem_compare_view_get_look (SemCompareView *self);
/* @share: of the width from which on the second picture is shown, 0 to 1, in reading direction. */
void sem_compare_view_set_slider (SemCompareView *self, double share);
/* Returns: (transfer none): the first of the views that are shown, which takes the keys */
SemPictureView *sem_compare_view_get_shown (SemCompareView *self);

G_END_DECLS
