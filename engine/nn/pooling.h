/* pooling.h - pool a feature map into one feature
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SEM_POOLING_MEAN 1
#define SEM_POOLING_GEM 3
#define SEM_POOLING_MAX_POWER 10

/**
 * sem_pool_forward:
 * @map: (array): shape (n_pixels, n_channels), none negative
 * @n_pixels: number of pixels, at least 1
 * @n_channels: number of channels
 * @power: p, from 1 to %SEM_POOLING_MAX_POWER
 * @feature: (out caller-allocates): shape (n_channels): (mean x^p)^(1/p) of each channel
 *
 * The mean (p = 1) or the generalised mean: Radenović, Tolias and Chum, "Fine-tuning CNN image
 * retrieval with no human annotation", TPAMI 2018, equation 3. Thread-safe.
 */
void
sem_pool_forward (const float *map, gsize n_pixels, gsize n_channels, guint power, float *feature);

/**
 * sem_pool_backward:
 * @map: (array): the input of sem_pool_forward()
 * @feature: (array): the output of sem_pool_forward()
 * @feature_gradient: (array): shape (n_channels): gradient of the loss with respect to @feature
 * @n_pixels, @n_channels, @power: as for sem_pool_forward()
 * @map_gradient: (out caller-allocates): shape (n_pixels, n_channels): gradient of the loss with
 *   respect to @map: (x / feature)^(p-1) / n_pixels times @feature_gradient, 0 where the feature is
 *   0 and p > 1
 *
 * The backward step of sem_pool_forward(). Thread-safe.
 */
void sem_pool_backward (const float *map,
                        const float *feature,
                        const float *feature_gradient,
                        gsize n_pixels,
                        gsize n_channels,
                        guint power,
                        float *map_gradient);

G_END_DECLS
