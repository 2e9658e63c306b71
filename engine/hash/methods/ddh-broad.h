/* ddh-broad.h - what photos are along the directions in which features vary most
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/methods/method.h"
#include "engine/hash/objectives/ddh-settings.h"
#include "engine/hash/objectives/ddh.h"

G_BEGIN_DECLS

/**
 * sem_ddh_broad_add:
 * @rows: (array) (nullable): shape (n): the rows of @input that @memory is of, or %NULL for the
 *   first @n
 *
 * Sets Z of @memory, where @settings have broad directions: the centred features projected on the r
 * directions of largest variance, times the roots of their weights. Their products are the part of
 * the cosine along these directions, which is much where the features fall into few groups, and
 * little where they do not; so the weights need not know which library it is.
 *
 * Returns: %FALSE when cancelled (without @error) or failed
 */
gboolean sem_ddh_broad_add (SemWork *job,
                            const SemHashInput *input,
                            const SemDdhSettings *settings,
                            const guint32 *rows,
                            SemDdhMemory *memory,
                            GError **error);

G_END_DECLS
