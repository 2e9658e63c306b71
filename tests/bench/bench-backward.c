/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Time of a training step of the backbone, forward and backward, against sgemm.
 *
 *   bench-backward [--batch=N] [--rounds=N] [--json=FILE]
 */

#include "engine/hash/mathematics/blas.h"
#include "engine/kernels/cpu.h"
#include "engine/nn/backbone-private.h"
#include "engine/nn/backbone-train-private.h"
#include "tests/bench/report.h"
#include "tests/engine/nn/made-weights.h"

#include <cblas.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PEAK_SIDE 1024
#define PEAK_OPERATIONS (2.0 * PEAK_SIDE * PEAK_SIDE * PEAK_SIDE)

static int n_batch = 32;
static int n_rounds = 20;
static char *json_path;

static const GOptionEntry options[] = {
  { "batch", 'b', 0, G_OPTION_ARG_INT, &n_batch, "Train on N photos at a time (32)", "N" },
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Take the best of N (20)", "N" },
  { "json", 'j', 0, G_OPTION_ARG_FILENAME, &json_path, "Add the figures to FILE", "FILE" },
  { NULL }
};

/* Best times in seconds: of the forward and backward pass, and of sgemm per operation. */
typedef struct
{
  double forward;
  double backward;
  double peak;
} Times;

typedef struct
{
  SemBackboneTrainer *trainer;
  SemWork work;
  float *entry;
  float *features;
  float *slopes;
} Bench;

static double
count_layer (const SemLite0Layer *layer)
{
  const SemKConv *conv = &layer->conv;
  double n = (double) (sem_k_conv_out (conv->height, conv->stride)
                       * sem_k_conv_out (conv->width, conv->stride) * conv->out_channels);

  if (!layer->weights)
    return 0;

  return 2 * n * (double) (conv->kernel * conv->kernel * (conv->depthwise ? 1 : conv->in_channels));
}

/* Floating-point operations of the forward pass through the trained layers, per photo. */
static double
count_operations (SemBackbone *backbone, guint first_stage)
{
  const SemLite0 *network = sem_backbone_get_network (backbone);
  double operations = count_layer (&network->head);

  if (first_stage == SEM_TRAIN_ALL)
    operations += count_layer (&network->stem);
  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    if (network->blocks[i].stage >= first_stage)
      operations += count_layer (&network->blocks[i].expand)
                    + count_layer (&network->blocks[i].depthwise)
                    + count_layer (&network->blocks[i].project);

  return operations;
}

static void
bench_init (Bench *bench, SemBackbone *backbone, guint first_stage, guint n_threads)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree guint8 *rgb = g_new (guint8, (gsize) n_batch * SEM_BACKBONE_INPUT_SIZE);
  gsize n = (gsize) n_batch;

  for (gsize i = 0; i < n * SEM_BACKBONE_INPUT_SIZE; i++)
    rgb[i] = (guint8) g_rand_int_range (rand, 0, 256);
  sem_blas_use_one_thread ();
  sem_work_init (&bench->work, n_threads, NULL);
  bench->trainer = sem_backbone_trainer_new (backbone, first_stage, 1);
  bench->entry = g_new (float, n *sem_backbone_trainer_get_entry_size (bench->trainer));
  bench->features = g_new (float, n *SEM_BACKBONE_DIM);
  bench->slopes = g_new (float, n *SEM_BACKBONE_DIM);
  for (gsize i = 0; i < n * SEM_BACKBONE_DIM; i++)
    bench->slopes[i] = (float) g_rand_double_range (rand, -1, 1);
  if (!sem_backbone_trainer_forward_trunk (bench->trainer, &bench->work, rgb, n, bench->entry))
    g_assert_not_reached ();
}

static void
bench_clear (Bench *bench)
{
  sem_backbone_trainer_free (bench->trainer);
  g_free (bench->entry);
  g_free (bench->features);
  g_free (bench->slopes);
}

static void
run_step (Bench *bench, double (*clock) (void), Times *best)
{
  double start = clock ();
  double middle;
  gboolean ok;

  ok = sem_backbone_trainer_forward_tail (bench->trainer, &bench->work, bench->entry,
                                          (gsize) n_batch, bench->features);
  middle = clock ();
  best->forward = MIN (best->forward, middle - start);
  ok = ok && sem_backbone_trainer_backward_tail (bench->trainer, &bench->work, bench->slopes, NULL);
  g_assert (ok);
  best->backward = MIN (best->backward, clock () - middle);
}

static void
run_peak (Times *best)
{
  static float a[PEAK_SIDE * PEAK_SIDE];
  static float b[PEAK_SIDE * PEAK_SIDE];
  static float c[PEAK_SIDE * PEAK_SIDE];
  double start = thread_seconds ();

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, PEAK_SIDE, PEAK_SIDE, PEAK_SIDE, 1, a,
               PEAK_SIDE, b, PEAK_SIDE, 0, c, PEAK_SIDE);
  best->peak = MIN (best->peak, (thread_seconds () - start) / PEAK_OPERATIONS);
}

/* Peak resident memory of the process in megabytes. */
static double
read_peak_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return NAN;
  line = strstr (text, "VmHWM:");

  return line != NULL ? g_ascii_strtod (line + strlen ("VmHWM:"), NULL) / 1024 : NAN;
}

/* A step needs three times the operations of the forward pass; activations computed again to save
 * memory do not count as useful operations. */
static void
bench_stage (SemBackbone *backbone, guint first_stage, const char *name, double goal)
{
  g_autofree char *forward = g_strconcat (name, "-forward", NULL);
  g_autofree char *backward = g_strconcat (name, "-backward", NULL);
  g_autofree char *ratio = g_strconcat (name, "-vs-sgemm", NULL);
  double operations = 3 * count_operations (backbone, first_stage) * n_batch;
  Times best = { INFINITY, INFINITY, INFINITY };
  double seconds;
  Bench bench;

  bench_init (&bench, backbone, first_stage, 1);
  for (int i = 0; i < n_rounds; i++)
    {
      run_step (&bench, thread_seconds, &best);
      for (int j = 0; j < 4; j++)
        run_peak (&best);
    }
  seconds = best.forward + best.backward;
  report_add (forward, best.forward * 1e3 / n_batch, NAN, "ms a photo", TRUE);
  report_add (backward, best.backward * 1e3 / n_batch, NAN, "ms a photo", TRUE);
  printf ("%s: %.1f GFLOP/s, sgemm %.1f GFLOP/s\n", name, operations / seconds * 1e-9,
          1e-9 / best.peak);
  report_add (ratio, operations * best.peak / seconds, goal, "of sgemm", FALSE);
  bench_clear (&bench);
}

static void
bench_threads (SemBackbone *backbone)
{
  Times one = { INFINITY, INFINITY, INFINITY };
  Times two = one;
  Bench bench;

  bench_init (&bench, backbone, SEM_TRAIN_ALL, 2);
  for (int i = 0; i < n_rounds / 2; i++)
    {
      bench.work.n_threads = 1;
      run_step (&bench, wall_seconds, &one);
      bench.work.n_threads = 2;
      run_step (&bench, wall_seconds, &two);
    }
  report_add ("train-two-threads", (one.forward + one.backward) / (two.forward + two.backward), NAN,
              "x one thread", FALSE);
  bench_clear (&bench);
}

/* With two threads, both of which need scratch. Runs first, since the peak never decreases. */
static void
bench_memory (SemBackbone *backbone)
{
  Times ignored = { INFINITY, INFINITY, INFINITY };
  Bench bench;

  bench_init (&bench, backbone, SEM_TRAIN_ALL, 2);
  run_step (&bench, wall_seconds, &ignored);
  report_add ("train-memory", read_peak_memory (), 2048, "MB resident", TRUE);
  bench_clear (&bench);
}

static SemBackbone *
make_backbone (GError **error)
{
  g_autofree char *path = NULL;
  SemBackbone *backbone;
  int fd = g_file_open_tmp ("semblance-made-XXXXXX", &path, error);

  if (fd < 0)
    return NULL;
  g_close (fd, NULL);
  write_made_weights (path, 1);
  backbone = sem_backbone_new (path, error);
  g_unlink (path);

  return backbone;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  sem_blas_prepare (argv);
  g_option_context_add_main_entries (context, options, NULL);
  ok = g_option_context_parse (context, &argc, &argv, &error);
  n_batch = CLAMP (n_batch, 1, 4096);
  n_rounds = MAX (n_rounds, 2);
  backbone = ok ? make_backbone (&error) : NULL;
  ok = backbone != NULL;
  if (ok)
    {
      printf ("kernels: %s, OpenBLAS: %s, batch of %d\n", sem_k_set_name (sem_k_get_set ()),
              sem_blas_get_core (), n_batch);
      bench_memory (backbone);
      bench_stage (backbone, SEM_TRAIN_ALL, "train-all", 0.4);
      bench_stage (backbone, SEM_TRAIN_LAST_STAGE, "train-last-stage", 0.55);
      bench_threads (backbone);
      ok = report_write (json_path, &error);
    }
  if (!ok)
    fprintf (stderr, "bench-backward: %s\n", error->message);
  g_free (json_path);

  return ok ? 0 : 1;
}
