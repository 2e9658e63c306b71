/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/checkup/checkup.h"

struct _SemCheckupRow
{
  GObject parent_instance;

  SemFindingMark mark;
  char *title;
  char *text;
};

G_DEFINE_FINAL_TYPE (SemCheckupRow, sem_checkup_row, G_TYPE_OBJECT)

static void
sem_checkup_row_finalize (GObject *object)
{
  SemCheckupRow *self = SEM_CHECKUP_ROW (object);

  g_free (self->title);
  g_free (self->text);

  G_OBJECT_CLASS (sem_checkup_row_parent_class)->finalize (object);
}

static void
sem_checkup_row_class_init (SemCheckupRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_checkup_row_finalize;
}

static void
sem_checkup_row_init (SemCheckupRow *self)
{
}

SemCheckupRow *
sem_checkup_row_new (SemFindingMark mark, const char *title, const char *text)
{
  SemCheckupRow *self = g_object_new (SEM_TYPE_CHECKUP_ROW, NULL);

  self->mark = mark;
  self->title = g_strdup (title);
  self->text = g_strdup (text);
  return self;
}

SemFindingMark
sem_checkup_row_get_mark (SemCheckupRow *self)
{
  g_return_val_if_fail (SEM_IS_CHECKUP_ROW (self), SEM_MARK_NOTE);
  return self->mark;
}

const char *
sem_checkup_row_get_title (SemCheckupRow *self)
{
  g_return_val_if_fail (SEM_IS_CHECKUP_ROW (self), NULL);
  return self->title;
}

const char *
sem_checkup_row_get_text (SemCheckupRow *self)
{
  g_return_val_if_fail (SEM_IS_CHECKUP_ROW (self), NULL);
  return self->text;
}
