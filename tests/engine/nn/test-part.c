/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/part.h"
#include "engine/nn/pooling.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

/* Tolerance of the engine's single precision against a double-precision network in this file,
 * relative to the largest gradient of the layer. */
#define GRADIENT_TOLERANCE 1e-4
#define VALUE_TOLERANCE 1e-5
#define STEP 1e-7

#define N_PARTS 6
#define N_IMAGES 3
#define MAX_SETS (SEM_K_N_SETS + 1)

/* A network with every kind of part, odd sides and few channels. */
typedef struct
{
  SemPart parts[N_PARTS];
  gsize n_parameters;
  guint power;
  double *parameters;
  double *input;
  double *slopes;
  gsize n_input;
  gsize n_features;
} Network;

static void
add_layer (Network *network, guint part, SemKConv conv)
{
  SemPart *self = &network->parts[part];
  SemPartLayer *layer = &self->layers[self->n_layers++];

  layer->conv = conv;
  layer->weights = network->n_parameters;
  layer->bias = layer->weights + sem_part_layer_get_n_weights (layer);
  network->n_parameters = layer->bias + conv.out_channels;
}

static void
add_block (Network *network,
           guint part,
           gsize height,
           gsize width,
           const gsize *channels,
           gsize kernel,
           gsize stride)
{
  gsize middle = channels[1];

  if (middle != channels[0])
    add_layer (network, part, (SemKConv){ height, width, channels[0], middle, 1, 1, FALSE, TRUE });
  add_layer (network, part,
             (SemKConv){ height, width, middle, middle, kernel, stride, TRUE, TRUE });
  add_layer (network, part,
             (SemKConv){ sem_k_conv_out (height, stride), sem_k_conv_out (width, stride), middle,
                         channels[2], 1, 1, FALSE, FALSE });
  network->parts[part].residual = stride == 1 && channels[0] == channels[2];
}

static double *
make_values (GRand *rand, gsize n, double spread)
{
  double *values = g_new (double, n);

  /* Values that single precision represents exactly, so that both networks have the same. */
  for (gsize i = 0; i < n; i++)
    values[i] = (double) (float) g_rand_double_range (rand, -spread, spread);

  return values;
}

static void
network_init (Network *network, guint power, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  memset (network, 0, sizeof *network);
  network->power = power;
  add_layer (network, 0, (SemKConv){ 11, 9, 3, 8, 3, 2, FALSE, TRUE });
  add_block (network, 1, 6, 5, (const gsize[]){ 8, 8, 5 }, 3, 1);
  add_block (network, 2, 6, 5, (const gsize[]){ 5, 17, 6 }, 5, 2);
  add_block (network, 3, 3, 3, (const gsize[]){ 6, 18, 6 }, 3, 1);
  add_block (network, 4, 3, 3, (const gsize[]){ 6, 33, 6 }, 5, 1);
  add_layer (network, 5, (SemKConv){ 3, 3, 6, 20, 1, 1, FALSE, TRUE });
  network->n_input = N_IMAGES * 11 * 9 * 3;
  network->n_features = N_IMAGES * 20;
  network->parameters = make_values (rand, network->n_parameters, 1);
  network->input = make_values (rand, network->n_input, 2);
  network->slopes = make_values (rand, network->n_features, 1);
}

static void
network_clear (Network *network)
{
  g_free (network->parameters);
  g_free (network->input);
  g_free (network->slopes);
}

static double
sum_taps (const Network *network,
          const SemPartLayer *layer,
          const double *in,
          gsize y,
          gsize x,
          gsize o)
{
  const SemKConv *conv = &layer->conv;
  const double *weights = network->parameters + layer->weights;
  gsize first = conv->depthwise ? o : 0;
  gsize end = conv->depthwise ? o + 1 : conv->in_channels;
  double sum = network->parameters[layer->bias + o];

  for (gsize tap = 0; tap < conv->kernel * conv->kernel; tap++)
    {
      gsize row = y * conv->stride + tap / conv->kernel
                  - sem_k_conv_pad (conv->height, conv->kernel, conv->stride);
      gsize column = x * conv->stride + tap % conv->kernel
                     - sem_k_conv_pad (conv->width, conv->kernel, conv->stride);

      if (row >= conv->height || column >= conv->width)
        continue;
      for (gsize i = first; i < end; i++)
        sum += in[(row * conv->width + column) * conv->in_channels + i]
               * weights[(tap * (end - first) + i - first) * conv->out_channels + o];
    }

  return conv->relu6 ? CLAMP (sum, 0, 6) : sum;
}

static double *
run_layer (const Network *network, const SemPartLayer *layer, const double *in)
{
  const SemKConv *conv = &layer->conv;
  gsize height = sem_k_conv_out (conv->height, conv->stride);
  gsize width = sem_k_conv_out (conv->width, conv->stride);
  gsize n = conv->out_channels;
  double *out = g_new (double, height *width *n);

  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      for (gsize o = 0; o < n; o++)
        out[(y * width + x) * n + o] = sum_taps (network, layer, in, y, x, o);

  return out;
}

/* Consumes @in. */
static double *
run_part (const Network *network, const SemPart *part, double *in)
{
  double *current = in;

  for (guint i = 0; i < part->n_layers; i++)
    {
      double *next = run_layer (network, &part->layers[i], current);

      if (current != in)
        g_free (current);
      current = next;
    }
  if (part->residual)
    for (gsize i = 0; i < sem_part_get_in_size (part); i++)
      current[i] += in[i];
  g_free (in);

  return current;
}

/* The loss: the scalar product of features and slopes. @features: (nullable) */
static double
get_loss (const Network *network, double *features)
{
  gsize size = network->n_input / N_IMAGES;
  gsize n_channels = network->n_features / N_IMAGES;
  double loss = 0;

  for (gsize image = 0; image < N_IMAGES; image++)
    {
      double *map = g_memdup2 (network->input + image * size, size * sizeof *map);

      for (guint i = 0; i < N_PARTS; i++)
        map = run_part (network, &network->parts[i], map);
      for (gsize c = 0; c < n_channels; c++)
        {
          double sum = 0;

          for (gsize i = 0; i < 9; i++)
            sum += pow (map[i * n_channels + c], network->power) / 9;
          sum = pow (sum, 1.0 / network->power);
          loss += sum * network->slopes[image * n_channels + c];
          if (features)
            features[image * n_channels + c] = sum;
        }
      g_free (map);
    }

  return loss;
}

static float *
to_floats (const double *values, gsize n)
{
  float *floats = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    floats[i] = (float) values[i];

  return floats;
}

/* The engine's forward and backward pass; @kept as in the trainer. */
static void
run_engine (const Network *network,
            const SemKTrainKernels *kernels,
            float **kept,
            float *features,
            float *gradient,
            float *in_gradient)
{
  g_autofree float *parameters = to_floats (network->parameters, network->n_parameters);
  g_autofree float *slopes = to_floats (network->slopes, network->n_features);
  gsize n_channels = network->n_features / N_IMAGES;
  float *slope = g_new (float, network->n_features * 9);
  g_autofree float *scratch = NULL;

  for (guint i = 0; i < N_PARTS; i++)
    {
      const SemPart *part = &network->parts[i];

      scratch = g_realloc (scratch, (sem_part_get_scratch (part) + 1) * sizeof (float));
      kept[i + 1] = g_new (float, N_IMAGES *sem_part_get_out_size (part));
      sem_part_forward (part, kernels, parameters, kept[i], N_IMAGES, scratch, kept[i + 1]);
    }
  for (gsize i = 0; i < N_IMAGES; i++)
    {
      const float *map = kept[N_PARTS] + i * n_channels * 9;
      gsize at = i * n_channels;

      sem_pool_forward (map, 9, n_channels, network->power, features + at);
      sem_pool_backward (map, features + at, slopes + at, 9, n_channels, network->power,
                         slope + at * 9);
    }
  for (guint i = N_PARTS; i-- > 0;)
    {
      const SemPart *part = &network->parts[i];
      float *next = i > 0 ? g_new (float, N_IMAGES *sem_part_get_in_size (part)) : in_gradient;

      scratch = g_realloc (scratch, (sem_part_get_scratch (part) + 1) * sizeof (float));
      sem_part_backward (part, kernels, parameters,
                         &(SemPartGradients){ kept[i], kept[i + 1], slope, gradient, next },
                         N_IMAGES, scratch);
      g_free (slope);
      slope = next;
    }
}

/* Compares every derivative by central differences with the gradient of every kernel set. */
static void
check_differences (const Network *network, double *values, float *const *gradients, gsize n)
{
  g_autofree double *expected = g_new (double, n);
  double largest = 0;

  for (gsize i = 0; i < n; i++)
    {
      double value = values[i];
      double above;

      values[i] = value + STEP;
      above = get_loss (network, NULL);
      values[i] = value - STEP;
      expected[i] = (above - get_loss (network, NULL)) / (2 * STEP);
      values[i] = value;
      largest = MAX (largest, fabs (expected[i]));
    }
  g_assert_cmpfloat (largest, >, 0);
  for (guint set = 0; set < MAX_SETS && gradients[set] != NULL; set++)
    for (gsize i = 0; i < n; i++)
      g_assert_cmpfloat (fabs (expected[i] - (double) gradients[set][i]), <,
                         GRADIENT_TOLERANCE * largest);
}

/* Values must be clamped on both sides, otherwise the test proves little. */
static void
check_clamped (const Network *network, float *const *kept)
{
  gsize n = N_IMAGES * sem_part_get_out_size (&network->parts[0]);
  guint n_low = 0;
  guint n_high = 0;

  for (gsize i = 0; i < n; i++)
    {
      n_low += kept[1][i] <= 0;
      n_high += kept[1][i] >= 6;
    }
  g_assert_cmpuint (n_low, >, n / 20);
  g_assert_cmpuint (n_high, >, 0);
}

/* Values for the forward pass, later gradients. */
static void
check_forward (const Network *network,
               const SemKTrainKernels *kernels,
               float **gradient,
               float **in_gradient)
{
  g_autofree float *features = g_new (float, network->n_features);
  g_autofree double *expected = g_new (double, network->n_features);
  float *kept[N_PARTS + 1];

  *gradient = g_new0 (float, network->n_parameters);
  *in_gradient = g_new (float, network->n_input);
  kept[0] = to_floats (network->input, network->n_input);
  run_engine (network, kernels, kept, features, *gradient, *in_gradient);
  check_clamped (network, kept);
  get_loss (network, expected);
  for (gsize i = 0; i < network->n_features; i++)
    g_assert_cmpfloat (fabs (expected[i] - (double) features[i]), <,
                       VALUE_TOLERANCE * (1 + fabs (expected[i])));
  for (guint i = 0; i <= N_PARTS; i++)
    g_free (kept[i]);
}

static void
check_layer (const Network *network, const SemPartLayer *layer, float *const *gradients)
{
  float *weights[MAX_SETS] = { NULL };
  float *biases[MAX_SETS] = { NULL };

  for (guint set = 0; set < MAX_SETS && gradients[set] != NULL; set++)
    {
      weights[set] = gradients[set] + layer->weights;
      biases[set] = gradients[set] + layer->bias;
    }
  check_differences (network, network->parameters + layer->weights, weights,
                     layer->bias - layer->weights);
  check_differences (network, network->parameters + layer->bias, biases, layer->conv.out_channels);
}

/* The reference and every kernel set that this CPU has. */
static void
test_differences (gconstpointer data)
{
  float *gradients[MAX_SETS] = { NULL };
  float *in_gradients[MAX_SETS] = { NULL };
  guint n_sets = 0;
  Network network;

  network_init (&network, GPOINTER_TO_UINT (data), 7 + GPOINTER_TO_UINT (data));
  check_forward (&network, &sem_k_train_ref, &gradients[0], &in_gradients[0]);
  for (guint set = 0; set < SEM_K_N_SETS; set++)
    if (sem_k_cpu_has (set))
      {
        n_sets++;
        check_forward (&network, sem_k_train_get_kernels (set), &gradients[n_sets],
                       &in_gradients[n_sets]);
      }
  for (guint i = 0; i < N_PARTS; i++)
    for (guint j = 0; j < network.parts[i].n_layers; j++)
      check_layer (&network, &network.parts[i].layers[j], gradients);
  check_differences (&network, network.input, in_gradients, network.n_input);

  for (guint set = 0; set <= n_sets; set++)
    {
      g_free (gradients[set]);
      g_free (in_gradients[set]);
    }
  network_clear (&network);
}

/* For a part larger than a group, the gradient does not depend on the division into groups, and is
 * added to the array. */
static void
test_groups (void)
{
  const gsize n = 3;
  Network network = { 0 };
  const SemPart *part = network.parts;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree float *scratch = NULL;
  g_autofree float *together = NULL;
  g_autofree float *apart = NULL;
  g_autofree float *out = NULL;
  g_autofree float *slope = NULL;
  g_autofree float *in = NULL;
  g_autofree float *parameters = NULL;
  g_autofree double *values = NULL;
  gsize in_size, out_size;

  add_block (&network, 0, 25, 27, (const gsize[]){ 4, 8, 4 }, 3, 1);
  in_size = sem_part_get_in_size (part);
  out_size = sem_part_get_out_size (part);
  values = make_values (rand, n * in_size + network.n_parameters, 1);
  in = to_floats (values, n * in_size);
  parameters = to_floats (values + n * in_size, network.n_parameters);
  scratch = g_new (float, sem_part_get_scratch (part));
  together = g_new0 (float, network.n_parameters);
  apart = g_new0 (float, network.n_parameters);
  out = g_new (float, n *out_size);
  slope = g_memdup2 (in, n * out_size * sizeof *slope);
  sem_part_forward (part, &sem_k_train_ref, parameters, in, n, scratch, out);
  sem_part_backward (part, &sem_k_train_ref, parameters,
                     &(SemPartGradients){ in, out, slope, together, NULL }, n, scratch);
  for (gsize i = 0; i < n; i++)
    {
      memcpy (slope, in + i * in_size, out_size * sizeof *slope);
      sem_part_backward (part, &sem_k_train_ref, parameters,
                         &(SemPartGradients){ in + i * in_size, out + i * out_size, slope, apart,
                                              NULL },
                         1, scratch);
    }
  for (gsize i = 0; i < network.n_parameters; i++)
    g_assert_cmpfloat (together[i], ==, apart[i]);
}

/* A map of zeros has a feature and a gradient of zero; a power of one gives the mean. */
static void
test_pooling (void)
{
  const float map[] = { 0, 1, 0, 2, 0, 6 };
  const float slopes[] = { 1, 3 };
  float feature[2];
  float gradient[6];

  sem_pool_forward (map, 3, 2, SEM_POOLING_MEAN, feature);
  g_assert_cmpfloat (feature[0], ==, 0);
  g_assert_cmpfloat (feature[1], ==, 3);
  sem_pool_backward (map, feature, slopes, 3, 2, SEM_POOLING_MEAN, gradient);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (gradient[i], i % 2 == 0 ? 1 / 3.0f : 1, 1e-7f);

  sem_pool_forward (map, 3, 2, SEM_POOLING_GEM, feature);
  g_assert_cmpfloat (feature[0], ==, 0);
  g_assert_cmpfloat_with_epsilon (feature[1], 4.217163327f, 1e-6f);
  sem_pool_backward (map, feature, slopes, 3, 2, SEM_POOLING_GEM, gradient);
  for (guint i = 0; i < 6; i += 2)
    g_assert_cmpfloat (gradient[i], ==, 0);
  g_assert_cmpfloat_with_epsilon (gradient[5], 36 / (4.217163327f * 4.217163327f), 1e-6f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  openblas_set_num_threads (1);

  g_test_add_data_func ("/nn/part/differences-mean", GUINT_TO_POINTER (SEM_POOLING_MEAN),
                        test_differences);
  g_test_add_data_func ("/nn/part/differences-gem", GUINT_TO_POINTER (SEM_POOLING_GEM),
                        test_differences);
  g_test_add_func ("/nn/part/groups", test_groups);
  g_test_add_func ("/nn/part/pooling", test_pooling);

  return g_test_run ();
}
