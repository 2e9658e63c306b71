/* main.c - the program with the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libintl.h>
#include <locale.h>

#include "engine/base/installed.h"
#include "engine/hash/mathematics/blas.h"
#include "ui/application.h"
#include "ui/settings.h"

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

int
main (int argc, char **argv)
{
  g_autoptr (SemApplication) application = NULL;

  /* Starts the program again if OpenBLAS needs to know the CPU before it is loaded. */
  sem_blas_prepare (argv);

  setlocale (LC_ALL, "");
  find_files ();
  g_set_application_name ("Semblance");
  application = sem_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
