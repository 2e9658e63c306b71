/* cnn-profile.h - times of the forward pass by block and step
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/cpu.h"
#include "engine/nn/lite0.h"

/* Prints each block's milliseconds and share of the peak, in total and by expansion, filter and
 * projection: the best of @n_rounds each. @peak: products per second */
void cnn_profile_print (const SemLite0 *network,
                        SemKSet set,
                        const guint8 *rgb,
                        double peak,
                        guint n_rounds);
