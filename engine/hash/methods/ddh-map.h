/* ddh-map.h - completes the map of a training by DDH
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/methods/method.h"
#include "engine/hash/objectives/ddh-settings.h"

G_BEGIN_DECLS

/**
 * sem_ddh_map_finish:
 * @map: a trained map of features of length @d to codes of @k bits
 *
 * Sets in @map whether features are centred, and the remark where the number of neighbours of the
 * paper's preset was reduced.
 *
 * Returns: %FALSE with SEM_ERROR_FAILED where training did not converge
 */
gboolean sem_ddh_map_finish (const SemDdhSettings *settings,
                             SemHashMap *map,
                             gsize d,
                             gsize k,
                             GError **error);

G_END_DECLS
