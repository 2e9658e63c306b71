/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-viewer"

#include "config.h"

#include "ui/pages/viewer-private.h"

#include <glib/gi18n-lib.h>

#include "ui/file-errors.h"
#include "ui/photo-actions.h"
#include "ui/toast.h"

#define STEP 1.5
/* Of the widget, for a press of an arrow key. */
#define PAN .2

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit_by_name (widget, "closed");
}

/* A region that is marked goes first, then details that lie over the photo. */
static void
step_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemViewer *self = (SemViewer *) widget;

  if (sem_region_view_get_marking (self->region_view))
    sem_viewer_mark_region (self, FALSE);
  else if (adw_flap_get_folded (self->flap) && adw_flap_get_reveal_flap (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  else
    g_signal_emit_by_name (widget, "closed");
}

static void
mark_region_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemViewer *self = (SemViewer *) widget;

  sem_viewer_mark_region (self, !sem_region_view_get_marking (self->region_view));
}

/* find-similar, find-copies and trash are signals of the same name. */
static void
signal_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemViewer *self = (SemViewer *) widget;
  g_autoptr (SemPhoto) photo = self->photo ? g_object_ref (self->photo) : NULL;

  if (g_str_equal (name, "viewer.find-similar") && sem_viewer_accept_region (self))
    return;
  if (photo)
    g_signal_emit_by_name (widget, name + strlen ("viewer."), photo);
}

/* (nullable): shows a toast where there is none. */
static GFile *
get_file (SemViewer *self)
{
  GFile *file = self->photo ? sem_photo_get_file (self->photo) : NULL;

  if (self->photo && !file)
    sem_toast_show (
      GTK_WIDGET (self),
      _("The file of this photo is missing. If it is on another disk, connect that disk."));
  return file;
}

static void
chosen_cb (GtkDialog *dialog, int response, SemViewer *self)
{
  g_autoptr (GAppInfo) program = gtk_app_chooser_get_app_info (GTK_APP_CHOOSER (dialog));
  GFile *file = g_object_get_data (G_OBJECT (dialog), "file");
  g_autoptr (GError) error = NULL;
  GList files = { .data = file };

  if (response == GTK_RESPONSE_OK && program)
    {
      g_autoptr (GdkAppLaunchContext) context =
        gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));

      g_app_info_launch (program, &files, G_APP_LAUNCH_CONTEXT (context), &error);
    }
  if (error)
    {
      g_autofree char *sentence = sem_words_for_open_error (file, error);

      sem_toast_show (GTK_WIDGET (self), sentence);
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
open_with (SemViewer *self, GFile *file)
{
  GtkWidget *dialog =
    gtk_app_chooser_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                GTK_DIALOG_MODAL, file);

  g_object_set_data_full (G_OBJECT (dialog), "file", g_object_ref (file), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemViewer *self = (SemViewer *) widget;
  GFile *file = get_file (self);

  if (!file)
    return;
  if (g_str_equal (name, "viewer.open-with"))
    open_with (self, file);
  else if (g_str_equal (name, "viewer.show-in-folder"))
    sem_file_show_in_folder (file, widget);
  else
    sem_file_copy (file, sem_picture_view_get_texture (self->view), widget);
}

static void
details_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemViewer *self = (SemViewer *) widget;

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPictureView *view = ((SemViewer *) widget)->view;
  const double zoom = sem_picture_view_get_zoom (view);

  if (g_str_equal (name, "viewer.zoom-in"))
    sem_picture_view_set_zoom (view, zoom * STEP);
  else if (g_str_equal (name, "viewer.zoom-out"))
    sem_picture_view_set_zoom (view, zoom / STEP);
  else if (g_str_equal (name, "viewer.full")
           || (g_str_equal (name, "viewer.toggle-zoom") && sem_picture_view_get_fits (view)))
    sem_picture_view_set_zoom (view, 1);
  else
    sem_picture_view_fit (view);
}

static void
pan_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  double x, y;

  g_variant_get (parameter, "(dd)", &x, &y);
  sem_picture_view_pan (((SemViewer *) widget)->view, x, y);
}

static const struct
{
  const char *name;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "viewer.close", close_action },
  { "viewer.step-back", step_back_action },
  { "viewer.find-similar", signal_action },
  { "viewer.find-copies", signal_action },
  { "viewer.trash", signal_action },
  { "viewer.open-with", file_action },
  { "viewer.show-in-folder", file_action },
  { "viewer.copy", file_action },
  { "viewer.details", details_action },
  { "viewer.zoom-in", zoom_action },
  { "viewer.zoom-out", zoom_action },
  { "viewer.fit", zoom_action },
  { "viewer.full", zoom_action },
  { "viewer.toggle-zoom", zoom_action },
  { "viewer.mark-region", mark_region_action },
};

static const struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action;
} keys[] = {
  { GDK_KEY_BackSpace, 0, "viewer.close" },
  { GDK_KEY_Right, 0, "viewer.next" },
  { GDK_KEY_KP_Right, 0, "viewer.next" },
  { GDK_KEY_space, 0, "viewer.next" },
  { GDK_KEY_Page_Down, 0, "viewer.next" },
  { GDK_KEY_Left, 0, "viewer.previous" },
  { GDK_KEY_KP_Left, 0, "viewer.previous" },
  { GDK_KEY_space, GDK_SHIFT_MASK, "viewer.previous" },
  { GDK_KEY_Page_Up, 0, "viewer.previous" },
  { GDK_KEY_Delete, 0, "viewer.trash" },
  { GDK_KEY_KP_Delete, 0, "viewer.trash" },
  { GDK_KEY_c, GDK_CONTROL_MASK, "viewer.copy" },
  { GDK_KEY_r, 0, "viewer.mark-region" },
  { GDK_KEY_c, 0, "win.compare" },
  { GDK_KEY_plus, 0, "viewer.zoom-in" },
  { GDK_KEY_equal, 0, "viewer.zoom-in" },
  { GDK_KEY_KP_Add, 0, "viewer.zoom-in" },
  { GDK_KEY_minus, 0, "viewer.zoom-out" },
  { GDK_KEY_KP_Subtract, 0, "viewer.zoom-out" },
  { GDK_KEY_0, 0, "viewer.fit" },
  { GDK_KEY_KP_0, 0, "viewer.fit" },
  { GDK_KEY_1, 0, "viewer.full" },
  { GDK_KEY_KP_1, 0, "viewer.full" },
};

static const struct
{
  guint key;
  double x, y;
} pans[] = {
  { GDK_KEY_Left, -PAN, 0 },
  { GDK_KEY_Right, PAN, 0 },
  { GDK_KEY_Up, 0, -PAN },
  { GDK_KEY_Down, 0, PAN },
};

void
sem_viewer_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_install_action (widget_class, "viewer.pan", "(dd)", pan_action);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pans); i++)
    {
      gtk_widget_class_add_binding_action (widget_class, pans[i].key, GDK_SHIFT_MASK, "viewer.pan",
                                           "(dd)", pans[i].x, pans[i].y);
      if (pans[i].x == 0)
        gtk_widget_class_add_binding_action (widget_class, pans[i].key, 0, "viewer.pan", "(dd)",
                                             pans[i].x, pans[i].y);
    }
}

void
sem_viewer_update_actions (SemViewer *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean shown = self->photo != NULL;
  const gboolean picture = shown && sem_picture_view_get_texture (self->view) != NULL;
  const gboolean next =
    shown && sem_viewer_find (self, self->position, 1) != GTK_INVALID_LIST_POSITION;
  const gboolean previous =
    shown && sem_viewer_find (self, self->position, -1) != GTK_INVALID_LIST_POSITION;

  gtk_widget_action_set_enabled (widget, "viewer.trash",
                                 shown && !sem_photo_get_is_outside (self->photo));
  gtk_widget_action_set_enabled (widget, "viewer.next", next);
  gtk_widget_action_set_enabled (widget, "viewer.previous", previous);
  gtk_widget_action_set_enabled (widget, "viewer.mark-region", picture);
  gtk_widget_action_set_enabled (widget, "viewer.zoom-in", picture);
  gtk_widget_action_set_enabled (widget, "viewer.zoom-out", picture);
}
