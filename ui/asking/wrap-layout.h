/* wrap-layout.h - children one after another, in as many lines as they need
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SEM_TYPE_WRAP_LAYOUT (sem_wrap_layout_get_type ())

/**
 * SemWrapLayout:
 *
 * Gives each child its natural size, or the width of the widget where that is less, or half of it
 * where that is narrow, and begins a line where the next one does not fit. Lines begin where text
 * does.
 */
G_DECLARE_FINAL_TYPE (SemWrapLayout, sem_wrap_layout, SEM, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
