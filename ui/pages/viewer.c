/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-viewer"

#include "config.h"

#include "ui/pages/viewer-private.h"

#include "engine/model/browse/browse.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/pages/details-words.h"
#include "ui/pictures/drag-out.h"
#include "ui/toast.h"
#include "ui/words.h"

/* After the last change of what is visible. */
#define FOLLOW_MS 80
/* Sides of pictures are rounded up to this, so that small changes of the window load nothing. */
#define SIDE_STEP 256
#define MIN_SIDE 1024

enum
{
  CLOSED,
  FIND_SIMILAR,
  FIND_COPIES,
  FIND_REGION,
  TRASH,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemViewer, sem_viewer, GTK_TYPE_WIDGET)

/* Showing -------------------------------------------------------------------------------------- */

/* By the window's size: the page has none before it is shown for the first time. */
static guint
get_side (SemViewer *self)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  const int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const int longest =
    window ? MAX (gtk_widget_get_width (window), gtk_widget_get_height (window)) : 0;
  const guint side = (guint) (longest * factor + SIDE_STEP - 1) / SIDE_STEP * SIDE_STEP;

  return CLAMP (side, MIN_SIDE, SEM_PICTURES_MAX_SIDE);
}

/* The photo, and its neighbours in the direction of the last step first. */
static void
want (SemViewer *self)
{
  const int ahead = self->backwards ? -1 : 1;
  const guint neighbours[] = { sem_viewer_find (self, self->position, ahead),
                               sem_viewer_find (self, self->position, -ahead) };
  SemPhoto *photos[1 + G_N_ELEMENTS (neighbours)] = { self->photo };
  guint n = 1;

  for (guint i = 0; i < G_N_ELEMENTS (neighbours); i++)
    {
      SemPhoto *photo = neighbours[i] != GTK_INVALID_LIST_POSITION
                          ? sem_viewer_dup_photo (self, neighbours[i])
                          : NULL;

      if (photo)
        photos[n++] = photo;
    }
  sem_viewer_cache_want (self->cache, photos, n, get_side (self));
  for (guint i = 1; i < n; i++)
    g_object_unref (photos[i]);
}

static void
update_title (SemViewer *self)
{
  const char *title = sem_photo_get_title (self->photo);
  g_autofree char *place =
    g_strdup_printf (_("%'u of %'u"), self->position + 1, g_list_model_get_n_items (self->list));

  adw_window_title_set_title (self->window_title, title);
  adw_window_title_set_subtitle (self->window_title, place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  *title ? title : _("Photo"), -1);
}

static void
update_zoom (SemViewer *self)
{
  g_autofree char *zoom = sem_words_for_zoom (sem_picture_view_get_zoom (self->view));

  gtk_button_set_label (self->zoom_button, zoom);
  sem_viewer_update_actions (self);
}

static void
show_picture (SemViewer *self, gboolean anew)
{
  const SemViewerPicture *picture = sem_viewer_cache_get (self->cache, self->photo);
  const gboolean failed = picture && picture->error;
  GdkTexture *texture = picture && !failed ? picture->texture : NULL;

  if (anew || !texture || !sem_picture_view_get_texture (self->view))
    sem_picture_view_set_picture (self->view, texture, texture ? picture->width : 0,
                                  texture ? picture->height : 0);
  else
    sem_picture_view_set_texture (self->view, texture);
  gtk_widget_set_visible (GTK_WIDGET (self->failure), failed);
  if (failed)
    {
      const char *absence = self->absence ? sem_words_explain_absence (
                              sem_absence_find (self->absence, sem_photo_get_file (self->photo)))
                                          : "";
      g_autofree char *markup = g_markup_escape_text (*absence ? absence : picture->error, -1);

      adw_status_page_set_description (self->failure, markup);
    }
  gtk_widget_set_visible (self->zoom_bar, texture != NULL && !self->marking);
  gtk_spinner_set_spinning (self->spinner, !failed && !texture);
  update_title (self);
  update_zoom (self);
}

static void
picture_cb (SemPhoto *photo, gpointer user_data)
{
  SemViewer *self = user_data;

  if (photo != self->photo)
    return;
  show_picture (self, FALSE);
  sem_viewer_update_detail (self);
}

static void
reveal_cb (AdwFlap *flap, GParamSpec *pspec, SemViewer *self)
{
  if (adw_flap_get_reveal_flap (flap) && self->photo)
    sem_details_pane_set_photo (self->details, self->photo);
}

/* It was renamed, or its folder. */
static void
file_cb (SemPhoto *photo, GParamSpec *pspec, SemViewer *self)
{
  GFile *file = sem_photo_get_file (photo);

  if (self->file && !g_file_equal (self->file, file))
    {
      update_title (self);
      sem_details_pane_set_photo (self->details, NULL);
      reveal_cb (self->flap, NULL, self);
      sem_viewer_cache_try_again (self->cache, photo);
    }
  g_set_object (&self->file, file);
}

/* @photo: (nullable): follows its file */
static void
set_photo (SemViewer *self, SemPhoto *photo)
{
  if (self->photo)
    g_signal_handlers_disconnect_by_data (self->photo, self);
  g_clear_object (&self->file);
  g_set_object (&self->photo, photo);
  if (!photo)
    return;
  g_set_object (&self->file, sem_photo_get_file (photo));
  g_signal_connect (photo, "notify::file", G_CALLBACK (file_cb), self);
}

static void
show_at (SemViewer *self, guint position)
{
  g_autoptr (SemPhoto) photo = sem_viewer_dup_photo (self, position);

  if (!photo)
    return;
  if (photo != self->photo)
    sem_viewer_mark_region (self, FALSE);
  self->marks_next = FALSE;
  self->backwards = position < self->position;
  self->position = position;
  sem_viewer_drop_detail (self);
  set_photo (self, photo);
  want (self);
  show_picture (self, TRUE);
  if (adw_flap_get_reveal_flap (self->flap))
    sem_details_pane_set_photo (self->details, photo);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemViewer *self = SEM_VIEWER (widget);
  const guint next =
    sem_viewer_find (self, self->position, g_str_equal (name, "viewer.next") ? 1 : -1);

  if (next != GTK_INVALID_LIST_POSITION)
    show_at (self, next);
}

static gboolean
follow_cb (gpointer user_data)
{
  SemViewer *self = user_data;

  self->follow_id = 0;
  if (!self->photo)
    return G_SOURCE_REMOVE;
  want (self);
  update_zoom (self);
  sem_viewer_update_detail (self);
  sem_viewer_mark_next (self);
  return G_SOURCE_REMOVE;
}

/* May be called while sizes are allocated, when nothing may change. */
static void
view_changed_cb (SemPictureView *view, SemViewer *self)
{
  g_clear_handle_id (&self->follow_id, g_source_remove);
  if (self->photo)
    self->follow_id = g_timeout_add (FOLLOW_MS, follow_cb, self);
}

/* Changes of the list -------------------------------------------------------------------------- */

static void
close_viewer (SemViewer *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, SemViewer *self)
{
  const guint n = g_list_model_get_n_items (list);

  /* A list that is ordered anew has the photo elsewhere. */
  if (self->photo && SEM_IS_BROWSE (list) && position <= self->position
      && self->position < position + removed)
    {
      const guint at = sem_browse_find (SEM_BROWSE (list), sem_photo_get_id (self->photo));

      if (at != G_MAXUINT)
        {
          self->position = at;
          update_title (self);
          sem_viewer_update_actions (self);
          return;
        }
    }
  if (!self->photo || position > self->position)
    {
      if (self->photo)
        update_title (self);
      return;
    }
  if (n == 0)
    {
      close_viewer (self);
      return;
    }
  if (self->position >= position + removed)
    {
      self->position += added - removed;
      update_title (self);
      sem_viewer_update_actions (self);
    }
  else
    {
      /* Items of a list may be made anew for the same photo. */
      g_autoptr (SemPhoto) now =
        self->position < n ? sem_viewer_dup_photo (self, self->position) : NULL;

      if (!now || sem_photo_get_id (now) != sem_photo_get_id (self->photo))
        show_at (self, MIN (self->position, n - 1));
    }
}

/* Widget --------------------------------------------------------------------------------------- */

static gboolean
sem_viewer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SEM_VIEWER (widget)->view));
}

static void
sem_viewer_dispose (GObject *object)
{
  SemViewer *self = SEM_VIEWER (object);

  if (self->cache)
    sem_viewer_close (self);
  g_clear_pointer (&self->cache, sem_viewer_cache_free);
  g_clear_object (&self->absence);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  g_clear_pointer (&self->hidden_ids, g_hash_table_unref);
  g_clear_handle_id (&self->follow_id, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_viewer_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, SemViewer, box);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, window_title);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, more_button);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, flap);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, region_view);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, view);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, details);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, previous_button);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, next_button);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, find_button);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, region_hint);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, zoom_bar);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, spinner);
  gtk_widget_class_bind_template_child (widget_class, SemViewer, failure);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, reveal_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_viewer_accept_region);
  gtk_widget_class_bind_template_callback (widget_class, sem_viewer_region_changed);
}

static void
sem_viewer_class_init (SemViewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_viewer_dispose;
  widget_class->grab_focus = sem_viewer_grab_focus;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[CLOSED] = g_signal_new ("closed", SEM_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[FIND_SIMILAR] = g_signal_new ("find-similar", SEM_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, SEM_TYPE_PHOTO);
  signals[FIND_COPIES] = g_signal_new ("find-copies", SEM_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, SEM_TYPE_PHOTO);
  signals[FIND_REGION] = g_signal_new ("find-region", SEM_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, SEM_TYPE_PHOTO);
  signals[TRASH] = g_signal_new ("trash", SEM_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, SEM_TYPE_PHOTO);
  g_type_ensure (SEM_TYPE_DETAILS_PANE);
  g_type_ensure (SEM_TYPE_PICTURE_VIEW);
  g_type_ensure (SEM_TYPE_REGION_VIEW);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "viewer.next", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "viewer.previous", NULL, move_action);
  sem_viewer_install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "viewer");
}

/* A picture that is larger than its place is moved by dragging. */
static SemPhoto *
get_dragged (GtkWidget *widget, GdkTexture **texture)
{
  SemViewer *self = SEM_VIEWER (gtk_widget_get_ancestor (widget, SEM_TYPE_VIEWER));

  *texture = sem_picture_view_get_texture (self->view);
  return sem_picture_view_get_fits (self->view) ? self->photo : NULL;
}

static void
sem_viewer_init (SemViewer *self)
{
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->hidden_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cache = sem_viewer_cache_new (picture_cb, self);
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_drag_out_add (GTK_WIDGET (self->view), get_dragged);
  sem_toast_keep_above (GTK_WIDGET (self->find_button));
  sem_accessible_set_label (GTK_WIDGET (gtk_menu_button_get_popover (self->more_button)),
                            _("More About This Photo"));
  sem_viewer_update_actions (self);
}

void
sem_viewer_open (SemViewer *self, GListModel *list, guint position)
{
  g_return_if_fail (SEM_IS_VIEWER (self));
  g_return_if_fail (position < g_list_model_get_n_items (list));

  sem_viewer_close (self);
  self->list = g_object_ref (list);
  self->position = position;
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), self);
  show_at (self, position);
}

void
sem_viewer_close (SemViewer *self)
{
  g_return_if_fail (SEM_IS_VIEWER (self));

  g_clear_handle_id (&self->follow_id, g_source_remove);
  if (self->list)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  set_photo (self, NULL);
  sem_viewer_drop_detail (self);
  sem_viewer_cache_want (self->cache, NULL, 0, 1);
  if (self->region_view)
    sem_region_view_set_marking (self->region_view, FALSE);
  if (self->view)
    sem_picture_view_set_picture (self->view, NULL, 0, 0);
  if (self->details)
    sem_details_pane_set_photo (self->details, NULL);
}

void
sem_viewer_set_absence (SemViewer *self, SemAbsence *absence)
{
  g_return_if_fail (SEM_IS_VIEWER (self));

  g_set_object (&self->absence, absence);
}

SemPhoto *
sem_viewer_get_photo (SemViewer *self)
{
  g_return_val_if_fail (SEM_IS_VIEWER (self), NULL);

  return self->photo;
}

guint
sem_viewer_get_position (SemViewer *self)
{
  g_return_val_if_fail (SEM_IS_VIEWER (self), GTK_INVALID_LIST_POSITION);

  return self->position;
}

void
sem_viewer_mark_when_shown (SemViewer *self)
{
  g_return_if_fail (SEM_IS_VIEWER (self));

  self->marks_next = self->photo != NULL;
  sem_viewer_mark_next (self);
}

void
sem_viewer_get_region (SemViewer *self, double *region)
{
  g_return_if_fail (SEM_IS_VIEWER (self));

  sem_region_view_get_region (self->region_view, region);
}

void
sem_viewer_set_hidden (SemViewer *self, GFile *file, gint64 id, gboolean hidden)
{
  const char *path = g_file_peek_path (file);
  guint next;

  g_return_if_fail (SEM_IS_VIEWER (self) && path);

  if (hidden)
    g_hash_table_add (self->hidden, g_strdup (path));
  else
    g_hash_table_remove (self->hidden, path);
  if (hidden && id >= 0)
    g_hash_table_add (self->hidden_ids, g_memdup2 (&id, sizeof id));
  else if (id >= 0)
    g_hash_table_remove (self->hidden_ids, &id);
  if (!self->photo)
    return;
  if (!hidden || !sem_viewer_is_hidden (self, self->photo))
    {
      want (self);
      sem_viewer_update_actions (self);
      return;
    }
  next = sem_viewer_find (self, self->position, 1);
  if (next == GTK_INVALID_LIST_POSITION)
    next = sem_viewer_find (self, self->position, -1);
  if (next == GTK_INVALID_LIST_POSITION)
    close_viewer (self);
  else
    show_at (self, next);
}
