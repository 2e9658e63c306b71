/* help.h - a short introduction to the program, on one screen
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Returns: (transfer none): a new window over @parent; Escape closes it */
GtkWindow *sem_help_new (GtkWindow *parent);

G_END_DECLS
