/* memory.h - return freed memory to the system
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_memory_give_back_soon:
 * @handle: (inout): 0, or the id of the source of an earlier call that is still pending, which this
 *   call replaces; set to 0 when it has run. To cancel it: g_clear_handle_id (handle,
 *   g_source_remove)
 *
 * Half a second after the last call, another thread returns the pages of freed memory to the
 * system. The C library holds them for each thread that has allocated: some tens of megabytes after
 * the photos of a large library were loaded. Call it from the main thread, after long work.
 */
void sem_memory_give_back_soon (guint *handle);

G_END_DECLS
