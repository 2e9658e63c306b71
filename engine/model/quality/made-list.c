/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/quality/made-list.h"

struct _SemMadeList
{
  GObject parent_instance;

  GType type;
  guint n;
  SemMadeListFunc make;
  gpointer data;
  GDestroyNotify destroy;
};

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SemMadeList,
                               sem_made_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return SEM_MADE_LIST (model)->type;
}

static guint
get_n_items (GListModel *model)
{
  return SEM_MADE_LIST (model)->n;
}

static gpointer
get_item (GListModel *model, guint position)
{
  SemMadeList *self = SEM_MADE_LIST (model);

  return position < self->n ? self->make (self->data, position) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
sem_made_list_finalize (GObject *object)
{
  SemMadeList *self = SEM_MADE_LIST (object);

  self->destroy (self->data);

  G_OBJECT_CLASS (sem_made_list_parent_class)->finalize (object);
}

static void
sem_made_list_class_init (SemMadeListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_made_list_finalize;
}

static void
sem_made_list_init (SemMadeList *self)
{
}

SemMadeList *
sem_made_list_new (GType type, guint n, SemMadeListFunc make, gpointer data, GDestroyNotify destroy)
{
  SemMadeList *self = g_object_new (SEM_TYPE_MADE_LIST, NULL);

  self->type = type;
  self->n = n;
  self->make = make;
  self->data = data;
  self->destroy = destroy;
  return self;
}
