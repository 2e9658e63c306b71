/* map-legend.h - what the colors of the map stand for
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/map/groups.h"

G_BEGIN_DECLS

/* The color of a member of SemMapGroups. @groups: what @member is of
 * Returns: 0xRRGGBB */
guint32 sem_map_legend_get_colour (const SemMapGroups *groups, guint8 member);

/* Replaces the children of @box by the groups, their colors and sizes. @groups: (nullable): none
 * where it is %NULL, and the box is hidden */
void sem_map_legend_fill (GtkWidget *box, const SemMapGroups *groups);

G_END_DECLS
