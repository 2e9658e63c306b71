/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/duplicates/duplicate-entries.h"

#include "engine/model/duplicates/duplicate-set-private.h"

/* What groups are about: a photo is the first of one of each at most. */
enum
{
  CLASS_PROVEN,
  CLASS_MAYBE,
  CLASS_BURST,
  CLASS_PAIR,
  N_CLASSES
};

static const int classes[] = {
  [SEM_DUPLICATE_SET_IDENTICAL] = CLASS_PROVEN, [SEM_DUPLICATE_SET_COPIES] = CLASS_PROVEN,
  [SEM_DUPLICATE_SET_MAYBE] = CLASS_MAYBE,      [SEM_DUPLICATE_SET_BURST] = CLASS_BURST,
  [SEM_DUPLICATE_SET_PAIR] = CLASS_PAIR,
};

gint64
sem_duplicate_entry_key (const SemDuplicateGroup *group)
{
  return g_array_index (group->files, SemDuplicateFile, 0).photo * N_CLASSES
         + classes[sem_duplicate_set_find_kind (group)];
}

gint64
sem_duplicate_entry_prove (gint64 key)
{
  return key % N_CLASSES == CLASS_MAYBE ? key - CLASS_MAYBE + CLASS_PROVEN : key;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

char *
sem_duplicate_entry_name (SemDuplicateSetKind kind, GArray *ids)
{
  const int class = classes[kind] == CLASS_MAYBE ? CLASS_PROVEN : classes[kind];
  GString *text = g_string_new (NULL);

  g_array_sort (ids, compare_ids);
  g_string_append_printf (text, "%d", class);
  for (guint i = 0; i < ids->len; i++)
    if (i == 0 || g_array_index (ids, gint64, i) != g_array_index (ids, gint64, i - 1))
      g_string_append_printf (text, " %" G_GINT64_FORMAT, g_array_index (ids, gint64, i));
  return g_string_free (text, FALSE);
}

guint
sem_duplicate_entry_count_there (const SemDuplicateGroup *group, GHashTable *hidden)
{
  guint n = group->files->len;

  if (g_hash_table_size (hidden) == 0)
    return n;
  for (guint i = 0; i < group->files->len; i++)
    if (g_hash_table_contains (hidden, g_array_index (group->files, SemDuplicateFile, i).path))
      n--;
  return n;
}

gint64
sem_duplicate_entry_count_bytes (const SemDuplicateGroup *group, GHashTable *hidden)
{
  const SemDuplicateFile *first = &g_array_index (group->files, SemDuplicateFile, 0);
  gint64 bytes = 0;

  if (!first->suggested || g_hash_table_contains (hidden, first->path))
    return 0;
  for (guint i = 1; i < group->files->len; i++)
    {
      const SemDuplicateFile *file = &g_array_index (group->files, SemDuplicateFile, i);

      bytes += g_hash_table_contains (hidden, file->path) ? 0 : file->size;
    }
  return bytes;
}

GHashTable *
sem_duplicate_entries_index (GArray *entries)
{
  GHashTable *index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const gint64 *key = &g_array_index (entries, SemDuplicateEntry, i).key;

      g_hash_table_insert (index, g_memdup2 (key, sizeof *key), GUINT_TO_POINTER (i + 1));
    }
  return index;
}

/* Those that are new, from @from on, up to the next that is not. */
static void
append_new (GArray *merged, GArray *found, guint from, GHashTable *old)
{
  const guint n = sem_duplicate_entries_count_missing (found, from, old);

  if (n > 0)
    g_array_append_vals (merged, &g_array_index (found, SemDuplicateEntry, from), n);
}

GArray *
sem_duplicate_entries_merge (GArray *entries, GArray *found, GHashTable *old, GHashTable *new)
{
  GArray *merged = g_array_new (FALSE, FALSE, sizeof (SemDuplicateEntry));

  append_new (merged, found, 0, old);
  for (guint i = 0; i < entries->len; i++)
    {
      const SemDuplicateEntry *entry = &g_array_index (entries, SemDuplicateEntry, i);
      const guint at = GPOINTER_TO_UINT (g_hash_table_lookup (new, &entry->key));

      if (at == 0)
        continue;
      g_array_append_val (merged, g_array_index (found, SemDuplicateEntry, at - 1));
      append_new (merged, found, at, old);
    }
  return merged;
}

guint
sem_duplicate_entries_count_missing (GArray *entries, guint from, GHashTable *index)
{
  guint n = 0;

  while (
    from + n < entries->len
    && !g_hash_table_contains (index, &g_array_index (entries, SemDuplicateEntry, from + n).key))
    n++;
  return n;
}
