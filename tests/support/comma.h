/* comma.h - a locale whose decimal point is a comma
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * test_use_comma:
 *
 * Sets LC_NUMERIC to de_DE.UTF-8, which the build compiles if it can (meson.build), and asserts
 * that the decimal point is a comma. test_use_point() returns to the C locale.
 *
 * Returns: %FALSE after g_test_skip() if there is no such locale
 */
gboolean test_use_comma (void) G_GNUC_WARN_UNUSED_RESULT;
void test_use_point (void);

G_END_DECLS
