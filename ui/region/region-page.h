/* region-page.h - the page on which a region of a query's picture is marked
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/results.h"

G_BEGIN_DECLS

#define SEM_TYPE_REGION_PAGE (sem_region_page_get_type ())

/**
 * SemRegionPage:
 *
 * Signals "marked" (#SemQuery): the query with the region, to be searched for; "closed": the user
 * wants to go back without a change. Actions region.accept and region.close.
 */
G_DECLARE_FINAL_TYPE (SemRegionPage, sem_region_page, SEM, REGION_PAGE, GtkWidget)

/* Shows source @source of the query of @results, with its region where it has one. */
void sem_region_page_open (SemRegionPage *self, SemResults *results, guint source);
/* Drops the picture. */
void sem_region_page_close (SemRegionPage *self);

G_END_DECLS
