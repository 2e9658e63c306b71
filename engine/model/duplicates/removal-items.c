/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/duplicates/duplicate-set-private.h"
#include "engine/model/duplicates/removal-private.h"

static void
item_clear (gpointer data)
{
  g_free (((SemRemovalItem *) data)->file.path);
}

static SemRemoval *
removal_new (void)
{
  SemRemoval *self = g_new0 (SemRemoval, 1);

  self->items = g_array_new (FALSE, FALSE, sizeof (SemRemovalItem));
  g_array_set_clear_func (self->items, item_clear);
  return self;
}

static void
add_item (SemRemoval *self, const SemDuplicateFile *file, gboolean goes)
{
  SemRemovalItem item = { *file, goes };

  item.file.path = g_strdup (file->path);
  g_array_append_val (self->items, item);
}

SemRemoval *
sem_removal_new (SemDuplicateSet *set, guint only)
{
  SemRemoval *self = removal_new ();

  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (set), self);

  for (guint i = 0; i < sem_duplicate_set_get_n_files (set); i++)
    add_item (self, sem_duplicate_set_get_file (set, i),
              only == G_MAXUINT ? !sem_duplicate_set_get_kept (set, i) : i == only);
  if (only == G_MAXUINT)
    {
      self->set = g_object_ref (set);
      self->decisions = sem_duplicate_set_get_decisions (set);
    }
  return self;
}

SemRemoval *
sem_removal_new_for (const SemRemoval *other, GFile *file)
{
  SemRemoval *self = removal_new ();
  const char *path = g_file_peek_path (file);
  gboolean any = FALSE;

  for (guint i = 0; i < other->items->len; i++)
    {
      const SemDuplicateFile *one = &g_array_index (other->items, SemRemovalItem, i).file;
      const gboolean goes = path && g_str_equal (one->path, path);

      add_item (self, one, goes);
      any |= goes;
    }
  if (!any)
    g_clear_pointer (&self, sem_removal_free);
  return self;
}

void
sem_removal_free (SemRemoval *self)
{
  g_array_unref (self->items);
  g_clear_object (&self->set);
  g_free (self);
}

gboolean
sem_removal_leave_out (SemRemoval *self, SemHiddenFiles *gone)
{
  gboolean any = FALSE;

  if (self->set && sem_duplicate_set_get_decisions (self->set) != self->decisions)
    return FALSE;
  for (guint i = self->items->len; i-- > 0;)
    if (sem_hidden_files_contains (gone, g_array_index (self->items, SemRemovalItem, i).file.path))
      g_array_remove_index (self->items, i);
    else
      any |= g_array_index (self->items, SemRemovalItem, i).goes;
  return any;
}

void
sem_removal_file_free (SemRemovalFile *self)
{
  g_object_unref (self->file);
  g_free (self);
}
