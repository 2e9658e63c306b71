/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/part.h"

#include <cblas.h>
#include <string.h>

/* Images are computed in groups of about this many pixels: enough for fast matrix products, few
 * enough that a group's activations stay in the caches. */
#define GROUP_PIXELS 784

/* The arguments that all layers of a group share. */
typedef struct
{
  const SemKTrainKernels *kernels;
  const float *parameters;
  gsize n_images;
  float *columns;
} Call;

/* Division of the scratch: the outputs of all layers but the last, two gradients, and the columns
 * of a dense layer. */
typedef struct
{
  float *middle[SEM_PART_MAX_LAYERS];
  float *gradients[2];
  float *columns;
  gsize size;
} Plan;

static gsize
get_n_pixels (const SemKConv *conv)
{
  return sem_k_conv_out (conv->height, conv->stride) * sem_k_conv_out (conv->width, conv->stride);
}

static gsize
get_in_size (const SemKConv *conv)
{
  return conv->height * conv->width * conv->in_channels;
}

static gsize
get_out_size (const SemKConv *conv)
{
  return get_n_pixels (conv) * conv->out_channels;
}

static gboolean
is_pointwise (const SemKConv *conv)
{
  return !conv->depthwise && conv->kernel == 1 && conv->stride == 1;
}

gsize
sem_part_get_in_size (const SemPart *self)
{
  return get_in_size (&self->layers[0].conv);
}

gsize
sem_part_get_out_size (const SemPart *self)
{
  return get_out_size (&self->layers[self->n_layers - 1].conv);
}

gsize
sem_part_layer_get_n_weights (const SemPartLayer *layer)
{
  const SemKConv *conv = &layer->conv;

  return conv->kernel * conv->kernel * conv->out_channels
         * (conv->depthwise ? 1 : conv->in_channels);
}

static gsize
get_group (const SemPart *self)
{
  gsize n_pixels = get_n_pixels (&self->layers[self->n_layers - 1].conv);

  return MAX (1, GROUP_PIXELS / n_pixels);
}

static gsize
round_up (gsize n)
{
  const gsize unit = 64 / sizeof (float);

  return (n + unit - 1) / unit * unit;
}

static float *
take (Plan *plan, float *scratch, gsize n)
{
  gsize at = plan->size;

  plan->size += round_up (n);

  return scratch != NULL ? scratch + at : NULL;
}

/* The columns are those of one image. Only computes the size if @scratch is NULL. */
static void
plan_init (Plan *plan, const SemPart *self, float *scratch)
{
  gsize group = get_group (self);
  gsize largest = 0;
  gsize columns = 0;

  plan->size = 0;
  for (guint i = 0; i < self->n_layers; i++)
    {
      const SemKConv *conv = &self->layers[i].conv;

      if (i + 1 < self->n_layers)
        {
          plan->middle[i] = take (plan, scratch, group * get_out_size (conv));
          largest = MAX (largest, group * get_out_size (conv));
        }
      if (!conv->depthwise && !is_pointwise (conv))
        columns = MAX (columns, sem_k_columns_size (conv));
    }
  plan->gradients[0] = take (plan, scratch, largest);
  plan->gradients[1] = take (plan, scratch, largest);
  plan->columns = take (plan, scratch, columns);
}

gsize
sem_part_get_scratch (const SemPart *self)
{
  Plan plan;

  plan_init (&plan, self, NULL);

  return plan.size;
}

/* A factor of a matrix product; @turn says whether it is transposed. */
typedef struct
{
  CBLAS_TRANSPOSE turn;
  const float *values;
} Factor;

/* c = a b + beta c, of shapes (m, k), (k, n) and (m, n). */
typedef struct
{
  gsize m;
  gsize n;
  gsize k;
} Shapes;

static void
multiply (Shapes s, Factor a, Factor b, float beta, float *c)
{
  cblas_sgemm (CblasRowMajor, a.turn, b.turn, s.m, s.n, s.k, 1, a.values,
               a.turn == CblasTrans ? s.m : s.k, b.values, b.turn == CblasTrans ? s.k : s.n, beta,
               c, s.n);
}

static void
layer_forward (const Call *call,
               const SemPartLayer *layer,
               const float *in,
               const float *residual,
               float *out)
{
  const SemKConv *conv = &layer->conv;
  const float *weights = call->parameters + layer->weights;
  gsize n_pixels = get_n_pixels (conv);
  gsize depth = conv->kernel * conv->kernel * conv->in_channels;

  if (residual)
    memcpy (out, residual, call->n_images * get_out_size (conv) * sizeof *out);
  if (is_pointwise (conv))
    multiply ((Shapes){ call->n_images * n_pixels, conv->out_channels, depth },
              (Factor){ CblasNoTrans, in }, (Factor){ CblasNoTrans, weights }, residual != NULL,
              out);
  for (gsize i = 0; i < call->n_images && !is_pointwise (conv); i++)
    {
      const float *image = in + i * get_in_size (conv);
      float *result = out + i * get_out_size (conv);

      if (conv->depthwise)
        {
          call->kernels->filter (conv, image, weights, result);
          continue;
        }
      sem_k_columns (conv, image, call->columns);
      multiply ((Shapes){ n_pixels, conv->out_channels, depth },
                (Factor){ CblasNoTrans, call->columns }, (Factor){ CblasNoTrans, weights }, 0,
                result);
    }
  call->kernels->add_bias (call->n_images * n_pixels, conv->out_channels,
                           call->parameters + layer->bias, conv->relu6, out);
}

static void
dense_backward (const Call *call,
                const SemPartLayer *layer,
                const float *in,
                const float *out_gradient,
                float *weights_gradient,
                float *in_gradient)
{
  const SemKConv *conv = &layer->conv;
  gsize n_pixels = get_n_pixels (conv);
  gsize depth = conv->kernel * conv->kernel * conv->in_channels;

  for (gsize i = 0; i < call->n_images; i++)
    {
      const float *slope = out_gradient + i * get_out_size (conv);

      sem_k_columns (conv, in + i * get_in_size (conv), call->columns);
      multiply ((Shapes){ depth, conv->out_channels, n_pixels },
                (Factor){ CblasTrans, call->columns }, (Factor){ CblasNoTrans, slope }, 1,
                weights_gradient);
      if (!in_gradient)
        continue;
      multiply ((Shapes){ n_pixels, depth, conv->out_channels }, (Factor){ CblasNoTrans, slope },
                (Factor){ CblasTrans, call->parameters + layer->weights }, 0, call->columns);
      sem_k_columns_in (conv, call->columns, in_gradient + i * get_in_size (conv));
    }
}

static void
depthwise_backward (const Call *call,
                    const SemPartLayer *layer,
                    const float *in,
                    const float *out_gradient,
                    float *weights_gradient,
                    float *in_gradient)
{
  const SemKConv *conv = &layer->conv;

  for (gsize i = 0; i < call->n_images; i++)
    {
      const float *slope = out_gradient + i * get_out_size (conv);

      call->kernels->filter_weights (conv, in + i * get_in_size (conv), slope, weights_gradient);
      if (in_gradient)
        call->kernels->filter_in (conv, slope, call->parameters + layer->weights,
                                  in_gradient + i * get_in_size (conv));
    }
}

static void
layer_backward (const Call *call,
                const SemPartLayer *layer,
                const float *in,
                const float *out,
                float *out_gradient,
                float *gradient,
                float *in_gradient)
{
  const SemKConv *conv = &layer->conv;
  gsize n_pixels = call->n_images * get_n_pixels (conv);

  call->kernels->take_bias (n_pixels, conv->out_channels, conv->relu6 ? out : NULL, out_gradient,
                            gradient + layer->bias);
  if (conv->depthwise)
    depthwise_backward (call, layer, in, out_gradient, gradient + layer->weights, in_gradient);
  else if (!is_pointwise (conv))
    dense_backward (call, layer, in, out_gradient, gradient + layer->weights, in_gradient);
  else
    {
      multiply ((Shapes){ conv->in_channels, conv->out_channels, n_pixels },
                (Factor){ CblasTrans, in }, (Factor){ CblasNoTrans, out_gradient }, 1,
                gradient + layer->weights);
      if (in_gradient)
        multiply ((Shapes){ n_pixels, conv->in_channels, conv->out_channels },
                  (Factor){ CblasNoTrans, out_gradient },
                  (Factor){ CblasTrans, call->parameters + layer->weights }, 0, in_gradient);
    }
}

/* Computes all layers but the last, whose output the caller has. */
static void
fill_middle (const SemPart *self, const Call *call, const Plan *plan, const float *in)
{
  for (guint i = 0; i + 1 < self->n_layers; i++)
    layer_forward (call, &self->layers[i], i > 0 ? plan->middle[i - 1] : in, NULL, plan->middle[i]);
}

void
sem_part_forward (const SemPart *self,
                  const SemKTrainKernels *kernels,
                  const float *parameters,
                  const float *in,
                  gsize n_images,
                  float *scratch,
                  float *out)
{
  guint last = self->n_layers - 1;
  gsize group = get_group (self);
  Plan plan;

  plan_init (&plan, self, scratch);
  for (gsize first = 0; first < n_images; first += group)
    {
      Call call = { kernels, parameters, MIN (group, n_images - first), plan.columns };
      const float *from = in + first * sem_part_get_in_size (self);

      fill_middle (self, &call, &plan, from);
      layer_forward (&call, &self->layers[last], last > 0 ? plan.middle[last - 1] : from,
                     self->residual ? from : NULL, out + first * sem_part_get_out_size (self));
    }
}

/* The backward step of one group. The gradient alternates between two arrays of the scratch. */
static void
group_backward (const SemPart *self,
                const Call *call,
                const Plan *plan,
                const SemPartGradients *arrays)
{
  float *slope = arrays->out_gradient;

  fill_middle (self, call, plan, arrays->in);
  for (guint i = self->n_layers; i-- > 0;)
    {
      float *next = i > 0 ? plan->gradients[i % 2] : arrays->in_gradient;

      layer_backward (call, &self->layers[i], i > 0 ? plan->middle[i - 1] : arrays->in,
                      i + 1 < self->n_layers ? plan->middle[i] : arrays->out, slope,
                      arrays->gradient, next);
      slope = next;
    }
  if (self->residual && arrays->in_gradient)
    cblas_saxpy (call->n_images * sem_part_get_in_size (self), 1, arrays->out_gradient, 1,
                 arrays->in_gradient, 1);
}

void
sem_part_backward (const SemPart *self,
                   const SemKTrainKernels *kernels,
                   const float *parameters,
                   const SemPartGradients *arrays,
                   gsize n_images,
                   float *scratch)
{
  gsize in_size = sem_part_get_in_size (self);
  gsize out_size = sem_part_get_out_size (self);
  gsize group = get_group (self);
  Plan plan;

  plan_init (&plan, self, scratch);
  for (gsize first = 0; first < n_images; first += group)
    {
      Call call = { kernels, parameters, MIN (group, n_images - first), plan.columns };
      SemPartGradients of_group = {
        .in = arrays->in + first * in_size,
        .out = arrays->out + first * out_size,
        .out_gradient = arrays->out_gradient + first * out_size,
        .gradient = arrays->gradient,
        .in_gradient = arrays->in_gradient != NULL ? arrays->in_gradient + first * in_size : NULL,
      };

      group_backward (self, &call, &plan, &of_group);
    }
}
