/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-private.h"

struct _SemNetworks
{
  GObject parent_instance;

  SemLibrary *library;
  GListStore *list;
  char *measured;
  char *problem;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_PROBLEM,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (SemNetworks, sem_networks, G_TYPE_OBJECT)

static void
sem_networks_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const SemNetworks *self = SEM_NETWORKS (object);

  if (id == PROP_RUNNING)
    g_value_set_boolean (value, self->measured != NULL);
  else
    g_value_set_string (value, self->problem);
}

static void
sem_networks_finalize (GObject *object)
{
  SemNetworks *self = SEM_NETWORKS (object);

  g_clear_object (&self->library);
  g_clear_object (&self->list);
  g_free (self->measured);
  g_free (self->problem);

  G_OBJECT_CLASS (sem_networks_parent_class)->finalize (object);
}

static void
sem_networks_class_init (SemNetworksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sem_networks_get_property;
  object_class->finalize = sem_networks_finalize;
  g_object_class_install_property (object_class, PROP_RUNNING,
                                   g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_PROBLEM,
                                   g_param_spec_string ("problem", NULL, NULL, NULL,
                                                        G_PARAM_READABLE));
}

static void
sem_networks_init (SemNetworks *self)
{
  self->list = g_list_store_new (SEM_TYPE_NETWORK);
}

SemNetworks *
sem_networks_new (SemLibrary *library)
{
  SemNetworks *self = g_object_new (SEM_TYPE_NETWORKS, NULL);

  self->library = g_object_ref (library);
  return self;
}

GListModel *
sem_networks_get_list (SemNetworks *self)
{
  return G_LIST_MODEL (self->list);
}

void
sem_networks_refresh (SemNetworks *self)
{
  sem_fake_note_call (self->library, "networks", NULL);
}

static void
set_measured (SemNetworks *self, const char *name)
{
  g_free (self->measured);
  self->measured = g_strdup (name);
  g_object_notify (G_OBJECT (self), "running");
}

void
sem_networks_measure (SemNetworks *self, SemNetwork *network)
{
  set_measured (self, sem_network_get_row (network)->name);
}

void
sem_networks_stop (SemNetworks *self)
{
  set_measured (self, NULL);
}

const char *
sem_networks_get_measured (SemNetworks *self)
{
  return self->measured;
}

const char *
sem_networks_get_problem (SemNetworks *self)
{
  return self->problem;
}

void
sem_fake_networks_put (SemNetworks *self, const SemNetworkRow *row)
{
  g_autoptr (SemNetwork) network = sem_network_new (row);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (SemNetwork) known = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (g_str_equal (sem_network_get_row (known)->name, row->name))
        {
          g_list_store_splice (self->list, i, 1, (gpointer *) &network, 1);
          return;
        }
    }
  g_list_store_append (self->list, network);
}

void
sem_fake_networks_end (SemNetworks *self, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify (G_OBJECT (self), "problem");
  set_measured (self, NULL);
}

/* The library's part -------------------------------------------------------------------------- */

static void
note (SemLibrary *self, const char *call, const char *name)
{
  g_autofree char *text = g_strdup_printf ("%s %s", call, name);

  sem_fake_note_call (self, text, NULL);
}

void
sem_fake_library_set_coming_network (SemLibrary *self, const char *name)
{
  g_free (self->coming_network);
  self->coming_network = g_strdup (name);
  g_object_notify (G_OBJECT (self), "coming-network");
}

void
sem_library_use_network (SemLibrary *self, const char *name)
{
  note (self, "use-network", name);
  sem_fake_library_set_coming_network (self, name);
}

void
sem_library_cancel_network (SemLibrary *self)
{
  sem_fake_note_call (self, "cancel-network", NULL);
  sem_fake_library_set_coming_network (self, NULL);
}

void
sem_library_remove_network (SemLibrary *self, const char *name)
{
  note (self, "remove-network", name);
}

const char *
sem_library_get_coming_network (SemLibrary *self)
{
  return self->coming_network;
}
