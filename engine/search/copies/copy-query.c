/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/content-trim.h"
#include "engine/search/copies/copies-private.h"
#include "engine/base/work.h"
#include "engine/kernels/f16.h"
#include "engine/nn/pooling/backbone-map.h"
#include <math.h>

/* @boxes: what each view shows of @picture; @n_cut: views that the network sees by themselves, the
 * first ones; @map: what it sees of the whole picture, for the others; @workspaces: idle ones, as
 * many as there are threads */
typedef struct
{
  SemCopyQuery *query;
  SemSearcher *searcher;
  const SemDecodedPhoto *photo;
  SemRgbImage picture;
  SemContentRectangle boxes[SEM_COPY_MAX_VIEWS];
  guint n_cut;
  SemBackboneMap *map;
  guint8 *trimmed;
  GAsyncQueue *workspaces;
  GCancellable *cancellable;
  GMutex mutex;
  GError *error; /* the first one; of a network that is a program */
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
    memcpy (input, self->photo->input, SEM_DECODE_INPUT_SIZE);
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

/* One pass over the whole picture, from which the windows are pooled. */
static void
look_at_map (Looking *self)
{
  const guint side = SEM_COPY_MAP_CELLS * SEM_BACKBONE_CELL;
  g_autofree guint8 *input = g_malloc ((gsize) side * side * 3);

  sem_resize_rgb (SEM_RESIZE_SHARP, &self->picture, input, side, side);
  sem_backbone_map_forward (self->map, input);
}

/* @error: (transfer full) */
static void
keep_error (Looking *self, GError *error)
{
  g_mutex_lock (&self->mutex);
  if (self->error)
    g_error_free (error);
  else
    self->error = error;
  g_mutex_unlock (&self->mutex);
}

static void
compute_feature (Looking *self, gsize index, const guint8 *input, float *feature)
{
  SemBackboneWorkspace *workspace;
  SemContentRectangle cells;
  GError *error = NULL;

  if (index < self->n_cut)
    {
      workspace = g_async_queue_pop (self->workspaces);
      if (!sem_backbone_describe (self->searcher->backbone, workspace, input, feature,
                                  self->cancellable, &error))
        keep_error (self, error);
      g_async_queue_push (self->workspaces, workspace);
      return;
    }
  cells = sem_copy_windows_get_cells (&self->picture, &self->boxes[index]);
  sem_backbone_map_pool (self->map, cells.x, cells.y, cells.width, cells.height, feature);
}

/* One view. The feature goes through fp16, as the stored ones do. */
static void
look_at_view (Looking *self, gsize index)
{
  SemCopyView *view = &self->query->views[index];
  g_autofree guint8 *input = g_malloc (SEM_DECODE_INPUT_SIZE);
  guint16 half[SEM_BACKBONE_DIM];

  make_input (self, view, index, input);
  compute_feature (self, index, input, view->feature);
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

/* The longest task comes first. */
static void
cut_task (gsize task, gpointer data)
{
  const Looking *self = data;

  if (task == 0 && self->map)
    look_at_map (data);
  else if (task == 0)
    return;
  else
    look_at_view (data, task - 1);
}

static void
pool_task (gsize task, gpointer data)
{
  Looking *self = data;

  look_at_view (self, self->n_cut + task);
}

static SemCopyView *
add_view (Looking *self, const SemContentRectangle *box, guint orientation)
{
  SemCopyQuery *query = self->query;
  SemCopyView *view = &query->views[query->n_views];
  const double wide = (double) box->width / self->picture.width;
  const double high = (double) box->height / self->picture.height;
  const guint width = MAX (1, (guint) (wide * self->photo->width + 0.5));
  const guint height = MAX (1, (guint) (high * self->photo->height + 0.5));

  self->boxes[query->n_views++] = *box;
  view->frame = (SemSearchRegion){ (double) box->x / self->picture.width,
                                   (double) box->y / self->picture.height, wide, high };
  view->orientation = orientation;
  view->fits = TRUE;
  view->width = orientation & 1 ? height : width;
  view->height = orientation & 1 ? width : height;
  view->aspect = (double) view->width / view->height;
  return view;
}

/* The trimmed query, and the square in its middle, in pixels of the query: collages show one or the
 * other. */
static void
make_tiles (Looking *self, const SemContentRectangle *box)
{
  const double width = (double) box->width / self->picture.width * self->photo->width;
  const double height = (double) box->height / self->picture.height * self->photo->height;
  const double wide = MIN (1, height / width), high = MIN (1, width / height);
  SemContentRectangle square = { .width = MAX (1, (guint) (wide * box->width)),
                                 .height = MAX (1, (guint) (high * box->height)) };
  g_autofree guint8 *input = g_malloc (SEM_DECODE_INPUT_SIZE);
  g_autofree guint8 *turned = g_malloc (SEM_DECODE_INPUT_SIZE);

  square.x = box->x + (box->width - square.width) / 2;
  square.y = box->y + (box->height - square.height) / 2;
  cut_input (self, &square, input);
  for (guint i = 0; i < SEM_COPY_N_TILES; i++)
    {
      SemCopyTile *tile = &self->query->tiles[i];
      guint8 sketch[SEM_SKETCH_SIZE];

      sem_sketch_orient (i < SEM_N_ORIENTATIONS ? self->trimmed : input, SEM_DECODE_SIDE, 3,
                         i % SEM_N_ORIENTATIONS, turned);
      sem_sketch_shrink (turned, SEM_DECODE_SIDE, SEM_COPY_CLOSE_SIDE, tile->close);
      sem_sketch_make (turned, SEM_DECODE_SIDE, sketch);
      tile->has_dct = sem_sketch_dct_hash (sketch, &tile->dct);
    }
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
  self->query->n_whole = self->query->n_views;
  make_tiles (self, &box);
  n = sem_copy_windows_list (&self->picture, windows, &n_rectangles);
  /* Only our own network has a map: a program looks at each window. */
  self->n_cut =
    self->query->n_whole + (sem_backbone_is_program (self->searcher->backbone) ? n : n_rectangles);
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
  if (!sem_backbone_is_program (backbone))
    self->map = sem_backbone_map_new (backbone, SEM_COPY_MAP_CELLS * SEM_BACKBONE_CELL);
  finished = sem_work_parallel (&work, 1 + self->n_cut, cut_task, self)
             && sem_work_parallel (&work, self->query->n_views - self->n_cut, pool_task, self);
  g_clear_pointer (&self->map, sem_backbone_map_free);
  for (guint i = 0; i < work.n_threads; i++)
    {
      SemBackboneWorkspace *workspace = g_async_queue_pop (self->workspaces);

      if (workspace != self->searcher->workspace)
        sem_backbone_workspace_free (workspace);
    }
  g_async_queue_unref (self->workspaces);
  if (!finished)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  else if (self->error)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else
    return TRUE;
  g_clear_error (&self->error);
  return FALSE;
}

SemCopyQuery *
sem_copy_query_new (SemSearcher *searcher,
                    const SemDecodedPhoto *photo,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (SemCopyQuery) self = g_new0 (SemCopyQuery, 1);
  g_autofree guint8 *trimmed = g_malloc (SEM_DECODE_INPUT_SIZE);
  Looking looking = {
    .query = self,
    .searcher = searcher,
    .photo = photo,
    .picture = { g_bytes_get_data (photo->colour, NULL), photo->colour_width, photo->colour_height,
                 (gsize) photo->colour_width * 3 },
    .trimmed = trimmed,
    .cancellable = cancellable,
  };
  gboolean ok;

  self->inner = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  choose_views (&looking);
  g_mutex_init (&looking.mutex);
  ok = compute_views (&looking, cancellable, error);
  g_mutex_clear (&looking.mutex);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
sem_copy_query_free (SemCopyQuery *self)
{
  for (guint i = 0; i < self->n_views; i++)
    {
      g_clear_pointer (&self->views[i].part, sem_sketch_part_free);
      g_clear_pointer (&self->views[i].close_part, sem_sketch_part_free);
    }
  g_clear_pointer (&self->inner, g_hash_table_unref);
  g_free (self);
}

void
sem_copy_query_encode (SemCopyQuery *self, SemSearcher *searcher)
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
