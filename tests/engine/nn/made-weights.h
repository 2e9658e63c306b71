/* made-weights.h - a weights file of random numbers, so that tests need no download
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* Writes a weights file for sem_backbone_new(), with weights that keep activations at the same size
 * from layer to layer. The same @seed gives the same file. */
void write_made_weights (const char *path, guint32 seed);
