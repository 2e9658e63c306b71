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
  const float first = (float) sqrt (settings->broad_first_weight);
  const float other = (float) sqrt (settings->broad_weight);
  g_autofree float *w = NULL, *shift = NULL;
  float *broad;
  gsize r;

  if (settings->n_broad == 0)
    return TRUE;
  w = sem_hash_principal (job, input, settings->n_broad, &r, error);
  if (!w)
    return FALSE;
  shift = sem_hash_shift (input, w, r);
  broad = g_new (float, memory->n *r);
  for (gsize i = 0; i < memory->n; i++)
    for (gsize a = 0; a < r; a++)
      {
        const float *x = input->x + (rows ? rows[i] : i) * input->d;

        broad[i * r + a] =
          (a == 0 ? first : other) * (cblas_sdot ((int) input->d, x, 1, w + a, (int) r) - shift[a]);
      }
  sem_ddh_memory_set_broad (memory, broad, r);
  return TRUE;
}
