/* system-calls.h - allow the system calls that decoding needs, and no others
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_system_calls_restrict:
 * @socket: the only socket that may be used
 *
 * For all threads of the process. What is left: memory that is not executable, threads, clocks,
 * reading descriptors that are open, and messages over @socket. Of the rest, what an image library
 * may try in good faith fails with EPERM; what only an attacker tries ends the process (not under
 * a sanitizer, whose runtime tries some of it when it reports a fault).
 *
 * Returns: whether the kernel has accepted it
 */
gboolean sem_system_calls_restrict (int socket);

G_END_DECLS
