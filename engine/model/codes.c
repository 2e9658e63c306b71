/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing here needs the engine: tests of the window link it as it is.
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/codes-private.h"

/* Epoch ---------------------------------------------------------------------------------------- */

struct _SemEpoch
{
  GObject parent_instance;

  guint number;
  guint total;
  double pair_loss;
  double code_loss;
  double near_one;
  double quality;
};

G_DEFINE_FINAL_TYPE (SemEpoch, sem_epoch, G_TYPE_OBJECT)

static void
sem_epoch_class_init (SemEpochClass *klass)
{
}

static void
sem_epoch_init (SemEpoch *self)
{
}

SemEpoch *
sem_epoch_new (guint number,
               guint total,
               double pair_loss,
               double code_loss,
               double near_one,
               double quality)
{
  SemEpoch *self = g_object_new (SEM_TYPE_EPOCH, NULL);

  self->number = number;
  self->total = MAX (number, total);
  self->pair_loss = MAX (pair_loss, 0);
  self->code_loss = MAX (code_loss, 0);
  self->near_one = CLAMP (near_one, 0, 1);
  self->quality = quality;
  return self;
}

guint
sem_epoch_get_number (SemEpoch *self)
{
  g_return_val_if_fail (SEM_IS_EPOCH (self), 0);
  return self->number;
}

guint
sem_epoch_get_total (SemEpoch *self)
{
  g_return_val_if_fail (SEM_IS_EPOCH (self), 0);
  return self->total;
}

double
sem_epoch_get_pair_loss (SemEpoch *self)
{
  g_return_val_if_fail (SEM_IS_EPOCH (self), 0);
  return self->pair_loss;
}

double
sem_epoch_get_code_loss (SemEpoch *self)
{
  g_return_val_if_fail (SEM_IS_EPOCH (self), 0);
  return self->code_loss;
}

double
sem_epoch_get_quality (SemEpoch *self)
{
  g_return_val_if_fail (SEM_IS_EPOCH (self), -1);
  return self->quality;
}

double
sem_epoch_get_near_one (SemEpoch *self)
{
  g_return_val_if_fail (SEM_IS_EPOCH (self), 0);
  return self->near_one;
}

/* Codes ---------------------------------------------------------------------------------------- */

struct _SemCodes
{
  GObject parent_instance;

  SemCodesRow row; /* owns its strings */
  GListModel *epochs;
};

G_DEFINE_FINAL_TYPE (SemCodes, sem_codes, G_TYPE_OBJECT)

static void
sem_codes_finalize (GObject *object)
{
  SemCodes *self = SEM_CODES (object);

  g_free ((char *) self->row.method);
  g_free ((char *) self->row.network);
  g_free ((char *) self->row.name);
  g_free ((char *) self->row.note);
  g_free ((char *) self->row.comparison);
  g_object_unref (self->epochs);
  G_OBJECT_CLASS (sem_codes_parent_class)->finalize (object);
}

static void
sem_codes_class_init (SemCodesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_codes_finalize;
}

static void
sem_codes_init (SemCodes *self)
{
}

SemCodes *
sem_codes_new (const SemCodesRow *row, GListModel *epochs)
{
  SemCodes *self = g_object_new (SEM_TYPE_CODES, NULL);

  self->row = *row;
  self->row.method = g_strdup (row->method);
  self->row.network = g_strdup (row->network);
  self->row.name = g_strdup (row->name);
  self->row.note = g_strdup (row->note);
  self->row.comparison = g_strdup (row->comparison);
  self->epochs = g_object_ref (epochs);
  return self;
}

const SemCodesRow *
sem_codes_get_row (SemCodes *self)
{
  g_return_val_if_fail (SEM_IS_CODES (self), NULL);
  return &self->row;
}

gint64
sem_codes_get_id (SemCodes *self)
{
  g_return_val_if_fail (SEM_IS_CODES (self), 0);
  return self->row.id;
}

const char *
sem_codes_get_method (SemCodes *self)
{
  g_return_val_if_fail (SEM_IS_CODES (self), NULL);
  return self->row.method;
}

guint
sem_codes_get_n_bits (SemCodes *self)
{
  g_return_val_if_fail (SEM_IS_CODES (self), 0);
  return self->row.n_bits;
}

guint64
sem_codes_get_seed (SemCodes *self)
{
  g_return_val_if_fail (SEM_IS_CODES (self), 0);
  return self->row.seed;
}

const char *
sem_codes_get_comparison (SemCodes *self)
{
  g_return_val_if_fail (SEM_IS_CODES (self), NULL);
  return self->row.comparison;
}

GListModel *
sem_codes_get_epochs (SemCodes *self)
{
  g_return_val_if_fail (SEM_IS_CODES (self), NULL);
  return self->epochs;
}
