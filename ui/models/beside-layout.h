/* beside-layout.h - a sentence with its buttons beside it, or below it where there is little room
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SEM_TYPE_BESIDE_LAYOUT (sem_beside_layout_get_type ())

/**
 * SemBesideLayout:
 *
 * For a widget with two children. The second one gets its natural width, at the end of the line,
 * and the first one the rest; where that would be narrow, the first one has a line of its own.
 */
G_DECLARE_FINAL_TYPE (SemBesideLayout, sem_beside_layout, SEM, BESIDE_LAYOUT, GtkLayoutManager)

G_END_DECLS
