/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/picture/picture-cache.h"
#include "engine/proof/picture/picture.h"

#include <string.h>

typedef struct
{
  SemProofKey key;
  SemProofPicture *picture;
  gsize size;
  GList link; /* of the order; its data is the entry */
} Entry;

struct _SemProofCache
{
  gint n_refs; /* atomic */
  gsize max_bytes;
  GMutex mutex;
  GHashTable *entries; /* Entry by its key */
  GQueue order;        /* the last used first */
  gsize size;
  guint n_found;
};

static guint
hash_key (gconstpointer data)
{
  const SemProofKey *key = data;
  guint start;

  memcpy (&start, key->hash, sizeof start);
  return start ^ (guint) key->role;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const SemProofKey *x = a, *y = b;

  return x->role == y->role && x->full_width == y->full_width && x->full_height == y->full_height
         && memcmp (x->hash, y->hash, sizeof x->hash) == 0;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  sem_proof_picture_unref (entry->picture);
  g_free (entry);
}

SemProofCache *
sem_proof_cache_new (gsize max_bytes)
{
  SemProofCache *self = g_new0 (SemProofCache, 1);

  self->n_refs = 1;
  self->max_bytes = max_bytes;
  self->entries = g_hash_table_new_full (hash_key, equal_keys, NULL, entry_free);
  g_mutex_init (&self->mutex);
  g_queue_init (&self->order);
  return self;
}

SemProofCache *
sem_proof_cache_ref (SemProofCache *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
sem_proof_cache_unref (SemProofCache *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

SemProofPicture *
sem_proof_cache_find (SemProofCache *self, const SemProofKey *key)
{
  SemProofPicture *picture = NULL;
  Entry *entry;

  g_mutex_lock (&self->mutex);
  entry = g_hash_table_lookup (self->entries, key);
  if (entry)
    {
      g_queue_unlink (&self->order, &entry->link);
      g_queue_push_head_link (&self->order, &entry->link);
      self->n_found++;
      picture = sem_proof_picture_ref (entry->picture);
    }
  g_mutex_unlock (&self->mutex);
  return picture;
}

static void
drop_last (SemProofCache *self)
{
  Entry *last = self->order.tail->data;

  g_queue_unlink (&self->order, &last->link);
  self->size -= last->size;
  g_hash_table_remove (self->entries, &last->key);
}

void
sem_proof_cache_add (SemProofCache *self, const SemProofKey *key, SemProofPicture *picture)
{
  const gsize size = sem_proof_picture_get_size (picture);
  Entry *entry;

  if (size > self->max_bytes)
    return;
  g_mutex_lock (&self->mutex);
  /* Two threads may have described the same picture meanwhile. */
  if (!g_hash_table_contains (self->entries, key))
    {
      while (self->size + size > self->max_bytes)
        drop_last (self);
      entry = g_new0 (Entry, 1);
      *entry = (Entry){ .key = *key, .picture = sem_proof_picture_ref (picture), .size = size };
      entry->link.data = entry;
      g_queue_push_head_link (&self->order, &entry->link);
      g_hash_table_insert (self->entries, &entry->key, entry);
      self->size += size;
    }
  g_mutex_unlock (&self->mutex);
}

gsize
sem_proof_cache_measure (SemProofCache *self, guint *n_found)
{
  gsize size;

  g_mutex_lock (&self->mutex);
  size = self->size;
  *n_found = self->n_found;
  g_mutex_unlock (&self->mutex);
  return size;
}
