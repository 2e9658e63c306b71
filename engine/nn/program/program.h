/* program.h - a program of the user's own that describes pictures, and words
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/program/program-settings.h"

G_BEGIN_DECLS

/**
 * SemProgram:
 *
 * Any number of threads may use it. The program is started by the first question, and once for all
 * users of one backbone; questions that come while it is busy go to it together, at most
 * %SEM_WIRE_MAX_PICTURES pictures at a time. After a failure it is started again by a later
 * question: at once the first time, and then at most once in a minute, so that a program that is
 * gone does not hold up each of many photos; meanwhile the same sentence is given.
 */
typedef struct _SemProgram SemProgram;

/* (transfer full): the one of these settings, which are copied. */
SemProgram *sem_program_get (const SemProgramSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
/* The last one ends the program. */
void sem_program_unref (SemProgram *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemProgram, sem_program_unref)

/* (transfer none) */
const SemProgramSettings *sem_program_get_settings (SemProgram *self);

/**
 * sem_program_meet:
 * @settings: (inout): @title and @words are set to what the program says of itself, @rate to what
 *   was measured; a @title that is known must be said again
 *
 * Starts a program, has it describe a few pictures some times, and ends it: the fastest counts.
 * Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_PROGRAM or G_IO_ERROR_CANCELLED
 */
gboolean sem_program_meet (SemProgramSettings *settings, GCancellable *cancellable, GError **error);

/**
 * sem_program_describe:
 * @rgb: (array): shape (side, side, 3), of the settings
 * @feature: (out caller-allocates): d numbers
 *
 * Blocks until the program has answered. A call that is cancelled leaves the program to the others.
 *
 * Returns: FALSE with SEM_ERROR_NO_PROGRAM, SEM_ERROR_REFUSED where the program describes other
 *   pictures, but not this one, or G_IO_ERROR_CANCELLED
 */
gboolean sem_program_describe (SemProgram *self,
                               const guint8 *rgb,
                               float *feature,
                               GCancellable *cancellable,
                               GError **error);

/**
 * sem_program_describe_words:
 * @text: UTF-8, one line of at most %SEM_WIRE_MAX_TEXT bytes
 *
 * Likewise, for a program whose settings say that it describes words.
 */
gboolean sem_program_describe_words (SemProgram *self,
                                     const char *text,
                                     float *feature,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
