/* memory.h - giving back what the allocator keeps
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_memory_give_back_soon:
 * @handle: (inout): 0, or the source of an earlier call that has not happened yet, in whose place
 *   this one comes; 0 again once it has. To end it: g_clear_handle_id (handle, g_source_remove)
 *
 * Half a second after the last call another thread gives the pages of freed memory back to the
 * system. The C library keeps them for each thread that has allocated: after the photos of a large
 * library were read, some tens of megabytes that nobody uses again. For the main thread, after long
 * work.
 */
void sem_memory_give_back_soon (guint *handle);

G_END_DECLS
