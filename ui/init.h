/* init.h - what every widget of this library needs before the first is made
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Registers the templates, style and icons. Harmless to call again. */
void sem_ui_init (void);

G_END_DECLS
