/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-inspect"

#include "config.h"

#include "engine/inspect/network-facts.h"

#include "engine/inspect/inspect.h"
#include "engine/inspect/metrics.h"
#include "engine/learn/switching.h"
#include "engine/inspect/backbone-rate.h"
#include "engine/nn/program/program.h"
#include "engine/photos/library-reference.h"
#include "engine/store/backbones.h"
#include "engine/store/models.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define OWN_TITLE "EfficientNet-Lite0"

/* @store: (nullable): there may be no library; @active: (nullable): id of its backbone */
typedef struct
{
  SemStore *store;
  char *active;
  double own_rate;
  GPtrArray *networks;
} List;

void
sem_network_facts_free (SemNetworkFacts *self)
{
  g_free (self->name);
  g_free (self->id);
  g_free (self->title);
  g_free (self->command);
  g_free (self);
}

static gboolean
read_quality (SemStore *store, SemNetworkFacts *facts, GError **error)
{
  g_autoptr (SemInspection) inspection = NULL;
  double sum = 0;
  guint n = 0;

  if (!sem_inspect_load (store, facts->model, &inspection, NULL, error))
    return FALSE;
  for (guint i = 0; inspection && i < SEM_INSPECT_N_ALTERATIONS; i++)
    {
      const double found = sem_inspect_metric_get (inspection, SEM_INSPECT_FIRST + i);

      if (isnan (found))
        continue;
      sum += found;
      n++;
    }
  if (n > 0)
    facts->finds = sum / n;
  if (inspection && !isnan (sem_inspect_metric_get (inspection, SEM_INSPECT_REACH)))
    facts->keeps = sem_inspect_metric_get (inspection, SEM_INSPECT_REACH);
  return TRUE;
}

static gboolean
read_library (const List *self, SemNetworkFacts *facts, GError **error)
{
  g_autoptr (GArray) photos = sem_store_list_training (self->store, facts->id, error);
  g_autoptr (SemReference) reference = NULL;

  if (!photos || !sem_library_load_reference (self->store, facts->id, &reference, error)
      || !sem_switch_find_model (self->store, facts->id, &facts->model, NULL, error))
    return FALSE;
  facts->photos = photos->len;
  facts->relative = !reference;
  return facts->model == 0 || read_quality (self->store, facts, error);
}

/* @id: (transfer full); @title: (transfer full); @settings: (nullable): of a program */
static gboolean
add (List *self,
     const char *name,
     char *id,
     char *title,
     const SemProgramSettings *settings,
     gboolean usable,
     GError **error)
{
  SemNetworkFacts *facts = g_new0 (SemNetworkFacts, 1);

  facts->name = g_strdup (name);
  facts->id = id;
  facts->title = title;
  facts->command = settings ? g_strdup (settings->command) : NULL;
  facts->d = sem_program_is_id (id) ? sem_program_get_dim_of_id (id) : SEM_BACKBONE_DIM;
  facts->side = settings ? settings->side : SEM_BACKBONE_SIDE;
  facts->words = settings && settings->words;
  facts->usable = usable;
  facts->active = g_strcmp0 (id, self->active) == 0;
  facts->rate = settings ? settings->rate : sem_program_is_id (id) ? 0 : self->own_rate;
  facts->finds = facts->keeps = -1;
  g_ptr_array_add (self->networks, facts);
  return !self->store || read_library (self, facts, error);
}

static gboolean
add_tuned (List *self, GError **error)
{
  if (!self->store || !self->active || sem_program_is_id (self->active)
      || sem_store_get_backbone_kind (self->store, self->active, NULL) == SEM_BACKBONE_FOUND)
    return TRUE;
  return add (self, self->active, g_strdup (self->active),
              /* Translators: %s is the name of a network. */
              g_strdup_printf (_("%s, trained on your photos"), OWN_TITLE), NULL, FALSE, error);
}

static gboolean
add_programs (List *self, GError **error)
{
  g_autoptr (GPtrArray) all = sem_programs_list (error);
  gboolean known = FALSE;
  g_autofree char *lost = sem_program_get_name_of_id (self->active);

  for (guint i = 0; all && i < all->len; i++)
    {
      const SemProgramSettings *settings = g_ptr_array_index (all, i);
      char *id = sem_program_settings_get_id (settings);

      known = known || g_strcmp0 (id, self->active) == 0;
      if (!add (self, settings->name, id, g_strdup (settings->title), settings, TRUE, error))
        return FALSE;
    }
  if (!all || known || !lost)
    return all != NULL;
  return add (self, lost, g_strdup (self->active), g_strdup (_("its program was not added here")),
              NULL, FALSE, error);
}

static gboolean
open_library (List *self, const char *library, GError **error)
{
  SemStoreModel row = { 0 };
  gboolean ok;

  if (!g_file_test (library, G_FILE_TEST_EXISTS))
    return TRUE;
  self->store = sem_store_open (library, SEM_STORE_READ, error);
  ok = self->store && sem_store_get_active_row (self->store, &row, error);
  self->active = g_strdup (row.backbone);
  sem_store_model_clear (&row);
  return ok;
}

GPtrArray *
sem_network_facts_list (const char *library, GError **error)
{
  g_autoptr (GPtrArray) networks =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_network_facts_free);
  g_autoptr (SemBackbone) own = sem_backbone_new (NULL, NULL);
  List self = { .networks = networks };
  gboolean ok;

  self.own_rate = own ? sem_backbone_measure_rate (own) : 0;
  ok = open_library (&self, library, error)
       && add (&self, SEM_NETWORK_OWN, g_strdup (sem_reference_get ()->backbone),
               g_strdup (OWN_TITLE), NULL, TRUE, error)
       && add_tuned (&self, error) && add_programs (&self, error);
  sem_store_close (self.store);
  g_free (self.active);
  return ok ? g_steal_pointer (&networks) : NULL;
}

/* Measuring ------------------------------------------------------------------------------------ */

/* @id: (out) (transfer full): of its features */
static gboolean
measure_rate (const char *name, char **id, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemProgramSettings) settings = NULL;

  if (g_str_equal (name, SEM_NETWORK_OWN))
    {
      *id = g_strdup (sem_reference_get ()->backbone);
      return TRUE;
    }
  settings = sem_programs_find (name, error);
  *id = settings ? sem_program_settings_get_id (settings) : NULL;
  return settings && sem_program_meet (settings, cancellable, error)
         && sem_programs_put (settings, error);
}

gboolean
sem_network_facts_measure (const char *library,
                           const char *name,
                           const SemProgress *progress,
                           GError **error)
{
  g_autofree char *id = NULL;
  g_autoptr (SemStore) store = NULL;
  g_autoptr (SemInspection) inspection = NULL;
  gint64 model;

  if (!measure_rate (name, &id, sem_progress_get_cancellable (progress), error))
    return FALSE;
  store = sem_store_open (library, SEM_STORE_READ, error);
  if (!store || !sem_switch_find_model (store, id, &model, NULL, error))
    return FALSE;
  g_clear_pointer (&store, sem_store_close);
  if (model == 0)
    return TRUE;
  inspection = sem_inspect_library (library, model, progress, error);
  return inspection != NULL;
}
