/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/repair/decided-patterns.h"
#include "engine/store/details/patterns.h"

/* The file has to stay small enough to be read. */
#define MOST 10000

static char *
name_group (guint number)
{
  return g_strdup_printf ("patterns %u", number);
}

/* Returns: (nullable) */
static SemStorePatterns *
read_one (GKeyFile *file, const char *group)
{
  g_autofree char *uri = g_key_file_get_string (file, group, "uri", NULL);
  g_autofree char *text = g_key_file_get_string (file, group, "text", NULL);
  g_autofree char *path = uri ? g_filename_from_uri (uri, NULL, NULL) : NULL;
  g_autofree char *canonical = path ? g_canonicalize_filename (path, "/") : NULL;
  SemStorePatterns *patterns;

  if (!path || !g_str_equal (path, canonical) || !text || !text[0])
    return NULL;
  patterns = g_new0 (SemStorePatterns, 1);
  patterns->path = g_steal_pointer (&path);
  patterns->text = g_steal_pointer (&text);
  return patterns;
}

gboolean
sem_decided_patterns_read (GPtrArray *list, GKeyFile *file)
{
  for (guint i = 1; i <= MOST; i++)
    {
      g_autofree char *group = name_group (i);
      SemStorePatterns *patterns;

      if (!g_key_file_has_group (file, group))
        return TRUE;
      patterns = read_one (file, group);
      if (!patterns)
        return FALSE;
      g_ptr_array_add (list, patterns);
    }
  return TRUE;
}

void
sem_decided_patterns_write (const GPtrArray *list, GKeyFile *file)
{
  guint n = 0;

  for (guint i = 0; i < list->len && n < MOST; i++)
    {
      const SemStorePatterns *patterns = g_ptr_array_index (list, i);
      g_autofree char *group = name_group (n + 1);
      g_autofree char *uri = g_filename_to_uri (patterns->path, NULL, NULL);

      if (!uri)
        continue;
      g_key_file_set_string (file, group, "uri", uri);
      g_key_file_set_string (file, group, "text", patterns->text);
      n++;
    }
}
