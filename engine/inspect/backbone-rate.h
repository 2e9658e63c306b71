/* backbone-rate.h - how fast the network is on this computer
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/* Describes a few grey pictures on each processor, after one that may take longer. Blocks for a
 * tenth of a second. @self: a network of our own; for a program see sem_program_meet().
 * Returns: pictures a second, all processors together */
double sem_backbone_measure_rate (SemBackbone *self);

G_END_DECLS
