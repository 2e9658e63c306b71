/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/duplicates/duplicate-entries.h"
#include "engine/model/duplicates/duplicate-list-private.h"

/* Beyond this number, the changes of one update are reported as one. */
#define MOST_CHANGES 64
/* Files that go to the trash one after the other are looked at together. */
#define DELAY_MS 50

struct _SemDuplicateList
{
  GObject parent_instance;

  SemLibrary *library;
  SemHiddenFiles *files;
  GHashTable *hidden; /* of @files, when the entries were made */
  SemDuplicates *now; /* (nullable) */
  GArray *entries;    /* SemDuplicateEntry, those that are shown */
  SemDuplicateSums sums;
  GHashTable *settled; /* names of groups that are left out */
  guint kinds;
  guint n_of_kind[SEM_DUPLICATE_SET_N_KINDS];
  gint64 bytes;
  guint waiting; /* source */
};

static guint changed_signal;

static void rebuild (SemDuplicateList *self);
static void sem_duplicate_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SemDuplicateList,
                               sem_duplicate_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      sem_duplicate_list_model_init))

/* Items ---------------------------------------------------------------------------------------- */

static SemDuplicateMade *
find_made (SemDuplicateList *self, gint64 key)
{
  return g_hash_table_lookup (self->sums.made, &key);
}

static SemDuplicateSet *
make (SemDuplicateList *self, const SemDuplicateEntry *entry)
{
  const SemDuplicateMade *made = find_made (self, entry->key);
  SemDuplicateSet *set;

  if (made)
    return made->set;
  set = sem_duplicate_set_new (self->library);
  sem_duplicate_set_update (set, entry->owner, entry->group, self->hidden);
  sem_duplicate_sums_add (&self->sums, entry->key, set);
  return set;
}

static const SemDuplicateEntry *
get_entry (SemDuplicateList *self, guint position)
{
  return &g_array_index (self->entries, SemDuplicateEntry, position);
}

static gint64
get_key (GArray *entries, guint position)
{
  return g_array_index (entries, SemDuplicateEntry, position).key;
}

static GType
get_item_type (GListModel *model)
{
  return SEM_TYPE_DUPLICATE_SET;
}

static guint
get_n_items (GListModel *model)
{
  return SEM_DUPLICATE_LIST (model)->entries->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  SemDuplicateList *self = SEM_DUPLICATE_LIST (model);

  return position < self->entries->len ? g_object_ref (make (self, get_entry (self, position)))
                                       : NULL;
}

static void
sem_duplicate_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* What is shown -------------------------------------------------------------------------------- */

static gboolean
is_settled (SemDuplicateList *self, SemDuplicateSetKind kind, const SemDuplicateGroup *group)
{
  g_autoptr (GArray) ids = NULL;
  g_autofree char *name = NULL;

  if (g_hash_table_size (self->settled) == 0)
    return FALSE;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < group->files->len; i++)
    g_array_append_val (ids, g_array_index (group->files, SemDuplicateFile, i).photo);
  name = sem_duplicate_entry_name (kind, ids);
  return g_hash_table_contains (self->settled, name);
}

/* Returns: (transfer full) (element-type SemDuplicateEntry): those that are to be shown, as they
 * are sorted;
 * @all: (out) (transfer full): the keys of those that are known */
static GArray *
choose (SemDuplicateList *self, GHashTable **all)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (SemDuplicateEntry));

  *all = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->bytes = 0;
  for (guint i = 0; i < SEM_DUPLICATE_SET_N_KINDS; i++)
    self->n_of_kind[i] = 0;
  for (guint i = 0; self->now && i < self->now->groups->len; i++)
    {
      const SemDuplicateGroup *group = self->now->groups->pdata[i];
      const SemDuplicateSetKind kind = sem_duplicate_set_find_kind (group);
      const SemDuplicateEntry entry = { sem_duplicate_entry_key (group), group, self->now };

      if (sem_duplicate_entry_count_there (group, self->hidden) < 2
          || is_settled (self, kind, group))
        continue;
      g_hash_table_add (*all, g_memdup2 (&entry.key, sizeof entry.key));
      self->n_of_kind[kind]++;
      if (!(self->kinds & 1u << kind))
        continue;
      self->bytes += sem_duplicate_entry_count_bytes (group, self->hidden);
      g_array_append_val (entries, entry);
    }
  return entries;
}

/* A group that is proven now is the one that was not. */
static void
rename_proven (SemDuplicateList *self, GHashTable *all)
{
  g_autoptr (GHashTable) shown = sem_duplicate_entries_index (self->entries);

  for (guint i = 0; i < self->entries->len; i++)
    {
      SemDuplicateEntry *entry = &g_array_index (self->entries, SemDuplicateEntry, i);
      gint64 proven = sem_duplicate_entry_prove (entry->key);
      SemDuplicateMade *made;

      if (proven == entry->key || g_hash_table_contains (all, &entry->key)
          || !g_hash_table_contains (all, &proven) || g_hash_table_contains (shown, &proven)
          || find_made (self, proven))
        continue;
      made = find_made (self, entry->key);
      if (made)
        sem_duplicate_sums_rename (&self->sums, made, proven);
      entry->key = proven;
    }
}

/* @position: where @n_removed entries make way for @n_added of @merged, from @from on */
static void
splice (SemDuplicateList *self,
        guint position,
        guint n_removed,
        GArray *merged,
        guint from,
        guint n_added)
{
  if (n_removed > 0)
    g_array_remove_range (self->entries, position, n_removed);
  if (n_added > 0)
    g_array_insert_vals (self->entries, position, &g_array_index (merged, SemDuplicateEntry, from),
                         n_added);
  if (n_removed > 0 || n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
}

/* Each change is made and emitted separately, so that the list always matches the emitted changes.
 * @old and @new: keys of before and of now */
static void
change (SemDuplicateList *self, GArray *merged, GHashTable *old, GHashTable *new)
{
  guint at = 0;

  for (guint i = 0; at < self->entries->len || at < merged->len; i++)
    {
      const guint n_gone = sem_duplicate_entries_count_missing (self->entries, at, new);
      const guint n_new = sem_duplicate_entries_count_missing (merged, at, old);

      if (i == MOST_CHANGES)
        {
          splice (self, at, self->entries->len - at, merged, at, merged->len - at);
          return;
        }
      splice (self, at, n_gone, merged, at, n_new);
      at += n_new;
      for (; at < merged->len && at < self->entries->len
             && get_entry (self, at)->key == get_key (merged, at);
           at++)
        g_array_index (self->entries, SemDuplicateEntry, at) =
          g_array_index (merged, SemDuplicateEntry, at);
    }
}

/* @all: keys of what is known; @new: of what is shown */
static void
update_made (SemDuplicateList *self, GHashTable *all, GHashTable *new)
{
  g_autoptr (GList) known = g_hash_table_get_values (self->sums.made);

  for (GList *l = known; l; l = l->next)
    if (!g_hash_table_contains (all, &((SemDuplicateMade *) l->data)->key))
      sem_duplicate_sums_drop (&self->sums, l->data);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const SemDuplicateEntry *entry = get_entry (self, i);
      const SemDuplicateMade *made = find_made (self, entry->key);

      if (made)
        sem_duplicate_set_update (made->set, entry->owner, entry->group, self->hidden);
    }
  sem_duplicate_sums_show (&self->sums, new);
}

static void
rebuild (SemDuplicateList *self)
{
  g_autoptr (GHashTable) all = NULL, old = NULL, new = NULL;
  g_autoptr (GArray) found = NULL, merged = NULL;

  g_hash_table_unref (self->hidden);
  self->hidden = sem_hidden_files_copy (self->files);
  found = choose (self, &all);
  g_clear_handle_id (&self->waiting, g_source_remove);
  rename_proven (self, all);
  old = sem_duplicate_entries_index (self->entries);
  new = sem_duplicate_entries_index (found);
  merged = sem_duplicate_entries_merge (self->entries, found, old, new);
  self->sums.busy = TRUE;
  change (self, merged, old, new);
  update_made (self, all, new);
  self->sums.busy = FALSE;
  sem_duplicate_sums_tell (&self->sums);
}

static gboolean
rebuild_cb (gpointer user_data)
{
  SemDuplicateList *self = user_data;

  self->waiting = 0;
  rebuild (self);
  return G_SOURCE_REMOVE;
}

static void
hidden_cb (SemDuplicateList *self)
{
  if (self->waiting == 0)
    self->waiting = g_timeout_add (DELAY_MS, rebuild_cb, self);
}

/* The object ----------------------------------------------------------------------------------- */

static void
sem_duplicate_list_dispose (GObject *object)
{
  SemDuplicateList *self = SEM_DUPLICATE_LIST (object);

  g_clear_handle_id (&self->waiting, g_source_remove);
  if (self->files)
    g_signal_handlers_disconnect_by_data (self->files, self);
  g_clear_object (&self->files);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (sem_duplicate_list_parent_class)->dispose (object);
}

static void
sem_duplicate_list_finalize (GObject *object)
{
  SemDuplicateList *self = SEM_DUPLICATE_LIST (object);

  g_array_unref (self->entries);
  sem_duplicate_sums_clear (&self->sums);
  g_hash_table_unref (self->settled);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  g_clear_pointer (&self->now, sem_duplicates_unref);

  G_OBJECT_CLASS (sem_duplicate_list_parent_class)->finalize (object);
}

static void
sem_duplicate_list_class_init (SemDuplicateListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_duplicate_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_duplicate_list_finalize;
  changed_signal = g_signal_new ("changed", SEM_TYPE_DUPLICATE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_duplicate_list_init (SemDuplicateList *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (SemDuplicateEntry));
  sem_duplicate_sums_init (&self->sums, G_OBJECT (self));
  self->settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->kinds = SEM_DUPLICATE_LIST_KINDS;
}

SemDuplicateList *
sem_duplicate_list_new (SemLibrary *library)
{
  SemDuplicateList *self = g_object_new (SEM_TYPE_DUPLICATE_LIST, NULL);

  self->library = g_object_ref (library);
  self->files = g_object_ref (sem_library_get_hidden_files (library));
  self->hidden = sem_hidden_files_copy (self->files);
  g_signal_connect_swapped (self->files, "changed", G_CALLBACK (hidden_cb), self);
  return self;
}

void
sem_duplicate_list_show (SemDuplicateList *self, SemDuplicates *duplicates)
{
  g_autoptr (SemDuplicates) before = NULL;

  g_return_if_fail (SEM_IS_DUPLICATE_LIST (self));

  /* The entries are of it until they are replaced. */
  before = g_steal_pointer (&self->now);
  self->now = sem_duplicates_ref (duplicates);
  rebuild (self);
}

void
sem_duplicate_list_dismiss (SemDuplicateList *self, SemDuplicateSet *set, gboolean dismissed)
{
  g_autoptr (GArray) ids = sem_duplicate_set_list_ids (set);
  char *name = sem_duplicate_entry_name (sem_duplicate_set_get_kind (set), ids);

  if (dismissed)
    g_hash_table_add (self->settled, name);
  else
    {
      g_hash_table_remove (self->settled, name);
      g_free (name);
    }
  rebuild (self);
}

void
sem_duplicate_list_set_kinds (SemDuplicateList *self, guint kinds)
{
  g_return_if_fail (SEM_IS_DUPLICATE_LIST (self));

  self->kinds = kinds;
  rebuild (self);
}

guint
sem_duplicate_list_get_kinds (SemDuplicateList *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_LIST (self), 0);
  return self->kinds;
}

guint
sem_duplicate_list_get_n_of_kind (SemDuplicateList *self, SemDuplicateSetKind kind)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_LIST (self) && kind < SEM_DUPLICATE_SET_N_KINDS, 0);
  return self->n_of_kind[kind];
}

gint64
sem_duplicate_list_get_bytes (SemDuplicateList *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_LIST (self), 0);
  return self->bytes;
}

guint
sem_duplicate_list_find (SemDuplicateList *self, SemDuplicateSet *set)
{
  const SemDuplicateMade *made;

  g_return_val_if_fail (SEM_IS_DUPLICATE_LIST (self), G_MAXUINT);

  made = g_hash_table_lookup (self->sums.by_set, set);
  for (guint i = 0; made && i < self->entries->len; i++)
    if (get_entry (self, i)->key == made->key)
      return i;
  return G_MAXUINT;
}

void
sem_duplicate_list_accept_all (SemDuplicateList *self)
{
  g_return_if_fail (SEM_IS_DUPLICATE_LIST (self));

  self->sums.busy = TRUE;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const SemDuplicateGroup *group = get_entry (self, i)->group;
      SemDuplicateSet *set;

      if (!g_array_index (group->files, SemDuplicateFile, 0).suggested)
        continue;
      set = make (self, get_entry (self, i));
      if (sem_duplicate_set_get_suggests (set))
        sem_duplicate_set_set_accepted (set, TRUE);
    }
  self->sums.busy = FALSE;
  sem_duplicate_sums_tell (&self->sums);
}

guint
sem_duplicate_list_get_n_accepted (SemDuplicateList *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_LIST (self), 0);
  return self->sums.n_accepted;
}

guint
sem_duplicate_list_get_n_going (SemDuplicateList *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_LIST (self), 0);
  return self->sums.n_going;
}

gint64
sem_duplicate_list_get_bytes_going (SemDuplicateList *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_LIST (self), 0);
  return self->sums.bytes_going;
}

GPtrArray *
sem_duplicate_list_dup_accepted (SemDuplicateList *self)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (SEM_IS_DUPLICATE_LIST (self), sets);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const SemDuplicateMade *made = find_made (self, get_entry (self, i)->key);

      if (made && made->accepted)
        g_ptr_array_add (sets, g_object_ref (made->set));
    }
  return sets;
}
