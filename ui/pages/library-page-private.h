/* library-page-private.h - the state of the page, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/pages/library-page.h"

G_BEGIN_DECLS

/**
 * sem_library_page_get_view:
 *
 * Returns: the view that is shown: "opening", "welcome" (no folder), "looking" (no photo yet),
 *   "empty" (indexed, but no photo), "grid" or "broken".
 */
const char *sem_library_page_get_view (SemLibraryPage *self);

G_END_DECLS
