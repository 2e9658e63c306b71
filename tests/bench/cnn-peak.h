/* cnn-peak.h - peak rate of multiply-add of this CPU
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/cpu.h"

/* Runs fused multiply-adds of the set on registers only, for about a millisecond. Returns the
 * number of floating-point operations, two per lane; 0 if there is no loop for the set. */
double cnn_peak_run (SemKSet set);
