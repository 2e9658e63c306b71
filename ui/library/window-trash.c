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

/* Files that are moved one after the other. */
typedef struct
{
  SemWindow *window;
  GQueue files;       /* GFile, still to be moved */
  GStrvBuilder *uris; /* of those that were moved */
  guint n_moved;
  char *name; /* (nullable): of the first one */
  GError *error;
} Batch;

static void
batch_free (Batch *batch)
{
  g_object_unref (batch->window);
  g_queue_clear_full (&batch->files, g_object_unref);
  g_strv_builder_unref (batch->uris);
  g_free (batch->name);
  g_clear_error (&batch->error);
  g_free (batch);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, batch_free)

static Batch *
batch_new (SemWindow *window)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->window = g_object_ref (window);
  batch->uris = g_strv_builder_new ();
  g_queue_init (&batch->files);
  return batch;
}

static void
tell (SemWindow *self, const char *sentence)
{
  adw_toast_overlay_add_toast (self->toast_overlay, sem_toast_new (sentence));
}

static void
set_hidden (SemWindow *self, GFile *file, gboolean hidden)
{
  if (self->library)
    sem_hidden_files_set (sem_library_get_hidden_files (self->library), file, hidden);
}

/* The library is brought up to date when the offer to undo is gone. */
static void
dismissed_cb (AdwToast *toast, SemWindow *self)
{
  if (self->library)
    sem_library_index (self->library);
}

static void
offer_undo (Batch *batch)
{
  g_auto (GStrv) uris = g_strv_builder_end (batch->uris);
  g_autofree char *sentence = NULL;
  AdwToast *toast;

  if (batch->n_moved == 1)
    sentence = g_strdup_printf (_("“%s” is in the trash"), batch->name);
  else
    sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u photo is in the trash",
                                             "%'u photos are in the trash", batch->n_moved),
                                batch->n_moved);
  toast = sem_toast_new (sentence);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "win.restore-files");
  adw_toast_set_action_target_value (toast, g_variant_new ("^as", uris));
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), batch->window, 0);
  adw_toast_overlay_add_toast (batch->window->toast_overlay, toast);
}

static void move_next (Batch *batch);

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;
  g_autofree char *uri = g_file_get_uri (G_FILE (source));
  g_autofree char *base = g_file_get_basename (G_FILE (source));

  if (sem_trash_put_finish (G_FILE (source), result, batch->error ? NULL : &batch->error))
    {
      set_hidden (batch->window, G_FILE (source), TRUE);
      g_strv_builder_add (batch->uris, uri);
      if (batch->n_moved++ == 0)
        batch->name = g_filename_display_name (base);
    }
  move_next (batch);
}

static void
move_next (Batch *batch)
{
  g_autoptr (GFile) file = g_queue_pop_head (&batch->files);

  if (file)
    {
      sem_trash_put_async (file, NULL, moved_cb, batch);
      return;
    }
  if (batch->n_moved > 0)
    offer_undo (batch);
  if (batch->error)
    tell (batch->window, batch->error->message);
  batch_free (batch);
}

/* Which photos are selected may have changed until the last file is moved: the list is made now. */
void
sem_window_trash_selected (SemWindow *self, SemPhotoGrid *grid)
{
  SemGridView *view = sem_photo_grid_get_view (grid);
  GtkBitset *positions = sem_grid_selection_get (sem_grid_view_get_selection (view));
  Batch *batch = batch_new (self);
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_iter_init_first (&iter, positions, &position))
    do
      {
        GFile *file = sem_list_dup_file (sem_grid_view_get_model (view), position);

        if (file)
          g_queue_push_tail (&batch->files, file);
      }
    while (gtk_bitset_iter_next (&iter, &position));
  if (gtk_bitset_is_empty (positions))
    tell (self, _("Select a photo first."));
  else if (g_queue_is_empty (&batch->files))
    tell (self,
          _("The file of this photo is missing. If it is on another disk, connect that disk."));
  move_next (batch);
}

/* Undo ----------------------------------------------------------------------------------------- */

static void restore_next (Batch *batch);

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;

  if (sem_trash_restore_finish (G_FILE (source), result, batch->error ? NULL : &batch->error))
    set_hidden (batch->window, G_FILE (source), FALSE);
  restore_next (batch);
}

static void
restore_next (Batch *batch)
{
  g_autoptr (GFile) file = g_queue_pop_head (&batch->files);

  if (file)
    {
      sem_trash_restore_async (file, NULL, restored_cb, batch);
      return;
    }
  if (batch->error)
    tell (batch->window, batch->error->message);
  batch_free (batch);
}

void
sem_window_restore_files (SemWindow *self, const char *const *uris)
{
  Batch *batch = batch_new (self);

  for (guint i = 0; uris[i]; i++)
    g_queue_push_tail (&batch->files, g_file_new_for_uri (uris[i]));
  restore_next (batch);
}
