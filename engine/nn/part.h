/* part.h - forward and backward step of a few consecutive layers
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
 * @weights: index of its first weight in the array of parameters
 * @bias: index of its first bias in that array
 *
 * One convolution with bias, with ReLU6 if @conv says so.
 */
typedef struct
{
  SemKConv conv;
  gsize weights;
  gsize bias;
} SemPartLayer;

/**
 * SemPart:
 * @layers: the input of a layer is the output of the one before it
 * @n_layers: from 1 to %SEM_PART_MAX_LAYERS
 * @residual: whether the input is added to the output; the last layer is then linear
 *
 * The stem, an inverted residual block or the head. The backward step computes the activations
 * inside the part again from its input, so that only the activations between parts have to be kept:
 * Chen, Xu, Zhang and Guestrin, "Training deep nets with sublinear memory cost", 2016.
 *
 * Activations have the shape (n_images, height, width, channels). The last bits of a result may
 * depend on the number of images and on the position among them, never on threads. Uses OpenBLAS,
 * which the caller must restrict to one thread. All functions run in the calling thread and are
 * thread-safe with a scratch per thread.
 */
typedef struct
{
  SemPartLayer layers[SEM_PART_MAX_LAYERS];
  guint n_layers;
  gboolean residual;
} SemPart;

/* Size of one image's input, in floats. */
gsize sem_part_get_in_size (const SemPart *self);
/* Size of one image's output, in floats. */
gsize sem_part_get_out_size (const SemPart *self);
/* Size of the scratch, in floats, for any number of images. */
gsize sem_part_get_scratch (const SemPart *self);

/* Number of weights of a layer, without the bias. */
gsize sem_part_layer_get_n_weights (const SemPartLayer *layer);

/**
 * sem_part_forward:
 * @kernels: of the kernel set in use
 * @parameters: (array): weights and biases, at the indices of the layers
 * @in: (array): activations of @n_images images
 * @n_images: number of images
 * @scratch: (array): sem_part_get_scratch() floats
 * @out: (out caller-allocates): activations of @n_images images; must not overlap the rest
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
 * @in: the input of sem_part_forward()
 * @out: the output of sem_part_forward()
 * @out_gradient: gradient of the loss with respect to @out; overwritten
 * @gradient: (inout): the gradient of the loss with respect to the parameters, in their order, is
 *   added to it
 * @in_gradient: (out caller-allocates) (nullable): gradient of the loss with respect to @in
 *
 * The arrays of one backward step, owned by the caller. Gradients have the shapes of what they
 * refer to.
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
 * @kernels: of the kernel set in use
 * @parameters: (array): as for sem_part_forward()
 * @arrays: activations and gradients of @n_images images
 * @n_images: number of images
 * @scratch: (array): sem_part_get_scratch() floats
 */
void sem_part_backward (const SemPart *self,
                        const SemKTrainKernels *kernels,
                        const float *parameters,
                        const SemPartGradients *arrays,
                        gsize n_images,
                        float *scratch);

G_END_DECLS
