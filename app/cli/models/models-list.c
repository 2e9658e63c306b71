/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/models/models-list.h"

#include "app/cli/model-report.h"
#include "app/cli/output/output.h"
#include "engine/learn/kept-models.h"
#include "engine/nn/program/program-settings.h"

#include <glib/gi18n.h>

static const char *
get_state_name (const SemStoreModel *model, gint64 active)
{
  if (model->id == active)
    return "active";
  switch (model->stage)
    {
    case SEM_MODEL_OFFERED:
      return "offered";
    case SEM_MODEL_READY:
      return "kept";
    case SEM_MODEL_UNFINISHED:
    default:
      return "unfinished";
    }
}

static const char *
describe_state (const SemStoreModel *model, gint64 active)
{
  if (model->id == active)
    return _("active");
  switch (model->stage)
    {
    case SEM_MODEL_OFFERED:
      return _("offered");
    case SEM_MODEL_READY:
      return _("kept");
    case SEM_MODEL_UNFINISHED:
    default:
      return _("unfinished");
    }
}

/* (transfer full) (nullable): when, in local time. @format: for g_date_time_format() */
static char *
format_time (gint64 seconds, const char *format)
{
  g_autoptr (GDateTime) time = seconds > 0 ? g_date_time_new_from_unix_local (seconds) : NULL;

  return time ? g_date_time_format (time, format) : NULL;
}

/* JSON ----------------------------------------------------------------------------------------- */

static void
add_time (JsonBuilder *builder, const char *name, gint64 seconds)
{
  g_autofree char *text = format_time (seconds, "%Y-%m-%dT%H:%M:%S%:z");

  json_builder_set_member_name (builder, name);
  if (text)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static gboolean
add_history (JsonBuilder *builder, SemStore *store, const SemStoreModel *model, GError **error)
{
  static const char *const origins[] = { "automatic", "trained", "imported" };
  SemModelSize size;

  if (!sem_store_measure_model (store, model->id, &size, error))
    return FALSE;
  cli_json_add_string (builder, "origin", origins[model->origin]);
  cli_json_add_string (builder, "name", model->name ? model->name : "");
  cli_json_add_string (builder, "note", model->note ? model->note : "");
  cli_json_add_int (builder, "photos", model->photos);
  add_time (builder, "created", model->created);
  add_time (builder, "used", model->used);
  cli_json_add_int (builder, "bytes", sem_model_size_get_bytes (&size));
  cli_json_add_int (builder, "codes", size.n_codes);
  return TRUE;
}

static gboolean
print_json (SemStore *store, GPtrArray *models, gint64 active, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "models");
  json_builder_begin_array (builder);
  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);
      g_autoptr (SemTrainingLog) log = cli_read_log (model);

      json_builder_begin_object (builder);
      cli_json_add_int (builder, "id", model->id);
      cli_json_add_string (builder, "state", get_state_name (model, active));
      cli_json_add_model (builder, model);
      if (!add_history (builder, store, model, error))
        return FALSE;
      cli_json_add_log (builder, log);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
  return TRUE;
}

/* Text ----------------------------------------------------------------------------------------- */

static void
print_words (const SemStoreModel *model)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *name = model->name ? cli_escape (model->name, FALSE) : NULL;

  if (name)
    /* Translators: the name of a model, below what it is. */
    g_print (_("   Name: %s\n"), name);
  lines = model->note ? g_strsplit (model->note, "\n", -1) : NULL;
  for (guint i = 0; lines && lines[i]; i++)
    g_print ("   %s\n", lines[i]);
}

/* When it was trained, what it takes and how good it was found to be. */
static gboolean
print_history (SemStore *store, const SemStoreModel *model, GError **error)
{
  g_autoptr (SemTrainingLog) log = cli_read_log (model);
  const SemCodeComparison *comparison = log ? sem_training_log_get_comparison (log) : NULL;
  g_autofree char *date = format_time (model->created, "%Y-%m-%d %H:%M"), *bytes = NULL;
  SemModelSize size;

  if (!sem_store_measure_model (store, model->id, &size, error))
    return FALSE;
  bytes = g_format_size ((guint64) sem_model_size_get_bytes (&size));
  g_print ("   %s%s%s", date ? date : "", date ? ", " : "", bytes);
  if (model->origin == SEM_MODEL_IMPORTED)
    g_print (_(", imported"));
  if (comparison)
    g_print (_(", finds %.1f %% of each photo’s closest matches"), comparison->after.reach * 100);
  g_print ("\n");
  print_words (model);
  return TRUE;
}

static gboolean
print_model (SemStore *store, const SemStoreModel *model, gint64 active, GError **error)
{
  g_autoptr (SemTrainingLog) log = cli_read_log (model);
  const SemCodeComparison *comparison = log ? sem_training_log_get_comparison (log) : NULL;
  /* Apart: a format macro inside a message cuts it in two for translators. */
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, model->id);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, model->seed);
  g_autofree char *network = sem_program_get_name_of_id (model->backbone);

  g_print (ngettext ("%s: %u bits by %s, seed %s, trained on %u photo (%s)\n",
                     "%s: %u bits by %s, seed %s, trained on %u photos (%s)\n", model->trained_on),
           id, model->bits, model->method, seed, model->trained_on, describe_state (model, active));
  if (network)
    {
      g_print ("   ");
      g_print (_("network “%s”"), network);
      g_print ("\n");
    }
  if (model->id != active && model->stage == SEM_MODEL_OFFERED && comparison)
    {
      g_autofree char *sentence = sem_code_comparison_describe (comparison);

      g_print ("   %s\n", sentence);
    }
  return print_history (store, model, error);
}

static gboolean
print_text (SemStore *store, GPtrArray *models, gint64 active, GError **error)
{
  for (guint i = 0; i < models->len; i++)
    if (!print_model (store, g_ptr_array_index (models, i), active, error))
      return FALSE;
  if (models->len == 0)
    g_print (_("There are no models yet. “semblance-cli index” trains one on the "
               "photos of your folders.\n"));
  return TRUE;
}

gboolean
cli_models_print (const CliCommon *common, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (common->library, SEM_STORE_READ, error);
  g_autoptr (GPtrArray) models = store ? sem_store_list_models (store, error) : NULL;
  gint64 active = models ? sem_store_get_active_model (store, error) : -1;

  if (active < 0)
    return FALSE;
  return common->json ? print_json (store, models, active, error)
                      : print_text (store, models, active, error);
}
