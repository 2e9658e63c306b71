/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/train/train.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* Tolerances, relative to the sum of the magnitudes of the terms:
 *
 *   a set against the reference            TWIN_TOLERANCE
 *   the reference against the definition   REFERENCE_TOLERANCE
 */
#define TWIN_TOLERANCE 4e-7
#define REFERENCE_TOLERANCE 4e-7

#define CANARY 12345.0f

typedef struct
{
  SemKConv conv;
  gsize n_in;
  gsize n_out;
  gsize n_weights;
  float *in;
  float *weights;
  float *gradient;
} Case;

/* From 0 to 1, reproducible. */
static double
draw (guint32 *rand)
{
  *rand = *rand * 1664525 + 1013904223;

  return (*rand >> 8) / (double) (1 << 24);
}

static float *
make_values (guint32 *rand, gsize n)
{
  float *values = g_new (float, n + 1);

  for (gsize i = 0; i < n; i++)
    values[i] = (float) (2 * draw (rand) - 1);
  values[n] = CANARY;

  return values;
}

static void
case_init (Case *c, guint32 *rand, const SemKConv *conv)
{
  gsize taps = conv->kernel * conv->kernel * (conv->depthwise ? 1 : conv->in_channels);

  c->conv = *conv;
  c->n_in = conv->height * conv->width * conv->in_channels;
  c->n_out = sem_k_conv_out (conv->height, conv->stride)
             * sem_k_conv_out (conv->width, conv->stride) * conv->out_channels;
  c->n_weights = taps * conv->out_channels;
  c->in = make_values (rand, c->n_in);
  c->weights = make_values (rand, c->n_weights);
  c->gradient = make_values (rand, c->n_out);
}

static void
case_clear (Case *c)
{
  g_free (c->in);
  g_free (c->weights);
  g_free (c->gradient);
}

static void
take_magnitudes (float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = fabsf (values[i]);
}

/* @scale: sum of the magnitudes of each number's terms */
static void
assert_close (const float *values,
              const float *expected,
              const float *scale,
              gsize n,
              double tolerance)
{
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (fabs ((double) values[i] - (double) expected[i]), <=,
                       tolerance * (double) scale[i] + 1e-12);
  g_assert_true (values[n] == CANARY);
}

typedef void (*RunFunc) (const SemKTrainKernels *kernels, const Case *c, float *result);

static void
run_filter (const SemKTrainKernels *kernels, const Case *c, float *result)
{
  kernels->filter (&c->conv, c->in, c->weights, result);
}

static void
run_filter_in (const SemKTrainKernels *kernels, const Case *c, float *result)
{
  kernels->filter_in (&c->conv, c->gradient, c->weights, result);
}

static void
run_filter_weights (const SemKTrainKernels *kernels, const Case *c, float *result)
{
  kernels->filter_weights (&c->conv, c->in, c->gradient, result);
}

static void
check_twin (const SemKTrainKernels *kernels,
            const Case *c,
            const Case *positive,
            RunFunc run,
            gsize n)
{
  g_autofree float *result = g_new (float, n + 1);
  g_autofree float *expected = g_new (float, n + 1);
  g_autofree float *scale = g_new0 (float, n + 1);

  for (gsize i = 0; i <= n; i++)
    result[i] = expected[i] = CANARY;
  /* Kernels that accumulate must add to the previous values. */
  if (run == run_filter_weights)
    for (gsize i = 0; i < n; i++)
      result[i] = expected[i] = scale[i] = 0.5f;
  run (kernels, c, result);
  run (&sem_k_train_ref, c, expected);
  run (&sem_k_train_ref, positive, scale);
  assert_close (result, expected, scale, n, TWIN_TOLERANCE);
}

static void
check_twins (const SemKTrainKernels *kernels, guint32 *rand, const SemKConv *conv)
{
  Case c, positive;

  case_init (&c, rand, conv);
  positive = c;
  positive.in = g_memdup2 (c.in, (c.n_in + 1) * sizeof (float));
  positive.weights = g_memdup2 (c.weights, (c.n_weights + 1) * sizeof (float));
  positive.gradient = g_memdup2 (c.gradient, (c.n_out + 1) * sizeof (float));
  take_magnitudes (positive.in, c.n_in);
  take_magnitudes (positive.weights, c.n_weights);
  take_magnitudes (positive.gradient, c.n_out);

  check_twin (kernels, &c, &positive, run_filter, c.n_out);
  check_twin (kernels, &c, &positive, run_filter_in, c.n_in);
  check_twin (kernels, &c, &positive, run_filter_weights, c.n_weights);
  case_clear (&positive);
  case_clear (&c);
}

/* Every set of this CPU, for many sides, kernel sizes, strides and numbers of channels. */
static void
test_twins (void)
{
  static const gsize channels[] = { 1, 3, 4, 5, 8, 15, 16, 17, 31, 33, 48 };
  static const gsize sides[] = { 1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 19 };
  guint32 rand[1] = { 1 };

  for (guint set = 0; set < SEM_K_N_SETS; set++)
    for (gsize kernel = 1; kernel <= 7 && sem_k_cpu_has (set); kernel++)
      for (gsize stride = 1; stride <= 3; stride++)
        for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
          for (guint j = 0; j < G_N_ELEMENTS (channels); j++)
            {
              gsize height = sides[i];
              gsize width = sides[(i + j) % G_N_ELEMENTS (sides)];
              gsize n = channels[j];
              SemKConv conv = { height, width, n, n, kernel, stride, TRUE, FALSE };

              if (kernel == 3 || kernel == 5 || j < 3)
                check_twins (sem_k_train_get_kernels (set), rand, &conv);
            }
}

/* A convolution is linear, so that a difference with step 1 is the exact derivative. */
static float *
differentiate (const Case *c, const float *in, const float *weights)
{
  g_autofree float *zero = g_new0 (float, c->conv.out_channels);
  float *out = g_new (float, c->n_out);

  sem_k_conv_ref (&c->conv, in, weights, zero, NULL, out);

  return out;
}

static double
multiply (const float *a, const float *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double) a[i] * (double) b[i];

  return sum;
}

/* The derivative of gradient · conv (in, weights) with respect to each input and each weight. */
static void
check_definition (const Case *c, const float *in_gradient, const float *weights_gradient)
{
  g_autofree float *unit_in = g_new0 (float, c->n_in);
  g_autofree float *unit_weights = g_new0 (float, c->n_weights);

  for (gsize i = 0; i < c->n_in; i++)
    {
      g_autofree float *slope = NULL;

      unit_in[i] = 1;
      slope = differentiate (c, unit_in, c->weights);
      unit_in[i] = 0;
      g_assert_cmpfloat (fabs (multiply (slope, c->gradient, c->n_out) - (double) in_gradient[i]),
                         <,
                         REFERENCE_TOLERANCE
                           * (double) (c->conv.kernel * c->conv.kernel * c->conv.out_channels));
    }
  for (gsize i = 0; i < c->n_weights; i++)
    {
      g_autofree float *slope = NULL;

      unit_weights[i] = 1;
      slope = differentiate (c, c->in, unit_weights);
      unit_weights[i] = 0;
      g_assert_cmpfloat (fabs (multiply (slope, c->gradient, c->n_out)
                               - (double) weights_gradient[i]),
                         <, REFERENCE_TOLERANCE * (double) c->n_out);
    }
}

static void
test_definition (void)
{
  guint32 rand[1] = { 2 };

  for (gsize kernel = 1; kernel <= 5; kernel += 2)
    for (gsize stride = 1; stride <= 2; stride++)
      for (gsize side = 1; side <= 7; side += 2)
        {
          SemKConv conv = { side, side + 1, 3, 3, kernel, stride, TRUE, FALSE };
          g_autofree float *in_gradient = NULL;
          g_autofree float *weights_gradient = NULL;
          g_autofree float *out = NULL;
          g_autofree float *expected = NULL;
          Case c;

          case_init (&c, rand, &conv);
          in_gradient = g_new (float, c.n_in);
          weights_gradient = g_new0 (float, c.n_weights);
          out = g_new (float, c.n_out);
          sem_k_train_ref.filter (&conv, c.in, c.weights, out);
          expected = differentiate (&c, c.in, c.weights);
          for (gsize i = 0; i < c.n_out; i++)
            g_assert_cmpfloat_with_epsilon (out[i], expected[i], 1e-6f);
          sem_k_train_ref.filter_in (&conv, c.gradient, c.weights, in_gradient);
          sem_k_train_ref.filter_weights (&conv, c.in, c.gradient, weights_gradient);
          check_definition (&c, in_gradient, weights_gradient);
          case_clear (&c);
        }
}

/* The dense convolution as a matrix product, forward and backward. */
static void
check_columns (const Case *c)
{
  const SemKConv *conv = &c->conv;
  gsize n = conv->out_channels;
  gsize depth = conv->kernel * conv->kernel * conv->in_channels;
  gsize n_pixels = c->n_out / n;
  g_autofree float *columns = g_new (float, sem_k_columns_size (conv));
  g_autofree float *expected = differentiate (c, c->in, c->weights);
  g_autofree float *in_gradient = g_new (float, c->n_in);
  g_autofree float *weights_gradient = g_new0 (float, c->n_weights);

  g_assert_cmpuint (sem_k_columns_size (conv), ==, n_pixels * depth);
  sem_k_columns (conv, c->in, columns);
  for (gsize i = 0; i < n_pixels; i++)
    for (gsize o = 0; o < n; o++)
      {
        double sum = 0;

        for (gsize k = 0; k < depth; k++)
          {
            sum += (double) columns[i * depth + k] * (double) c->weights[k * n + o];
            weights_gradient[k * n + o] += columns[i * depth + k] * c->gradient[i * n + o];
          }
        g_assert_cmpfloat_with_epsilon (sum, (double) expected[i * n + o], 1e-5);
      }
  for (gsize i = 0; i < n_pixels; i++)
    for (gsize k = 0; k < depth; k++)
      columns[i * depth + k] = (float) multiply (c->gradient + i * n, c->weights + k * n, n);
  sem_k_columns_in (conv, columns, in_gradient);
  check_definition (c, in_gradient, weights_gradient);
}

static void
test_columns (void)
{
  guint32 rand[1] = { 3 };

  for (gsize kernel = 1; kernel <= 3; kernel++)
    for (gsize stride = 1; stride <= 3; stride++)
      for (gsize side = 1; side <= 6; side++)
        {
          SemKConv conv = { side, side + 1, 3, 4, kernel, stride, FALSE, FALSE };
          Case c;

          case_init (&c, rand, &conv);
          check_columns (&c);
          case_clear (&c);
        }
}

/* Values at, next to and beyond both bounds of the clamp. */
static float *
make_clamped (guint32 *rand, gsize n)
{
  static const float special[] = { 0, -0.0f, 6, 5.9999995f, 1e-38f, -1, 7, 3 };
  float *values = g_new (float, n + 1);

  for (gsize i = 0; i < n; i++)
    values[i] = special[(gsize) (draw (rand) * G_N_ELEMENTS (special))];
  values[n] = CANARY;

  return values;
}

static void
check_bias (const SemKTrainKernels *kernels, guint32 *rand, gsize n_pixels, gsize n_channels)
{
  gsize n = n_pixels * n_channels;
  g_autofree float *values = make_clamped (rand, n);
  g_autofree float *expected_values = g_memdup2 (values, (n + 1) * sizeof (float));
  g_autofree float *gradient = make_values (rand, n);
  g_autofree float *expected = g_memdup2 (gradient, (n + 1) * sizeof (float));
  g_autofree float *bias = make_values (rand, n_channels);
  g_autofree float *expected_bias = g_memdup2 (bias, (n_channels + 1) * sizeof (float));
  g_autofree float *scale = g_new (float, n_channels);
  bool clamped = draw (rand) < 0.5;

  for (gsize c = 0; c < n_channels; c++)
    scale[c] = 1 + n_pixels;
  kernels->take_bias (n_pixels, n_channels, clamped ? values : NULL, gradient, bias);
  for (gsize i = 0; i < n; i++)
    if (clamped && (values[i] <= 0 || values[i] >= 6))
      expected[i] = 0;
  g_assert_cmpmem (gradient, (n + 1) * sizeof (float), expected, (n + 1) * sizeof (float));
  sem_k_train_ref.take_bias (n_pixels, n_channels, clamped ? values : NULL, expected,
                             expected_bias);
  assert_close (bias, expected_bias, scale, n_channels, TWIN_TOLERANCE);

  kernels->add_bias (n_pixels, n_channels, bias, clamped, values);
  for (gsize i = 0; i < n; i++)
    {
      float value = expected_values[i] + bias[i % n_channels];

      expected_values[i] = clamped ? CLAMP (value, 0, 6) : value;
      g_assert_true (values[i] == expected_values[i]);
    }
  g_assert_true (values[n] == CANARY);
}

static void
test_bias (void)
{
  guint32 rand[1] = { 4 };

  for (gsize n = 1; n <= 70; n++)
    {
      check_bias (&sem_k_train_ref, rand, n * 3, n);
      for (guint set = 0; set < SEM_K_N_SETS; set++)
        for (gsize n_pixels = 0; n_pixels <= 300 && sem_k_cpu_has (set); n_pixels += 1 + n)
          check_bias (sem_k_train_get_kernels (set), rand, n_pixels, n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kernels/train/twins", test_twins);
  g_test_add_func ("/kernels/train/definition", test_definition);
  g_test_add_func ("/kernels/train/columns", test_columns);
  g_test_add_func ("/kernels/train/bias", test_bias);

  return g_test_run ();
}
