/* main.c - the program with the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libintl.h>
#include <locale.h>

#include "engine/hash/mathematics/blas-core.h"
#include "ui/application.h"

/* Translations that are not installed yet lie in the build. */
static const char *
find_locale_dir (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  if (self != NULL && g_str_has_prefix (self, SEM_BUILD_DIR "/"))
    return SEM_BUILD_DIR "/po";
  return SEM_LOCALE_DIR;
}

int
main (int argc, char **argv)
{
  g_autoptr (SemApplication) application = NULL;

  /* Starts the program again where OpenBLAS needs to be told the CPU before it loads. */
  sem_blas_core_prepare (argv);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, find_locale_dir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_application_name ("Semblance");
  application = sem_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
