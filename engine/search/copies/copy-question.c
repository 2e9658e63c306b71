/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/copies-private.h"
#include "engine/kernels/f16.h"

static void
view_init (SemSearcher *self,
           const SemDecodedPhoto *photo,
           const guint8 *input,
           guint orientation,
           SemCopyView *view)
{
  gboolean swaps = orientation & 1;
  guint16 half[SEM_BACKBONE_DIM];

  view->orientation = orientation;
  view->width = swaps ? photo->height : photo->width;
  view->height = swaps ? photo->width : photo->height;
  view->aspect = (double) view->width / view->height;
  sem_backbone_forward (self->backbone, self->workspace, input, view->feature);
  sem_k_f32_to_f16 (view->feature, SEM_BACKBONE_DIM, half);
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, view->feature);
  sem_sketch_make (input, SEM_DECODE_SIDE, view->sketch);
  sem_sketch_shrink (input, SEM_DECODE_SIDE, SEM_COPY_CLOSE_SIDE, view->close);
  view->part = sem_sketch_part_new (view->sketch, SEM_SKETCH_SIDE);
  view->close_part = sem_sketch_part_new (view->close, SEM_COPY_CLOSE_SIDE);
  view->has_dct = sem_sketch_dct_hash (view->sketch, &view->dct);
}

SemCopyQuestion *
sem_copy_question_new (SemSearcher *searcher,
                       const SemDecodedPhoto *trimmed,
                       const SemDecodedPhoto *plain,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (SemCopyQuestion) self = g_new0 (SemCopyQuestion, 1);
  g_autofree guint8 *turned = g_malloc (SEM_DECODE_INPUT_SIZE);

  for (guint i = 0; i < SEM_N_ORIENTATIONS; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      sem_sketch_orient (trimmed->input, SEM_DECODE_SIDE, 3, i, turned);
      view_init (searcher, trimmed, turned, i, &self->views[self->n_views++]);
    }
  if (plain->width != trimmed->width || plain->height != trimmed->height)
    view_init (searcher, plain, plain->input, 0, &self->views[self->n_views++]);
  return g_steal_pointer (&self);
}

void
sem_copy_question_free (SemCopyQuestion *self)
{
  for (guint i = 0; i < self->n_views; i++)
    {
      g_clear_pointer (&self->views[i].part, sem_sketch_part_free);
      g_clear_pointer (&self->views[i].close_part, sem_sketch_part_free);
    }
  g_free (self);
}

void
sem_copy_question_encode (SemCopyQuestion *self, SemSearcher *searcher)
{
  for (guint i = 0; i < self->n_views; i++)
    {
      SemCopyView *view = &self->views[i];

      memset (view->code, 0, sizeof view->code);
      sem_hash_model_encode (searcher->model, view->feature, 1, view->code, view->outputs);
      sem_hash_model_vectors (searcher->model, view->feature, 1, view->vector);
    }
}
