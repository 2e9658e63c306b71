/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-undo"

#include "config.h"

#include "ui/library/undo.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  SemUndo *owner;
  guint id;
  void (*func) (gpointer data);
  gpointer data;
  GDestroyNotify free;
  AdwToast *toast; /* (nullable): that offers it, while it is shown */
} Entry;

struct _SemUndo
{
  GObject parent_instance;

  GPtrArray *entries; /* Entry, the last done last */
  guint last_id;
};

enum
{
  PROP_0,
  PROP_ANY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SemUndo, sem_undo, G_TYPE_OBJECT)

static void
drop_toast (Entry *entry)
{
  if (!entry->toast)
    return;
  g_signal_handlers_disconnect_by_data (entry->toast, entry);
  g_clear_object (&entry->toast);
}

static void
entry_free (Entry *entry)
{
  drop_toast (entry);
  if (entry->free)
    entry->free (entry->data);
  g_free (entry);
}

static Entry *
find (SemUndo *self, guint id)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (((Entry *) self->entries->pdata[i])->id == id)
      return self->entries->pdata[i];
  return NULL;
}

/* It is out of the list before its function runs, which may add to the list or empty it. */
static void
take_back (Entry *entry)
{
  SemUndo *self = g_object_ref (entry->owner);
  g_autoptr (AdwToast) toast = entry->toast ? g_object_ref (entry->toast) : NULL;
  guint index;

  if (g_ptr_array_find (self->entries, entry, &index))
    g_ptr_array_steal_index (self->entries, index);
  drop_toast (entry);
  entry->func (entry->data);
  entry_free (entry);
  if (toast)
    adw_toast_dismiss (toast);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANY]);
  g_object_unref (self);
}

static void
clicked_cb (AdwToast *toast, Entry *entry)
{
  /* The toast goes away by itself. */
  drop_toast (entry);
  take_back (entry);
}

static void
sem_undo_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ANY)
    g_value_set_boolean (value, sem_undo_get_any (SEM_UNDO (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_undo_finalize (GObject *object)
{
  g_ptr_array_unref (SEM_UNDO (object)->entries);

  G_OBJECT_CLASS (sem_undo_parent_class)->finalize (object);
}

static void
sem_undo_class_init (SemUndoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sem_undo_get_property;
  object_class->finalize = sem_undo_finalize;
  properties[PROP_ANY] =
    g_param_spec_boolean ("any", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sem_undo_init (SemUndo *self)
{
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
}

SemUndo *
sem_undo_new (void)
{
  return g_object_new (SEM_TYPE_UNDO, NULL);
}

guint
sem_undo_add (SemUndo *self, void (*func) (gpointer data), gpointer data, GDestroyNotify free)
{
  Entry *entry;

  g_return_val_if_fail (SEM_IS_UNDO (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  entry = g_new (Entry, 1);
  *entry =
    (Entry){ .owner = self, .id = ++self->last_id, .func = func, .data = data, .free = free };
  g_ptr_array_add (self->entries, entry);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANY]);
  return entry->id;
}

void
sem_undo_offer (SemUndo *self, guint id, AdwToast *toast)
{
  Entry *entry;

  g_return_if_fail (SEM_IS_UNDO (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  entry = find (self, id);
  if (!entry)
    return;
  drop_toast (entry);
  entry->toast = g_object_ref (toast);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect (toast, "button-clicked", G_CALLBACK (clicked_cb), entry);
  g_signal_connect_swapped (toast, "dismissed", G_CALLBACK (drop_toast), entry);
}

void
sem_undo_run (SemUndo *self, guint id)
{
  Entry *entry;

  g_return_if_fail (SEM_IS_UNDO (self));

  entry = find (self, id);
  if (entry)
    take_back (entry);
}

void
sem_undo_drop (SemUndo *self, guint id)
{
  Entry *entry;

  g_return_if_fail (SEM_IS_UNDO (self));

  entry = find (self, id);
  if (!entry)
    return;
  g_ptr_array_remove (self->entries, entry);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANY]);
}

gboolean
sem_undo_get_any (SemUndo *self)
{
  g_return_val_if_fail (SEM_IS_UNDO (self), FALSE);

  return self->entries->len > 0;
}

gboolean
sem_undo_last (SemUndo *self)
{
  g_return_val_if_fail (SEM_IS_UNDO (self), FALSE);

  if (self->entries->len == 0)
    return FALSE;
  take_back (self->entries->pdata[self->entries->len - 1]);
  return TRUE;
}
