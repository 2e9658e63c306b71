/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/codes-private.h"
#include "tests/support/fake-private.h"

char **
sem_library_list_methods (SemLibrary *self)
{
  static const char *const methods[] = { "gs-itq", "itq", "lsh", "ddh", "new", NULL };

  return g_strdupv ((char **) methods);
}

void
sem_library_train_with (SemLibrary *self, const SemTraining *training)
{
  g_autofree char *call =
    g_strdup_printf ("train %s %u %" G_GUINT64_FORMAT "%s", training->method, training->n_bits,
                     training->seed, training->paper ? " paper" : "");
  g_autofree char *more = g_strdup_printf ("%s most %u network %u%s", call, training->most,
                                           training->network, training->augment ? " augment" : "");

  sem_fake_note_call (self, training->most > 0 || training->network > 0 ? more : call, NULL);
}

double
sem_library_estimate_training (SemLibrary *self, const SemTraining *training)
{
  return training->network > 0 ? 7200 : training->n_bits;
}

gboolean
sem_library_can_train_network (SemLibrary *self, const char *method)
{
  return g_str_equal (method, "ddh");
}

void
sem_library_cancel_training (SemLibrary *self)
{
  sem_fake_note_call (self, "cancel-training", NULL);
}

gboolean
sem_library_get_training (SemLibrary *self)
{
  return self->training;
}

void
sem_fake_library_set_training (SemLibrary *self, gboolean training)
{
  self->training = training;
  g_object_notify (G_OBJECT (self), "training");
}

GListModel *
sem_library_get_epochs (SemLibrary *self)
{
  return G_LIST_MODEL (self->epochs);
}

SemCodes *
sem_library_get_codes (SemLibrary *self)
{
  return self->codes;
}

SemCodes *
sem_library_get_offer (SemLibrary *self)
{
  return self->offer;
}

GListModel *
sem_library_get_models (SemLibrary *self)
{
  return G_LIST_MODEL (self->models);
}

static void
note_codes (SemLibrary *self, const char *name, gint64 id)
{
  g_autofree char *call = g_strdup_printf ("%s %" G_GINT64_FORMAT, name, id);

  sem_fake_note_call (self, call, NULL);
}

void
sem_library_use_codes (SemLibrary *self, gint64 id)
{
  note_codes (self, "use", id);
}

void
sem_library_decline_codes (SemLibrary *self, gint64 id)
{
  note_codes (self, "decline", id);
}

void
sem_library_offer_codes (SemLibrary *self, gint64 id)
{
  note_codes (self, "offer", id);
}

void
sem_library_name_codes (SemLibrary *self, gint64 id, const char *name, const char *note)
{
  g_autofree char *call =
    g_strdup_printf ("name %" G_GINT64_FORMAT " %s %s", id, name ? name : "-", note ? note : "-");

  sem_fake_note_call (self, call, NULL);
}

void
sem_library_delete_codes (SemLibrary *self, gint64 id)
{
  note_codes (self, "delete", id);
}

void
sem_library_export_codes (SemLibrary *self, gint64 id, GFile *file)
{
  note_codes (self, "export", id);
}

void
sem_library_import_codes (SemLibrary *self, GFile *file)
{
  sem_fake_note_call (self, "import", NULL);
}

void
sem_fake_library_add_model (SemLibrary *self, const SemCodesRow *row)
{
  g_autoptr (GListStore) epochs = g_list_store_new (SEM_TYPE_EPOCH);
  g_autoptr (SemCodes) codes = sem_codes_new (row, G_LIST_MODEL (epochs));

  g_list_store_append (self->models, codes);
}

void
sem_fake_library_set_codes (SemLibrary *self, SemCodes *codes)
{
  g_clear_object (&self->codes);
  self->codes = codes;
  g_object_notify (G_OBJECT (self), "codes");
}

void
sem_fake_library_set_offer (SemLibrary *self, SemCodes *offer)
{
  g_clear_object (&self->offer);
  self->offer = offer;
  g_object_notify (G_OBJECT (self), "offer");
}

SemCodes *
sem_fake_codes_new (gint64 id, const char *method, guint n_bits, const char *comparison)
{
  g_autoptr (GListStore) epochs = g_list_store_new (SEM_TYPE_EPOCH);
  const SemCodesRow row = {
    .id = id, .method = method, .n_bits = n_bits, .seed = 7, .comparison = comparison
  };

  return sem_codes_new (&row, G_LIST_MODEL (epochs));
}

void
sem_fake_library_add_epoch (SemLibrary *self,
                            guint total,
                            double pair_loss,
                            double code_loss,
                            double quality)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->epochs));
  g_autoptr (SemEpoch) epoch = sem_epoch_new (n + 1, total, pair_loss, code_loss, .4, quality);

  g_list_store_append (self->epochs, epoch);
}
