/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/kept-models.h"
#include "engine/hash/models/hash-model.h"
#include "engine/store/backbones.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  SemStore *store;
  guint most;
  gint64 most_bytes;
  guint n_kept;
  guint n_tuned;
  gint64 bytes;
  GString *names;
} Trim;

gint64
sem_model_size_get_bytes (const SemModelSize *size)
{
  return size->model + size->codes + size->n_codes * SEM_VECTOR_DIM;
}

char *
sem_model_describe (const SemStoreModel *model)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, model->id);

  if (model->name)
    /* Translators: number and name of a model, its code length and its method. */
    return g_strdup_printf (_("%s “%s” (%u bits by %s)"), id, model->name, model->bits,
                            model->method);
  /* Translators: number of a model, its code length and its method. */
  return g_strdup_printf (_("%s (%u bits by %s)"), id, model->bits, model->method);
}

/* Those that are offered first, then those that were used last. */
static int
compare_use (gconstpointer a, gconstpointer b)
{
  const SemStoreModel *one = *(SemStoreModel *const *) a, *other = *(SemStoreModel *const *) b;
  gboolean first = one->stage == SEM_MODEL_OFFERED, second = other->stage == SEM_MODEL_OFFERED;
  gint64 used = MAX (one->used, one->created), since = MAX (other->used, other->created);

  if (first != second)
    return first ? -1 : 1;
  if (used != since)
    return used > since ? -1 : 1;
  return one->id > other->id ? -1 : one->id < other->id;
}

/* Whether the model stays; counts it where it does. */
static gboolean
has_room (Trim *trim, const SemStoreModel *model)
{
  gboolean tuned =
    sem_store_get_backbone_kind (trim->store, model->backbone, NULL) == SEM_BACKBONE_TUNED;

  if (model->name || model->note)
    return TRUE;
  if (trim->n_kept >= trim->most || (tuned && trim->n_tuned >= SEM_MODELS_KEPT_TUNED))
    return FALSE;
  trim->n_kept++;
  trim->n_tuned += tuned;
  return TRUE;
}

static gboolean
drop (Trim *trim, const SemStoreModel *model, GError **error)
{
  g_autofree char *words = sem_model_describe (model);

  g_string_append_printf (trim->names, "%s%s", trim->names->len > 0 ? ", " : "", words);
  return sem_store_drop_model (trim->store, model->id, error);
}

static gboolean
trim_model (Trim *trim, const SemStoreModel *model, GError **error)
{
  SemModelSize size;
  gint64 bytes;

  if (!has_room (trim, model))
    return drop (trim, model, error);
  if (!sem_store_measure_model (trim->store, model->id, &size, error))
    return FALSE;
  bytes = sem_model_size_get_bytes (&size) - size.model;
  if (trim->bytes + bytes > trim->most_bytes)
    return bytes == 0 || sem_store_drop_model_codes (trim->store, model->id, error);
  trim->bytes += bytes;
  return TRUE;
}

static gboolean
trim_all (Trim *trim, GError **error)
{
  g_autoptr (GPtrArray) models = sem_store_list_models (trim->store, error);
  gint64 active = models ? sem_store_get_active_model (trim->store, error) : -1;

  if (active < 0)
    return FALSE;
  g_ptr_array_sort (models, compare_use);
  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);

      if (model->id != active && model->stage != SEM_MODEL_UNFINISHED
          && !trim_model (trim, model, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_models_trim (SemStore *store, guint most, gint64 most_bytes, char **dropped, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  Trim trim = { .store = store, .most = most, .most_bytes = most_bytes, .names = names };

  *dropped = NULL;
  if (!sem_store_begin (store, error) || !trim_all (&trim, error)
      || !sem_store_commit (store, error))
    {
      sem_store_rollback (store);
      return FALSE;
    }
  if (names->len > 0)
    /* Translators: %s is one or more models, such as: 3 (64 bits by ddh) */
    *dropped =
      g_strdup_printf (_("Removed the models that were used longest ago: %s. A model with "
                         "a name stays."),
                       names->str);
  return TRUE;
}
