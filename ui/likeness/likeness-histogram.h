/* likeness-histogram.h - a histogram of the likeness of all photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/bounds/bounds.h"

G_BEGIN_DECLS

#define SEM_TYPE_LIKENESS_HISTOGRAM (sem_likeness_histogram_get_type ())

/* Space at both ends, in pixels: half of the handle of a slider below it. */
#define SEM_LIKENESS_HISTOGRAM_EDGE 10

/**
 * SemLikenessHistogram:
 *
 * Bars over the likeness from 0 to 100 %, in the direction of reading. Their height follows the
 * logarithm of the number of photos, since few photos are near and most are far. Bars outside the
 * range are grey; those that are estimated are paler. The tooltip of a bar has its range and
 * number.
 */
G_DECLARE_FINAL_TYPE (SemLikenessHistogram,
                      sem_likeness_histogram,
                      SEM,
                      LIKENESS_HISTOGRAM,
                      GtkWidget)

/* @spread: (nullable): copied. */
void sem_likeness_histogram_set_spread (SemLikenessHistogram *self, const SemSpread *spread);
/* In percent, 0 to 100. */
void sem_likeness_histogram_set_range (SemLikenessHistogram *self, double least, double most);

G_END_DECLS
