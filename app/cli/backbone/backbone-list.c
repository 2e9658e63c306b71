/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/backbone/backbone-list.h"
#include "engine/nn/program/program-settings.h"
#include "engine/photos/reference.h"
#include "engine/store/backbones.h"
#include "engine/store/models.h"

#include <glib/gi18n.h>

/* Pictures that our own network is timed with. */
#define N_TRIED 4

/* @store: (nullable): there may be no library yet; @active: (nullable): id of its backbone */
typedef struct
{
  const CliCommon *common;
  SemStore *store;
  char *active;
  JsonBuilder *builder;
} List;

/* Returns: photos of the library that have a feature of it; -1 with @error */
static gint64
count_photos (const List *self, const char *id, GError **error)
{
  g_autoptr (GArray) photos = NULL;

  if (!self->store)
    return 0;
  photos = sem_store_list_training (self->store, id, error);
  return photos ? (gint64) photos->len : -1;
}

/* Of our own network, on one thread; 0 where it cannot be loaded. */
static double
measure_rate (void)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, NULL);
  g_autoptr (SemBackboneWorkspace) workspace =
    backbone ? sem_backbone_workspace_new (backbone) : NULL;
  g_autofree guint8 *rgb = g_malloc0 (SEM_BACKBONE_INPUT_SIZE);
  float feature[SEM_BACKBONE_DIM];
  gint64 start = 0;

  for (guint i = 0; workspace && i <= N_TRIED; i++)
    {
      /* The first one may take longer. */
      if (i == 1)
        start = g_get_monotonic_time ();
      sem_backbone_forward (backbone, workspace, rgb, feature);
    }
  return workspace
           ? N_TRIED * (double) G_USEC_PER_SEC / (double) MAX (1, g_get_monotonic_time () - start)
           : 0;
}

static void
print_line (const char *name, const char *title, guint d, double rate, gint64 n, gboolean active)
{
  g_autofree char *photos =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u photo", "%u photos", (gulong) n), (guint) n);

  /* Translators: a backbone: its name, what it is, numbers of a feature, photos that have one. */
  g_print (_("%s: %s, %u numbers, %s"), name, title, d, photos);
  /* Translators: how fast a backbone is. */
  if (rate > 0)
    g_print (_(", %.0f a second"), rate);
  g_print ("%s\n", active ? _(", in use") : "");
}

/* @settings: (nullable): of a program */
static gboolean
show (const List *self,
      const char *name,
      const char *id,
      const SemProgramSettings *settings,
      GError **error)
{
  const gint64 n = count_photos (self, id, error);
  const gboolean active = g_strcmp0 (self->active, id) == 0;
  const char *title = settings ? settings->title : "EfficientNet-Lite0";
  const guint d = settings ? settings->d : SEM_BACKBONE_DIM;
  const double rate = settings ? settings->rate : measure_rate ();

  if (n < 0)
    return FALSE;
  if (!self->common->json)
    {
      print_line (name, title, d, rate, n, active);
      return TRUE;
    }
  json_builder_begin_object (self->builder);
  cli_json_add_string (self->builder, "name", name);
  cli_json_add_string (self->builder, "id", id);
  cli_json_add_string (self->builder, "title", title);
  cli_json_add_int (self->builder, "dimensions", d);
  cli_json_add_int (self->builder, "input", settings ? settings->side : SEM_BACKBONE_SIDE);
  cli_json_add_boolean (self->builder, "words", settings && settings->words);
  cli_json_add_string (self->builder, "command", settings ? settings->command : "");
  cli_json_add_double (self->builder, "rate", rate);
  cli_json_add_int (self->builder, "photos", n);
  cli_json_add_boolean (self->builder, "active", active);
  json_builder_end_object (self->builder);
  return TRUE;
}

static gboolean
show_all (const List *self, GError **error)
{
  g_autoptr (GPtrArray) all = sem_programs_list (error);

  if (!all || !show (self, CLI_BACKBONE_OWN, sem_reference_get ()->backbone, NULL, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const SemProgramSettings *settings = g_ptr_array_index (all, i);
      g_autofree char *id = sem_program_settings_get_id (settings);

      if (!show (self, settings->name, id, settings, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
open_library (List *self, GError **error)
{
  SemStoreModel row = { 0 };
  gboolean ok;

  if (!g_file_test (self->common->library, G_FILE_TEST_EXISTS))
    return TRUE;
  self->store = sem_store_open (self->common->library, SEM_STORE_READ, error);
  ok = self->store && sem_store_get_active_row (self->store, &row, error);
  self->active = g_strdup (row.backbone);
  sem_store_model_clear (&row);
  return ok;
}

int
cli_backbone_list (const CliCommon *common)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  List self = { .common = common, .builder = builder };
  gboolean ok;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "backbones");
  json_builder_begin_array (builder);
  ok = open_library (&self, &error) && show_all (&self, &error);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (ok && common->json)
    cli_json_print (builder);
  sem_store_close (self.store);
  g_free (self.active);
  return ok ? CLI_DONE : cli_fail (error);
}
