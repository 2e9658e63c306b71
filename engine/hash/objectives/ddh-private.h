/* ddh-private.h - the value of the loss, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/objectives/ddh.h"

G_BEGIN_DECLS

/* J of one photo: sum_j (u_i . u_j / K - s_ij)^2 + lambda |u_i - sign u_i|^2, with @output,
 * shape (k), as u_i and the memory's outputs as u_j. */
double sem_ddh_memory_loss (SemDdhMemory *self, gsize photo, const float *output);

G_END_DECLS
