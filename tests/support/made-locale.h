/* made-locale.h - the German locale that the build compiles if it can (meson.build)
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
 * Sets LC_NUMERIC to it and asserts that the decimal point is a comma. test_use_point() returns to
 * the C locale.
 *
 * Returns: %FALSE after g_test_skip() if there is no such locale
 */
gboolean test_use_comma (void) G_GNUC_WARN_UNUSED_RESULT;
void test_use_point (void);

/**
 * test_use_german:
 *
 * Has the window speak German from here on. The catalogues are in the folder that
 * SEMBLANCE_LOCALE_DIR names. test_speaks_german() says whether it does.
 */
void test_use_german (void);

/**
 * test_speaks_german:
 *
 * Returns: %FALSE after g_test_skip() if test_use_german() had no effect, as without the locale
 *   where the C library translates nothing in C.UTF-8
 */
gboolean test_speaks_german (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
