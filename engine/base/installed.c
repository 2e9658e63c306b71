/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/installed.h"

#include <string.h>

static const char *const folders[] = {
  [SEM_INSTALLED_BIN] = SEM_BIN_DIR,       [SEM_INSTALLED_LIBEXEC] = SEM_LIBEXEC_DIR,
  [SEM_INSTALLED_DATA] = SEM_DATA_DIR,     [SEM_INSTALLED_SCHEMAS] = SEM_SCHEMA_DIR,
  [SEM_INSTALLED_LOCALE] = SEM_LOCALE_DIR,
};

/* Returns: @path below the prefix, with its slash, or %NULL where it was configured to lie outside
 */
static const char *
skip_prefix (const char *path)
{
  const gsize length = strlen (SEM_PREFIX);

  return g_str_has_prefix (path, SEM_PREFIX) && path[length] == '/' ? path + length : NULL;
}

char *
sem_installed_move_folder (SemInstalledFolder folder, const char *program)
{
  const char *bin = skip_prefix (SEM_BIN_DIR);
  const char *below;

  g_return_val_if_fail (folder < G_N_ELEMENTS (folders), NULL);

  below = skip_prefix (folders[folder]);
  if (program && bin && below)
    {
      g_autofree char *place = g_path_get_dirname (program);

      if (g_str_has_suffix (place, bin))
        {
          place[strlen (place) - strlen (bin)] = '\0';
          return g_strconcat (place, below, NULL);
        }
    }
  return g_strdup (folders[folder]);
}

char *
sem_installed_get_folder (SemInstalledFolder folder)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return sem_installed_move_folder (folder, program);
}

char *
sem_installed_get_locale (void)
{
  const char *chosen = g_getenv ("SEMBLANCE_LOCALE_DIR");

  return chosen && *chosen ? g_strdup (chosen) : sem_installed_get_folder (SEM_INSTALLED_LOCALE);
}
