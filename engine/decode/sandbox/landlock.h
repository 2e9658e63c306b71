/* landlock.h - give up every right to files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_landlock_enter:
 * @most_abi: the newest version to use, at least 1
 *
 * Removes every right that the kernel's version of Landlock knows from the calling thread and the
 * threads that it starts: to files, from version 4 on to TCP, from 6 on to signals and to abstract
 * sockets of processes outside. Needs no_new_privs. Open descriptors remain usable.
 *
 * Returns: the version used, 0 where the kernel has none or refuses
 */
guint sem_landlock_enter (guint most_abi);

G_END_DECLS
