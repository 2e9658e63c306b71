/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "engine/model/browse/hidden.h"
#include "engine/model/duplicates/removal.h"
#include "engine/model/viewer/trash.h"
#include "ui/grid/items.h"
#include "ui/toast.h"

/* A file that is moved. @photo: the one that has no other file then; -1 for none. @is_companion:
 * whether it goes only where the photo's file before it did */
typedef struct
{
  GFile *file;
  gint64 photo;
  gboolean is_companion;
} Item;

/* Files that are moved one after the other, and moved back where the user undoes it. */
typedef struct
{
  SemWindow *window;
  SemHiddenFiles *files; /* (nullable) */
  GApplication *held;    /* (nullable): does not end before the batch */
  SemTrashTable *table;  /* (nullable): what was moved is taken out of the trash with it */
  gboolean waits;        /* to be taken back: the window owns it then, not the other way round */
  GQueue groups;         /* SemRemoval, the first is looked at now */
  GQueue waiting;        /* Item, still to be moved */
  GQueue moved;          /* Item */
  GError *error;         /* (nullable): of the first one that could not be moved */
  AdwToast *toast;
  gboolean told; /* indexing was requested, to find what is missing */
} Batch;

static Item *
item_new (GFile *file, gint64 photo, gboolean is_companion)
{
  Item *item = g_new (Item, 1);

  *item = (Item){ g_object_ref (file), photo, is_companion };
  return item;
}

static void
item_free (Item *item)
{
  g_object_unref (item->file);
  g_free (item);
}

static Batch *
batch_new (SemWindow *window)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->window = g_object_ref (window);
  if (window->library)
    batch->files = g_object_ref (sem_library_get_hidden_files (window->library));
  g_queue_init (&batch->groups);
  g_queue_init (&batch->waiting);
  g_queue_init (&batch->moved);
  return batch;
}

static void
drop_toast (Batch *batch)
{
  if (batch->toast)
    g_signal_handlers_disconnect_by_data (batch->toast, batch);
  g_clear_object (&batch->toast);
}

static void
batch_free (Batch *batch)
{
  drop_toast (batch);
  if (!batch->waits)
    g_object_unref (batch->window);
  g_clear_object (&batch->files);
  g_clear_pointer (&batch->table, sem_trash_table_free);
  g_queue_clear_full (&batch->groups, (GDestroyNotify) sem_removal_free);
  g_queue_clear_full (&batch->waiting, (GDestroyNotify) item_free);
  g_queue_clear_full (&batch->moved, (GDestroyNotify) item_free);
  g_clear_error (&batch->error);
  g_free (batch);
}

static void
tell (SemWindow *self, const char *sentence)
{
  sem_toast_say (self->toast_overlay, sentence);
}

/* A window that is closed has nothing to show. */
static void
set_hidden (Batch *batch, const Item *item, gboolean hidden)
{
  SemWindow *self = batch->window;

  if (batch->files)
    sem_hidden_files_set (batch->files, item->file, hidden);
  if (!self->undo)
    return;
  sem_viewer_set_hidden (self->viewer, item->file, item->photo, hidden);
  /* The map shows photos: one of which another file is there stays. */
  if (item->photo >= 0)
    sem_map_view_set_hidden (
      sem_map_page_get_view (self->map_page), item->photo,
      hidden
        && !sem_browse_has_photo (sem_library_page_get_browse (self->library_page), item->photo));
}

/* One after the other -------------------------------------------------------------------------- */

static void move_next (Batch *batch);
static void restore_next (Batch *batch);

static void
run (Batch *batch)
{
  if (batch->table)
    restore_next (batch);
  else
    move_next (batch);
}

/* A batch looks at the disk for what stays: what one before it moves is to be gone by then. What is
 * begun is also ended when the window is closed. */
static void
start (Batch *batch)
{
  SemWindow *self = batch->window;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (application)
    {
      batch->held = g_object_ref (G_APPLICATION (application));
      g_application_hold (batch->held);
    }
  g_queue_push_tail (&self->batches, batch);
  if (self->batches.length == 1)
    run (batch);
}

/* Afterwards the batch may be freed. */
static void
end (Batch *batch, void (*finish) (Batch *batch))
{
  g_autoptr (SemWindow) self = g_object_ref (batch->window);
  g_autoptr (GApplication) held = g_steal_pointer (&batch->held);

  g_queue_pop_head (&self->batches);
  finish (batch);
  if (!g_queue_is_empty (&self->batches))
    run (g_queue_peek_head (&self->batches));
  if (held)
    g_application_release (held);
}

/* Undo ----------------------------------------------------------------------------------------- */

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;
  Item *item = g_queue_pop_head (&batch->moved);

  if (sem_trash_restore_finish (G_FILE (source), result, batch->error ? NULL : &batch->error))
    set_hidden (batch, item, FALSE);
  item_free (item);
  restore_next (batch);
}

/* What the library noted as missing meanwhile, it finds again. */
static void
restore_next (Batch *batch)
{
  const Item *item = g_queue_peek_head (&batch->moved);

  if (item)
    {
      sem_trash_restore_async (item->file, batch->table, NULL, restored_cb, batch);
      return;
    }
  if (batch->error && batch->window->undo)
    tell (batch->window, batch->error->message);
  if (batch->told && batch->window->library)
    sem_library_index (batch->window->library);
  end (batch, batch_free);
}

/* Continues if the window is closed meanwhile, since it holds a reference. */
static void
take_back (gpointer data)
{
  Batch *batch = data;
  Batch *back = batch_new (batch->window);

  back->told = batch->told;
  for (Item *item; (item = g_queue_pop_head (&batch->moved));)
    g_queue_push_tail (&back->moved, item);
  drop_toast (batch);
  sem_window_focus_photos (back->window);
  back->table = sem_trash_table_new ();
  start (back);
}

/* The library is brought up to date when the offer to undo is gone. */
static void
dismissed_cb (AdwToast *toast, Batch *batch)
{
  batch->told = TRUE;
  if (batch->window->library)
    sem_library_index (batch->window->library);
  drop_toast (batch);
}

static guint
count (const Batch *batch, gboolean companions)
{
  guint n = 0;

  for (const GList *l = batch->moved.head; l; l = l->next)
    n += ((const Item *) l->data)->is_companion == companions ? 1 : 0;
  return n;
}

/* (transfer full): what is in the trash now. */
static char *
tell_moved (Batch *batch)
{
  const guint n = count (batch, FALSE), n_companions = count (batch, TRUE);
  const Item *first = g_queue_peek_head (&batch->moved);
  g_autofree char *base = g_file_get_basename (first->file);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *photos =
    n == 1 ? g_strdup_printf (_("“%s” is in the trash"), name)
           : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u photo is in the trash",
                                           "%'u photos are in the trash", n),
                              n);

  if (n_companions == 0)
    return g_steal_pointer (&photos);
  return g_strdup_printf (
    /* Translators: photos, and what was beside them: "3 photos are in the trash, with 2 files
     * beside". */
    g_dngettext (GETTEXT_PACKAGE, "%s, with %'u file beside", "%s, with %'u files beside",
                 n_companions),
    photos, n_companions);
}

static void
offer_undo (Batch *batch)
{
  SemWindow *self = batch->window;
  g_autofree char *sentence = NULL;

  if (!self->undo)
    {
      batch_free (batch);
      return;
    }
  sentence = tell_moved (batch);
  batch->waits = TRUE;
  batch->toast = sem_toast_new (sentence);
  sem_undo_offer (self->undo,
                  sem_undo_add (self->undo, take_back, batch, (GDestroyNotify) batch_free),
                  batch->toast);
  g_signal_connect (batch->toast, "dismissed", G_CALLBACK (dismissed_cb), batch);
  sem_toast_add (self->toast_overlay, g_object_ref (batch->toast));
  g_object_unref (self);
}

/* Moving --------------------------------------------------------------------------------------- */

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;
  Item *item = g_queue_pop_head (&batch->waiting);

  if (sem_trash_put_finish (G_FILE (source), result, batch->error ? NULL : &batch->error))
    {
      set_hidden (batch, item, TRUE);
      g_queue_push_tail (&batch->moved, item);
    }
  else
    {
      item_free (item);
      for (item = g_queue_peek_head (&batch->waiting); item && item->is_companion;
           item = g_queue_peek_head (&batch->waiting))
        item_free (g_queue_pop_head (&batch->waiting));
    }
  move_next (batch);
}

/* A group is looked at right before its files are moved: what stays of it may have gone with one
 * before. */
static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;
  g_autoptr (GPtrArray) files =
    sem_removal_prepare_finish (result, batch->error ? NULL : &batch->error);

  sem_removal_free (g_queue_pop_head (&batch->groups));
  for (guint i = 0; files && i < files->len; i++)
    {
      const SemRemovalFile *file = files->pdata[i];

      g_queue_push_tail (&batch->waiting, item_new (file->file, file->photo, file->is_companion));
    }
  move_next (batch);
}

/* (transfer none) (nullable): the next group of which something is still to go, first in the queue
 * then. */
static SemRemoval *
find_group (Batch *batch)
{
  SemRemoval *group;

  while ((group = g_queue_peek_head (&batch->groups)))
    {
      if (sem_removal_leave_out (group, batch->files))
        return group;
      sem_removal_free (g_queue_pop_head (&batch->groups));
    }
  return NULL;
}

static void
move_next (Batch *batch)
{
  const Item *item = g_queue_peek_head (&batch->waiting);
  SemRemoval *group;

  if (item)
    {
      sem_trash_put_async (item->file, NULL, moved_cb, batch);
      return;
    }
  group = find_group (batch);
  if (group)
    {
      sem_removal_prepare_async (group, prepared_cb, batch);
      return;
    }
  if (batch->error && batch->window->undo)
    tell (batch->window, batch->error->message);
  g_clear_error (&batch->error);
  end (batch, g_queue_is_empty (&batch->moved) ? batch_free : offer_undo);
}

static void
add (Batch *batch, GFile *file, SemPhoto *photo)
{
  if (file && photo)
    g_queue_push_tail (&batch->waiting, item_new (file, sem_photo_get_id (photo), FALSE));
}

static void
move_all (Batch *batch)
{
  if (g_queue_is_empty (&batch->waiting))
    tell (batch->window,
          _("The file of this photo is missing. If it is on another disk, connect that disk."));
  start (batch);
}

/* Which photos are selected may have changed until the last file is moved: the list is made now. */
void
sem_window_trash_selected (SemWindow *self, SemPhotoGrid *grid)
{
  SemGridView *view = sem_photo_grid_get_view (grid);
  GListModel *model = sem_grid_view_get_model (view);
  Batch *batch;
  GtkBitsetIter iter;
  guint position;

  if (!gtk_bitset_iter_init_first (&iter,
                                   sem_grid_selection_get (sem_grid_view_get_selection (view)),
                                   &position))
    {
      tell (self, _("Select a photo first."));
      return;
    }
  batch = batch_new (self);
  do
    {
      g_autoptr (GFile) file = sem_list_dup_file (model, position);
      g_autoptr (SemPhoto) photo = sem_list_dup_photo (model, position);

      add (batch, file, photo);
    }
  while (gtk_bitset_iter_next (&iter, &position));
  move_all (batch);
}

void
sem_window_trash_photo (SemWindow *self, SemPhoto *photo)
{
  Batch *batch = batch_new (self);

  add (batch, sem_photo_get_file (photo), photo);
  move_all (batch);
}

void
sem_window_trash_sets (SemWindow *self, GPtrArray *sets, guint only)
{
  Batch *batch = batch_new (self);

  for (guint i = 0; i < sets->len; i++)
    g_queue_push_tail (&batch->groups, sem_removal_new (sets->pdata[i], only));
  start (batch);
}

void
sem_window_trash_group (SemWindow *self, SemRemoval *group)
{
  Batch *batch = batch_new (self);

  g_queue_push_tail (&batch->groups, group);
  start (batch);
}
