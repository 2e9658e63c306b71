/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/comma.h"

#include <locale.h>
#include <string.h>

gboolean
test_use_comma (void)
{
  if (!setlocale (LC_NUMERIC, "de_DE.UTF-8"))
    {
      /* LOCPATH is set only if the build has compiled the locale. */
      g_assert_null (g_getenv ("LOCPATH"));
      g_test_skip ("no locale with a decimal comma: install the package “locales” and set the "
                   "build up again");
      return FALSE;
    }
  g_assert_cmpstr (localeconv ()->decimal_point, ==, ",");
  return TRUE;
}

void
test_use_point (void)
{
  g_assert_nonnull (setlocale (LC_NUMERIC, "C"));
}
