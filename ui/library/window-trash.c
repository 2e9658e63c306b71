/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "engine/model/browse/hidden.h"
#include "engine/model/viewer/trash.h"
#include "ui/grid/items.h"
#include "ui/toast.h"

/* A photo's file that is moved. */
typedef struct
{
  GFile *file;
  gint64 photo;
} Item;

/* Files that are moved one after the other, and then back where a person wishes it. */
typedef struct
{
  SemWindow *window;
  gboolean waits; /* to be taken back: the window owns it then, and not the other way round */
  GQueue waiting; /* Item, still to be moved */
  GQueue moved;   /* Item */
  GError *error;  /* (nullable): of the first one that could not be moved */
  AdwToast *toast;
  gboolean told; /* the library was asked to look what is missing */
} Batch;

static Item *
item_new (GFile *file, gint64 photo)
{
  Item *item = g_new (Item, 1);

  *item = (Item){ g_object_ref (file), photo };
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

static void
set_hidden (SemWindow *self, const Item *item, gboolean hidden)
{
  sem_viewer_set_hidden (self->viewer, item->photo, hidden);
  sem_map_view_set_hidden (sem_map_page_get_view (self->map_page), item->photo, hidden);
  if (self->library)
    sem_hidden_files_set (sem_library_get_hidden_files (self->library), item->file, hidden);
}

/* Undo ----------------------------------------------------------------------------------------- */

static void restore_next (Batch *batch);

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;
  Item *item = g_queue_pop_head (&batch->moved);

  if (sem_trash_restore_finish (G_FILE (source), result, batch->error ? NULL : &batch->error))
    set_hidden (batch->window, item, FALSE);
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
      sem_trash_restore_async (item->file, NULL, restored_cb, batch);
      return;
    }
  if (batch->error)
    tell (batch->window, batch->error->message);
  if (batch->told && batch->window->library)
    sem_library_index (batch->window->library);
  batch_free (batch);
}

/* Goes on where the window is gone by then: it has a reference. */
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
  restore_next (back);
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

static void
offer_undo (Batch *batch)
{
  SemWindow *self = batch->window;
  const guint n = g_queue_get_length (&batch->moved);
  const Item *first = g_queue_peek_head (&batch->moved);
  g_autofree char *base = g_file_get_basename (first->file);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *sentence = NULL;

  if (!self->undo)
    {
      batch_free (batch);
      return;
    }
  if (n == 1)
    sentence = g_strdup_printf (_("“%s” is in the trash"), name);
  else
    sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u photo is in the trash",
                                             "%'u photos are in the trash", n),
                                n);
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

static void move_next (Batch *batch);

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;
  Item *item = g_queue_pop_head (&batch->waiting);

  if (sem_trash_put_finish (G_FILE (source), result, batch->error ? NULL : &batch->error))
    {
      set_hidden (batch->window, item, TRUE);
      g_queue_push_tail (&batch->moved, item);
    }
  else
    item_free (item);
  move_next (batch);
}

static void
move_next (Batch *batch)
{
  const Item *item = g_queue_peek_head (&batch->waiting);

  if (item)
    {
      sem_trash_put_async (item->file, NULL, moved_cb, batch);
      return;
    }
  if (batch->error)
    tell (batch->window, batch->error->message);
  g_clear_error (&batch->error);
  if (g_queue_is_empty (&batch->moved))
    batch_free (batch);
  else
    offer_undo (batch);
}

static void
add (Batch *batch, GFile *file, SemPhoto *photo)
{
  if (file && photo)
    g_queue_push_tail (&batch->waiting, item_new (file, sem_photo_get_id (photo)));
}

static void
move_all (Batch *batch)
{
  if (g_queue_is_empty (&batch->waiting))
    tell (batch->window,
          _("The file of this photo is missing. If it is on another disk, connect that disk."));
  move_next (batch);
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
