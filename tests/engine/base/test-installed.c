/* The paths at which an installed program looks for its files.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/installed.h"

#include <string.h>

static const struct
{
  SemInstalledFolder folder;
  const char *configured;
} all[] = {
  { SEM_INSTALLED_BIN, SEM_BIN_DIR },       { SEM_INSTALLED_LIBEXEC, SEM_LIBEXEC_DIR },
  { SEM_INSTALLED_DATA, SEM_DATA_DIR },     { SEM_INSTALLED_SCHEMAS, SEM_SCHEMA_DIR },
  { SEM_INSTALLED_LOCALE, SEM_LOCALE_DIR },
};

/* The path below the prefix, with its leading slash. */
static const char *
below_prefix (const char *path)
{
  if (!g_str_has_prefix (path, SEM_PREFIX "/"))
    return NULL;
  return path + strlen (SEM_PREFIX);
}

static void
test_moved (void)
{
  static const char *const roots[] = { SEM_PREFIX, ("/a/destination" SEM_PREFIX), "/b", "" };
  const char *bin = below_prefix (SEM_BIN_DIR);

  if (!bin)
    {
      g_test_skip ("the programs are not installed below the prefix");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (all); j++)
      {
        g_autofree char *program = g_strconcat (roots[i], bin, "/semblance-cli (deleted)", NULL);
        g_autofree char *found = sem_installed_move_folder (all[j].folder, program);
        const char *below = below_prefix (all[j].configured);
        g_autofree char *expected =
          below ? g_strconcat (roots[i], below, NULL) : g_strdup (all[j].configured);

        g_assert_cmpstr (found, ==, expected);
      }
}

/* A program in any other folder, such as a build folder, does not look next to itself. */
static void
test_elsewhere (void)
{
  static const char *const programs[] = { NULL, "/a/build/app/semblance", "/a/xbin/semblance",
                                          "/semblance", "semblance" };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (all); j++)
      {
        g_autofree char *found = sem_installed_move_folder (all[j].folder, programs[i]);

        g_assert_cmpstr (found, ==, all[j].configured);
      }
}

/* This test program is in a build folder itself. */
static void
test_running (void)
{
  for (gsize j = 0; j < G_N_ELEMENTS (all); j++)
    {
      g_autofree char *found = sem_installed_get_folder (all[j].folder);

      g_assert_cmpstr (found, ==, all[j].configured);
    }
}

static void
test_locale (void)
{
  g_autofree char *installed = NULL;
  g_autofree char *chosen = NULL;

  g_setenv ("SEMBLANCE_LOCALE_DIR", "", TRUE);
  installed = sem_installed_get_locale ();
  g_assert_cmpstr (installed, ==, SEM_LOCALE_DIR);
  g_setenv ("SEMBLANCE_LOCALE_DIR", "/c/locale", TRUE);
  chosen = sem_installed_get_locale ();
  g_assert_cmpstr (chosen, ==, "/c/locale");
  g_unsetenv ("SEMBLANCE_LOCALE_DIR");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/installed/moved", test_moved);
  g_test_add_func ("/base/installed/elsewhere", test_elsewhere);
  g_test_add_func ("/base/installed/running", test_running);
  g_test_add_func ("/base/installed/locale", test_locale);
  return g_test_run ();
}
