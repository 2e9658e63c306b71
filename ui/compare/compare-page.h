/* compare-page.h - the page that puts two photos beside each other
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/compare/comparing.h"
#include "ui/compare/compare-view.h"

G_BEGIN_DECLS

#define SEM_TYPE_COMPARE_PAGE (sem_compare_page_get_type ())

/**
 * SemComparePage:
 *
 * Two photos side by side, under a slider, or as their difference, and on demand with the heat of
 * their likeness. Actions, each with its key: "compare.sides", "compare.slider",
 * "compare.difference", "compare.why", "compare.swap", "compare.zoom-in", "compare.zoom-out",
 * "compare.fit", "compare.full", "compare.pan", "compare.close".
 *
 * Signal "closed": the user wants to go back.
 */
G_DECLARE_FINAL_TYPE (SemComparePage, sem_compare_page, SEM, COMPARE_PAGE, GtkWidget)

/* Once, before anything is compared. */
void sem_compare_page_set_library (SemComparePage *self, SemLibrary *library);
/* Compares two photos. @first, @second: each with a local file. */
void sem_compare_page_open (SemComparePage *self, SemPhoto *first, SemPhoto *second);
/* Drops both photos. */
void sem_compare_page_close (SemComparePage *self);

G_END_DECLS
