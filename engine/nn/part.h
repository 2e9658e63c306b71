/* part.h - a few layers that are trained as one
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/train/train.h"

#include <glib.h>

G_BEGIN_DECLS

#define SEM_PART_MAX_LAYERS 3

/**
 * SemPartLayer:
 * @conv: its geometry: depthwise, 1×1 at stride 1, or dense
 * @weights: place of its weights in the array of parameters
 * @bias: place of its bias there
 *
 * One convolution with bias, and ReLU6 where @conv says so.
 */
typedef struct
{
  SemKConv conv;
  gsize weights;
  gsize bias;
} SemPartLayer;

/**
 * SemPart:
 * @layers: each takes what the one before it makes
 * @residual: whether the input is added to the output; the last layer is then linear
 *
 * The stem, an inverted residual block or the head. Backwards, what the layers but the last made
 * is computed again from the part's input, so that only what lies between parts is ever kept:
 * Chen, Xu, Zhang and Guestrin, "Training deep nets with sublinear memory cost", 2016.
 *
 * Activations have the shape (n_images, height, width, channels). A result may depend in its last
 * bits on the number of images and on the place among them, never on threads. OpenBLAS multiplies
 * the matrices; the caller holds it to one thread (work.h).
 */
typedef struct
{
  SemPartLayer layers[SEM_PART_MAX_LAYERS];
  guint n_layers;
  gboolean residual;
} SemPart;

/* Floats of the input and of the output of one image, and of the scratch for any number. */
gsize sem_part_get_in_size (const SemPart *self);
gsize sem_part_get_out_size (const SemPart *self);
gsize sem_part_get_scratch (const SemPart *self);

/* Numbers among a layer's weights. */
gsize sem_part_layer_get_n_weights (const SemPartLayer *layer);

/**
 * sem_part_forward:
 * @parameters: (array): the weights and biases of all layers, at their places
 * @scratch: (array): sem_part_get_scratch() floats
 * @out: (out caller-allocates): must not overlap the rest
 */
void sem_part_forward (const SemPart *self,
                       const SemKTrainKernels *kernels,
                       const float *parameters,
                       const float *in,
                       gsize n_images,
                       float *scratch,
                       float *out);

/**
 * SemPartGradients:
 * @in: what went into sem_part_forward()
 * @out: what came out of it
 * @out_gradient: of the loss with respect to @out; changed
 * @gradient: (inout): of the loss with respect to the parameters, at their places; added to
 * @in_gradient: (out caller-allocates) (nullable): of the loss with respect to @in
 *
 * The arrays of one backward step.
 */
typedef struct
{
  const float *in;
  const float *out;
  float *out_gradient;
  float *gradient;
  float *in_gradient;
} SemPartGradients;

/**
 * sem_part_backward:
 * @parameters: (array): as for sem_part_forward()
 * @arrays: of @n_images images
 * @scratch: (array): sem_part_get_scratch() floats
 */
void sem_part_backward (const SemPart *self,
                        const SemKTrainKernels *kernels,
                        const float *parameters,
                        const SemPartGradients *arrays,
                        gsize n_images,
                        float *scratch);

G_END_DECLS
