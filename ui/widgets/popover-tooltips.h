/* popover-tooltips.h - suppresses tooltips that would cover a popover
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* While a popover is open, the widget that it points to and its parents show no tooltip, which
 * would cover it. For all popovers of the program. To be called once, in the main thread. */
void sem_popover_tooltips_init (void);

G_END_DECLS
