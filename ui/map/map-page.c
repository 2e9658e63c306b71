/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-map-page"

#include "config.h"

#include "ui/map/map-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/asking/wrap-layout.h"
#include "ui/map/map-legend.h"
#include "ui/map/map-page-private.h"

/* As wide as the library page, so that the sidebar folds at the same width. */
#define NATURAL_WIDTH 499
/* A press of a zoom button. */
#define STEP 1.5

struct _SemMapPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *title;
  GtkWidget *sidebar_button;
  GtkMenuButton *menu_button;
  GtkWidget *zoom_box;
  GtkWidget *colors_button;
  GtkWidget *legend;
  GtkWidget *make_button;
  GtkStack *stack;
  AdwStatusPage *empty;
  SemMapView *view;
  GMenuModel *photo_menu;
  GtkWidget *popover;

  SemLibrary *library;
  SemMap *map;
  char *colors;           /* "photos", "folders" or "scenes" */
  GCancellable *grouping; /* (nullable) */
  gint64 wanted;          /* the photo to show when there is a map; -1 for none */
};

enum
{
  PROP_0,
  PROP_NARROW,
  PROP_COLORS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint open_photo_signal;

G_DEFINE_FINAL_TYPE (SemMapPage, sem_map_page, GTK_TYPE_WIDGET)

static guint
get_n (SemMapPage *self)
{
  return self->map ? g_list_model_get_n_items (G_LIST_MODEL (self->map)) : 0;
}

static void
named_cb (SemMapPage *self)
{
  adw_window_title_set_subtitle (self->title,
                                 get_n (self) > 0 ? sem_map_view_get_name (self->view) : "");
}

/* At the photo that has the cursor. */
static void
menu_cb (SemMapPage *self, double x, double y)
{
  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &x, &y);
  if (!self->popover)
    {
      self->popover = gtk_popover_menu_new_from_model (self->photo_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      sem_accessible_set_label (self->popover, _("Photo"));
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemMapPage *self = SEM_MAP_PAGE (widget);

  if (get_n (self) > 0)
    g_signal_emit (self, open_photo_signal, 0, sem_map_view_get_cursor (self->view));
}

static void
opened_cb (SemMapPage *self, guint position)
{
  g_signal_emit (self, open_photo_signal, 0, position);
}

static void
zoom_in_cb (SemMapPage *self)
{
  sem_map_view_zoom (self->view, STEP);
}

static void
zoom_out_cb (SemMapPage *self)
{
  sem_map_view_zoom (self->view, 1 / STEP);
}

static void
show_wanted (SemMapPage *self)
{
  guint position;

  if (self->wanted < 0 || !sem_map_find (self->map, self->wanted, &position))
    return;
  sem_map_view_set_cursor (self->view, position);
  self->wanted = -1;
}

static void
grouped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemMapPage) self = user_data;
  g_autoptr (GError) error = NULL;
  SemMapGroups *groups = sem_map_groups_finish (SEM_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->map)
    {
      sem_map_groups_free (groups);
      return;
    }
  if (error)
    gtk_widget_activate_action (GTK_WIDGET (self), "toast.show", "s", error->message);
  else if (groups->n == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "toast.show", "s",
                                _("No scenes were found yet. “semblance-cli scenes” finds them."));
  sem_map_view_set_groups (self->view, groups && groups->n > 0 ? g_steal_pointer (&groups) : NULL);
  sem_map_groups_free (groups);
  sem_map_legend_fill (self->legend, sem_map_view_get_groups (self->view));
}

/* Colors the photos that the map has now. */
static void
colour (SemMapPage *self)
{
  g_cancellable_cancel (self->grouping);
  g_clear_object (&self->grouping);
  sem_map_view_set_groups (self->view, NULL);
  sem_map_legend_fill (self->legend, NULL);
  if (g_str_equal (self->colors, "photos") || get_n (self) == 0)
    return;
  self->grouping = g_cancellable_new ();
  sem_map_groups_async (self->library, self->map,
                        g_str_equal (self->colors, "scenes") ? SEM_MAP_BY_SCENE : SEM_MAP_BY_FOLDER,
                        self->grouping, grouped_cb, g_object_ref (self));
}

static void
update (SemMapPage *self)
{
  const gboolean running = sem_map_get_running (self->map), there = get_n (self) > 0;
  const gboolean any = sem_library_get_n_photos (self->library) > 0;
  const char *problem = sem_map_get_problem (self->map);
  g_autofree char *markup = problem ? g_markup_escape_text (problem, -1) : NULL;

  gtk_widget_set_visible (self->zoom_box, there);
  gtk_widget_set_visible (self->colors_button, there);
  /* Of no photos no map can be made. */
  gtk_widget_set_visible (self->make_button, !running && any);
  gtk_stack_set_visible_child_name (self->stack, there ? "map" : "empty");
  adw_status_page_set_description (
    self->empty, running   ? _("Photos that look alike become neighbors. This takes some seconds.")
                 : !any    ? _("Add a folder of photos first.")
                 : problem ? markup
                           : _("The map was not made yet."));
  show_wanted (self);
  named_cb (self);
}

void
sem_map_page_refresh (SemMapPage *self)
{
  g_return_if_fail (SEM_IS_MAP_PAGE (self));

  if (self->map)
    sem_map_start (self->map);
}

static void
sem_map_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sem_map_page_parent_class)->map (widget);
  sem_map_page_refresh (SEM_MAP_PAGE (widget));
}

static gboolean
sem_map_page_grab_focus (GtkWidget *widget)
{
  SemMapPage *self = SEM_MAP_PAGE (widget);

  return get_n (self) > 0 ? gtk_widget_grab_focus (GTK_WIDGET (self->view))
                          : gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD);
}

static void
sem_map_page_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  gtk_widget_measure (SEM_MAP_PAGE (widget)->box, orientation, for_size, minimum, natural, NULL,
                      NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, NATURAL_WIDTH);
}

static void
sem_map_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (SEM_MAP_PAGE (widget)->box, &(GtkAllocation){ 0, 0, width, height },
                            baseline);
  if (SEM_MAP_PAGE (widget)->popover)
    gtk_popover_present (GTK_POPOVER (SEM_MAP_PAGE (widget)->popover));
}

static void
sem_map_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COLORS)
    g_value_set_string (value, SEM_MAP_PAGE (object)->colors);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_map_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SemMapPage *self = SEM_MAP_PAGE (object);

  if (id == PROP_NARROW)
    gtk_widget_set_visible (self->sidebar_button, g_value_get_boolean (value));
  else if (id == PROP_COLORS)
    {
      g_free (self->colors);
      self->colors = g_value_dup_string (value);
      if (self->map)
        colour (self);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_map_page_dispose (GObject *object)
{
  SemMapPage *self = SEM_MAP_PAGE (object);

  if (self->map)
    {
      g_signal_handlers_disconnect_by_data (self->map, self);
      sem_map_stop (self->map);
    }
  g_cancellable_cancel (self->grouping);
  g_clear_object (&self->grouping);
  g_clear_object (&self->map);
  g_clear_object (&self->library);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->colors, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_map_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/map-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, box);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, title);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, zoom_box);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, colors_button);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, legend);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, make_button);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, empty);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, view);
  gtk_widget_class_bind_template_child (widget_class, SemMapPage, photo_menu);
  gtk_widget_class_bind_template_callback (widget_class, named_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_map_page_refresh);
}

static void
sem_map_page_class_init (SemMapPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_map_page_dispose;
  object_class->get_property = sem_map_page_get_property;
  object_class->set_property = sem_map_page_set_property;
  widget_class->map = sem_map_page_map;
  widget_class->grab_focus = sem_map_page_grab_focus;
  widget_class->measure = sem_map_page_measure;
  widget_class->size_allocate = sem_map_page_size_allocate;
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COLORS] = g_param_spec_string ("colors", NULL, NULL, "photos",
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  open_photo_signal = g_signal_new ("open-photo", SEM_TYPE_MAP_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  g_type_ensure (SEM_TYPE_MAP_VIEW);
  g_type_ensure (SEM_TYPE_WRAP_LAYOUT);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "map.open", NULL, open_action);
  gtk_widget_class_install_property_action (widget_class, "map.colors", "colors");
  gtk_widget_class_set_css_name (widget_class, "mappage");
}

static void
sem_map_page_init (SemMapPage *self)
{
  self->wanted = -1;
  self->colors = g_strdup ("photos");
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_map_page_set_library (SemMapPage *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_MAP_PAGE (self));
  g_return_if_fail (!self->map);

  self->library = g_object_ref (library);
  self->map = sem_map_new (library);
  g_signal_connect_object (library, "notify::n-photos", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  sem_map_view_set_map (self->view, self->map);
  g_signal_connect_swapped (self->map, "items-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->map, "items-changed", G_CALLBACK (colour), self);
  g_signal_connect_swapped (self->map, "notify::running", G_CALLBACK (update), self);
  update (self);
}

void
sem_map_page_set_menu (SemMapPage *self, GMenuModel *menu)
{
  g_return_if_fail (SEM_IS_MAP_PAGE (self));
  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

void
sem_map_page_set_hits (SemMapPage *self, GListModel *hits)
{
  g_return_if_fail (SEM_IS_MAP_PAGE (self));
  sem_map_view_set_hits (self->view, hits);
}

void
sem_map_page_show_photo (SemMapPage *self, gint64 id)
{
  g_return_if_fail (SEM_IS_MAP_PAGE (self));

  self->wanted = id;
  if (self->map)
    show_wanted (self);
}

SemMap *
sem_map_page_get_map (SemMapPage *self)
{
  g_return_val_if_fail (SEM_IS_MAP_PAGE (self), NULL);
  return self->map;
}

SemMapView *
sem_map_page_get_view (SemMapPage *self)
{
  g_return_val_if_fail (SEM_IS_MAP_PAGE (self), NULL);
  return self->view;
}

SemPhoto *
sem_map_page_dup_photo (SemMapPage *self)
{
  g_return_val_if_fail (SEM_IS_MAP_PAGE (self), NULL);
  return self->map
           ? g_list_model_get_item (G_LIST_MODEL (self->map), sem_map_view_get_cursor (self->view))
           : NULL;
}

const char *
sem_map_page_get_shown (SemMapPage *self)
{
  g_return_val_if_fail (SEM_IS_MAP_PAGE (self), NULL);
  return gtk_stack_get_visible_child_name (self->stack);
}
