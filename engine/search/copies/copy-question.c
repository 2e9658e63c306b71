/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/content-trim.h"
#include "engine/search/copies/copies-private.h"
#include "engine/base/work.h"
#include "engine/kernels/f16.h"
#include <math.h>

/* @boxes: what each view shows of @picture; @workspaces: idle ones, as many as there are threads */
typedef struct
{
  SemCopyQuestion *question;
  SemSearcher *searcher;
  const SemDecodedPhoto *plain;
  SemRgbImage picture;
  SemContentRectangle boxes[SEM_COPY_MAX_VIEWS];
  guint8 *trimmed;
  GAsyncQueue *workspaces;
} Looking;

static gboolean
is_all (const Looking *self, const SemContentRectangle *box)
{
  return box->width == self->picture.width && box->height == self->picture.height;
}

/* The network's input for a part of the picture; for all of it, what the library would have. */
static void
cut_input (const Looking *self, const SemContentRectangle *box, guint8 *input)
{
  const SemRgbImage part = {
    self->picture.pixels + box->y * self->picture.stride + (gsize) box->x * 3,
    box->width,
    box->height,
    self->picture.stride,
  };

  if (is_all (self, box))
    memcpy (input, self->plain->input, SEM_DECODE_INPUT_SIZE);
  else
    sem_resize_rgb (SEM_RESIZE_SHARP, &part, input, SEM_DECODE_SIDE, SEM_DECODE_SIDE);
}

static void
make_input (const Looking *self, const SemCopyView *view, gsize index, guint8 *input)
{
  if (index >= SEM_N_ORIENTATIONS && !view->inverted)
    {
      cut_input (self, &self->boxes[index], input);
      return;
    }
  sem_sketch_orient (self->trimmed, SEM_DECODE_SIDE, 3, view->orientation, input);
  for (gsize i = 0; view->inverted && i < SEM_DECODE_INPUT_SIZE; i++)
    input[i] = 255 - input[i];
}

/* One view. The feature goes through fp16, as the stored ones do. */
static void
look_task (gsize task, gpointer data)
{
  Looking *self = data;
  SemCopyView *view = &self->question->views[task];
  SemBackboneWorkspace *workspace = g_async_queue_pop (self->workspaces);
  g_autofree guint8 *input = g_malloc (SEM_DECODE_INPUT_SIZE);
  guint16 half[SEM_BACKBONE_DIM];

  make_input (self, view, task, input);
  sem_backbone_forward (self->searcher->backbone, workspace, input, view->feature);
  g_async_queue_push (self->workspaces, workspace);
  sem_k_f32_to_f16 (view->feature, SEM_BACKBONE_DIM, half);
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, view->feature);
  sem_sketch_make (input, SEM_DECODE_SIDE, view->sketch);
  sem_sketch_shrink (input, SEM_DECODE_SIDE, SEM_COPY_CLOSE_SIDE, view->close);
  view->part = sem_sketch_part_new (view->sketch, SEM_SKETCH_SIDE);
  view->close_part = sem_sketch_part_new (view->close, SEM_COPY_CLOSE_SIDE);
  view->flat = sem_points_are_needed (view->close, SEM_COPY_CLOSE_SIDE);
  sem_points_make (input, SEM_DECODE_SIDE, view->points);
  view->has_dct = view->fits && sem_sketch_dct_hash (view->sketch, &view->dct);
}

static SemCopyView *
add_view (Looking *self, const SemContentRectangle *box, guint orientation)
{
  SemCopyQuestion *question = self->question;
  SemCopyView *view = &question->views[question->n_views];
  const double wide = (double) box->width / self->picture.width;
  const double high = (double) box->height / self->picture.height;
  const guint width = MAX (1, (guint) (wide * self->plain->width + 0.5));
  const guint height = MAX (1, (guint) (high * self->plain->height + 0.5));

  self->boxes[question->n_views++] = *box;
  view->frame = (SemSearchRegion){ (double) box->x / self->picture.width,
                                   (double) box->y / self->picture.height, wide, high };
  view->orientation = orientation;
  view->fits = TRUE;
  view->width = orientation & 1 ? height : width;
  view->height = orientation & 1 ? width : height;
  view->aspect = (double) view->width / view->height;
  return view;
}

static void
choose_views (Looking *self)
{
  const SemContentRectangle all = { 0, 0, self->picture.width, self->picture.height };
  SemContentRectangle box, windows[SEM_COPY_MAX_WINDOWS];
  guint n_rectangles, n;

  sem_content_trim (&self->picture, &box);
  cut_input (self, &box, self->trimmed);
  for (guint i = 0; i < SEM_N_ORIENTATIONS; i++)
    add_view (self, &box, i);
  add_view (self, &box, 0)->inverted = TRUE;
  if (!is_all (self, &box))
    add_view (self, &all, 0);
  self->question->n_whole = self->question->n_views;
  n = sem_copy_windows_list (&self->picture, windows, &n_rectangles);
  for (guint i = 0; i < n; i++)
    add_view (self, &windows[i], 0)->fits = i < n_rectangles;
}

static gboolean
compute_views (Looking *self, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = { .cancellable = cancellable };
  SemBackbone *backbone = self->searcher->backbone;
  gboolean finished;
  SemWork work;

  sem_work_init (&work, 0, &progress);
  self->workspaces = g_async_queue_new ();
  g_async_queue_push (self->workspaces, self->searcher->workspace);
  for (guint i = 1; i < work.n_threads; i++)
    g_async_queue_push (self->workspaces, sem_backbone_workspace_new (backbone));
  finished = sem_work_parallel (&work, self->question->n_views, look_task, self);
  for (guint i = 0; i < work.n_threads; i++)
    {
      SemBackboneWorkspace *workspace = g_async_queue_pop (self->workspaces);

      if (workspace != self->searcher->workspace)
        sem_backbone_workspace_free (workspace);
    }
  g_async_queue_unref (self->workspaces);
  if (!finished)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  return finished;
}

SemCopyQuestion *
sem_copy_question_new (SemSearcher *searcher,
                       const SemDecodedPhoto *plain,
                       const SemDecodedPhoto *large,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (SemCopyQuestion) self = g_new0 (SemCopyQuestion, 1);
  g_autofree guint8 *trimmed = g_malloc (SEM_DECODE_INPUT_SIZE);
  Looking looking = {
    .question = self,
    .searcher = searcher,
    .plain = plain,
    .picture = { g_bytes_get_data (large->colour, NULL), large->colour_width, large->colour_height,
                 (gsize) large->colour_width * 3 },
    .trimmed = trimmed,
  };

  choose_views (&looking);
  return compute_views (&looking, cancellable, error) ? g_steal_pointer (&self) : NULL;
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
      view->norm = 0;
      for (guint j = 0; j < SEM_VECTOR_DIM; j++)
        view->norm += view->vector[j] * view->vector[j];
      view->norm = sqrt (view->norm);
    }
}
