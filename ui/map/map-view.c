/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-map-view"

#include "config.h"

#include "ui/map/map-view-private.h"

enum
{
  PROP_0,
  PROP_CURSOR,
  N_PROPS,
};

enum
{
  OPEN_PHOTO,
  MENU,
  NAMED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemMapView, sem_map_view, GTK_TYPE_WIDGET)

static void
redraw (gpointer self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Widget --------------------------------------------------------------------------------------- */

static void
sem_map_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  sem_map_view_draw (SEM_MAP_VIEW (widget), snapshot);
}

static void
sem_map_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  sem_map_place_resize (&SEM_MAP_VIEW (widget)->place, width, height);
}

static void
changed_cb (SemMapView *self)
{
  sem_map_tiles_set_map (self->tiles, self->map);
  sem_map_place_set_grid (&self->place, sem_map_view_get_n (self), sem_map_get_columns (self->map));
  g_clear_pointer (&self->groups, sem_map_groups_free);
  sem_map_view_make_colours (self);
  self->cursor = MIN (self->cursor, MAX (sem_map_view_get_n (self), 1) - 1);
  sem_map_view_load_name (self);
  redraw (self);
}

static void
sem_map_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CURSOR)
    g_value_set_uint (value, sem_map_view_get_cursor (SEM_MAP_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_map_view_dispose (GObject *object)
{
  SemMapView *self = SEM_MAP_VIEW (object);

  g_cancellable_cancel (self->naming);
  g_clear_object (&self->naming);
  g_clear_object (&self->photo);
  sem_map_view_set_hits (self, NULL);
  if (self->map)
    g_signal_handlers_disconnect_by_data (self->map, self);
  g_clear_object (&self->map);
  g_clear_pointer (&self->tiles, sem_map_tiles_free);
  g_clear_pointer (&self->colours, cairo_surface_destroy);
  g_clear_pointer (&self->groups, sem_map_groups_free);
  g_hash_table_remove_all (self->hidden);

  G_OBJECT_CLASS (sem_map_view_parent_class)->dispose (object);
}

static void
sem_map_view_finalize (GObject *object)
{
  g_hash_table_unref (SEM_MAP_VIEW (object)->hidden);

  G_OBJECT_CLASS (sem_map_view_parent_class)->finalize (object);
}

static void
sem_map_view_class_init (SemMapViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_map_view_dispose;
  object_class->finalize = sem_map_view_finalize;
  object_class->get_property = sem_map_view_get_property;
  widget_class->snapshot = sem_map_view_snapshot;
  widget_class->size_allocate = sem_map_view_size_allocate;
  properties[PROP_CURSOR] = g_param_spec_uint ("cursor", NULL, NULL, 0, G_MAXUINT, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[OPEN_PHOTO] = g_signal_new ("open-photo", SEM_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[MENU] = g_signal_new ("menu", SEM_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[NAMED] = g_signal_new ("named", SEM_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "mapview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sem_map_view_init (SemMapView *self)
{
  self->tiles = sem_map_tiles_new (GTK_WIDGET (self));
  self->hidden = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  sem_map_place_init (&self->place);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (redraw), NULL);
  sem_map_view_add_input (self);
}

/* Public --------------------------------------------------------------------------------------- */

void
sem_map_view_set_map (SemMapView *self, SemMap *map)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));
  g_return_if_fail (!self->map);

  self->map = g_object_ref (map);
  g_signal_connect_swapped (map, "items-changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
}

void
sem_map_view_set_groups (SemMapView *self, SemMapGroups *groups)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));

  g_clear_pointer (&self->groups, sem_map_groups_free);
  if (groups && groups->n_photos == sem_map_view_get_n (self))
    self->groups = groups;
  else
    sem_map_groups_free (groups);
  sem_map_view_make_colours (self);
  redraw (self);
}

const SemMapGroups *
sem_map_view_get_groups (SemMapView *self)
{
  g_return_val_if_fail (SEM_IS_MAP_VIEW (self), NULL);
  return self->groups;
}

void
sem_map_view_set_hits (SemMapView *self, GListModel *hits)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));

  if (self->hits)
    g_signal_handlers_disconnect_by_data (self->hits, self);
  g_set_object (&self->hits, hits);
  if (hits)
    g_signal_connect_swapped (hits, "items-changed", G_CALLBACK (redraw), self);
  redraw (self);
}

void
sem_map_view_set_hidden (SemMapView *self, gint64 id, gboolean hidden)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));

  if (hidden)
    g_hash_table_add (self->hidden, g_memdup2 (&id, sizeof id));
  else
    g_hash_table_remove (self->hidden, &id);
  /* Made again once, when it is drawn: thousands may go at once. */
  g_clear_pointer (&self->colours, cairo_surface_destroy);
  redraw (self);
}

guint
sem_map_view_get_cursor (SemMapView *self)
{
  g_return_val_if_fail (SEM_IS_MAP_VIEW (self), 0);
  return self->cursor;
}

void
sem_map_view_set_cursor (SemMapView *self, guint position)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));
  sem_map_view_move_cursor (self, position);
}

SemPhoto *
sem_map_view_get_photo (SemMapView *self)
{
  g_return_val_if_fail (SEM_IS_MAP_VIEW (self), NULL);
  return self->photo;
}

const char *
sem_map_view_get_name (SemMapView *self)
{
  g_return_val_if_fail (SEM_IS_MAP_VIEW (self), "");
  return self->photo ? sem_photo_get_title (self->photo) : "";
}

double
sem_map_view_get_side (SemMapView *self)
{
  g_return_val_if_fail (SEM_IS_MAP_VIEW (self), 0);
  return self->place.side;
}

void
sem_map_view_zoom (SemMapView *self, double factor)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));

  sem_map_view_zoom_middle (self, factor);
}

void
sem_map_view_fit (SemMapView *self)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));

  sem_map_place_fit (&self->place);
  redraw (self);
}

void
sem_map_view_get_bounds (SemMapView *self, guint position, graphene_rect_t *bounds)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));
  sem_map_place_get_bounds (&self->place, position, bounds);
}
