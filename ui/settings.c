/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-settings"

#include "config.h"

#include "ui/settings.h"

static char *own_folder;

void
sem_settings_set_folder (const char *folder)
{
  g_free (own_folder);
  own_folder = g_strdup (folder);
}

static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) own = NULL;
  GSettingsSchema *schema = NULL;

  if (installed)
    schema = g_settings_schema_source_lookup (installed, SEM_APPLICATION_ID, TRUE);
  if (schema || !own_folder)
    return schema;

  own = g_settings_schema_source_new_from_directory (own_folder, installed, TRUE, NULL);
  return own != NULL ? g_settings_schema_source_lookup (own, SEM_APPLICATION_ID, FALSE) : NULL;
}

GSettings *
sem_settings_get (void)
{
  static GSettings *settings;
  static gboolean looked;

  if (!looked)
    {
      g_autoptr (GSettingsSchema) schema = find_schema ();

      if (schema)
        settings = g_settings_new_full (schema, NULL, NULL);
      looked = TRUE;
    }
  return settings;
}
