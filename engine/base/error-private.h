/* error-private.h - what an error of the engine carries besides its message
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/* @error: of the domain SEM_ERROR; @record: see told.h */
void sem_error_set_record (GError *error, const char *record);

/* Returns: (transfer none) (nullable): %NULL where none was set, and for other domains */
const char *sem_error_get_record (const GError *error);

G_END_DECLS
