/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/backbone-rate.h"
#include "engine/base/work.h"

#include <string.h>

/* Pictures for each processor. */
#define N_TRIED 4

typedef struct
{
  SemBackbone *backbone;
  GPtrArray *workspaces;
  guint8 *rgb;
  guint n;
} Rate;

static void
describe_some (gsize task, gpointer data)
{
  const Rate *rate = data;
  float feature[SEM_BACKBONE_DIM];

  for (guint i = 0; i < rate->n; i++)
    sem_backbone_forward (rate->backbone, g_ptr_array_index (rate->workspaces, task), rate->rgb,
                          feature);
}

double
sem_backbone_measure_rate (SemBackbone *self)
{
  g_autoptr (GPtrArray) workspaces =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_backbone_workspace_free);
  g_autofree guint8 *rgb = g_malloc (SEM_BACKBONE_INPUT_SIZE);
  Rate rate = { self, workspaces, rgb, 1 };
  SemWork work;
  gint64 start;

  memset (rgb, 128, SEM_BACKBONE_INPUT_SIZE);
  sem_work_init (&work, 0, NULL);
  for (guint i = 0; i < work.n_threads; i++)
    g_ptr_array_add (workspaces, sem_backbone_workspace_new (self));
  if (!sem_work_parallel (&work, work.n_threads, describe_some, &rate))
    return 0;
  rate.n = N_TRIED;
  start = g_get_monotonic_time ();
  if (!sem_work_parallel (&work, work.n_threads, describe_some, &rate))
    return 0;
  return N_TRIED * work.n_threads * (double) G_USEC_PER_SEC
         / (double) MAX (1, g_get_monotonic_time () - start);
}
