/* popover-tooltips.h - no tooltip lies over a popover
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* While a popover is open, what it points to, and what that lies in, shows no tooltip: that would
 * cover it. For all popovers of the program. Called once, in the main thread. */
void sem_popover_tooltips_init (void);

G_END_DECLS
