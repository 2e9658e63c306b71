/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/networks/networks.h"

#include "engine/inspect/network-facts.h"
#include "engine/model/background.h"
#include "engine/model/library-private.h"

#include <glib/gi18n-lib.h>

/* What is asked for by SemBackground: the list alone, or measuring the network with this number. */
#define READ 0

struct _SemNetworks
{
  GObject parent_instance;

  SemLibrary *library;
  GListStore *list;
  SemBackground background;
  char *measured;  /* (nullable): that is being measured */
  gboolean again;  /* whether the list is to be read when what runs has ended */
  char *to_follow; /* (nullable): to be measured then */
};

static GParamSpec *properties[SEM_BACKGROUND_N_PROPS];

G_DEFINE_FINAL_TYPE (SemNetworks, sem_networks, G_TYPE_OBJECT)

static guint64
number_of (const char *name)
{
  return (guint64) g_str_hash (name) + 1;
}

static SemNetwork *
make_network (const SemNetworkFacts *facts)
{
  const SemNetworkRow row = {
    .name = facts->name,
    .own = !facts->command,
    .title = facts->title,
    .d = facts->d,
    .words = facts->words,
    .usable = facts->usable,
    .active = facts->active,
    .relative = facts->relative,
    .rate = facts->rate,
    .n_photos = (guint) facts->photos,
    .has_codes = facts->model > 0,
    .finds = facts->finds,
    .keeps = facts->keeps,
  };

  return sem_network_new (&row);
}

/* Returns: (element-type SemNetwork) */
static GPtrArray *
read_list (const char *path, guint64 wanted, const char **name, GError **error)
{
  g_autoptr (GPtrArray) facts = sem_network_facts_list (path, error);
  GPtrArray *networks;

  if (!facts)
    return NULL;
  networks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < facts->len; i++)
    {
      SemNetwork *network = make_network (g_ptr_array_index (facts, i));

      g_ptr_array_add (networks, network);
      if (wanted == number_of (sem_network_get_row (network)->name))
        *name = sem_network_get_row (network)->name;
    }
  return networks;
}

static gpointer
networks_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = sem_background_get_progress (data, cancellable);
  const guint64 wanted = sem_background_get_wanted (data);
  const char *name = NULL;
  g_autoptr (GPtrArray) before = read_list (path, wanted, &name, error);

  if (!before || wanted == READ || !name)
    return g_steal_pointer (&before);
  if (!sem_network_facts_measure (path, name, &progress, error))
    return NULL;
  return read_list (path, READ, &name, error);
}

static gboolean
is_same (const SemNetworkRow *a, const SemNetworkRow *b)
{
  return g_str_equal (a->name, b->name) && g_str_equal (a->title, b->title) && a->own == b->own
         && a->d == b->d && a->words == b->words && a->usable == b->usable && a->active == b->active
         && a->relative == b->relative && a->n_photos == b->n_photos && a->has_codes == b->has_codes
         && a->finds == b->finds && a->keeps == b->keeps;
}

/* Rows that are the same stay, so that nobody loses the focus in them. Our own network is timed
 * anew by each look: that alone is no change. */
static void
show (SemNetworks *self, GPtrArray *networks)
{
  GListModel *list = G_LIST_MODEL (self->list);

  for (guint i = 0; i < networks->len; i++)
    {
      g_autoptr (SemNetwork) shown = g_list_model_get_item (list, i);
      SemNetwork *network = g_ptr_array_index (networks, i);

      if (!shown || !is_same (sem_network_get_row (shown), sem_network_get_row (network)))
        g_list_store_splice (self->list, i, shown ? 1 : 0, (gpointer *) &network, 1);
    }
  if (g_list_model_get_n_items (list) > networks->len)
    g_list_store_splice (self->list, networks->len, g_list_model_get_n_items (list) - networks->len,
                         NULL, 0);
}

static void begin (SemNetworks *self);

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemNetworks *self = SEM_NETWORKS (object);
  g_autoptr (GPtrArray) networks = sem_background_finish (&self->background, result);

  g_clear_pointer (&self->measured, g_free);
  if (networks)
    show (self, networks);
  g_object_notify_by_pspec (object, properties[SEM_BACKGROUND_RUNNING]);
  if (self->library && (self->again || self->to_follow))
    begin (self);
}

static void
begin (SemNetworks *self)
{
  static const SemBackgroundWork reading = { networks_worker, (GDestroyNotify) g_ptr_array_unref,
                                             done_cb, NULL, NULL };
  static const SemBackgroundWork measuring = { networks_worker, (GDestroyNotify) g_ptr_array_unref,
                                               done_cb, NULL, N_("Measuring a network") };

  g_free (self->measured);
  self->measured = g_steal_pointer (&self->to_follow);
  self->again = FALSE;
  self->background.wanted = self->measured ? number_of (self->measured) : READ;
  if (!sem_background_start (&self->background, G_OBJECT (self), self->library,
                             self->measured ? &measuring : &reading))
    g_clear_pointer (&self->measured, g_free);
}

static void
changed_cb (SemNetworks *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    sem_networks_refresh (self);
}

static void
sem_networks_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const SemNetworks *self = SEM_NETWORKS (object);

  if (id == SEM_BACKGROUND_RUNNING)
    g_value_set_boolean (value, self->measured != NULL);
  else if (!sem_background_read_property (&self->background, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_networks_dispose (GObject *object)
{
  SemNetworks *self = SEM_NETWORKS (object);

  sem_background_clear (&self->background);
  if (self->library)
    g_signal_handlers_disconnect_by_data (self->library, self);
  g_clear_object (&self->library);
  g_clear_object (&self->list);
  g_clear_pointer (&self->measured, g_free);
  g_clear_pointer (&self->to_follow, g_free);

  G_OBJECT_CLASS (sem_networks_parent_class)->dispose (object);
}

static void
sem_networks_class_init (SemNetworksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sem_networks_dispose;
  object_class->get_property = sem_networks_get_property;
  sem_background_add_properties (properties);
  g_object_class_install_properties (object_class, SEM_BACKGROUND_N_PROPS, properties);
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

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  g_signal_connect_swapped (library, "notify::codes", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (library, "notify::coming-network", G_CALLBACK (changed_cb), self);
  return self;
}

GListModel *
sem_networks_get_list (SemNetworks *self)
{
  g_return_val_if_fail (SEM_IS_NETWORKS (self), NULL);
  return G_LIST_MODEL (self->list);
}

void
sem_networks_refresh (SemNetworks *self)
{
  g_return_if_fail (SEM_IS_NETWORKS (self));

  self->again = TRUE;
  if (!self->background.cancellable && self->library)
    begin (self);
}

void
sem_networks_measure (SemNetworks *self, SemNetwork *network)
{
  g_return_if_fail (SEM_IS_NETWORKS (self) && SEM_IS_NETWORK (network));

  if (self->measured)
    return;
  g_free (self->to_follow);
  self->to_follow = g_strdup (sem_network_get_row (network)->name);
  if (!self->background.cancellable && self->library)
    begin (self);
}

void
sem_networks_stop (SemNetworks *self)
{
  g_return_if_fail (SEM_IS_NETWORKS (self));

  if (self->measured)
    sem_background_stop (&self->background);
}

const char *
sem_networks_get_measured (SemNetworks *self)
{
  g_return_val_if_fail (SEM_IS_NETWORKS (self), NULL);
  return self->measured;
}

const char *
sem_networks_get_problem (SemNetworks *self)
{
  g_return_val_if_fail (SEM_IS_NETWORKS (self), NULL);
  return self->background.problem;
}
