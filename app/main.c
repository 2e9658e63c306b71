/* main.c - the program with the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include <gtk/gtk.h>

#include "engine/base/installed.h"
#include "engine/hash/mathematics/blas.h"
#include "ui/application.h"
#include "ui/settings.h"

/* Exit statuses, those of the command line. */
enum
{
  DONE = 0,
  FAILED = 1,
  USAGE = 2,
  GO_ON = -1,
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

/* Returns: an exit status, or GO_ON */
static int
answer_option (const char *option)
{
  if (g_str_equal (option, "--version"))
    {
      g_print ("semblance %s\n", SEM_VERSION);
      return DONE;
    }
  if (g_str_equal (option, "--help") || g_str_equal (option, "-h"))
    {
      g_print (_("Usage: semblance [FOLDER | PHOTO…]\n"
                 "\n"
                 "Opens the window; with FOLDER, adds that folder of photos to the library; with "
                 "photos,\n"
                 "shows what looks like them. “semblance-cli --help” explains the command "
                 "line.\n"));
      return DONE;
    }
  /* GApplication's own. */
  if (g_str_has_prefix (option, "--gapplication-") || g_str_has_prefix (option, "--help-"))
    return GO_ON;
  g_printerr (_("semblance: there is no option %s. Try “semblance --help”.\n"), option);
  return USAGE;
}

static int
answer_options (int argc, char **argv)
{
  int status = GO_ON;

  for (int i = 1; i < argc && status == GO_ON && !g_str_equal (argv[i], "--"); i++)
    if (argv[i][0] == '-' && argv[i][1] != '\0')
      status = answer_option (argv[i]);
  return status;
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
  int status;

  /* Starts the program again if OpenBLAS needs to know the CPU before it is loaded. */
  sem_blas_prepare (argv);

  setlocale (LC_ALL, "");
  find_files ();
  status = answer_options (argc, argv);
  if (status != GO_ON)
    return status;
  if (!has_display ())
    return FAILED;
  g_set_application_name ("Semblance");
  application = sem_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
