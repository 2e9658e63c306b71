/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/viewer/trash-info.h"

char *
sem_trash_info_parse (const char *text, gsize size, const char *top)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *escaped = NULL, *path = NULL;

  if (size > SEM_TRASH_INFO_MAX_SIZE
      || !g_key_file_load_from_data (keys, text, size, G_KEY_FILE_NONE, NULL))
    return NULL;
  escaped = g_key_file_get_string (keys, "Trash Info", "Path", NULL);
  path = escaped ? g_uri_unescape_string (escaped, NULL) : NULL;
  if (!path || !*path)
    return NULL;
  if (g_path_is_absolute (path))
    return g_steal_pointer (&path);
  return top ? g_build_filename (top, path, NULL) : NULL;
}
