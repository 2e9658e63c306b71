/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sorting photos on a grid: how long it takes, how much memory, and how near neighbours come.
 * README.md describes the method.
 *
 *   bench-map [--json=FILE]
 */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>

#include "engine/base/random.h"
#include "engine/map/sorting-private.h"
#include "engine/map/sorting.h"
#include "tests/bench/report.h"

#define D 32
/* Photos of one kind, in the mean. */
#define KIND 50
/* Of what a photo differs by from its kind. */
#define NOISE 0.35
/* Megabytes, whatever the number of photos: one number here is 64 MB of 500,000. */
#define MEMORY_GOAL 500

static char *json_path;

static const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path,
                                          "Add results to the list in FILE", "FILE" },
                                        { NULL } };

/* (transfer full): kinds that lie anywhere, with components that matter less and less, as those of
 * codes do. */
static float *
make_photos (guint n)
{
  const guint n_kinds = n / KIND;
  g_autofree float *kinds = g_new (float, (gsize) n_kinds *D);
  float *photos = g_new (float, (gsize) n *D);
  SemRandom random;

  sem_random_init (&random, 1, SEM_RANDOM_VECTORS);
  for (gsize i = 0; i < (gsize) n_kinds * D; i++)
    kinds[i] = (float) (sem_random_normal (&random) / sqrt (1 + (double) (i % D)));
  for (gsize i = 0; i < n; i++)
    {
      const float *kind = kinds + sem_random_below (&random, n_kinds) * D;

      for (gsize k = 0; k < D; k++)
        photos[i * D + k] =
          kind[k] + (float) (NOISE * sem_random_normal (&random) / sqrt (1 + (double) k));
    }
  return photos;
}

/* The most memory that the program has had so far, in megabytes. */
static double
get_peak (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss * 1024 / 1e6;
}

/* To be called with more and more photos: the peak is that of all calls until then. */
static void
measure (guint n, const char *name, double goal)
{
  g_autofree float *photos = make_photos (n);
  const SemSortingItems items = { photos, n, D, (guint) ceil (sqrt (n * 4 / 3.0)) };
  g_autofree guint32 *order = NULL;
  g_autofree char *spread = g_strconcat (name, "-spread", NULL);
  g_autofree char *memory = g_strconcat (name, "-memory", NULL);
  double start;
  SemWork work;

  sem_work_init (&work, 0, NULL);
  start = wall_seconds ();
  order = sem_sorting_new (&items, 1, &work);
  report_add (name, wall_seconds () - start, goal, "s", TRUE);
  report_add (memory, get_peak (), MEMORY_GOAL, "MB", TRUE);
  /* That of a random order is 1; what photos of one kind differ by is the least. */
  report_add (spread, sem_sorting_measure (&items, order), NAN, "", TRUE);
  printf ("  photos of one kind: %.3f\n", NOISE * NOISE / (1 + NOISE * NOISE));
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "bench-map: %s\n", error->message);
      return 2;
    }
  measure (50000, "map-50k", 30);
  measure (500000, "map-500k", 300);
  if (!report_write (json_path, &error))
    {
      fprintf (stderr, "bench-map: %s\n", error->message);
      return 1;
    }
  return 0;
}
