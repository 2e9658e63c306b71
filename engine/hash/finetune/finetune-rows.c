/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/finetune/finetune-private.h"

#include "engine/hash/finetune/image-view.h"
#include "engine/kernels/f16.h"

#include <string.h>

static const char *const depth_names[] = { "none", "last-stage", "all" };

const char *
sem_finetune_depth_get_name (SemFinetuneDepth depth)
{
  return depth_names[depth];
}

gboolean
sem_finetune_depth_from_name (const char *name, SemFinetuneDepth *depth)
{
  for (guint i = 0; i < G_N_ELEMENTS (depth_names); i++)
    if (strcmp (name, depth_names[i]) == 0)
      {
        *depth = i;
        return TRUE;
      }
  return FALSE;
}

guint
sem_finetune_get_n_views (SemFinetuneDepth depth, gboolean augment)
{
  return depth == SEM_FINETUNE_LAST_STAGE && augment ? SEM_FINETUNE_VIEWS : 1;
}

/* Size of the last stage's input, in floats. */
static gsize
get_entry_size (void)
{
  return sem_backbone_get_entry_size (SEM_TRAIN_LAST_STAGE);
}

gsize
sem_finetune_get_row_size (SemFinetuneDepth depth)
{
  gsize size = 0;

  if (depth == SEM_FINETUNE_ALL)
    return SEM_BACKBONE_INPUT_SIZE;
  if (!g_size_checked_mul (&size, get_entry_size (), sizeof (guint16)))
    g_return_val_if_reached (0);
  return size;
}

void
sem_finetune_seed_kept (SemRandom *random, guint64 seed, gsize photo, guint view)
{
  sem_random_init_part (random, seed, SEM_RANDOM_KEPT_VIEWS,
                        (guint64) photo * SEM_FINETUNE_VIEWS + view);
}

void
sem_finetune_seed_drawn (SemRandom *random, guint64 seed, guint epoch, gsize n, gsize photo)
{
  sem_random_init_part (random, seed, SEM_RANDOM_VIEWS, (guint64) epoch * n + photo + 1);
}

/* Does not use a SemBackboneTrainer, since that is for one thread and this is called by several. */
void
sem_finetune_make_row (SemBackbone *backbone,
                       SemBackboneWorkspace *workspace,
                       SemFinetuneDepth depth,
                       const guint8 *rgb,
                       const SemFinetuneView *view,
                       guint8 *row)
{
  g_autofree guint8 *altered = NULL;
  g_autofree float *entry = NULL;
  gsize n = get_entry_size ();

  if (view->view > 0)
    {
      SemRandom random;

      sem_finetune_seed_kept (&random, view->seed, view->photo, view->view);
      altered = g_new (guint8, SEM_BACKBONE_INPUT_SIZE);
      sem_image_view (rgb, SEM_BACKBONE_SIDE, &random, altered);
      rgb = altered;
    }
  if (depth == SEM_FINETUNE_ALL)
    {
      memcpy (row, rgb, SEM_BACKBONE_INPUT_SIZE);
      return;
    }
  entry = g_new (float, n);
  sem_backbone_make_entry (backbone, workspace, SEM_TRAIN_LAST_STAGE, rgb, entry);
  sem_k_f32_to_f16 (entry, n, (guint16 *) (gpointer) row);
}
