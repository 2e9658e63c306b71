/* main.c - the program with the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gtk/gtk.h>

#include "engine/base/installed.h"
#include "engine/base/language.h"
#include "engine/hash/mathematics/blas.h"
#include "ui/application.h"
#include "ui/settings.h"

/* Exit statuses, those of the command line. */
enum
{
  FAILED = 1,
  USAGE = 2,
};

static void
find_files (void)
{
  g_autofree char *locale = sem_installed_get_locale ();
  g_autofree char *schemas = sem_installed_get_folder (SEM_INSTALLED_SCHEMAS);

  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  sem_settings_set_folder (schemas);
}

/* Options of SemApplication that take no value, and those that print something and end. */
static gboolean
is_known (const char *option)
{
  return g_str_has_prefix (option, "--gapplication-") || g_str_has_prefix (option, "--library=");
}

static gboolean
only_prints (const char *option)
{
  return g_str_equal (option, "--help") || g_str_equal (option, "-h")
         || g_str_equal (option, "--version")
         || (g_str_has_prefix (option, "--help-") && !strchr (option, '='));
}

/* GApplication answers a wrong option with a status that means failure. @prints: (out): whether the
 * program will end without a window. Returns: whether all options are known, else after saying so
 */
static gboolean
check_options (int argc, char **argv, gboolean *prints)
{
  *prints = FALSE;
  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    {
      if (argv[i][0] != '-' || argv[i][1] == '\0' || is_known (argv[i]))
        continue;
      if (only_prints (argv[i]))
        *prints = TRUE;
      else if (g_str_equal (argv[i], "--library") && i + 1 < argc)
        i++;
      else
        {
          g_printerr (g_str_equal (argv[i], "--library")
                        ? _("semblance: %s needs a value. Try “semblance --help”.\n")
                        : _("semblance: there is no option %s. Try “semblance --help”.\n"),
                      argv[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* errno of the first write to standard output that failed. */
static int output_error;

static void
print (const char *text)
{
  const char *charset;
  g_autofree char *local = NULL;

  if (!g_get_console_charset (&charset))
    local = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  if ((fputs (local ? local : text, stdout) == EOF || fflush (stdout) == EOF) && output_error == 0)
    output_error = errno;
}

/* For atexit(), since GLib itself ends the program after it has printed the help. */
static void
check_output (void)
{
  if (output_error == 0)
    return;
  g_printerr ("semblance: ");
  g_printerr (_("the output could not be written: %s."), g_strerror (output_error));
  g_printerr ("\n");
  _exit (FAILED);
}

/* GTK would end the program with a warning. */
static gboolean
has_display (void)
{
  if (gtk_init_check ())
    return TRUE;
  g_printerr (_("semblance: there is no display on which a window can be opened. In a terminal, "
                "semblance-cli does the same work.\n"));
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autoptr (SemApplication) application = NULL;
  gboolean prints;

  /* Starts the program again if OpenBLAS needs to know the CPU before it is loaded. */
  sem_blas_prepare (argv);

  sem_language_set_locale ();
  gtk_disable_setlocale ();
  find_files ();
  if (!check_options (argc, argv, &prints))
    return USAGE;
  if (prints)
    {
      g_set_print_handler (print);
      (void) atexit (check_output);
    }
  else if (!has_display ())
    return FAILED;
  g_set_application_name ("Semblance");
  application = sem_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
