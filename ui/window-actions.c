/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"
#include "engine/model/archive/archive-asking.h"

#include <glib/gi18n-lib.h>

#include "ui/checkup/check-dialog.h"
#include "ui/pages/folders-dialog.h"
#include "ui/pages/problems-dialog.h"
#include "ui/asking/query-words.h"
#include "ui/asking/recent.h"
#include "ui/toast.h"
#include "ui/words.h"

/* Choosing files ------------------------------------------------------------------------------- */

static void
chosen_cb (GtkNativeDialog *dialog, int response, SemWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autoptr (GSList) files = g_slist_append (NULL, file);

  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT || !file)
    return;
  if (self->choice == SEM_CHOICE_SCOPE)
    {
      sem_window_narrow_to_folder (self, file);
      return;
    }
  self->adding = self->choice == SEM_CHOICE_ADD;
  sem_intake_take_files (self->intake, files);
}

static void
choose (SemWindow *self, SemChoice choice, const char *title, const char *accept)
{
  const GtkFileChooserAction action = choice == SEM_CHOICE_ASK || choice == SEM_CHOICE_ADD
                                        ? GTK_FILE_CHOOSER_ACTION_OPEN
                                        : GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER;

  if (self->chooser)
    return;
  self->choice = choice;
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _("Images"));
      gtk_file_filter_add_mime_type (filter, "image/*");
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
    }
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
choose_folder (SemWindow *self)
{
  choose (self, SEM_CHOICE_LIBRARY, _("Add Folder"), _("_Add"));
}

static void
open_photo_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, SEM_CHOICE_ASK, _("Search by File"), _("_Search"));
}

static void
add_by_file_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, SEM_CHOICE_ADD, _("Add to Query"), _("_Add"));
}

static void
narrow_by_folder_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (user_data, SEM_CHOICE_SCOPE, _("Search in Folder"), _("_Search"));
}

/* Returns: (nullable): the text field that has the focus, which gets its own keys. */
static GtkWidget *
get_text (SemWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return GTK_IS_TEXT (focus) ? focus : NULL;
}

static void
paste_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  if (get_text (self))
    {
      g_signal_emit_by_name (get_text (self), "paste-clipboard");
      return;
    }
  self->adding = FALSE;
  sem_intake_take_clipboard (self->intake, gtk_widget_get_clipboard (GTK_WIDGET (self)));
}

static void
find_similar_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (!sem_window_ask_viewer (user_data, "viewer.find-similar")
      && !sem_window_ask_strips (user_data, FALSE) && !sem_window_ask_map (user_data, FALSE)
      && !sem_window_ask_duplicates (user_data, FALSE) && !sem_window_ask_with_selected (user_data))
    gtk_widget_activate_action (GTK_WIDGET (sem_window_get_grid (user_data)), "grid.find-similar",
                                NULL);
}

/* Whether the library has @folder, or one around it. */
static gboolean
has_folder (SemWindow *self, GFile *folder)
{
  GListModel *folders = sem_library_get_folders (self->library);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (SemFolder) known = g_list_model_get_item (folders, i);
      GFile *file = sem_folder_get_file (known);

      if (g_file_equal (folder, file) || g_file_has_prefix (folder, file))
        return TRUE;
    }
  return FALSE;
}

void
sem_window_add_folder (SemWindow *self, GFile *folder)
{
  g_autofree char *path = sem_words_for_folder (folder);
  g_autofree char *name = sem_words_shorten_path (path);
  g_autofree char *sentence =
    g_strdup_printf (has_folder (self, folder) ? _("“%s” is in the library already.")
                                               : _("“%s” added: looking for photos in it."),
                     name);

  if (g_file_peek_path (folder))
    sem_toast_show (GTK_WIDGET (self), sentence);
  sem_session_show_library (self->session);
  sem_library_add_folder (self->library, folder);
}

static void
add_folder_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose_folder (user_data);
}

static void
add_pictures_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *path = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  g_autoptr (GFile) folder = path != NULL ? g_file_new_for_path (path) : NULL;

  if (folder)
    sem_window_add_folder (user_data, folder);
}

static void
folders_closed_cb (GtkWidget *dialog, SemWindow *self)
{
  if (self->removals && !gtk_widget_in_destruction (GTK_WIDGET (self)))
    sem_folder_removals_move_toasts (self->removals, self->toast_overlay);
}

static gboolean
folders_close_request_cb (GtkWindow *dialog, SemWindow *self)
{
  folders_closed_cb (GTK_WIDGET (dialog), self);
  return GDK_EVENT_PROPAGATE;
}

static void
folders_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  GtkWindow *dialog = sem_folders_dialog_new (GTK_WINDOW (self), self->removals, self->library);

  g_signal_connect_object (dialog, "add-folder", G_CALLBACK (choose_folder), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "close-request", G_CALLBACK (folders_close_request_cb), self, 0);
  gtk_window_present (dialog);
}

static void
problems_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  gtk_window_present (sem_problems_dialog_new (GTK_WINDOW (self), self->library));
}

static void
check_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  gtk_window_present (sem_check_dialog_new (GTK_WINDOW (self), self->library));
}

static void
codes_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  gint64 id = g_variant_get_int64 (parameter);

  if (g_str_equal (g_action_get_name (G_ACTION (action)), "use-codes"))
    sem_library_use_codes (self->library, id);
  else
    sem_library_offer_codes (self->library, id);
}

static void
library_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const struct
  {
    const char *name;
    void (*run) (SemLibrary *library);
  } runs[] = {
    { "update", sem_library_update },
    { "pause", sem_library_pause },
    { "resume", sem_library_resume },
    { "cancel", sem_library_cancel },
  };
  SemWindow *self = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    if (g_str_equal (g_action_get_name (G_ACTION (action)), runs[i].name))
      runs[i].run (self->library);
}

/* Returns: whether something was shown above the photos, which is left now */
static gboolean
leave_shown (SemWindow *self)
{
  if (sem_window_leave_learning (self))
    return TRUE;
  if (sem_window_get_shows_region (self))
    {
      sem_window_leave_region (self);
      return TRUE;
    }
  return sem_window_leave_compare (self) || sem_window_ask_viewer (self, "viewer.close")
         || sem_window_leave_strips (self);
}

static void
history_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const struct
  {
    const char *name;
    void (*run) (SemSession *session);
  } runs[] = {
    { "back", sem_session_back },
    { "forward", sem_session_forward },
    { "show-library", sem_session_show_library },
  };
  SemWindow *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));

  if (!g_str_equal (name, "forward") && leave_shown (self))
    return;
  if (g_str_equal (name, "back") && sem_window_shows_photos_behind (self))
    {
      sem_quality_page_step_back (self->quality_page);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    if (g_str_equal (name, runs[i].name))
      runs[i].run (self->session);
}

static void
details_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  if (!sem_window_ask_viewer (self, "viewer.details"))
    sem_results_page_toggle_details (self->results_page);
}

/* Of the selected photo, or of the query where results are shown and none is selected. */
static void
find_copies_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  SemPhoto *photo = sem_photo_grid_get_selected_photo (sem_window_get_grid (self));
  g_autoptr (SemQuery) query = NULL, copies = NULL;

  if (sem_window_ask_viewer (self, "viewer.find-copies") || sem_window_ask_strips (self, TRUE)
      || sem_window_ask_map (self, TRUE) || sem_window_ask_duplicates (self, TRUE))
    return;
  if (photo)
    query = sem_query_new_for_photo (photo);
  else
    {
      photo = sem_session_get_photo (self->session);
      g_set_object (&query, sem_session_get_query (self->session));
    }
  if (!query || !sem_query_can_find_copies (query))
    {
      sem_toast_show (GTK_WIDGET (self),
                      query ? sem_words_against_copies (query) : _("Select a photo first."));
      return;
    }
  copies = sem_query_new_for_copies (query);
  sem_window_ask (self, copies, photo);
}

/* Between all photos similar to the query and its copies alone. */
static void
toggle_copies_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  SemQuery *query = sem_session_get_query (self->session);
  SemQuery *original = query != NULL ? sem_query_get_original (query) : NULL;
  g_autoptr (SemQuery) other = NULL;

  if (!query || !sem_query_can_find_copies (query))
    return;
  other = original != NULL ? g_object_ref (original) : sem_query_new_for_copies (query);
  sem_session_search (self->session, other, sem_session_get_photo (self->session));
}

static void
trash_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  /* What is selected below these pages is out of sight. */
  if (!sem_window_ask_viewer (user_data, "viewer.trash") && !sem_window_get_shows_strips (user_data)
      && !sem_window_get_shows_compare (user_data) && !sem_window_trash_on_map (user_data)
      && !sem_window_trash_on_duplicates (user_data))
    sem_window_trash_selected (user_data, sem_window_get_grid (user_data));
}

static void
undo_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  if (get_text (self))
    gtk_widget_activate_action (get_text (self), "text.undo", NULL);
  else
    sem_undo_last (self->undo);
}

/* Entries of the sidebar: the library with all of its photos, duplicates, the map, the quality. */
static void
entry_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  const guint entry = g_variant_get_uint32 (parameter);

  if (entry < 1 || entry > 4)
    return;
  sem_window_leave_pages (self);
  sem_session_show_library (self->session);
  if (entry == 2)
    sem_window_show_duplicates (self);
  else if (entry == 3)
    sem_window_show_map (self);
  else
    sem_window_show_quality (self, entry == 4);
  if (entry > 1)
    return;
  sem_library_page_set_folder (self->library_page, NULL);
  sem_library_page_take_focus (self->library_page);
}

/* Where the window is narrow, the sidebar lies over the page. */
static void
sidebar_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  adw_flap_set_reveal_flap (self->frame, !adw_flap_get_reveal_flap (self->frame));
  if (adw_flap_get_folded (self->frame) && adw_flap_get_reveal_flap (self->frame))
    gtk_widget_child_focus (GTK_WIDGET (self->sidebar), GTK_DIR_TAB_FORWARD);
}

static const GActionEntry action_entries[] = {
  { "open-photo", open_photo_action },
  { "add-by-file", add_by_file_action },
  { "narrow-by-folder", narrow_by_folder_action },
  { "paste", paste_action },
  { "find-similar", find_similar_action },
  { "find-copies", find_copies_action },
  { "toggle-copies", toggle_copies_action },
  { "add-folder", add_folder_action },
  { "add-pictures", add_pictures_action },
  { "folders", folders_action },
  { "problems", problems_action },
  { "check", check_action },
  { "update", library_action },
  { "use-codes", codes_action, "x" },
  { "offer-codes", codes_action, "x" },
  { "pause", library_action },
  { "resume", library_action },
  { "cancel", library_action },
  { "back", history_action },
  { "forward", history_action },
  { "show-library", history_action },
  { "details", details_action },
  { "trash", trash_action },
  { "undo", undo_action },
  { "entry", entry_action, "u" },
  { "sidebar", sidebar_action },
};

static void
enable (SemWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
sem_window_update_actions (SemWindow *self)
{
  SemLibraryState state = sem_library_get_state (self->library);
  gboolean open = state != SEM_LIBRARY_OPENING && state != SEM_LIBRARY_BROKEN;
  gboolean idle = state == SEM_LIBRARY_IDLE;
  gboolean folders = g_list_model_get_n_items (sem_library_get_folders (self->library)) > 0;
  gboolean photos = sem_library_get_n_photos (self->library) > 0;
  gboolean viewer =
    sem_window_get_shows_viewer (self) || sem_window_get_shows_region (self)
    || sem_window_get_shows_strips (self) || sem_window_get_shows_compare (self)
    || gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->learning_page);
  SemQuery *query = sem_session_get_query (self->session);
  gboolean results = query != NULL;
  g_auto (GStrv) recent = sem_recent_list (self->session);

  /* An archive can be searched even without photos in the library. */
  enable (self, "open-photo", open && (photos || sem_archive_asking_is_supported ()));
  enable (self, "inspect", open && photos);
  enable (self, "compare", open);
  enable (self, "inspect-selected", open && photos);
  enable (self, "paste", open);
  enable (self, "add-folder", open);
  enable (self, "add-pictures", open);
  enable (self, "folders", open);
  enable (self, "problems", sem_library_get_n_problems (self->library) > 0);
  enable (self, "check", state != SEM_LIBRARY_OPENING);
  enable (self, "update", idle && folders);
  enable (self, "train", open);
  enable (self, "models", open);
  enable (self, "pause", state == SEM_LIBRARY_INDEXING || state == SEM_LIBRARY_TRAINING);
  enable (self, "resume", state == SEM_LIBRARY_PAUSED);
  enable (self, "cancel", open && !idle && state != SEM_LIBRARY_STOPPING);
  enable (self, "back",
          viewer || sem_window_shows_photos_behind (self)
            || sem_session_get_can_go_back (self->session));
  enable (self, "forward", sem_session_get_can_go_forward (self->session));
  enable (self, "more-like", !viewer && results);
  enable (self, "less-like", !viewer && results);
  enable (self, "add-to-query", !viewer && !results);
  enable (self, "add-selected", !viewer);
  enable (self, "add-by-file", open && !viewer && results);
  enable (self, "add-by-clipboard", open && !viewer && results);
  enable (self, "history", !viewer && (sem_session_get_n_steps (self->session) > 0 || recent[0]));
  enable (self, "toggle-copies", results && sem_query_can_find_copies (query));
  enable (self, "narrow", !viewer && results);
  enable (self, "narrow-by-folder", !viewer && results);
  enable (self, "details", viewer || results);
  enable (self, "undo", sem_undo_get_any (self->undo));
  enable (self, "show-library", viewer || results);
}

void
sem_window_install_actions (SemWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), action_entries,
                                   G_N_ELEMENTS (action_entries), self);
  sem_window_install_asking (self);
  sem_window_install_learning (self);
  sem_window_install_map (self);
  sem_window_install_zoom (self);
  sem_window_install_strips (self);
}
