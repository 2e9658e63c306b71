/* program-words.h - what is wrong with what a program said, in a sentence
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/program/program-wire.h"

G_BEGIN_DECLS

/* @fault: not SEM_WIRE_SOUND; @name: of the backbone. Sets SEM_ERROR_NO_PROGRAM. */
void sem_program_set_fault (SemWireFault fault, const char *name, GError **error);

G_END_DECLS
