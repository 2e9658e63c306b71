/* conv-fixture.h - helpers for the tests of the convolutions
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/conv/conv-block-private.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* Tolerance of every kernel set: the largest difference from sem_k_conv_ref(), relative to the
 * largest result. Sums of up to a thousand products in another order, or with fused operations,
 * differ by a few units in the last place of the largest. The tolerance of the whole network is in
 * test-backbone.c. */
#define TOLERANCE 4e-6

/* Written next to an array, to detect writes beyond it. */
#define GUARD 1234.5f

typedef struct
{
  SemKSet set;
  const SemKConvKernels *kernels;
} Fixture;

static float
next_random (guint64 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;

  return (float) (gint32) (*state >> 32) / (float) G_MAXINT32;
}

static inline float *
make_random (gsize n, float scale)
{
  static guint64 state = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  float *values = g_new (float, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    values[i] = next_random (&state) * scale;

  return values;
}

static inline float *
make_aligned (gsize n)
{
  float *values = g_aligned_alloc (n + 1, sizeof (float), SEM_K_ALIGNMENT);

  for (gsize i = 0; i <= n; i++)
    values[i] = GUARD;

  return values;
}

static inline gsize
count_in (const SemKConv *conv)
{
  return conv->height * conv->width * conv->in_channels;
}

static inline gsize
count_out_pixels (const SemKConv *conv)
{
  return sem_k_conv_out (conv->height, conv->stride) * sem_k_conv_out (conv->width, conv->stride);
}

static inline gsize
count_weights (const SemKConv *conv)
{
  return conv->kernel * conv->kernel * conv->out_channels
         * (conv->depthwise ? 1 : conv->in_channels);
}

static inline void
assert_close (const float *values, const float *expected, gsize n)
{
  float largest = 0;
  float difference = 0;

  for (gsize i = 0; i < n; i++)
    {
      largest = MAX (largest, fabsf (expected[i]));
      difference = MAX (difference, fabsf (values[i] - expected[i]));
      g_assert_true (isfinite (values[i]));
    }
  g_assert_cmpfloat (difference, <=, largest * TOLERANCE);
}

/* Weights, bias and their packed form of one layer. */
typedef struct
{
  float *weights;
  float *bias;
  float *packed;
} Layer;

static inline Layer
make_layer (const SemKConvKernels *kernels, const SemKConv *conv)
{
  gsize n = conv->kernel * conv->kernel * (conv->depthwise ? 1 : conv->in_channels);
  gsize size = sem_k_packed_size (kernels, conv);
  Layer layer = { make_random (count_weights (conv), 3 / sqrtf ((float) n)),
                  make_random (conv->out_channels, 1), make_aligned (size) };

  sem_k_pack (kernels, conv, layer.weights, layer.bias, layer.packed);
  g_assert_true (layer.packed[size] == GUARD);

  return layer;
}

static inline void
layer_clear (Layer *layer)
{
  g_free (layer->weights);
  g_free (layer->bias);
  g_aligned_free (layer->packed);
}

static inline float *
run_reference (const SemKConv *conv, const Layer *layer, const float *in, const float *residual)
{
  float *out = g_new (float, count_out_pixels (conv) * conv->out_channels);

  sem_k_conv_ref (conv, in, layer->weights, layer->bias, residual, out);

  return out;
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->set = GPOINTER_TO_INT (data);
  fixture->kernels = sem_k_conv_get_kernels (fixture->set);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
}

typedef struct
{
  const char *name;
  void (*function) (Fixture *fixture, gconstpointer data);
} ConvTest;

/* Registers each test for each set that the CPU has. */
static inline void
add_tests (const ConvTest *tests, gsize n)
{
  for (int set = 0; set < SEM_K_N_SETS; set++)
    for (gsize i = 0; i < n && sem_k_cpu_has (set); i++)
      {
        g_autofree char *path =
          g_strdup_printf ("/kernels/conv/%s/%s", sem_k_set_name (set), tests[i].name);

        g_test_add (path, Fixture, GINT_TO_POINTER (set), set_up, tests[i].function, tear_down);
      }
}
