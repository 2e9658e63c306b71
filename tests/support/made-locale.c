/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/support/made-locale.h"

#include <libintl.h>
#include <locale.h>

#define NAME "de_DE.UTF-8"

static void
skip (void)
{
  /* LOCPATH is set only if the build has compiled the locale. */
  g_assert_null (g_getenv ("LOCPATH"));
  g_test_skip ("no German locale: install the package “locales” and set the build up again");
}

gboolean
test_use_comma (void)
{
  if (!setlocale (LC_NUMERIC, NAME))
    {
      skip ();
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

void
test_use_german (void)
{
  g_setenv ("LANGUAGE", "de", TRUE);
  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8"));
  if (!setlocale (LC_MESSAGES, NAME))
    g_test_message ("no locale “%s”", NAME);
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("SEMBLANCE_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

gboolean
test_speaks_german (void)
{
  if (!g_str_equal (dgettext (GETTEXT_PACKAGE, "_Find Similar"), "_Find Similar"))
    return TRUE;
  skip ();
  return FALSE;
}
