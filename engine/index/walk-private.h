/* walk-private.h - the length of a walk, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/walk.h"

G_BEGIN_DECLS

/* Returns: the mean distance of neighbours in bits; 0 for fewer than two. @order: as from
 * sem_walk_new(). */
double sem_walk_measure (const guint64 *codes, guint n, guint words, const guint32 *order);

G_END_DECLS
