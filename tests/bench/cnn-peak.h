/* cnn-peak.h - how fast this CPU multiplies and adds
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/cpu.h"

/* Runs fused multiply-adds of the set that touch nothing but registers, about a millisecond of
 * them. Returns how many floating-point operations that were: two for each lane. 0 where there is
 * no such loop for the set. */
double cnn_peak_run (SemKSet set);
