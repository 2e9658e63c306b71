/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/kernels/conv-fixture.h"

/* The result of sem_k_conv_ref() itself, calculated by hand: a 3×3 kernel of ones with stride 2 on
 * a 4×4 image is padded with zeros at the right and at the bottom only. */
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

/* Every number of pixels up to more than two tiles, and numbers of channels around every vector
 * length. */
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

int
main (int argc, char **argv)
{
  static const ConvTest tests[] = {
    { "blocked", test_blocked },
    { "pointwise", test_pointwise },
    { "image", test_image },
    { "mean", test_mean },
  };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kernels/conv/reference", test_reference);
  add_tests (tests, G_N_ELEMENTS (tests));

  return g_test_run ();
}
