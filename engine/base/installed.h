/* installed.h - where the program's own files are
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemInstalledFolder:
 * @SEM_INSTALLED_BIN: programs that people start
 * @SEM_INSTALLED_LIBEXEC: programs that only this program starts
 * @SEM_INSTALLED_DATA: data files of this program, such as the weights
 * @SEM_INSTALLED_SCHEMAS: compiled GSettings schemas
 * @SEM_INSTALLED_LOCALE: message catalogues
 */
typedef enum
{
  SEM_INSTALLED_BIN,
  SEM_INSTALLED_LIBEXEC,
  SEM_INSTALLED_DATA,
  SEM_INSTALLED_SCHEMAS,
  SEM_INSTALLED_LOCALE,
} SemInstalledFolder;

/**
 * sem_installed_get_folder:
 *
 * The folder below the prefix that the running program is installed in. A program that was moved
 * with its whole prefix, as by DESTDIR or in an image, finds its files at the new place; one that
 * does not run from a folder named as the installed programs' (bin) gets the prefix that it was
 * configured with. A build folder is never looked into: programs that are not installed are told
 * where their files are by environment variables, which build/semblance and build/semblance-cli
 * set. Callable from any thread.
 *
 * Returns: (transfer full) (type filename): an absolute path, which need not exist
 */
char *sem_installed_get_folder (SemInstalledFolder folder) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_installed_move_folder:
 * @program: (nullable) (type filename): absolute path of a running program; %NULL where it cannot
 *   be known
 *
 * sem_installed_get_folder() for a program at another place.
 *
 * Returns: (transfer full) (type filename): an absolute path, which need not exist
 */
char *sem_installed_move_folder (SemInstalledFolder folder,
                                 const char *program) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_installed_get_locale:
 *
 * Returns: (transfer full) (type filename): SEMBLANCE_LOCALE_DIR where it is set, otherwise
 *   %SEM_INSTALLED_LOCALE: the folder for bindtextdomain()
 */
char *sem_installed_get_locale (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
