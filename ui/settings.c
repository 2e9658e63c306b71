/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-settings"

#include "config.h"

#include "ui/settings.h"

static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) built = NULL;
  GSettingsSchema *schema = NULL;

  if (installed != NULL)
    schema = g_settings_schema_source_lookup (installed, SEM_APPLICATION_ID, TRUE);
  if (schema != NULL)
    return schema;

  built =
    g_settings_schema_source_new_from_directory (SEM_BUILD_DIR "/resources", installed, TRUE, NULL);
  return built != NULL ? g_settings_schema_source_lookup (built, SEM_APPLICATION_ID, FALSE) : NULL;
}

GSettings *
sem_settings_get (void)
{
  static GSettings *settings;
  static gboolean looked;

  if (!looked)
    {
      g_autoptr (GSettingsSchema) schema = find_schema ();

      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
      looked = TRUE;
    }
  return settings;
}
