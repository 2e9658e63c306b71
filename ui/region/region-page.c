/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-region-page"

#include "config.h"

#include "ui/region/region-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "engine/model/viewer/pictures.h"
#include "ui/pictures/texture.h"
#include "ui/region/region-view.h"
#include "ui/toast.h"

/* Of the picture that is loaded, in pixels. */
#define SIDE 2048
/* A thumbnail is shown as if it were a picture so many times larger, as it is. */
#define THUMBNAIL_SCALE 16

struct _SemRegionPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *window_title;
  SemRegionView *region_view;
  SemPictureView *view;
  GtkWidget *foot;

  SemPictures *pictures;
  GCancellable *load;
  SemQuery *query;
  guint source;
};

enum
{
  MARKED,
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemRegionPage, sem_region_page, GTK_TYPE_WIDGET)

/* As soon as there is a picture with a place. */
static void
begin_marking (SemRegionPage *self)
{
  double region[4];

  if (!self->query || sem_region_view_get_marking (self->region_view)
      || gtk_widget_get_width (GTK_WIDGET (self->view)) == 0)
    return;
  sem_region_view_set_marking (self->region_view, TRUE);
  if (sem_region_view_get_marking (self->region_view)
      && sem_query_get_source_region (self->query, self->source, region))
    sem_region_view_set_region (self->region_view, region);
}

static gboolean
begin_cb (gpointer user_data)
{
  begin_marking (user_data);
  return G_SOURCE_REMOVE;
}

/* Sizes are allocated when this comes. */
static void
view_changed_cb (SemPictureView *view, SemRegionPage *self)
{
  if (self->query && !sem_region_view_get_marking (self->region_view))
    g_idle_add_full (G_PRIORITY_DEFAULT, begin_cb, g_object_ref (self), g_object_unref);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemRegionPage) self = user_data;
  g_autoptr (GError) error = NULL;
  guint width, height;
  g_autoptr (SemPixels) pixels =
    sem_pictures_load_finish (SEM_PICTURES (source), result, &width, &height, &error);
  g_autoptr (GdkTexture) texture = pixels ? sem_texture_new_for_pixels (pixels) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->load);
  if (texture)
    sem_picture_view_set_picture (self->view, texture, width, height);
  else
    sem_toast_show (GTK_WIDGET (self), error->message);
}

static void
load (SemRegionPage *self, GFile *file, GBytes *bytes)
{
  const SemPictureWish wish = { .file = file, .bytes = bytes, .side = SIDE };

  self->load = g_cancellable_new ();
  sem_pictures_load_async (self->pictures, &wish, self->load, loaded_cb, g_object_ref (self));
}

/* The whole picture is not in the results where a region of it was searched for. */
static void
show_thumbnail (SemRegionPage *self, SemResults *results)
{
  const SemPixels *pixels = sem_results_get_source_pixels (results, self->source);
  g_autoptr (GdkTexture) texture = pixels ? sem_texture_new_for_pixels (pixels) : NULL;

  if (texture && !sem_query_get_source_region (self->query, self->source, NULL))
    sem_picture_view_set_picture (self->view, texture, pixels->width * THUMBNAIL_SCALE,
                                  pixels->height * THUMBNAIL_SCALE);
}

static void
accept (SemRegionPage *self)
{
  g_autoptr (SemQuery) query = NULL;
  double region[4];

  if (!self->query || !sem_region_view_get_marking (self->region_view))
    return;
  sem_region_view_get_region (self->region_view, region);
  query = sem_query_new_with_region (self->query, self->source, region);
  g_signal_emit (self, signals[MARKED], 0, query);
}

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  accept (SEM_REGION_PAGE (widget));
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[CLOSED], 0);
}

static gboolean
sem_region_page_grab_focus (GtkWidget *widget)
{
  SemRegionPage *self = SEM_REGION_PAGE (widget);

  return gtk_widget_grab_focus (sem_region_view_get_marking (self->region_view)
                                  ? GTK_WIDGET (self->region_view)
                                  : GTK_WIDGET (self->view));
}

static void
sem_region_page_dispose (GObject *object)
{
  SemRegionPage *self = SEM_REGION_PAGE (object);

  if (self->view)
    sem_region_page_close (self);
  g_clear_object (&self->pictures);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_region_page_parent_class)->dispose (object);
}

static void
sem_region_page_class_init (SemRegionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_region_page_dispose;
  widget_class->grab_focus = sem_region_page_grab_focus;
  signals[MARKED] = g_signal_new ("marked", SEM_TYPE_REGION_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, SEM_TYPE_QUERY);
  signals[CLOSED] = g_signal_new ("closed", SEM_TYPE_REGION_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  g_type_ensure (SEM_TYPE_REGION_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/region-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SemRegionPage, box);
  gtk_widget_class_bind_template_child (widget_class, SemRegionPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, SemRegionPage, region_view);
  gtk_widget_class_bind_template_child (widget_class, SemRegionPage, view);
  gtk_widget_class_bind_template_child (widget_class, SemRegionPage, foot);
  gtk_widget_class_bind_template_callback (widget_class, accept);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_install_action (widget_class, "region.accept", NULL, accept_action);
  gtk_widget_class_install_action (widget_class, "region.close", NULL, close_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_region_page_init (SemRegionPage *self)
{
  self->pictures = sem_pictures_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_toast_keep_above (self->foot);
}

void
sem_region_page_open (SemRegionPage *self, SemResults *results, guint source)
{
  g_autoptr (GFile) file = NULL;
  GBytes *bytes;

  g_return_if_fail (SEM_IS_REGION_PAGE (self));
  g_return_if_fail (SEM_IS_RESULTS (results));

  sem_region_page_close (self);
  self->query = g_object_ref (sem_results_get_query (results));
  self->source = source;
  adw_window_title_set_subtitle (self->window_title,
                                 sem_query_get_source_title (self->query, source));
  show_thumbnail (self, results);
  file = sem_query_dup_source_file (self->query, source);
  bytes = sem_query_get_source_bytes (self->query, source);
  if (bytes || (file && g_file_peek_path (file)))
    load (self, bytes ? NULL : file, bytes);
}

void
sem_region_page_close (SemRegionPage *self)
{
  g_return_if_fail (SEM_IS_REGION_PAGE (self));

  g_cancellable_cancel (self->load);
  g_clear_object (&self->load);
  g_clear_object (&self->query);
  sem_region_view_set_marking (self->region_view, FALSE);
  sem_picture_view_set_picture (self->view, NULL, 0, 0);
}
