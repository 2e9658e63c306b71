/* refine-fixture.h - photos with reduced pictures, for tests of refining
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tests/support/library-test.h"

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): a HEIF file of a photo whose reduced picture shows @reduced,
 * which may be another one; NULL after g_test_skip() */
GBytes *refine_fixture_make (guint family, guint reduced);
/* Writes @bytes to @name in the photos' folder. */
void refine_fixture_write (LibraryTest *test, const char *name, GBytes *bytes);
/* Returns: the number of quick photos */
gint64 refine_fixture_count (LibraryTest *test);

G_END_DECLS
