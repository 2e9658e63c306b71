/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Training, and the models that it made.
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/learn/estimate.h"
#include "engine/model/library-private.h"

#include <glib/gi18n-lib.h>

/* Training ------------------------------------------------------------------------------------- */

char **
sem_library_list_methods (SemLibrary *self)
{
  g_autofree char *all = sem_hash_method_list_names ();
  g_auto (GStrv) names = g_strsplit (all, ", ", -1);
  g_autoptr (GStrvBuilder) usable = g_strv_builder_new ();

  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);

  for (guint i = 0; names[i]; i++)
    if (self->has_scenes || !g_str_equal (names[i], "bcdh"))
      g_strv_builder_add (usable, names[i]);
  return g_strv_builder_end (usable);
}

void
sem_library_train (SemLibrary *self, const char *method, guint n_bits, guint64 seed)
{
  const SemTraining training = { .method = method, .n_bits = n_bits, .seed = seed };

  sem_library_train_with (self, &training);
}

void
sem_library_train_with (SemLibrary *self, const SemTraining *training)
{
  const SemEngineRequest request = {
    .job = SEM_ENGINE_TRAIN,
    .method = training->method,
    .n_bits = training->n_bits,
    .seed = training->seed,
    .paper = training->paper,
    .most = training->most,
    .depth = (SemFinetuneDepth) MIN (training->network, (guint) SEM_FINETUNE_ALL),
    .augment = training->augment,
  };

  g_return_if_fail (SEM_IS_LIBRARY (self));
  g_return_if_fail (!training->method || sem_hash_bits_valid (training->n_bits));
  if (self->engine)
    sem_library_push (self, &request);
}

gboolean
sem_library_can_train_network (SemLibrary *self, const char *method)
{
  SemHashMethod known;

  return sem_hash_method_from_name (method, &known) && sem_finetune_can (known);
}

double
sem_library_estimate_training (SemLibrary *self, const SemTraining *training)
{
  const guint photos = sem_library_get_n_photos (self);
  SemHashOptions options;

  g_return_val_if_fail (SEM_IS_LIBRARY (self) && training->method, 1);

  sem_hash_options_init (&options);
  sem_hash_method_from_name (training->method, &options.method);
  options.n_bits = training->n_bits;
  options.preset = training->paper ? SEM_HASH_PRESET_PAPER : SEM_HASH_PRESET_DEFAULT;
  return sem_estimate_training (&options,
                                (SemFinetuneDepth) MIN (training->network,
                                                        (guint) SEM_FINETUNE_ALL),
                                training->augment, photos, training->most);
}

/* Models --------------------------------------------------------------------------------------- */

static void
change_codes (SemLibrary *self, SemEngineJob job, gint64 id)
{
  const SemEngineRequest request = { .job = job, .codes = id };

  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine)
    sem_library_push (self, &request);
}

void
sem_library_use_codes (SemLibrary *self, gint64 id)
{
  change_codes (self, SEM_ENGINE_USE_CODES, id);
}

void
sem_library_decline_codes (SemLibrary *self, gint64 id)
{
  change_codes (self, SEM_ENGINE_DECLINE_CODES, id);
}

void
sem_library_offer_codes (SemLibrary *self, gint64 id)
{
  change_codes (self, SEM_ENGINE_OFFER_CODES, id);
}

void
sem_library_name_codes (SemLibrary *self, gint64 id, const char *name, const char *note)
{
  const SemEngineRequest request = {
    .job = SEM_ENGINE_NAME_CODES, .codes = id, .name = name, .note = note
  };

  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (self->engine)
    sem_library_push (self, &request);
}

void
sem_library_delete_codes (SemLibrary *self, gint64 id)
{
  change_codes (self, SEM_ENGINE_DELETE_CODES, id);
}

static void
move_codes (SemLibrary *self, SemEngineJob job, gint64 id, GFile *file)
{
  const SemEngineRequest request = { .job = job, .codes = id, .file = g_file_peek_path (file) };

  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (!request.file)
    g_signal_emit_by_name (self, "message",
                           _("Models are read from and written to files on this computer only."));
  else if (self->engine)
    sem_library_push (self, &request);
}

void
sem_library_export_codes (SemLibrary *self, gint64 id, GFile *file)
{
  move_codes (self, SEM_ENGINE_EXPORT_CODES, id, file);
}

void
sem_library_import_codes (SemLibrary *self, GFile *file)
{
  move_codes (self, SEM_ENGINE_IMPORT_CODES, 0, file);
}

GListModel *
sem_library_get_models (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return G_LIST_MODEL (self->models);
}

SemCodes *
sem_library_get_codes (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return self->codes;
}

SemCodes *
sem_library_get_offer (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return self->offer;
}

GListModel *
sem_library_get_epochs (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return G_LIST_MODEL (self->epochs);
}

/* Networks ------------------------------------------------------------------------------------- */

static void
change_network (SemLibrary *self, SemEngineJob job, const char *name)
{
  const SemEngineRequest request = { .job = job, .name = name };

  if (self->engine)
    sem_library_push (self, &request);
}

void
sem_library_use_network (SemLibrary *self, const char *name)
{
  g_return_if_fail (SEM_IS_LIBRARY (self) && name != NULL);

  if (self->engine && self->pending_of[SEM_ENGINE_SWITCH] > 0)
    sem_engine_stop_switch (self->engine);
  change_network (self, SEM_ENGINE_SWITCH, name);
}

void
sem_library_cancel_network (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));

  if (self->engine)
    sem_engine_stop_switch (self->engine);
}

void
sem_library_remove_network (SemLibrary *self, const char *name)
{
  g_return_if_fail (SEM_IS_LIBRARY (self) && name != NULL);

  change_network (self, SEM_ENGINE_REMOVE_NETWORK, name);
}

const char *
sem_library_get_coming_network (SemLibrary *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);
  return self->coming_network;
}
