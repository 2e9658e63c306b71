/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/bench/cnn-onednn.h"

#include "engine/nn/backbone.h"

#include <omp.h>
#include <oneapi/dnnl/dnnl.h>
#include <stdio.h>
#include <string.h>

#define MAX_STEPS 256
#define MAX_ARGUMENTS 4

typedef struct
{
  dnnl_primitive_t primitive;
  dnnl_exec_arg_t arguments[MAX_ARGUMENTS];
  int n_arguments;
} Step;

/* Memories and primitives are never freed: this is a benchmark. */
struct _CnnOnednn
{
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  Step steps[MAX_STEPS];
  guint n_steps;
  dnnl_memory_t feature;
  gboolean failed;
};

static void
check (CnnOnednn *self, dnnl_status_t status)
{
  if (status != dnnl_success && !self->failed)
    printf ("oneDNN refuses (status %d)\n", status);
  self->failed |= status != dnnl_success;
}

static dnnl_memory_t
make_memory (CnnOnednn *self, const dnnl_memory_desc_t *desc)
{
  dnnl_memory_t memory = NULL;

  check (self, dnnl_memory_create (&memory, desc, self->engine, DNNL_MEMORY_ALLOCATE));

  return memory;
}

static const dnnl_memory_desc_t *
get_desc (dnnl_memory_t memory)
{
  const dnnl_memory_desc_t *desc = NULL;

  dnnl_memory_get_memory_desc (memory, &desc);

  return desc;
}

static void
add_step (CnnOnednn *self,
          const_dnnl_primitive_desc_t desc,
          const dnnl_exec_arg_t *arguments,
          int n)
{
  Step *step = &self->steps[self->n_steps++];

  g_assert (self->n_steps < MAX_STEPS && n <= MAX_ARGUMENTS);
  check (self, dnnl_primitive_create (&step->primitive, desc));
  memcpy (step->arguments, arguments, n * sizeof *arguments);
  step->n_arguments = n;
}

static dnnl_status_t
run_step (CnnOnednn *self, const Step *step)
{
  return dnnl_primitive_execute (step->primitive, self->stream, step->n_arguments, step->arguments);
}

/* The memory in another layout: by a step of every run, or now if it is constant. */
static dnnl_memory_t
reorder (CnnOnednn *self, dnnl_memory_t from, const dnnl_memory_desc_t *wanted, gboolean now)
{
  dnnl_primitive_desc_t desc;
  dnnl_memory_t to;

  if (dnnl_memory_desc_equal (get_desc (from), wanted))
    return from;

  to = make_memory (self, wanted);
  check (self, dnnl_reorder_primitive_desc_create (&desc, get_desc (from), self->engine, wanted,
                                                   self->engine, NULL));
  if (self->failed)
    return to;
  add_step (self, desc, (dnnl_exec_arg_t[]){ { DNNL_ARG_FROM, from }, { DNNL_ARG_TO, to } }, 2);
  if (now)
    check (self, run_step (self, &self->steps[--self->n_steps]));

  return to;
}

/* A memory that wraps an array owned by the caller. */
static dnnl_memory_t
wrap (CnnOnednn *self,
      const float *values,
      int n_dims,
      const dnnl_dims_t dims,
      dnnl_format_tag_t tag)
{
  dnnl_memory_desc_t desc;
  dnnl_memory_t memory = NULL;

  check (self, dnnl_memory_desc_init_by_tag (&desc, n_dims, dims, dnnl_f32, tag));
  check (self, dnnl_memory_create (&memory, &desc, self->engine, (void *) values));

  return memory;
}

static dnnl_memory_t
wrap_weights (CnnOnednn *self, const SemLite0Layer *layer)
{
  const SemKConv *conv = &layer->conv;

  if (conv->depthwise)
    return wrap (self, layer->weights, 5,
                 (dnnl_dims_t){ conv->out_channels, 1, 1, conv->kernel, conv->kernel }, dnnl_hwigo);

  return wrap (self, layer->weights, 4,
               (dnnl_dims_t){ conv->out_channels, conv->in_channels, conv->kernel, conv->kernel },
               dnnl_hwio);
}

static dnnl_primitive_desc_t
describe (CnnOnednn *self, const SemKConv *conv, gboolean image, gboolean residual)
{
  dnnl_dim_t in_side = conv->height;
  dnnl_dim_t out_side = sem_k_conv_out (conv->height, conv->stride);
  dnnl_dim_t before = sem_k_conv_pad (conv->height, conv->kernel, conv->stride);
  dnnl_dim_t total =
    MAX ((out_side - 1) * (dnnl_dim_t) conv->stride + (dnnl_dim_t) conv->kernel - in_side, 0);
  dnnl_dims_t source = { 1, conv->in_channels, in_side, in_side };
  dnnl_dims_t result = { 1, conv->out_channels, out_side, out_side };
  dnnl_dims_t dense = { conv->out_channels, conv->in_channels, conv->kernel, conv->kernel };
  dnnl_dims_t grouped = { conv->out_channels, 1, 1, conv->kernel, conv->kernel };
  dnnl_dims_t bias = { conv->out_channels };
  dnnl_memory_desc_t source_desc, weights_desc, bias_desc, result_desc;
  dnnl_convolution_desc_t desc;
  dnnl_primitive_attr_t attributes;
  dnnl_post_ops_t operations;
  dnnl_primitive_desc_t made = NULL;

  dnnl_memory_desc_init_by_tag (&source_desc, 4, source, dnnl_f32,
                                image ? dnnl_nhwc : dnnl_format_tag_any);
  dnnl_memory_desc_init_by_tag (&result_desc, 4, result, dnnl_f32, dnnl_format_tag_any);
  dnnl_memory_desc_init_by_tag (&weights_desc, conv->depthwise ? 5 : 4,
                                conv->depthwise ? grouped : dense, dnnl_f32, dnnl_format_tag_any);
  dnnl_memory_desc_init_by_tag (&bias_desc, 1, bias, dnnl_f32, dnnl_x);
  check (self,
         dnnl_convolution_forward_desc_init (&desc, dnnl_forward_inference, dnnl_convolution_direct,
                                             &source_desc, &weights_desc, &bias_desc, &result_desc,
                                             (dnnl_dims_t){ conv->stride, conv->stride },
                                             (dnnl_dims_t){ before, before },
                                             (dnnl_dims_t){ total - before, total - before }));
  dnnl_primitive_attr_create (&attributes);
  dnnl_post_ops_create (&operations);
  if (conv->relu6)
    dnnl_post_ops_append_eltwise (operations, 1, dnnl_eltwise_clip, 0, 6);
  if (residual)
    dnnl_post_ops_append_sum (operations, 1);
  dnnl_primitive_attr_set_post_ops (attributes, operations);
  check (self, dnnl_primitive_desc_create (&made, &desc, attributes, self->engine, NULL));

  return made;
}

/* Adds a layer; a residual is overwritten by the sum. */
static dnnl_memory_t
add_layer (CnnOnednn *self, const SemLite0Layer *layer, dnnl_memory_t in, dnnl_memory_t residual)
{
  dnnl_primitive_desc_t desc =
    describe (self, &layer->conv, layer->conv.in_channels == 3, residual != NULL);
  dnnl_memory_t weights, bias, out;

  if (self->failed)
    return NULL;
  in = reorder (self, in, dnnl_primitive_desc_query_md (desc, dnnl_query_src_md, 0), FALSE);
  weights = reorder (self, wrap_weights (self, layer),
                     dnnl_primitive_desc_query_md (desc, dnnl_query_weights_md, 0), TRUE);
  bias = wrap (self, layer->bias, 1, (dnnl_dims_t){ layer->conv.out_channels }, dnnl_x);
  if (residual)
    out =
      reorder (self, residual, dnnl_primitive_desc_query_md (desc, dnnl_query_dst_md, 0), FALSE);
  else
    out = make_memory (self, dnnl_primitive_desc_query_md (desc, dnnl_query_dst_md, 0));
  add_step (self, desc,
            (dnnl_exec_arg_t[]){ { DNNL_ARG_SRC, in },
                                 { DNNL_ARG_WEIGHTS, weights },
                                 { DNNL_ARG_BIAS, bias },
                                 { DNNL_ARG_DST, out } },
            4);

  return out;
}

static void
add_mean (CnnOnednn *self, dnnl_memory_t map, dnnl_dim_t side)
{
  dnnl_dims_t dims = { 1, SEM_BACKBONE_DIM, 1, 1 };
  dnnl_memory_desc_t any, plain;
  dnnl_pooling_desc_t pooling;
  dnnl_primitive_desc_t desc;
  dnnl_memory_t mean;

  dnnl_memory_desc_init_by_tag (&any, 4, dims, dnnl_f32, dnnl_format_tag_any);
  dnnl_memory_desc_init_by_tag (&plain, 4, dims, dnnl_f32, dnnl_nhwc);
  check (self,
         dnnl_pooling_forward_desc_init (&pooling, dnnl_forward_inference,
                                         dnnl_pooling_avg_exclude_padding, get_desc (map), &any,
                                         (dnnl_dims_t){ side, side }, (dnnl_dims_t){ side, side },
                                         (dnnl_dims_t){ 0, 0 }, (dnnl_dims_t){ 0, 0 }));
  check (self, dnnl_primitive_desc_create (&desc, &pooling, NULL, self->engine, NULL));
  if (self->failed)
    return;
  mean = make_memory (self, dnnl_primitive_desc_query_md (desc, dnnl_query_dst_md, 0));
  add_step (self, desc, (dnnl_exec_arg_t[]){ { DNNL_ARG_SRC, map }, { DNNL_ARG_DST, mean } }, 2);
  self->feature = reorder (self, mean, &plain, FALSE);
}

CnnOnednn *
cnn_onednn_new (const SemLite0 *network, const float *image)
{
  CnnOnednn *self = g_new0 (CnnOnednn, 1);
  dnnl_dims_t dims = { 1, 3, SEM_BACKBONE_SIDE, SEM_BACKBONE_SIDE };
  dnnl_memory_t x;

  omp_set_num_threads (1);
  check (self, dnnl_engine_create (&self->engine, dnnl_cpu, 0));
  check (self, dnnl_stream_create (&self->stream, self->engine, dnnl_stream_default_flags));
  x = add_layer (self, &network->stem, wrap (self, image, 4, dims, dnnl_nhwc), NULL);
  for (guint i = 0; i < SEM_LITE0_N_BLOCKS && !self->failed; i++)
    {
      const SemLite0Block *block = &network->blocks[i];
      dnnl_memory_t y = x;

      if (block->expand.weights)
        y = add_layer (self, &block->expand, y, NULL);
      y = add_layer (self, &block->depthwise, y, NULL);
      x = add_layer (self, &block->project, y, block->residual ? x : NULL);
    }
  if (!self->failed)
    add_mean (self, add_layer (self, &network->head, x, NULL), network->head.conv.height);
  if (self->failed)
    g_clear_pointer (&self, g_free);

  return self;
}

void
cnn_onednn_free (CnnOnednn *self)
{
  g_free (self);
}

gboolean
cnn_onednn_run (CnnOnednn *self)
{
  for (guint i = 0; i < self->n_steps; i++)
    if (run_step (self, &self->steps[i]) != dnnl_success)
      return FALSE;

  return dnnl_stream_wait (self->stream) == dnnl_success;
}

void
cnn_onednn_get_feature (CnnOnednn *self, float *feature)
{
  void *values = NULL;

  dnnl_memory_get_data_handle (self->feature, &values);
  memcpy (feature, values, SEM_BACKBONE_DIM * sizeof *feature);
}
