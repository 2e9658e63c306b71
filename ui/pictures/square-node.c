/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/pictures/square-node.h"

#include <math.h>
#include <string.h>

static gboolean
is_drawn_by_cairo (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GskRenderer *renderer = native ? gtk_native_get_renderer (native) : NULL;

  return renderer && GSK_IS_CAIRO_RENDERER (renderer);
}

/* In each frame GTK 4.8 makes a surface of each texture for cairo, and converts its pixels. A
 * surface that the node has is drawn as it is. It owns its pixels: of those of others cairo would
 * make a copy whenever a tile goes. */
static GskRenderNode *
make_cairo_node (GBytes *square, int side)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) side, (float) side));
  const guint8 *from = g_bytes_get_data (square, NULL);
  cairo_t *cr;

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      guint8 *to = cairo_image_surface_get_data (surface);
      const int stride = cairo_image_surface_get_stride (surface);

      for (int y = 0; y < side; y++)
        memcpy (to + (gsize) y * (gsize) stride, from + (gsize) y * (gsize) side * 4,
                (gsize) side * 4);
      cairo_surface_mark_dirty (surface);
    }
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return node;
}

GskRenderNode *
sem_square_node_new (GtkWidget *widget, GBytes *square)
{
  const int side = (int) (sqrt ((double) g_bytes_get_size (square) / 4) + .5);
  g_autoptr (GdkTexture) texture = NULL;

  if (is_drawn_by_cairo (widget))
    return make_cairo_node (square, side);
  texture = gdk_memory_texture_new (side, side, GDK_MEMORY_DEFAULT, square, (gsize) side * 4);
  return gsk_texture_node_new (texture, &GRAPHENE_RECT_INIT (0, 0, (float) side, (float) side));
}

void
sem_square_node_draw (GskRenderNode *node, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  graphene_rect_t own;

  gsk_render_node_get_bounds (node, &own);
  if (own.size.width == bounds->size.width && own.size.height == bounds->size.height)
    {
      gtk_snapshot_append_node (snapshot, node);
      return;
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, bounds->size.width / own.size.width,
                      bounds->size.height / own.size.height);
  gtk_snapshot_append_node (snapshot, node);
  gtk_snapshot_restore (snapshot);
}
