/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-map-view"

#include "config.h"

#include "ui/map/map-legend.h"
#include "ui/map/map-view-private.h"
#include "ui/pictures/square-node.h"

#include <math.h>

/* Squares of fewer lengths a side show colours alone. */
#define THUMBNAIL_SIDE 20
/* Between thumbnails, on each side of one. */
#define GAP 1
/* Of a line around a hit, and around the cursor. */
#define LINE 2
/* Of a group's colour. */
#define GROUP_LINE 5

/* 0xRRGGBB */
static guint32
get_colour (SemMapView *self, guint position)
{
  const guint8 *mean = sem_map_get_colours (self->map) + (gsize) position * 3;

  if (self->groups)
    return sem_map_legend_get_colour (self->groups, self->groups->members[position]);
  return (guint32) mean[0] << 16 | (guint32) mean[1] << 8 | mean[2];
}

void
sem_map_view_make_colours (SemMapView *self)
{
  const guint8 *colours = self->map ? sem_map_get_colours (self->map) : NULL;
  const int columns = (int) self->place.columns, n = (int) sem_map_view_get_n (self);
  const int rows = columns > 0 ? (n + columns - 1) / columns : 0;
  guint8 *pixels;
  int stride;

  g_clear_pointer (&self->colours, cairo_surface_destroy);
  if (!colours || rows == 0)
    return;
  self->colours = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, columns, rows);
  pixels = cairo_image_surface_get_data (self->colours);
  stride = cairo_image_surface_get_stride (self->colours);
  for (int i = 0; pixels && i < n; i++)
    {
      guint32 *pixel =
        (guint32 *) (gpointer) (pixels + (gsize) (i / columns) * (gsize) stride) + i % columns;

      *pixel =
        sem_map_view_hides (self, (guint) i) ? 0 : 0xff000000u | get_colour (self, (guint) i);
    }
  cairo_surface_mark_dirty (self->colours);
}

static GdkRGBA
get_rgba (SemMapView *self, guint position)
{
  const guint32 colour = get_colour (self, position);

  return (GdkRGBA){ (float) (colour >> 16) / 255.f, (float) (colour >> 8 & 255) / 255.f,
                    (float) (colour & 255) / 255.f, 1 };
}

static void
draw_colours (SemMapView *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);

  cairo_translate (cr, self->place.x, self->place.y);
  cairo_scale (cr, self->place.side, self->place.side);
  cairo_set_source_surface (cr, self->colours, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static void
draw_thumbnail (SemMapView *self, GtkSnapshot *snapshot, guint position)
{
  const int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  GskRenderNode *square =
    sem_map_tiles_get (self->tiles, position, (guint) ceil (self->place.side) * (guint) factor);
  graphene_rect_t bounds;

  sem_map_place_get_bounds (&self->place, position, &bounds);
  graphene_rect_inset (&bounds, GAP, GAP);
  if (square)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &bounds.origin);
      sem_square_node_draw (square, snapshot,
                            &GRAPHENE_RECT_INIT (0, 0, bounds.size.width, bounds.size.height));
      gtk_snapshot_restore (snapshot);
    }
  else
    {
      const GdkRGBA rgba = get_rgba (self, position);

      gtk_snapshot_append_color (snapshot, &rgba, &bounds);
    }
}

/* Thumbnails have the colour of their group below them. */
static void
draw_group (SemMapView *self, GtkSnapshot *snapshot, guint position)
{
  const GdkRGBA rgba = get_rgba (self, position);
  graphene_rect_t bounds;

  sem_map_place_get_bounds (&self->place, position, &bounds);
  bounds.origin.y += bounds.size.height - GROUP_LINE;
  bounds.size.height = GROUP_LINE;
  gtk_snapshot_append_color (snapshot, &rgba, &bounds);
}

static void
draw_thumbnails (SemMapView *self, GtkSnapshot *snapshot)
{
  const guint columns = self->place.columns, n = sem_map_view_get_n (self);
  SemMapRange range;

  sem_map_place_get_visible (&self->place, &range);
  for (guint row = range.top; row < range.bottom; row++)
    for (guint column = range.left; column < range.right; column++)
      if (row * columns + column < n && !sem_map_view_hides (self, row * columns + column))
        {
          draw_thumbnail (self, snapshot, row * columns + column);
          if (self->groups)
            draw_group (self, snapshot, row * columns + column);
        }
}

static void
draw_line (SemMapView *self, GtkSnapshot *snapshot, guint position, const GdkRGBA *colour)
{
  const float widths[] = { LINE, LINE, LINE, LINE };
  const GdkRGBA colours[] = { *colour, *colour, *colour, *colour };
  graphene_rect_t bounds;
  GskRoundedRect outline;

  sem_map_place_get_bounds (&self->place, position, &bounds);
  /* So that it can be seen from far away. */
  if (bounds.size.width < 4 * LINE)
    graphene_rect_inset (&bounds, bounds.size.width / 2 - 2 * LINE,
                         bounds.size.height / 2 - 2 * LINE);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, LINE);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

static void
draw_hits (SemMapView *self, GtkSnapshot *snapshot, const GdkRGBA *colour)
{
  for (guint i = 0; self->hits && i < g_list_model_get_n_items (self->hits); i++)
    {
      g_autoptr (SemMatch) hit = g_list_model_get_item (self->hits, i);
      guint position;

      if (sem_match_get_above_chance (hit)
          && sem_map_find (self->map, sem_photo_get_id (sem_match_get_photo (hit)), &position))
        draw_line (self, snapshot, position, colour);
    }
}

void
sem_map_view_draw (SemMapView *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                     (float) gtk_widget_get_height (widget));
  GdkRGBA accent = { .208f, .518f, .894f, 1 }, text;

  if (sem_map_view_get_n (self) > 0 && !self->colours)
    sem_map_view_make_colours (self);
  if (!self->colours)
    return;
  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_bg_color",
                                  &accent);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  gtk_snapshot_push_clip (snapshot, &bounds);
  if (self->place.side < THUMBNAIL_SIDE)
    draw_colours (self, snapshot, &bounds);
  else
    {
      sem_map_tiles_begin (self->tiles);
      draw_thumbnails (self, snapshot);
      sem_map_tiles_end (self->tiles);
    }
  draw_hits (self, snapshot, &accent);
  if (gtk_widget_has_focus (widget))
    draw_line (self, snapshot, self->cursor, &text);
  gtk_snapshot_pop (snapshot);
}
