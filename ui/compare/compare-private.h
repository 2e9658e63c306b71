/* compare-private.h - parts of the page that compares two photos, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/compare/compare-page.h"
#include "ui/compare/compare-view.h"

G_BEGIN_DECLS

/* Returns: (transfer none) */
SemCompareView *sem_compare_page_get_view (SemComparePage *self);
/* Returns: (transfer none) */
SemComparing *sem_compare_page_get_comparing (SemComparePage *self);
/* Whether the two lie one above the other. */
gboolean sem_compare_view_get_stacked (SemCompareView *self);

G_END_DECLS
