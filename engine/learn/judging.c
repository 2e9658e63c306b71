/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/learn/judging.h"
#include "engine/base/random.h"
#include "engine/photos/codes.h"
#include "engine/nn/backbone.h"

/* Both features of a photo; FALSE without @error where it lacks one. */
static gboolean
load_both (SemStore *store,
           gint64 id,
           const char *const backbones[2],
           float *const rows[2],
           GError **error)
{
  return sem_codes_load_feature (store, id, backbones[0], rows[0], error)
         && (rows[1] == rows[0]
             || sem_codes_load_feature (store, id, backbones[1], rows[1], error));
}

gboolean
sem_judge_codes (SemStore *store,
                 SemTrainJudgeFunc judge,
                 const SemJudgedCodes *before,
                 const SemJudgedCodes *after,
                 GArray *ids,
                 guint64 seed,
                 SemProgressFunc progress,
                 gpointer user_data,
                 GCancellable *cancellable,
                 SemCodeComparison *comparison,
                 GError **error)
{
  const char *const backbones[] = { before->backbone, after->backbone };
  gboolean same = g_str_equal (before->backbone, after->backbone);
  guint n = MIN (ids->len, SEM_TRAIN_JUDGED), n_rows = 0;
  g_autofree guint32 *positions = g_new (guint32, ids->len);
  g_autofree float *first = g_new (float, (gsize) MAX (n, 1) * SEM_BACKBONE_DIM);
  g_autofree float *second = same ? NULL : g_new (float, (gsize) MAX (n, 1) * SEM_BACKBONE_DIM);
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  sem_random_permutation (&random, positions, ids->len);
  for (guint i = 0; i < n; i++)
    {
      gsize at = (gsize) n_rows * SEM_BACKBONE_DIM;
      float *const rows[] = { first + at, same ? first + at : second + at };
      g_autoptr (GError) local = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (load_both (store, g_array_index (ids, gint64, positions[i]), backbones, rows, &local))
        n_rows++;
      else if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  if (n_rows >= 2)
    {
      const SemCodedSet old = { before->model, first, n_rows };
      const SemCodedSet new = { after->model, same ? first : second, n_rows };
      const SemProgress told = { progress, user_data, cancellable };

      return judge (&old, &new, seed, &told, comparison, error);
    }
  *comparison = (SemCodeComparison){ .overlap = 1, .n_photos = n_rows };
  return TRUE;
}
