/* lite0.h - the layers of EfficientNet-Lite0 as a table
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/conv/conv.h"
#include "engine/nn/safetensors.h"

G_BEGIN_DECLS

#define SEM_LITE0_N_STAGES 7
#define SEM_LITE0_N_BLOCKS 16
#define SEM_LITE0_STEM_CHANNELS 32

/**
 * SemLite0Layer:
 * @conv: its geometry
 * @weights: (array): in the layout of sem_k_conv_ref()
 * @bias: (array): one number per output channel
 *
 * One convolution with the batch norm folded in. The arrays are owned by the weights file.
 */
typedef struct
{
  SemKConv conv;
  const float *weights;
  const float *bias;
} SemLite0Layer;

/**
 * SemLite0Block:
 * @expand: 1×1, ReLU6; its weights are %NULL in a block without expansion
 * @depthwise: 3×3 or 5×5, stride 1 or 2, ReLU6
 * @project: 1×1, linear
 * @residual: whether the block's input is added to its output
 * @stage: from 0 to %SEM_LITE0_N_STAGES - 1
 *
 * An inverted residual block: Tan and Le, "EfficientNet", ICML 2019, without squeeze-and-excite.
 */
typedef struct
{
  SemLite0Layer expand;
  SemLite0Layer depthwise;
  SemLite0Layer project;
  gboolean residual;
  guint stage;
} SemLite0Block;

/**
 * SemLite0:
 *
 * The network for an input of shape (224, 224, 3), (RGB - 127) / 128. The feature is pooled from
 * the head's output, shape (7, 7, 1280). Plain data, immutable after sem_lite0_init().
 */
typedef struct
{
  SemLite0Layer stem;
  SemLite0Block blocks[SEM_LITE0_N_BLOCKS];
  SemLite0Layer head;
  const float *classifier_weights; /* shape (1280, 1000) */
  const float *classifier_bias;
} SemLite0;

/**
 * sem_lite0_get_entry_size:
 * @stage: from 0 to %SEM_LITE0_N_STAGES - 1
 *
 * Returns: size of a stage's input for one photo, in floats; for stage 0 the size of the scaled
 *   image, the input of the stem
 */
gsize sem_lite0_get_entry_size (guint stage);

/**
 * sem_lite0_init:
 * @self: (out caller-allocates): the network
 * @weights: must outlive the network
 * @error: return location; %SEM_ERROR_DAMAGED if a tensor is missing or has another type or shape
 *
 * Fills in the table and looks up the weights of every layer.
 *
 * Returns: %FALSE with @error set
 */
gboolean sem_lite0_init (SemLite0 *self, SemSafetensors *weights, GError **error);

G_END_DECLS
