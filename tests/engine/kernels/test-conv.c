/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/conv/conv-block-private.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* The tolerance of every kernel set: the largest difference from sem_k_conv_ref() as a share of
 * the largest result. Sums of up to a thousand products in another order, or fused, differ by a few
 * units in the last place of the largest. The whole network's tolerance is in test-backbone.c. */
#define TOLERANCE 4e-6

/* Written beside an array to see that it stays. */
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

  return (float) (gint32) (*state >> 32) / G_MAXINT32;
}

static float *
make_random (gsize n, float scale)
{
  static guint64 state = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  float *values = g_new (float, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    values[i] = next_random (&state) * scale;

  return values;
}

static float *
make_aligned (gsize n)
{
  float *values = g_aligned_alloc (n + 1, sizeof (float), SEM_K_ALIGNMENT);

  for (gsize i = 0; i <= n; i++)
    values[i] = GUARD;

  return values;
}

static gsize
count_in (const SemKConv *conv)
{
  return conv->height * conv->width * conv->in_channels;
}

static gsize
count_out_pixels (const SemKConv *conv)
{
  return sem_k_conv_out (conv->height, conv->stride) * sem_k_conv_out (conv->width, conv->stride);
}

static gsize
count_weights (const SemKConv *conv)
{
  return conv->kernel * conv->kernel * conv->out_channels
         * (conv->depthwise ? 1 : conv->in_channels);
}

static void
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

static Layer
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

static void
layer_clear (Layer *layer)
{
  g_free (layer->weights);
  g_free (layer->bias);
  g_aligned_free (layer->packed);
}

static float *
run_reference (const SemKConv *conv, const Layer *layer, const float *in, const float *residual)
{
  float *out = g_new (float, count_out_pixels (conv) * conv->out_channels);

  sem_k_conv_ref (conv, in, layer->weights, layer->bias, residual, out);

  return out;
}

/* What sem_k_conv_ref() itself must give, worked out by hand: a 3×3 kernel of ones at stride 2 on a
 * 4×4 image sees its zeros at the right and at the bottom only. */
static void
test_reference (void)
{
  const SemKConv conv = { 4, 4, 1, 1, 3, 2, FALSE, FALSE };
  const SemKConv depthwise = { 4, 4, 1, 1, 3, 2, TRUE, TRUE };
  const float in[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
  const float ones[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
  const float half = 0.5f;
  const float zeros[4] = { 0 };
  const float residual[4] = { 1, 2, 3, 4 };
  float out[4];

  sem_k_conv_ref (&conv, in, ones, &half, NULL, out);
  g_assert_cmpfloat (out[0], ==, 54.5);
  g_assert_cmpfloat (out[1], ==, 45.5);
  g_assert_cmpfloat (out[2], ==, 72.5);
  g_assert_cmpfloat (out[3], ==, 54.5);
  sem_k_conv_ref (&depthwise, in, ones, zeros, residual, out);
  g_assert_cmpfloat (out[0], ==, 7);
  g_assert_cmpfloat (out[3], ==, 10);
}

static void
test_blocked (Fixture *fixture, gconstpointer data)
{
  for (gsize channels = 1; channels < 40; channels++)
    for (gsize pixels = 1; pixels < 5; pixels++)
      {
        gsize size = sem_k_blocked_size (fixture->kernels, pixels, channels);
        g_autofree float *in = make_random (pixels * channels, 1);
        g_autofree float *back = g_new (float, pixels *channels);
        float *blocked = make_aligned (size);

        sem_k_block_pixels (fixture->kernels, in, pixels, channels, blocked);
        g_assert_true (blocked[size] == GUARD);
        sem_k_unblock_pixels (fixture->kernels, blocked, pixels, channels, back);
        g_assert_cmpmem (in, pixels * channels * sizeof *in, back, pixels * channels * sizeof *in);
        g_aligned_free (blocked);
      }
}

static void
check_pointwise (const SemKConvKernels *kernels, const SemKConv *conv)
{
  gsize n_pixels = count_out_pixels (conv);
  gsize size = sem_k_blocked_size (kernels, n_pixels, conv->out_channels);
  g_autofree float *in = make_random (count_in (conv), 1);
  g_autofree float *plain = g_new (float, n_pixels * conv->out_channels);
  g_autofree float *expected = NULL;
  float *blocked = make_aligned (sem_k_blocked_size (kernels, n_pixels, conv->in_channels));
  float *out = make_aligned (size);
  float *scratch = make_aligned (sem_k_layer_scratch (kernels, conv));
  Layer layer = make_layer (kernels, conv);

  sem_k_block_pixels (kernels, in, n_pixels, conv->in_channels, blocked);
  expected = run_reference (conv, &layer, in, NULL);
  sem_k_layer_forward (kernels, conv, layer.packed, blocked, scratch, out);
  g_assert_true (out[size] == GUARD);
  g_assert_true (scratch[sem_k_layer_scratch (kernels, conv)] == GUARD);
  sem_k_unblock_pixels (kernels, out, n_pixels, conv->out_channels, plain);
  assert_close (plain, expected, n_pixels * conv->out_channels);

  layer_clear (&layer);
  g_aligned_free (blocked);
  g_aligned_free (scratch);
  g_aligned_free (out);
}

/* Every number of pixels up to more than two tiles, and channels around every vector length. */
static void
test_pointwise (Fixture *fixture, gconstpointer data)
{
  const gsize channels[] = { 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 48, 65 };

  for (gsize pixels = 1; pixels <= 31; pixels++)
    for (gsize i = 0; i < G_N_ELEMENTS (channels); i++)
      {
        const SemKConv conv = { 1, pixels, channels[i], channels[(i * 7 + pixels) % 17],
                                1, 1,      FALSE,       i % 2 };

        check_pointwise (fixture->kernels, &conv);
      }
}

static void
check_image (const SemKConvKernels *kernels, const SemKConv *conv)
{
  gsize n = count_in (conv);
  gsize n_pixels = count_out_pixels (conv);
  gsize size = sem_k_blocked_size (kernels, n_pixels, conv->out_channels);
  g_autofree guint8 *rgb = g_new (guint8, n);
  g_autofree float *in = g_new (float, n);
  g_autofree float *plain = g_new (float, n_pixels * conv->out_channels);
  g_autofree float *expected = NULL;
  float *image = make_aligned (sem_k_image_size (conv));
  float *out = make_aligned (size);
  float *scratch = make_aligned (sem_k_layer_scratch (kernels, conv));
  Layer layer = make_layer (kernels, conv);

  for (gsize i = 0; i < n; i++)
    {
      rgb[i] = (i * 73 + i / 256 * 31) % 256;
      in[i] = (rgb[i] - 127) / 128.0f;
    }
  expected = run_reference (conv, &layer, in, NULL);
  sem_k_image_pad (kernels, conv, rgb, image);
  g_assert_true (image[sem_k_image_size (conv)] == GUARD);
  sem_k_layer_forward (kernels, conv, layer.packed, image, scratch, out);
  g_assert_true (out[size] == GUARD);
  sem_k_unblock_pixels (kernels, out, n_pixels, conv->out_channels, plain);
  assert_close (plain, expected, n_pixels * conv->out_channels);

  layer_clear (&layer);
  g_aligned_free (image);
  g_aligned_free (scratch);
  g_aligned_free (out);
}

static void
test_image (Fixture *fixture, gconstpointer data)
{
  for (gsize side = 1; side < 36; side++)
    for (gsize stride = 1; stride <= 3; stride++)
      for (gsize kernel = 1; kernel <= 5; kernel += 2)
        {
          const SemKConv conv = { side,   36 - side, 3,     side % 2 ? 32 : 13,
                                  kernel, stride,    FALSE, TRUE };
          const SemKConv grey = { side, 36 - side, 1, 20, kernel, stride, FALSE, FALSE };

          if (kernel == 1 && stride == 1)
            continue;
          check_image (fixture->kernels, &conv);
          check_image (fixture->kernels, &grey);
        }
}

static void
check_block (const SemKConvKernels *kernels, SemKBlock *block)
{
  gsize n_in = block->expand.height * block->expand.width;
  gsize n_out = block->project.height * block->project.width;
  gsize out_channels = block->project.out_channels;
  gsize size = sem_k_blocked_size (kernels, n_out, out_channels);
  gsize scratch_size = sem_k_block_scratch (kernels, block);
  g_autofree float *in = make_random (count_in (&block->expand), 4);
  g_autofree float *plain = g_new (float, n_out *out_channels);
  g_autofree float *expanded = NULL;
  g_autofree float *filtered = NULL;
  g_autofree float *expected = NULL;
  float *blocked = make_aligned (sem_k_blocked_size (kernels, n_in, block->expand.in_channels));
  float *out = make_aligned (size);
  float *scratch = make_aligned (scratch_size);
  Layer expand = make_layer (kernels, &block->expand);
  Layer depthwise = make_layer (kernels, &block->depthwise);
  Layer project = make_layer (kernels, &block->project);

  expanded = run_reference (&block->expand, &expand, in, NULL);
  filtered = run_reference (&block->depthwise, &depthwise, expanded, NULL);
  expected = run_reference (&block->project, &project, filtered, block->residual ? in : NULL);

  block->packed_expand = expand.packed;
  block->packed_depthwise = depthwise.packed;
  block->packed_project = project.packed;
  sem_k_block_pixels (kernels, in, n_in, block->expand.in_channels, blocked);
  for (int i = 0; i < 2; i++)
    {
      sem_k_block_forward (kernels, block, blocked, scratch, out);
      g_assert_true (out[size] == GUARD);
      g_assert_true (scratch[scratch_size] == GUARD);
      sem_k_unblock_pixels (kernels, out, n_out, out_channels, plain);
      assert_close (plain, expected, n_out * out_channels);
    }

  layer_clear (&expand);
  layer_clear (&depthwise);
  layer_clear (&project);
  g_aligned_free (blocked);
  g_aligned_free (scratch);
  g_aligned_free (out);
}

static SemKBlock
make_block (gsize height, gsize width, gsize in, gsize mid, gsize out, gsize kernel, gsize stride)
{
  SemKBlock block = {
    .expand = { height, width, in, mid, 1, 1, FALSE, TRUE },
    .depthwise = { height, width, mid, mid, kernel, stride, TRUE, TRUE },
    .residual = stride == 1 && in == out,
  };

  block.project = (SemKConv){
    sem_k_conv_out (height, stride), sem_k_conv_out (width, stride), mid, out, 1, 1, FALSE, FALSE
  };

  return block;
}

/* Small odd shapes, each kernel and stride that has code of its own, and some that have not. */
static void
test_blocks (Fixture *fixture, gconstpointer data)
{
  const gsize shapes[][5] = {
    { 1, 1, 1, 1, 1 },
    { 2, 3, 5, 7, 5 },
    { 7, 7, 16, 96, 16 },
    { 5, 9, 17, 34, 20 },
    { 8, 15, 3, 50, 3 },
    { 13, 6, 24, 24, 9 },
    { 14, 14, 8, 33, 40 },
    { 3, 29, 10, 16, 10 },
    /* So many channels that they are projected in groups. */
    { 4, 5, 6, 531, 6 },
    { 9, 14, 3, 300, 25 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (gsize kernel = 1; kernel <= 7; kernel += 2)
      for (gsize stride = 1; stride <= 3; stride++)
        {
          SemKBlock block = make_block (shapes[i][0], shapes[i][1], shapes[i][2], shapes[i][3],
                                        shapes[i][4], kernel, stride);

          check_block (fixture->kernels, &block);
        }
}

/* So wide that several bands are needed, and their rows go around the ring. */
static void
test_bands (Fixture *fixture, gconstpointer data)
{
  const gsize widths[] = { 40, 63, 112, 150, 301 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    for (gsize kernel = 3; kernel <= 5; kernel += 2)
      for (gsize stride = 1; stride <= 2; stride++)
        {
          SemKBlock block = make_block (31 + i % 2, widths[i], 6, 36, 6, kernel, stride);

          check_block (fixture->kernels, &block);
        }
}

static void
test_mean (Fixture *fixture, gconstpointer data)
{
  const SemKConvKernels *kernels = fixture->kernels;

  for (gsize pixels = 1; pixels < 60; pixels += 4)
    {
      const SemKConv conv = { 1, pixels, 19, 3 + pixels, 1, 1, FALSE, TRUE };
      gsize padded = sem_k_blocked_size (kernels, 1, conv.out_channels);
      g_autofree float *in = make_random (count_in (&conv), 1);
      g_autofree float *map = NULL;
      g_autofree float *expected = g_new0 (float, conv.out_channels);
      float *blocked = make_aligned (sem_k_blocked_size (kernels, pixels, conv.in_channels));
      float *scratch = make_aligned (sem_k_mean_scratch (kernels, &conv));
      float *mean = make_aligned (padded);
      Layer layer = make_layer (kernels, &conv);

      map = run_reference (&conv, &layer, in, NULL);
      for (gsize i = 0; i < pixels * conv.out_channels; i++)
        expected[i % conv.out_channels] += map[i] / pixels;
      sem_k_block_pixels (kernels, in, pixels, conv.in_channels, blocked);
      sem_k_mean_forward (kernels, &conv, layer.packed, blocked, scratch, mean);
      g_assert_true (mean[padded] == GUARD);
      g_assert_true (scratch[sem_k_mean_scratch (kernels, &conv)] == GUARD);
      assert_close (mean, expected, conv.out_channels);

      layer_clear (&layer);
      g_aligned_free (blocked);
      g_aligned_free (scratch);
      g_aligned_free (mean);
    }
}

/* The sets that fuse products and sums do the same steps in the same order. */
static void
test_same_bits (void)
{
  const SemKConvKernels *sets[2];
  float *results[2];
  SemKBlock block = make_block (9, 17, 12, 40, 20, 5, 1);
  gsize n_out = block.project.height * block.project.width * 20;
  g_autofree float *in = make_random (count_in (&block.expand), 4);
  const SemKConv *convs[3] = { &block.expand, &block.depthwise, &block.project };
  Layer layers[3];

  if (!sem_k_cpu_has (SEM_K_AVX512))
    {
      g_test_skip ("this CPU has only one such set");
      return;
    }
  sets[0] = sem_k_conv_get_kernels (SEM_K_AVX2);
  sets[1] = sem_k_conv_get_kernels (SEM_K_AVX512);
  for (int i = 0; i < 3; i++)
    layers[i] = make_layer (sets[0], convs[i]);

  for (int s = 0; s < 2; s++)
    {
      float *packed[3];
      float *blocked = make_aligned (sem_k_blocked_size (sets[s], 9 * 17, 12));
      float *out = make_aligned (sem_k_blocked_size (sets[s], 9 * 17, 20));
      float *scratch;

      for (int i = 0; i < 3; i++)
        {
          packed[i] = make_aligned (sem_k_packed_size (sets[s], convs[i]));
          sem_k_pack (sets[s], convs[i], layers[i].weights, layers[i].bias, packed[i]);
        }
      block.packed_expand = packed[0];
      block.packed_depthwise = packed[1];
      block.packed_project = packed[2];
      scratch = make_aligned (sem_k_block_scratch (sets[s], &block));
      sem_k_block_pixels (sets[s], in, 9 * 17, 12, blocked);
      sem_k_block_forward (sets[s], &block, blocked, scratch, out);
      results[s] = g_new (float, n_out);
      sem_k_unblock_pixels (sets[s], out, 9 * 17, 20, results[s]);
      for (int i = 0; i < 3; i++)
        g_aligned_free (packed[i]);
      g_aligned_free (blocked);
      g_aligned_free (scratch);
      g_aligned_free (out);
    }
  g_assert_cmpmem (results[0], n_out * sizeof (float), results[1], n_out * sizeof (float));

  for (int i = 0; i < 3; i++)
    layer_clear (&layers[i]);
  g_free (results[0]);
  g_free (results[1]);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->set = GPOINTER_TO_INT (data);
  fixture->kernels = sem_k_conv_get_kernels (fixture->set);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
}

static void
add_tests (SemKSet set)
{
  const struct
  {
    const char *name;
    void (*function) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "blocked", test_blocked }, { "pointwise", test_pointwise }, { "image", test_image },
    { "blocks", test_blocks },   { "bands", test_bands },         { "mean", test_mean },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path =
        g_strdup_printf ("/kernels/conv/%s/%s", sem_k_set_name (set), tests[i].name);

      g_test_add (path, Fixture, GINT_TO_POINTER (set), set_up, tests[i].function, tear_down);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kernels/conv/reference", test_reference);
  for (int set = 0; set < SEM_K_N_SETS; set++)
    if (sem_k_cpu_has (set))
      add_tests (set);
  g_test_add_func ("/kernels/conv/same-bits", test_same_bits);

  return g_test_run ();
}
