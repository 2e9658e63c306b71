/* init.h - resources that all widgets need
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Registers templates, style and icons; to be called before a widget is created. May be called more
 * than once, from any thread.
 */
void sem_ui_init (void);

G_END_DECLS
