/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/methods/ddh-broad.h"

#include <cblas.h>
#include <math.h>

gboolean
sem_ddh_broad_add (SemWork *job,
                   const SemHashInput *input,
                   const SemDdhSettings *settings,
                   const guint32 *rows,
                   SemDdhMemory *memory,
                   GError **error)
{
  g_autofree float *w = NULL, *shift = NULL, *roots = NULL;
  float *broad;
  gsize r;

  if (settings->n_broad == 0)
    return TRUE;
  w = sem_hash_principal (job, input, settings->n_broad, &r, error);
  if (!w)
    return FALSE;
  shift = sem_hash_shift (input, w, r);
  roots = g_new (float, r);
  for (gsize a = 0; a < r; a++)
    roots[a] = (float) sqrt (sem_ddh_settings_get_broad_weight (a));
  broad = g_new (float, memory->n *r);
  for (gsize i = 0; i < memory->n; i++)
    for (gsize a = 0; a < r; a++)
      {
        const float *x = input->x + (rows ? rows[i] : i) * input->d;

        broad[i * r + a] =
          roots[a] * (cblas_sdot ((int) input->d, x, 1, w + a, (int) r) - shift[a]);
      }
  sem_ddh_memory_set_broad (memory, broad, r);
  return TRUE;
}
