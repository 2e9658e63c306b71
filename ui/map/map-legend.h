/* map-legend.h - the colours of groups on the map
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/map/groups.h"

G_BEGIN_DECLS

/* The colour of a value of SemMapGroups.members.
 * Returns: 0xRRGGBB */
guint32 sem_map_legend_get_colour (const SemMapGroups *groups, guint8 member);

/* Replaces the children of @box by the groups, their colours and sizes. @groups: (nullable): with
 * %NULL the box is empty and hidden */
void sem_map_legend_fill (GtkWidget *box, const SemMapGroups *groups);

G_END_DECLS
