/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/kernels/conv-fixture.h"

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

/* Small odd shapes, with each kernel size and stride that has its own code, and some without. */
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
    /* So many channels that the projection runs in groups. */
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

/* So wide that there are several bands, whose rows wrap around in the ring buffer. */
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

/* The sets with fused multiply-add do the same steps in the same order. */
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

int
main (int argc, char **argv)
{
  static const ConvTest tests[] = {
    { "blocks", test_blocks },
    { "bands", test_bands },
  };

  g_test_init (&argc, &argv, NULL);

  add_tests (tests, G_N_ELEMENTS (tests));
  g_test_add_func ("/kernels/conv/same-bits", test_same_bits);

  return g_test_run ();
}
