/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-photo-tile"

#include "config.h"

#include "ui/widgets/photo-tile-private.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/pictures/square-node.h"
#include "ui/pictures/texture.h"
#include "ui/settings.h"
#include "ui/words.h"

#define SMALLEST_SIZE 48
/* Of the place of a picture that is not there yet. */
#define PLACE_OPACITY .07f
/* Squares with more pixels are made of a larger thumbnail, where it stays in view for a moment. */
#define SHARP_FROM 192
#define SHARP_DELAY_MS 150
G_DEFINE_FINAL_TYPE (SemPhotoTile, sem_photo_tile, GTK_TYPE_WIDGET)

/* GTK 4.8 has no accessible label for list items, so the label is set on the cell around the tile,
 * which has the focus.
 */
static void
update_label (SemPhotoTile *self)
{
  const char *title = self->photo != NULL ? sem_photo_get_title (self->photo) : "";
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = NULL;

  if (!title || *title == '\0')
    title = _("Photo");
  label = self->match != NULL ? sem_words_for_match_label (self->match, title) : g_strdup (title);
  if (self->reason)
    {
      g_autofree char *present = g_steal_pointer (&label);

      /* Translators: a photo, and why it cannot be opened: "offline". */
      label = g_strdup_printf (_("%s, %s"), present, sem_words_for_absence (self->reason));
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (cell)
    sem_accessible_set_label (cell, label);
}

static void
show_missing (SemPhotoTile *self, gboolean missing)
{
  if (missing && !self->missing)
    {
      self->missing = gtk_image_new_from_icon_name ("image-missing-symbolic");
      gtk_widget_add_css_class (self->missing, "dim-label");
      gtk_widget_insert_before (self->missing, GTK_WIDGET (self), self->badge);
    }
  if (self->missing)
    gtk_widget_set_visible (self->missing, missing);
}

static gboolean
shows_distance (void)
{
  GSettings *settings = sem_settings_get ();

  return settings && g_settings_get_enum (settings, "show-nearness") == 1;
}

static void
show_badge (SemPhotoTile *self)
{
  g_autofree char *text = NULL;

  if (!self->match)
    {
      if (self->badge)
        gtk_widget_set_visible (self->badge, FALSE);
      return;
    }
  if (!self->badge)
    {
      self->badge = gtk_label_new (NULL);
      /* The longest kind of copy has room as well. */
      gtk_label_set_wrap (GTK_LABEL (self->badge), TRUE);
      gtk_label_set_natural_wrap_mode (GTK_LABEL (self->badge), GTK_NATURAL_WRAP_NONE);
      gtk_label_set_lines (GTK_LABEL (self->badge), 2);
      gtk_label_set_ellipsize (GTK_LABEL (self->badge), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (self->badge, "badge");
      gtk_widget_insert_before (self->badge, GTK_WIDGET (self), NULL);
    }
  text = sem_words_for_match (self->match, shows_distance ());
  if (sem_match_get_above_chance (self->match) && !sem_match_get_is_apart (self->match))
    gtk_widget_remove_css_class (GTK_WIDGET (self), "less-likely");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "less-likely");
  gtk_label_set_label (GTK_LABEL (self->badge), text);
  gtk_widget_set_visible (self->badge, TRUE);
}

static void
forget_picture (SemPhotoTile *self)
{
  g_clear_handle_id (&self->sharp_id, g_source_remove);
  g_clear_pointer (&self->pixels, sem_pixels_free);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->square, gsk_render_node_unref);
}

/* Returns: whether the load was for what the tile shows now. */
static gboolean
take_picture (SemPhotoTile *self, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) square = NULL;
  SemPixels *pixels = sem_photo_load_square_finish (SEM_PHOTO (source), result, &square, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->cancellable
      || self->photo != SEM_PHOTO (source))
    {
      g_clear_pointer (&pixels, sem_pixels_free);
      return FALSE;
    }
  if (pixels)
    {
      forget_picture (self);
      self->pixels = pixels;
      self->square = sem_square_node_new (GTK_WIDGET (self), square);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  return TRUE;
}

/* A file that is missing or broken keeps its small thumbnail. */
static void
sharp_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemPhotoTile) self = user_data;

  take_picture (self, source, result);
}

static gboolean
want_sharp_cb (gpointer user_data)
{
  SemPhotoTile *self = user_data;

  self->sharp_id = 0;
  sem_photo_load_square_async (self->photo, self->side,
                               (guint) gtk_widget_get_scale_factor (GTK_WIDGET (self)), TRUE,
                               self->cancellable, sharp_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemPhotoTile) self = user_data;

  if (!take_picture (self, source, result))
    return;
  show_missing (self, !self->pixels);
  sem_photo_tile_find_reason (self);
  update_label (self);
  if (self->pixels && self->side > SHARP_FROM
      && self->side > MIN (self->pixels->width, self->pixels->height)
      && MAX (self->pixels->width, self->pixels->height)
           < MAX (sem_photo_get_width (self->photo), sem_photo_get_height (self->photo)))
    self->sharp_id = g_timeout_add (SHARP_DELAY_MS, want_sharp_cb, self);
}

static void
load (SemPhotoTile *self, int size)
{
  const guint scale = (guint) gtk_widget_get_scale_factor (GTK_WIDGET (self));

  g_clear_handle_id (&self->sharp_id, g_source_remove);
  self->side = MAX (1, (guint) size * scale);
  sem_photo_load_square_async (self->photo, self->side, scale, FALSE, self->cancellable, loaded_cb,
                               g_object_ref (self));
}

static void
sem_photo_tile_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  SemPhotoTile *self = SEM_PHOTO_TILE (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0)
    *minimum = *natural = for_size;
  else
    {
      *minimum = SMALLEST_SIZE;
      *natural = MAX (SMALLEST_SIZE, self->size);
    }
}

static GtkSizeRequestMode
sem_photo_tile_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
allocate_badge (SemPhotoTile *self, int width, int height)
{
  int min_width, nat_width, min_height, nat_height;
  int space = MAX (0, width - 2 * SEM_PHOTO_TILE_MARGIN);

  gtk_widget_measure (self->badge, GTK_ORIENTATION_HORIZONTAL, -1, &min_width, &nat_width, NULL,
                      NULL);
  nat_width = CLAMP (nat_width, min_width, MAX (min_width, space));
  gtk_widget_measure (self->badge, GTK_ORIENTATION_VERTICAL, nat_width, &min_height, &nat_height,
                      NULL, NULL);
  gtk_widget_size_allocate (self->badge,
                            &(GtkAllocation){
                              gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
                                ? width - nat_width - SEM_PHOTO_TILE_MARGIN
                                : SEM_PHOTO_TILE_MARGIN,
                              height - nat_height - SEM_PHOTO_TILE_MARGIN, nat_width, nat_height },
                            -1);
}

static void
sem_photo_tile_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SemPhotoTile *self = SEM_PHOTO_TILE (widget);

  /* Another size, or another display, needs another square; the old one is shown meanwhile. */
  if (self->cancellable
      && self->side != (guint) (width * gtk_widget_get_scale_factor (GTK_WIDGET (self))))
    load (self, width);
  if (self->missing && gtk_widget_should_layout (self->missing))
    {
      /* A widget must be measured before it is allocated. */
      gtk_widget_measure (self->missing, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->missing, &(GtkAllocation){ 0, 0, width, height }, -1);
    }
  if (self->badge && gtk_widget_should_layout (self->badge))
    allocate_badge (self, width, height);
  if (self->mark && gtk_widget_should_layout (self->mark))
    sem_photo_tile_allocate_mark (self, width);
}

/* Until the picture is there. */
static void
draw_place (SemPhotoTile *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  GdkRGBA colour;
  GskRoundedRect outline;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  colour.alpha *= PLACE_OPACITY;
  gsk_rounded_rect_init_from_rect (&outline, bounds, SEM_PHOTO_SQUARE_RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &colour, bounds);
  gtk_snapshot_pop (snapshot);
}

static void
sem_photo_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemPhotoTile *self = SEM_PHOTO_TILE (widget);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                     (float) gtk_widget_get_height (widget));

  if (self->square)
    sem_square_node_draw (self->square, snapshot, &bounds);
  else
    draw_place (self, snapshot, &bounds);
  if (self->reason)
    sem_photo_tile_draw_veil (self, snapshot, &bounds);
  GTK_WIDGET_CLASS (sem_photo_tile_parent_class)->snapshot (widget, snapshot);
}

static void
sem_photo_tile_dispose (GObject *object)
{
  SemPhotoTile *self = SEM_PHOTO_TILE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->photo);
  g_clear_object (&self->match);
  forget_picture (self);
  g_clear_object (&self->absence);
  g_clear_pointer (&self->badge, gtk_widget_unparent);
  g_clear_pointer (&self->mark, gtk_widget_unparent);
  g_clear_pointer (&self->missing, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_photo_tile_parent_class)->dispose (object);
}

static void
sem_photo_tile_class_init (SemPhotoTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_photo_tile_dispose;
  widget_class->measure = sem_photo_tile_measure;
  widget_class->get_request_mode = sem_photo_tile_get_request_mode;
  widget_class->size_allocate = sem_photo_tile_size_allocate;
  widget_class->snapshot = sem_photo_tile_snapshot;
  widget_class->query_tooltip = sem_photo_tile_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "phototile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sem_photo_tile_init (SemPhotoTile *self)
{
  GSettings *settings = sem_settings_get ();

  self->size = SMALLEST_SIZE;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  if (settings)
    g_signal_connect_object (settings, "changed::show-nearness", G_CALLBACK (show_badge), self,
                             G_CONNECT_SWAPPED);
}

GtkWidget *
sem_photo_tile_new (void)
{
  return g_object_new (SEM_TYPE_PHOTO_TILE, NULL);
}

static void
changed_cb (SemPhotoTile *self)
{
  show_badge (self);
  update_label (self);
}

/* Its folder was renamed, or is there again elsewhere. */
static void
file_cb (SemPhotoTile *self)
{
  sem_photo_tile_find_reason (self);
  update_label (self);
}

static void
follow (SemPhotoTile *self, SemPhoto *photo)
{
  if (self->photo == photo)
    return;
  if (self->photo)
    g_signal_handlers_disconnect_by_data (self->photo, self);
  g_set_object (&self->photo, photo);
  g_signal_connect_object (photo, "notify::file", G_CALLBACK (file_cb), self, G_CONNECT_SWAPPED);
}

/* GTK binds a cell again whenever its selection changes: the picture must not flicker. */
void
sem_photo_tile_bind (SemPhotoTile *self, gpointer item)
{
  SemPhoto *photo;
  gboolean same;

  g_return_if_fail (SEM_IS_PHOTO_TILE (self));
  g_return_if_fail (SEM_IS_PHOTO (item) || SEM_IS_MATCH (item));

  sem_photo_tile_unbind (self);

  if (self->match)
    g_signal_handlers_disconnect_by_data (self->match, self);
  g_set_object (&self->match, (SEM_IS_MATCH (item) ? SEM_MATCH (item) : NULL));
  if (self->match)
    g_signal_connect_object (self->match, "changed", G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
  photo = self->match != NULL ? sem_match_get_photo (item) : item;
  same = self->photo == photo && self->square != NULL;
  follow (self, photo);
  self->cancellable = g_cancellable_new ();
  show_badge (self);
  sem_photo_tile_find_reason (self);
  update_label (self);
  if (same)
    return;

  forget_picture (self);
  show_missing (self, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  load (self, self->size);
}

void
sem_photo_tile_unbind (SemPhotoTile *self)
{
  g_return_if_fail (SEM_IS_PHOTO_TILE (self));

  g_clear_handle_id (&self->sharp_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
sem_photo_tile_set_size (SemPhotoTile *self, int size)
{
  g_return_if_fail (SEM_IS_PHOTO_TILE (self));

  self->size = size;
}

void
sem_photo_tile_set_absence (SemPhotoTile *self, SemAbsence *absence)
{
  g_return_if_fail (SEM_IS_PHOTO_TILE (self));

  g_set_object (&self->absence, absence);
  if (self->cancellable && sem_photo_tile_find_reason (self))
    update_label (self);
}

SemPhoto *
sem_photo_tile_get_photo (SemPhotoTile *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_TILE (self), NULL);

  return self->cancellable != NULL ? self->photo : NULL;
}

GdkTexture *
sem_photo_tile_get_texture (SemPhotoTile *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_TILE (self), NULL);

  if (!self->texture && self->pixels)
    self->texture = sem_texture_new_for_pixels (self->pixels);
  return self->texture;
}

const char *
sem_photo_tile_get_badge (SemPhotoTile *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_TILE (self), NULL);

  return self->cancellable != NULL && self->match != NULL
           ? gtk_label_get_label (GTK_LABEL (self->badge))
           : NULL;
}
