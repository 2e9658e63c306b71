/* square-node.h - draws the picture of a tile
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * sem_square_node_new:
 * @widget: where it is drawn
 * @square: shape (side, side): words of A R G B, premultiplied, as of
 * sem_photo_load_square_finish()
 *
 * Returns: (transfer full): a node of @side pixels of the display, in the form that @widget's
 *   renderer draws soonest
 */
GskRenderNode *sem_square_node_new (GtkWidget *widget, GBytes *square) G_GNUC_WARN_UNUSED_RESULT;

/* Draws it within @bounds, which begin at the origin. */
void
sem_square_node_draw (GskRenderNode *node, GtkSnapshot *snapshot, const graphene_rect_t *bounds);

G_END_DECLS
