/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shows the models of a view.
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/hash/models/training-log.h"
#include "engine/model/codes-private.h"
#include "engine/model/library-private.h"
#include "engine/nn/program/program-settings.h"
#include "engine/store/models.h"

static GListModel *
make_epochs (SemTrainingLog *log)
{
  GListStore *epochs = g_list_store_new (SEM_TYPE_EPOCH);

  for (guint i = 0; log && i < sem_training_log_get_n_epochs (log); i++)
    {
      const SemHashEpoch *e = sem_training_log_get_epoch (log, i);
      g_autoptr (SemEpoch) epoch =
        sem_epoch_new (e->epoch, e->n_epochs, e->pair_loss, e->code_loss, e->near_one, e->quality);

      g_list_store_append (epochs, epoch);
    }
  return G_LIST_MODEL (epochs);
}

static SemMeasures
make_measures (const SemCodeQuality *quality)
{
  return (SemMeasures){
    .reach = quality->reach,
    .lift = quality->lift,
    .correlation = quality->correlation,
    .imbalance = quality->imbalance,
    .unique = quality->unique,
  };
}

static SemCodes *
make_codes (const SemStoreModel *stored, gint64 bytes)
{
  g_autoptr (SemTrainingLog) log =
    stored->log ? sem_training_log_new_from_bytes (stored->log, NULL) : NULL;
  const SemCodeComparison *comparison = log ? sem_training_log_get_comparison (log) : NULL;
  g_autofree char *sentence = comparison ? sem_code_comparison_describe (comparison) : NULL;
  g_autoptr (GListModel) epochs = make_epochs (log);
  g_autofree char *network = sem_program_get_name_of_id (stored->backbone);
  SemCodesRow row = {
    .id = stored->id,
    .method = stored->method,
    .n_bits = stored->bits,
    .seed = stored->seed,
    .n_photos = stored->photos,
    .n_trained = stored->trained_on,
    .created = stored->created,
    .bytes = bytes,
    .imported = stored->origin == SEM_MODEL_IMPORTED,
    .network = network,
    .name = stored->name,
    .note = stored->note,
    .comparison = sentence,
    .compared = comparison != NULL,
  };

  if (comparison)
    {
      row.before = make_measures (&comparison->before);
      row.after = make_measures (&comparison->after);
      row.better = !sem_code_comparison_is_worse (comparison);
    }
  return sem_codes_new (&row, epochs);
}

/* Of the same model, as far as anyone sees. */
static gboolean
is_same (SemCodes *codes, const SemStoreModel *row)
{
  const SemCodesRow *known = codes ? sem_codes_get_row (codes) : NULL;

  return known ? row && known->id == row->id && g_strcmp0 (known->name, row->name) == 0
                   && g_strcmp0 (known->note, row->note) == 0
               : !row;
}

/* Codes are immutable, so that codes of the same row need not be replaced. */
static void
set_codes (SemLibrary *self, SemCodes **codes, const char *property, const SemStoreModel *row)
{
  if (is_same (*codes, row))
    return;
  g_clear_object (codes);
  if (row)
    *codes = make_codes (row, 0);
  g_object_notify (G_OBJECT (self), property);
}

typedef struct
{
  const SemStoreModel *row;
  gint64 bytes;
  gboolean active;
} Listed;

/* The active model first, then those that were used last. */
static int
compare_listed (gconstpointer a, gconstpointer b)
{
  const Listed *one = a, *other = b;
  gint64 used = MAX (one->row->used, one->row->created);
  gint64 since = MAX (other->row->used, other->row->created);

  if (one->active != other->active)
    return one->active ? -1 : 1;
  if (used != since)
    return used > since ? -1 : 1;
  return one->row->id > other->row->id ? -1 : one->row->id < other->row->id;
}

/* Whether the list has these models already: its rows are not to be made anew with every job. */
static gboolean
is_shown (SemLibrary *self, GPtrArray *items)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->models)) != items->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (SemCodes) shown = g_list_model_get_item (G_LIST_MODEL (self->models), i);
      const SemCodesRow *old = sem_codes_get_row (shown),
                        *new = sem_codes_get_row (items->pdata[i]);

      if (old->id != new->id || old->bytes != new->bytes || g_strcmp0 (old->name, new->name) != 0
          || g_strcmp0 (old->note, new->note) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
show_models (SemLibrary *self, const SemEngineView *view)
{
  g_autoptr (GArray) listed = g_array_new (FALSE, FALSE, sizeof (Listed));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < view->models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (view->models, i);
      const Listed one = { row, g_array_index (view->sizes, gint64, i), row->id == view->active };

      if (one.active || row->stage != SEM_MODEL_UNFINISHED)
        g_array_append_val (listed, one);
    }
  g_array_sort (listed, compare_listed);
  for (guint i = 0; i < listed->len; i++)
    {
      const Listed *one = &g_array_index (listed, Listed, i);

      g_ptr_array_add (items, make_codes (one->row, one->bytes));
    }
  if (!is_shown (self, items))
    g_list_store_splice (self->models, 0, g_list_model_get_n_items (G_LIST_MODEL (self->models)),
                         items->pdata, items->len);
}

void
sem_library_show_codes (SemLibrary *self, const SemEngineView *view)
{
  const SemStoreModel *active = NULL, *offer = NULL;

  for (guint i = 0; i < view->models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (view->models, i);

      if (row->id == view->active)
        active = row;
      else if (row->stage == SEM_MODEL_OFFERED)
        offer = row;
    }
  if (self->takes_words != view->words)
    {
      self->takes_words = view->words;
      g_object_notify (G_OBJECT (self), "takes-words");
    }
  set_codes (self, &self->codes, "codes", active);
  set_codes (self, &self->offer, "offer", offer);
  show_models (self, view);
}
