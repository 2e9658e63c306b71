/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wraps the kernels of a set in functions that read the clock, and runs the blocks with them as the
 * backbone does.
 */

#include "tests/bench/cnn-profile.h"

#include <math.h>
#include <stdio.h>

#include "engine/kernels/conv/conv-block.h"
#include "tests/bench/report.h"

typedef enum
{
  EXPAND,
  FILTER,
  PROJECT,
  N_STEPS,
} Step;

#define N_LINES (SEM_LITE0_N_BLOCKS + 1)

static const SemKConvKernels *real;
/* Times of the calls since the last reset, and the block that runs. */
static double spent[N_STEPS];
static const SemKBlock *running;

static void
timed_panel (const SemKPanel *panel)
{
  Step step = running != NULL && panel->weights >= running->packed_project ? PROJECT : EXPAND;
  double start = wall_seconds ();

  real->multiply_panel (panel);
  spent[step] += wall_seconds () - start;
}

static void
timed_filter (const SemKStrip *strip)
{
  double start = wall_seconds ();

  real->filter_rows (strip);
  spent[FILTER] += wall_seconds () - start;
}

static double
count_products (const SemKConv *conv)
{
  double n_out = (double) sem_k_conv_out (conv->height, conv->stride)
                 * sem_k_conv_out (conv->width, conv->stride) * conv->out_channels;

  return n_out * conv->kernel * conv->kernel * (conv->depthwise ? 1 : conv->in_channels);
}

static float *
allocate (gsize n)
{
  return g_aligned_alloc0 (n, sizeof (float), SEM_K_ALIGNMENT);
}

/* The weights of a block in one array, in the order of the steps. */
static SemKBlock
pack_block (const SemLite0Layer *expand, const SemLite0Block *source, float **packed)
{
  const gsize unit = SEM_K_ALIGNMENT / sizeof (float);
  const SemLite0Layer *layers[N_STEPS] = { expand, &source->depthwise, &source->project };
  const float *places[N_STEPS];
  gsize offsets[N_STEPS + 1] = { 0 };

  for (guint i = 0; i < N_STEPS; i++)
    offsets[i + 1] =
      offsets[i] + (sem_k_packed_size (real, &layers[i]->conv) + unit - 1) / unit * unit;
  *packed = allocate (offsets[N_STEPS]);
  for (guint i = 0; i < N_STEPS; i++)
    {
      places[i] = *packed + offsets[i];
      sem_k_pack (real, &layers[i]->conv, layers[i]->weights, layers[i]->bias,
                  *packed + offsets[i]);
    }

  return (SemKBlock){ expand->conv,     source->depthwise.conv, source->project.conv,
                      source->residual, places[EXPAND],         places[FILTER],
                      places[PROJECT] };
}

static void
keep_best (double *best, double whole)
{
  best[N_STEPS] = MIN (best[N_STEPS], whole);
  for (guint i = 0; i < N_STEPS; i++)
    best[i] = MIN (best[i], spent[i]);
}

/* Runs one block @n_rounds times: its steps with the clock, and the whole block without. */
static void
time_block (const SemKBlock *block, const float *in, float **out, guint n_rounds, double *best)
{
  SemKConvKernels timed = *real;
  gsize size = sem_k_blocked_size (real, block->project.height * block->project.width,
                                   block->project.out_channels);
  float *scratch = allocate (sem_k_block_scratch (real, block));

  timed.multiply_panel = timed_panel;
  timed.filter_rows = timed_filter;
  running = block;
  *out = allocate (size);
  for (guint i = 0; i < n_rounds; i++)
    {
      double start;

      for (guint j = 0; j < N_STEPS; j++)
        spent[j] = 0;
      sem_k_block_forward (&timed, block, in, scratch, *out);
      start = wall_seconds ();
      sem_k_block_forward (real, block, in, scratch, *out);
      keep_best (best, wall_seconds () - start);
    }
  g_aligned_free (scratch);
}

static void
print_line (const char *name, const double *products, const double *best, double peak)
{
  double sum = 0;

  for (guint i = 0; i < N_STEPS; i++)
    sum += products[i];
  printf ("%-8s %8.2f %7.3f %5.2f", name, sum / 1e6, best[N_STEPS] * 1e3,
          sum / peak / best[N_STEPS]);
  for (guint i = 0; i < N_STEPS; i++)
    if (products[i] > 0)
      printf ("  %7.2f %6.3f %5.2f", products[i] / 1e6, best[i] * 1e3,
              products[i] / peak / best[i]);
  printf ("\n");
}

static void
print_block (const SemKBlock *block, const char *name, const double *best, double peak)
{
  double products[N_STEPS] = { count_products (&block->expand), count_products (&block->depthwise),
                               count_products (&block->project) };

  print_line (name, products, best, peak);
}

static double
print_head (const SemLite0Layer *head, const float *in, guint n_rounds, double peak)
{
  double best[N_STEPS + 1] = { INFINITY, INFINITY, INFINITY, INFINITY };
  double products[N_STEPS] = { count_products (&head->conv) };
  float *packed = allocate (sem_k_packed_size (real, &head->conv));
  float *scratch = allocate (sem_k_mean_scratch (real, &head->conv));
  float *mean = allocate (sem_k_blocked_size (real, 1, head->conv.out_channels));

  sem_k_pack (real, &head->conv, head->weights, head->bias, packed);
  for (guint i = 0; i < n_rounds; i++)
    {
      double start = wall_seconds ();

      sem_k_mean_forward (real, &head->conv, packed, in, scratch, mean);
      best[EXPAND] = best[N_STEPS] = MIN (best[N_STEPS], wall_seconds () - start);
    }
  print_line ("head", products, best, peak);
  g_aligned_free (packed);
  g_aligned_free (scratch);
  g_aligned_free (mean);

  return best[N_STEPS];
}

void
cnn_profile_print (const SemLite0 *network,
                   SemKSet set,
                   const guint8 *rgb,
                   double peak,
                   guint n_rounds)
{
  float *in = NULL;
  double sum = 0;

  real = sem_k_conv_get_kernels (set);
  in = allocate (sem_k_image_size (&network->stem.conv));
  sem_k_image_pad (real, &network->stem.conv, rgb, in);
  printf ("%-8s %22s  %21s  %21s  %21s\n%-8s %8s %7s %5s", "block", "whole", "expand", "filter",
          "project", "", "million", "ms", "share");
  for (guint i = 0; i < N_STEPS; i++)
    printf ("  %7s %6s %5s", "million", "ms", "share");
  printf ("\n");
  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    {
      const SemLite0Block *source = &network->blocks[i];
      g_autofree char *name = g_strdup_printf ("%u", i);
      double best[N_STEPS + 1] = { INFINITY, INFINITY, INFINITY, INFINITY };
      float *packed, *out;
      SemKBlock block = pack_block (i == 0 ? &network->stem : &source->expand, source, &packed);

      time_block (&block, in, &out, n_rounds, best);
      print_block (&block, name, best, peak);
      sum += best[N_STEPS];
      g_aligned_free (packed);
      g_aligned_free (in);
      in = out;
    }
  running = NULL;
  sum += print_head (&network->head, in, n_rounds, peak);
  printf ("sum %.3f ms\n", sum * 1e3);
  g_aligned_free (in);
}
