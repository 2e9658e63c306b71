/* privileges.h - give up what the worker does not need
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_privileges_drop:
 * @debug: whether a debugger may attach
 *
 * Drops all capabilities, also those of root, prevents the process from gaining any, limits its
 * memory, CPU time and descriptors, and limits the size of files that it can write to 0. The
 * process ends with the thread that started it.
 *
 * Returns: whether all of this was possible
 */
gboolean sem_privileges_drop (gboolean debug);

G_END_DECLS
