/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define KERNELS sem_k_train_neon

#include "engine/kernels/train/train-simd.h"
