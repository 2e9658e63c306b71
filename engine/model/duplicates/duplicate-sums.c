/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/duplicates/duplicate-list-private.h"

static void
made_free (gpointer data)
{
  SemDuplicateMade *made = data;

  g_object_unref (made->set);
  g_free (made);
}

static void
count (SemDuplicateSums *self, const SemDuplicateMade *made, int sign)
{
  if (!made->accepted || !made->shown)
    return;
  self->n_accepted += (guint) sign;
  self->n_going += (guint) sign * made->n_going;
  self->bytes_going += sign * made->bytes_going;
}

static void
changed_cb (SemDuplicateSet *set, SemDuplicateSums *self)
{
  SemDuplicateMade *made = g_hash_table_lookup (self->by_set, set);

  count (self, made, -1);
  made->accepted = sem_duplicate_set_get_accepted (set);
  made->n_going = sem_duplicate_set_get_n_going (set);
  made->bytes_going = sem_duplicate_set_get_bytes_going (set);
  count (self, made, 1);
  sem_duplicate_sums_tell (self);
}

void
sem_duplicate_sums_init (SemDuplicateSums *self, GObject *owner)
{
  self->owner = owner;
  self->made = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, made_free);
  self->by_set = g_hash_table_new (NULL, NULL);
}

void
sem_duplicate_sums_clear (SemDuplicateSums *self)
{
  GHashTableIter iter;
  gpointer set;

  g_hash_table_iter_init (&iter, self->by_set);
  while (g_hash_table_iter_next (&iter, &set, NULL))
    g_signal_handlers_disconnect_by_data (set, self);
  g_hash_table_unref (self->by_set);
  g_hash_table_unref (self->made);
}

void
sem_duplicate_sums_add (SemDuplicateSums *self, gint64 key, SemDuplicateSet *set)
{
  SemDuplicateMade *made = g_new0 (SemDuplicateMade, 1);

  made->key = key;
  made->set = set;
  made->shown = TRUE;
  g_hash_table_insert (self->made, &made->key, made);
  g_hash_table_insert (self->by_set, set, made);
  g_signal_connect (set, "changed", G_CALLBACK (changed_cb), self);
}

void
sem_duplicate_sums_drop (SemDuplicateSums *self, SemDuplicateMade *made)
{
  count (self, made, -1);
  g_signal_handlers_disconnect_by_data (made->set, self);
  g_hash_table_remove (self->by_set, made->set);
  g_hash_table_remove (self->made, &made->key);
}

void
sem_duplicate_sums_rename (SemDuplicateSums *self, SemDuplicateMade *made, gint64 key)
{
  g_hash_table_steal (self->made, &made->key);
  made->key = key;
  g_hash_table_insert (self->made, &made->key, made);
}

void
sem_duplicate_sums_show (SemDuplicateSums *self, GHashTable *keys)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      SemDuplicateMade *made = value;

      count (self, made, -1);
      made->shown = g_hash_table_contains (keys, &made->key);
      count (self, made, 1);
    }
}

void
sem_duplicate_sums_tell (SemDuplicateSums *self)
{
  if (!self->busy)
    g_signal_emit_by_name (self->owner, "changed");
}
