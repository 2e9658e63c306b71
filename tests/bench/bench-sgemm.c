/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rates of OpenBLAS's kernels for each type of core on this CPU, and whether the program
 * chooses the right ones. README.md describes the method.
 *
 *   bench-sgemm [--rounds=N] [--json=FILE]
 */

#include <cblas.h>
#include <gio/gio.h>
#include <math.h>
#include <stdio.h>

#include "engine/hash/mathematics/blas.h"
#include "tests/bench/report.h"

#define VARIABLE "OPENBLAS_CORETYPE"
#define SIDE 1024
#define N_CALLS 6

static int n_rounds = 4;
static char *json_path;
static char *child;

static const GOptionEntry options[] = {
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Start each type N times (4)", "N" },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { "child", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &child, NULL, NULL },
  { NULL }
};

/* OpenBLAS chooses its kernels when it is loaded, so each candidate is a process. */
typedef struct
{
  const char *label;
  const char *type; /* of the environment; NULL for none */
  const char *mode; /* "as-is", or "program" to do what the program does at its start */
  char *name;       /* of the kernels that were loaded */
  double best;      /* GFLOP/s */
} Candidate;

static Candidate candidates[] = {
  { .label = "OpenBLAS's choice", .mode = "as-is" },
  { .label = "Semblance's choice", .mode = "program" },
  { .label = "Haswell", .type = "Haswell", .mode = "as-is" },
  { .label = "Zen", .type = "Zen", .mode = "as-is" },
  { .label = "SkylakeX", .type = "SkylakeX", .mode = "as-is" },
  { .label = "Cooperlake", .type = "Cooperlake", .mode = "as-is" },
  { .label = "SapphireRapids", .type = "SapphireRapids", .mode = "as-is" },
};

/* Prints the name of the kernels and GFLOP/s, the best of some calls. */
static void
run_child (void)
{
  g_autofree float *a = g_new (float, SIDE *SIDE);
  g_autofree float *b = g_new (float, SIDE *SIDE);
  g_autofree float *c = g_new0 (float, SIDE *SIDE);
  double best = INFINITY;

  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      a[i] = (float) (i % 17) - 8;
      b[i] = (float) (i % 13) - 6;
    }
  openblas_set_num_threads (1);
  for (guint i = 0; i < N_CALLS; i++)
    {
      double start = thread_seconds ();

      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, SIDE, SIDE, SIDE, 1, a, SIDE, b, SIDE,
                   0, c, SIDE);
      best = MIN (best, thread_seconds () - start);
    }
  printf ("%s %.3f\n", sem_blas_get_core (), 2e-9 * SIDE * SIDE * SIDE / best);
}

/* A candidate keeps a best of 0 if this CPU or this OpenBLAS lacks its kernels. */
static void
measure (Candidate *candidate)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_auto (GStrv) words = NULL;

  g_subprocess_launcher_unsetenv (launcher, VARIABLE);
  if (candidate->type)
    g_subprocess_launcher_setenv (launcher, VARIABLE, candidate->type, TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, "/proc/self/exe", "--child",
                                         candidate->mode, NULL);
  if (!process || !g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL)
      || !g_subprocess_get_successful (process))
    return;
  words = g_strsplit (g_strstrip (output), " ", 2);
  if (g_strv_length (words) != 2
      || (candidate->type && g_ascii_strcasecmp (words[0], candidate->type) != 0))
    return;
  g_free (candidate->name);
  candidate->name = g_strdup (words[0]);
  candidate->best = MAX (candidate->best, g_ascii_strtod (words[1], NULL));
}

static void
print_table (double best)
{
  printf ("%-20s %-16s %9s  %s\n", "sgemm, 1024 cubed", "kernels", "GFLOP/s", "of the best");
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      const Candidate *candidate = &candidates[i];

      if (candidate->best > 0)
        printf ("%-20s %-16s %9.1f  %.2f\n", candidate->label, candidate->name, candidate->best,
                candidate->best / best);
      else
        printf ("%-20s %-16s\n", candidate->label, "not available");
    }
}

static void
compare_types (void)
{
  double best = 0;

  for (int round = 0; round < n_rounds; round++)
    for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
      measure (&candidates[i]);
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    best = MAX (best, candidates[i].best);
  print_table (best);
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    g_free (candidates[i].name);
  report_add ("sgemm-chosen", candidates[1].best / best, 0.9, "of the best kernels", FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  if (argc == 3 && g_str_equal (argv[1], "--child") && g_str_equal (argv[2], "program"))
    sem_blas_prepare (argv);
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "bench-sgemm: %s\n", error->message);
      return 2;
    }
  if (child)
    {
      run_child ();
      return 0;
    }
  n_rounds = MAX (n_rounds, 1);
  compare_types ();
  if (!report_write (json_path, &error))
    {
      fprintf (stderr, "bench-sgemm: %s\n", error->message);
      return 1;
    }
  return 0;
}
