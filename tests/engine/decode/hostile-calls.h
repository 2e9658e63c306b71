/* hostile-calls.h - system calls that a worker which was taken over may try
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All of them: @target: what the order says behind its name; @file: the descriptor of the “photo”.
 * Returns: whether it worked; else errno says why not */

/* The call of the number @target with arguments that no call can use. It counts as worked where it
 * got as far as that. */
gboolean hostile_call (const char *target, int file);

/* Ways to be more than a thread, with arguments that only a filter of arguments tells apart. */
gboolean hostile_copy (const char *target, int file);

/* Memory that was written, made executable. */
gboolean hostile_protect (const char *target, int file);

/* Lets others look into it, or stays when the program ends. */
gboolean hostile_show (const char *target, int file);
gboolean hostile_stay (const char *target, int file);

/* Signals the process @target by the call that threads use. */
gboolean hostile_signal_thread (const char *target, int file);

/* Asks for a process's number by the calls of another kind of program. */
gboolean hostile_call_otherwise (const char *target, int file);

/* Sends through a socket of its own. */
gboolean hostile_send (const char *target, int file);

/* Makes the socket that it shares with the program one that does not wait. */
gboolean hostile_set_flags (const char *target, int file);

/* Has the kernel wake it, or signal it, for ever. */
gboolean hostile_set_timer (const char *target, int file);

G_END_DECLS
