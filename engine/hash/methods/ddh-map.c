/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/methods/ddh-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
all_finite (const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return FALSE;
  return TRUE;
}

gboolean
sem_ddh_map_finish (const SemDdhSettings *settings,
                    SemHashMap *map,
                    gsize d,
                    gsize k,
                    GError **error)
{
  map->uncentred = !settings->centred;
  if (settings->few)
    {
      map->remark = SEM_HASH_REMARK_NEIGHBOURS;
      map->remark_value = settings->k1;
    }
  if (all_finite (map->v, d * k) && all_finite (map->offset, k))
    return TRUE;
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                       _("Training did not converge: these photos are too much alike for these "
                         "settings of DDH. Train with its default settings."));
  return FALSE;
}
