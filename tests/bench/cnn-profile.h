/* cnn-profile.h - where the forward pass spends its time
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/cpu.h"
#include "engine/nn/lite0.h"

/* Prints each block's milliseconds and share of the peak, whole and by expansion, filter and
 * projection: the best of @n_rounds for each. @peak: products a second */
void cnn_profile_print (const SemLite0 *network,
                        SemKSet set,
                        const guint8 *rgb,
                        double peak,
                        guint n_rounds);
