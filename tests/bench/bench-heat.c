/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the heat of two photos lies on what they have in common, and how long it takes.
 * README.md describes the trials.
 *
 *   bench-heat [--json=FILE] [--trials=N]
 */

#include "config.h"

#include <stdio.h>

#include "tests/bench/report.h"
#include "tests/support/pasted.h"

#define TRAINING 600
#define ROUNDS 20

static char *json_path;
static int n_trials = 200;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { "trials", 0, 0, G_OPTION_ARG_INT, &n_trials, "How many trials (200)", "N" },
  { NULL },
};

static void
try (Pasted *pasted, SemHashModel *model, gboolean same, const char *name, gboolean is_goal)
{
  const PastedScore score = pasted_try (pasted, model, same, 0, (guint) MAX (n_trials, 1));
  g_autofree char *mass = g_strconcat (name, "-mass", NULL);
  g_autofree char *above = g_strconcat (name, "-above", NULL);

  report_add (mass, score.mass, is_goal ? .6 : __builtin_nan (""), "", FALSE);
  report_add (above, score.above, is_goal ? .9 : __builtin_nan (""), "", FALSE);
}

/* Two photos, from their pixels to the heat of both. */
static void
measure_time (SemBackbone *backbone, SemHashModel *model)
{
  g_autoptr (SemBackboneMap) map = sem_backbone_map_new (backbone, SEM_BACKBONE_SIDE);
  g_autoptr (SemLikeness) likeness =
    sem_likeness_new (sem_reference_get (), sem_reference_get ()->mean);
  g_autofree float *parts = g_new (float, (gsize) 2 * SEM_HEAT_CELLS * SEM_BACKBONE_DIM);
  g_autofree guint8 *rgb = g_malloc0 (SEM_BACKBONE_INPUT_SIZE);
  float features[2][SEM_BACKBONE_DIM];
  double both = G_MAXDOUBLE, alone = G_MAXDOUBLE;
  SemHeat heat;

  for (guint round = 0; round < ROUNDS; round++)
    {
      const double start = wall_seconds ();
      double mapped;

      for (guint i = 0; i < 2; i++)
        {
          sem_backbone_map_forward (map, rgb);
          sem_backbone_map_split (map, features[i],
                                  parts + (gsize) i * SEM_HEAT_CELLS * SEM_BACKBONE_DIM);
        }
      mapped = wall_seconds ();
      for (guint i = 0; i < 2; i++)
        sem_heat_measure (likeness, model, parts + (gsize) i * SEM_HEAT_CELLS * SEM_BACKBONE_DIM,
                          features[!i], &heat);
      alone = MIN (alone, wall_seconds () - mapped);
      both = MIN (both, wall_seconds () - start);
    }
  report_add ("heat-from-pixels", both * 1000, 100, "ms", TRUE);
  report_add ("heat-from-maps", alone * 1000, 100, "ms", TRUE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (SemHashModel) model = NULL;
  Pasted *pasted;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)
      || !(backbone = sem_backbone_new (NULL, &error)))
    {
      fprintf (stderr, "bench-heat: %s\n", error->message);
      return 2;
    }
  pasted = pasted_new (backbone);
  printf ("%s photos\n", pasted_is_real (pasted) ? "real" : "generated");
  model = pasted_train (pasted, TRAINING);
  try (pasted, model, TRUE, "heat-same", TRUE);
  try (pasted, model, FALSE, "heat-kind", TRUE);
  try (pasted, NULL, FALSE, "heat-kind-no-codes", FALSE);
  measure_time (backbone, model);
  pasted_free (pasted);
  if (!report_write (json_path, &error))
    {
      fprintf (stderr, "bench-heat: %s\n", error->message);
      return 1;
    }
  return 0;
}
