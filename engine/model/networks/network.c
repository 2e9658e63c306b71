/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing here needs the engine: tests of the window link it as it is.
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/networks/network.h"

struct _SemNetwork
{
  GObject parent_instance;

  SemNetworkRow row; /* owns its strings */
};

G_DEFINE_FINAL_TYPE (SemNetwork, sem_network, G_TYPE_OBJECT)

static void
sem_network_finalize (GObject *object)
{
  SemNetwork *self = SEM_NETWORK (object);

  g_free ((char *) self->row.name);
  g_free ((char *) self->row.title);
  G_OBJECT_CLASS (sem_network_parent_class)->finalize (object);
}

static void
sem_network_class_init (SemNetworkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_network_finalize;
}

static void
sem_network_init (SemNetwork *self)
{
}

SemNetwork *
sem_network_new (const SemNetworkRow *row)
{
  SemNetwork *self = g_object_new (SEM_TYPE_NETWORK, NULL);

  self->row = *row;
  self->row.name = g_strdup (row->name);
  self->row.title = g_strdup (row->title);
  return self;
}

const SemNetworkRow *
sem_network_get_row (SemNetwork *self)
{
  g_return_val_if_fail (SEM_IS_NETWORK (self), NULL);
  return &self->row;
}
