/* decoder-private.h - limits and process of a decoder, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/decoder.h"

#include <sys/types.h>

G_BEGIN_DECLS

/**
 * sem_decoder_set_time_limit:
 * @milliseconds: of CPU time for any file, at least 1
 * @per_megabyte: additional milliseconds for each 2^20 bytes of the file
 */
void sem_decoder_set_time_limit (SemDecoder *self, guint milliseconds, guint per_megabyte);

/**
 * sem_decoder_get_pid:
 *
 * Returns: the worker's process, 0 while there is none
 */
pid_t sem_decoder_get_pid (SemDecoder *self);

/* @bare: whether to start workers without bubblewrap. Call it before the first photo. */
void sem_decoder_set_bare (SemDecoder *self, gboolean bare);

/* @most_files: number of files after which the worker is replaced, at least 1 */
void sem_decoder_set_most_files (SemDecoder *self, guint most_files);

/* @most_cpu: CPU time in microseconds after which the worker is replaced, at least 1 */
void sem_decoder_set_most_cpu (SemDecoder *self, gint64 most_cpu);

G_END_DECLS
