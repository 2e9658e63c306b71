/* stopping-private.h - the rows that are measured, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/methods/stopping.h"

G_BEGIN_DECLS

/* (transfer none): the rows whose outputs sem_stopping_measure() takes: first the queries, then the
 * gallery. */
const guint32 *sem_stopping_get_watched (const SemStopping *self, gsize *n_watched);

G_END_DECLS
