/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/panels-private.h"

void
sem_k_panels_apply_ref (const float *panels, size_t d, size_t columns, const float *x, float *out)
{
  sem_k_panels_body (panels, d, columns, x, out, 2);
}
