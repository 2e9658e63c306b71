/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The backbone's forward pass against the peak of this CPU, oneDNN and ONNX Runtime. README.md
 * describes the method.
 *
 *   bench-cnn [--rounds=N] [--profile] [--json=FILE] [--onnxruntime=FOLDER]
 */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "engine/kernels/conv/conv-block.h"
#include "engine/nn/backbone-private.h"
#include "engine/nn/lite0.h"
#include "tests/bench/cnn-peak.h"
#include "tests/bench/cnn-profile.h"
#include "tests/bench/report.h"
#ifdef HAVE_ONEDNN
#include "tests/bench/cnn-onednn.h"
#endif

/* Photos that each of two threads computes per measurement: so few that even on a busy machine both
 * threads sometimes have a core each. */
#define N_PHOTOS 2
/* A peer whose feature differs more from ours computes something else. */
#define TOLERANCE 1e-4

static int n_rounds = 40;
static gboolean profile;
static char *json_path;
static char *onnxruntime_folder;

static const GOptionEntry options[] = {
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Take the best of N (40)", "N" },
  { "profile", 0, 0, G_OPTION_ARG_NONE, &profile, "Print the time of each block instead", NULL },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { "onnxruntime", 0, 0, G_OPTION_ARG_FILENAME, &onnxruntime_folder,
    "Where ONNX Runtime's Python package is installed", "FOLDER" },
  { NULL }
};

typedef struct
{
  SemBackbone *backbone;
  SemBackboneWorkspace *workspace;
  SemSafetensors *weights;
  SemLite0 network;
  guint8 *rgb;
  float *image;
  float feature[SEM_BACKBONE_DIM];
#ifdef HAVE_ONEDNN
  CnnOnednn *onednn;
#endif
  GSubprocess *onnxruntime;
  GDataInputStream *answers;
} Bench;

/* Best times in seconds. */
typedef struct
{
  double forward;
  double peak_per_operation;
  double onednn;
  double onnxruntime;
} Times;

static double
count_products (const SemKConv *conv)
{
  double n_out = (double) sem_k_conv_out (conv->height, conv->stride)
                 * sem_k_conv_out (conv->width, conv->stride) * conv->out_channels;

  return n_out * conv->kernel * conv->kernel * (conv->depthwise ? 1 : conv->in_channels);
}

/* Floating-point operations of a forward pass, two per product. */
static double
count_operations (const SemLite0 *network)
{
  double sum = count_products (&network->stem.conv) + count_products (&network->head.conv);

  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    {
      if (network->blocks[i].expand.weights)
        sum += count_products (&network->blocks[i].expand.conv);
      sum += count_products (&network->blocks[i].depthwise.conv);
      sum += count_products (&network->blocks[i].project.conv);
    }

  return 2 * sum;
}

/* Smooth shapes in every colour, so that activations are similar to those of a photo. */
static void
make_image (Bench *bench)
{
  bench->rgb = g_new (guint8, SEM_BACKBONE_INPUT_SIZE);
  bench->image = g_new (float, SEM_BACKBONE_INPUT_SIZE);
  for (guint i = 0; i < SEM_BACKBONE_INPUT_SIZE; i++)
    {
      double x = i / 3 % SEM_BACKBONE_SIDE;
      double y = i / 3 / SEM_BACKBONE_SIDE;

      bench->rgb[i] = 128 + (int) (60 * (sin (x / (11 + i % 3)) + cos ((x + 2 * y) / 37)));
      bench->image[i] = (bench->rgb[i] - 127) / 128.0f;
    }
}

static gboolean
feature_agrees (const Bench *bench, const float *feature, const char *name)
{
  double difference = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    difference = MAX (difference, fabs ((double) feature[i] - (double) bench->feature[i]));
  if (!(difference < TOLERANCE))
    printf ("%s computes another feature (difference %g): skipped\n", name, difference);

  return difference < TOLERANCE;
}

static void
start_onednn (Bench *bench)
{
#ifdef HAVE_ONEDNN
  float feature[SEM_BACKBONE_DIM];

  bench->onednn = cnn_onednn_new (&bench->network, bench->image);
  if (!bench->onednn || !cnn_onednn_run (bench->onednn))
    {
      g_clear_pointer (&bench->onednn, cnn_onednn_free);
      return;
    }
  cnn_onednn_get_feature (bench->onednn, feature);
  if (!feature_agrees (bench, feature, "oneDNN"))
    g_clear_pointer (&bench->onednn, cnn_onednn_free);
#else
  printf ("built without oneDNN (libdnnl-dev): skipped\n");
#endif
}

/* Sends a line to the peer's process and returns its reply. */
static char *
ask_onnxruntime (Bench *bench, const char *question)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (bench->onnxruntime);

  if (!g_output_stream_write_all (input, question, strlen (question), NULL, NULL, NULL))
    return NULL;

  return g_data_input_stream_read_line (bench->answers, NULL, NULL, NULL);
}

static void
stop_onnxruntime (Bench *bench)
{
  if (!bench->onnxruntime)
    return;

  g_output_stream_close (g_subprocess_get_stdin_pipe (bench->onnxruntime), NULL, NULL);
  g_subprocess_wait (bench->onnxruntime, NULL, NULL);
  g_clear_object (&bench->answers);
  g_clear_object (&bench->onnxruntime);
}

static void
start_onnxruntime (Bench *bench)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *input = NULL;
  g_autofree char *output = NULL;
  g_autofree char *weights = sem_backbone_find_weights ();
  g_autofree char *answer = NULL;
  g_autofree char *feature = NULL;
  gsize size = 0;

  if (!onnxruntime_folder)
    {
      printf ("--onnxruntime is not given: skipped\n");
      return;
    }
  folder = g_dir_make_tmp ("bench-cnn-XXXXXX", NULL);
  input = g_build_filename (folder, "input", NULL);
  output = g_build_filename (folder, "feature", NULL);
  g_file_set_contents (input, (const char *) bench->rgb, SEM_BACKBONE_INPUT_SIZE, NULL);
  launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_setenv (launcher, "PYTHONPATH", onnxruntime_folder, TRUE);
  bench->onnxruntime = g_subprocess_launcher_spawn (launcher, NULL, "/usr/bin/python3",
                                                    ONNXRUNTIME_LOOP, weights, input, output, NULL);
  if (!bench->onnxruntime)
    return;
  bench->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bench->onnxruntime));
  answer = ask_onnxruntime (bench, "");
  if (g_strcmp0 (answer, "ready") != 0 || !g_file_get_contents (output, &feature, &size, NULL)
      || size != sizeof bench->feature
      || !feature_agrees (bench, (const float *) (gpointer) feature, "ONNX Runtime"))
    {
      printf ("ONNX Runtime does not run: skipped\n");
      stop_onnxruntime (bench);
    }
  g_unlink (input);
  g_unlink (output);
  g_rmdir (folder);
}

static double
time_forward (Bench *bench)
{
  double start = thread_seconds ();

  sem_backbone_forward (bench->backbone, bench->workspace, bench->rgb, bench->feature);

  return thread_seconds () - start;
}

/* Runs all in turn, so that other load on the machine affects them alike. */
static void
run_round (Bench *bench, Times *best)
{
  double start = thread_seconds ();
  double operations = cnn_peak_run (sem_k_get_set ());

  if (operations > 0)
    best->peak_per_operation =
      MIN (best->peak_per_operation, (thread_seconds () - start) / operations);
  best->forward = MIN (best->forward, time_forward (bench));
#ifdef HAVE_ONEDNN
  start = thread_seconds ();
  if (bench->onednn && cnn_onednn_run (bench->onednn))
    best->onednn = MIN (best->onednn, thread_seconds () - start);
#endif
  best->forward = MIN (best->forward, time_forward (bench));
  if (bench->onnxruntime)
    {
      g_autofree char *answer = ask_onnxruntime (bench, "\n");

      if (answer)
        best->onnxruntime = MIN (best->onnxruntime, g_ascii_strtod (answer, NULL) / 1e3);
    }
}

/* Pins the calling thread to the CPU with index @number among those it may use, so that two threads
 * do not share one; %FALSE if there are not so many. */
static gboolean
stay_on_cpu (const cpu_set_t *allowed, guint number)
{
  cpu_set_t one;

  for (guint i = 0; i < CPU_SETSIZE; i++)
    if (CPU_ISSET (i, allowed) && number-- == 0)
      {
        CPU_ZERO (&one);
        CPU_SET (i, &one);
        return sched_setaffinity (0, sizeof one, &one) == 0;
      }

  return FALSE;
}

/* The second of two threads that compute photos at the same time. */
typedef struct
{
  Bench *bench;
  const cpu_set_t *allowed;
  gint go; /* atomic */
} Partner;

static void
compute_photos (Bench *bench, SemBackboneWorkspace *workspace)
{
  float feature[SEM_BACKBONE_DIM];

  for (guint i = 0; i < N_PHOTOS; i++)
    sem_backbone_forward (bench->backbone, workspace, bench->rgb, feature);
}

static gpointer
partner_thread (gpointer data)
{
  Partner *partner = data;
  g_autoptr (SemBackboneWorkspace) workspace =
    sem_backbone_workspace_new (partner->bench->backbone);

  stay_on_cpu (partner->allowed, 1);
  compute_photos (partner->bench, workspace);
  g_atomic_int_inc (&partner->go);
  while (g_atomic_int_get (&partner->go) < 2)
    g_thread_yield ();
  compute_photos (partner->bench, workspace);

  return NULL;
}

static double
time_two_threads (Bench *bench, const cpu_set_t *allowed)
{
  Partner partner = { bench, allowed, 0 };
  GThread *thread = g_thread_new ("partner", partner_thread, &partner);
  double start;

  while (g_atomic_int_get (&partner.go) < 1)
    g_thread_yield ();
  start = wall_seconds ();
  g_atomic_int_inc (&partner.go);
  compute_photos (bench, bench->workspace);
  g_thread_join (thread);

  return wall_seconds () - start;
}

/* Ratio of the photos per second with two threads to those with one. */
static void
compare_threads (Bench *bench)
{
  double best_one = INFINITY;
  double best_two = INFINITY;
  cpu_set_t allowed;

  if (sched_getaffinity (0, sizeof allowed, &allowed) != 0 || CPU_COUNT (&allowed) < 2)
    {
      printf ("there is only one CPU: two threads are skipped\n");
      return;
    }
  stay_on_cpu (&allowed, 0);
  for (int i = 0; i < n_rounds; i++)
    {
      double start = wall_seconds ();

      compute_photos (bench, bench->workspace);
      best_one = MIN (best_one, wall_seconds () - start);
      best_two = MIN (best_two, time_two_threads (bench, &allowed));
    }
  sched_setaffinity (0, sizeof allowed, &allowed);
  report_add ("cnn-two-threads", 2 * best_one / best_two, 1.8, "x one thread", FALSE);
}

/* Replaces everything else: the peak, and the times of the blocks. */
static void
print_profile (const Bench *bench)
{
  double best = INFINITY;

  for (int i = 0; i < MAX (n_rounds, 1); i++)
    {
      double start = thread_seconds ();
      double operations = cnn_peak_run (sem_k_get_set ());

      if (operations > 0)
        best = MIN (best, (thread_seconds () - start) / operations);
    }
  cnn_profile_print (&bench->network, sem_k_get_set (), bench->rgb, 0.5 / best, MAX (n_rounds, 1));
}

static gboolean
set_up (Bench *bench, GError **error)
{
  g_autofree char *path = sem_backbone_find_weights ();

  bench->backbone = sem_backbone_new (path, error);
  if (!bench->backbone)
    return FALSE;
  bench->workspace = sem_backbone_workspace_new (bench->backbone);
  bench->weights = sem_safetensors_open (path, error);
  if (!bench->weights || !sem_lite0_init (&bench->network, bench->weights, error))
    return FALSE;
  make_image (bench);
  if (profile)
    return TRUE;
  time_forward (bench);
  start_onednn (bench);
  start_onnxruntime (bench);

  return TRUE;
}

static void
tear_down (Bench *bench)
{
  stop_onnxruntime (bench);
#ifdef HAVE_ONEDNN
  g_clear_pointer (&bench->onednn, cnn_onednn_free);
#endif
  g_clear_pointer (&bench->workspace, sem_backbone_workspace_free);
  g_clear_pointer (&bench->backbone, sem_backbone_unref);
  g_clear_pointer (&bench->weights, sem_safetensors_free);
  g_free (bench->rgb);
  g_free (bench->image);
}

static void
report (const Bench *bench, const Times *best)
{
  double operations = count_operations (&bench->network);

  printf ("kernels: %s, %.1f million products per photo\n", sem_k_set_name (sem_k_get_set ()),
          operations / 2e6);
  report_add ("cnn-forward", best->forward * 1e3, NAN, "ms a photo", TRUE);
  if (isfinite (best->peak_per_operation))
    {
      report_add ("cnn-peak", 1e-9 / best->peak_per_operation, NAN, "GFLOP/s", FALSE);
      report_add ("cnn-vs-peak", operations * best->peak_per_operation / best->forward, 0.75,
                  "of the peak", FALSE);
    }
  if (isfinite (best->onednn))
    report_add ("cnn-vs-onednn", best->onednn / best->forward, 1.2, "x oneDNN", FALSE);
  if (isfinite (best->onnxruntime))
    report_add ("cnn-vs-onnxruntime", best->onnxruntime / best->forward, 1.3, "x ONNX Runtime",
                FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Bench bench = { NULL };
  Times best = { INFINITY, INFINITY, INFINITY, INFINITY };
  gboolean ok;

  g_option_context_add_main_entries (context, options, NULL);
  ok = g_option_context_parse (context, &argc, &argv, &error) && set_up (&bench, &error);
  if (ok && profile)
    print_profile (&bench);
  else if (ok)
    {
      for (int i = 0; i < MAX (n_rounds, 1); i++)
        run_round (&bench, &best);
      report (&bench, &best);
      stop_onnxruntime (&bench);
      compare_threads (&bench);
      ok = report_write (json_path, &error);
    }
  if (!ok)
    fprintf (stderr, "bench-cnn: %s\n", error->message);
  tear_down (&bench);

  return ok ? 0 : 1;
}
