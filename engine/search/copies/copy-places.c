/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/copies-private.h"
#include "engine/base/work.h"
#include "engine/store/companions.h"
#include "engine/store/photos.h"
#include "engine/search/copies/view-region.h"
#include <unistd.h>

/* How many of the best candidates are looked at: whether the query's sketch is located in theirs,
 * whether theirs is located in the query's, and both by thumbnails. */
#define PLACED 400
/* How many of them by every view of the whole query, and by how many of these views the others. */
#define PLACED_TURNED 100
#define PLACED_WHOLE 5
#define PLACED_BACK 50
#define CLOSE 24
#define CLOSE_BY_BASE 8
/* How many of them where the query is flat, and the order so far says little. */
#define CLOSE_FLAT 120
/* From where a correlation of sketches or thumbnails counts, and where it is certain. Sketches of
 * different photos reach .91: they only choose whose thumbnails are compared. */
#define PLACE_FROM 0.7
#define PLACE_CERTAIN 0.94
#define CLOSE_FROM 0.8
#define CLOSE_CERTAIN 0.94
/* The same for points: those of different star fields reach .14, those of one at another size have
 * at least .79. */
#define POINTS_FROM 0.3
#define POINTS_CERTAIN 0.75
#define PLACE_WEIGHT 4.0
#define WINDOW_PLACE_WEIGHT 1.5
/* By how much a window has to correlate more than the whole query, to be taken for what shows the
 * photo: of crops, windows correlate up to .04 more than the whole. */
#define WINDOW_MARGIN 0.05

/* Where the query is located in the candidate's photo, and the photo in the query. */
typedef struct
{
  SemSketchPlace in_photo;
  SemSketchPlace in_query;
} Places;

/* Where the photo lies in the upright query, by the more certain of both places; all 0 where it may
 * be all of it. */
static SemSearchRegion
find_region (const SemCopyView *view, const Places *places)
{
  const SemSketchPlace *place = &places->in_photo;
  SemSearchRegion region;

  if (places->in_query.correlation > place->correlation)
    place = &places->in_query;
  region = (SemSearchRegion){ place->x, place->y, place->width, place->height };
  region = sem_view_region_turn_back (&region, view->orientation);
  if (place == &places->in_query)
    region = sem_view_region_place (&view->frame, &region);
  else
    region = sem_view_region_extend (&view->frame, &region);
  return sem_view_region_take (&region);
}

/* @inner: what is known of an inner picture, as a part of the score */
static void
take_places (const SemCopyQuery *query,
             const Places *places,
             double from,
             double certain,
             float inner,
             SemCopyCandidate *candidate)
{
  const SemCopyView *view = &query->views[candidate->view];
  double best = MAX (places->in_photo.correlation, places->in_query.correlation);
  const double share = CLAMP ((best - from) / (certain - from), 0, 1);
  const gboolean inside = places->in_query.correlation > places->in_photo.correlation;
  double weight = PLACE_WEIGHT;

  /* Many windows have many places, and a page has many: a place in the query adds little where the
   * features are not alike. */
  if (candidate->view >= query->n_whole)
    weight = WINDOW_PLACE_WEIGHT * CLAMP ((candidate->hit.cosine - 0.55) / 0.25, 0, 1);
  else if (inside)
    weight *= CLAMP ((candidate->hit.cosine - 0.3) / 0.3, 0, 1);
  candidate->hit.score = candidate->base + MAX (inner, (float) (weight * share * share));
  if (best >= from)
    candidate->region = find_region (view, places);
}

static double
compare_shapes (const SemCopyView *view, const SemStorePhoto *photo)
{
  return view->aspect * photo->height / photo->width;
}

/* What is known of one candidate's photo: read by the thread that has the store. @thumbnail: a
 * file, -1 for none; @n_whole: how many views of the whole query its sketch is compared with */
typedef struct
{
  SemStorePhoto photo;
  gboolean has_sketch;
  guint8 sketch[SEM_SKETCH_SIZE];
  guint n_whole;
  int thumbnail;
} Known;

static double
guess_best (const SemCopyQuery *query,
            const Known *known,
            const guint *indices,
            guint n,
            guint *view)
{
  double best = -1;

  for (guint i = 0; i < n; i++)
    {
      const SemCopyView *other = &query->views[indices[i]];
      const double guess =
        sem_sketch_part_guess (other->part, known->sketch, compare_shapes (other, &known->photo));

      if (guess <= best)
        continue;
      best = guess;
      *view = indices[i];
    }
  return best;
}

/* To the backbone a crop of a flower looks much like its mirror image, and at times more like its
 * other orientations: it is the one whose sketch correlates best, and so is the window. But a
 * window of a crop is a crop as well. It correlates a little more or less than the whole query
 * does, and counts less: only one that correlates clearly more shows a photo that the query as a
 * whole does not. Where it is not clear, thumbnails tell. Where the perceptual hashes agree the
 * view is known already. */
static void
choose_view (const SemCopyQuery *query, const Known *known, SemCopyCandidate *candidate)
{
  guint whole = candidate->view, window = candidate->view;
  double by_whole, by_window;

  candidate->other = candidate->view;
  if (candidate->agrees)
    return;
  by_whole =
    guess_best (query, known, candidate->whole, MIN (known->n_whole, candidate->n_whole), &whole);
  by_window = guess_best (query, known, candidate->windows, candidate->n_windows, &window);
  if (by_window <= by_whole)
    window = whole;
  if (by_window > by_whole + WINDOW_MARGIN)
    {
      candidate->view = window;
      candidate->other = whole;
    }
  else
    {
      candidate->view = whole;
      candidate->other = window;
    }
}

static void
place_sketch (const SemCopyQuery *query,
              const Known *known,
              gboolean back,
              SemCopyCandidate *candidate)
{
  const SemCopyView *view;
  Places places = { .in_query.correlation = -1 };
  g_autoptr (SemSketchPart) part = NULL;
  double ratio;

  if (!known->has_sketch)
    return;
  if (!back)
    choose_view (query, known, candidate);
  view = &query->views[candidate->view];
  ratio = compare_shapes (view, &known->photo);
  sem_sketch_part_locate (view->part, known->sketch, ratio, &places.in_photo);
  if (back)
    {
      part = sem_sketch_part_new (known->sketch, SEM_SKETCH_SIDE);
      sem_sketch_part_locate (part, view->sketch, 1 / ratio, &places.in_query);
    }
  take_places (query, &places, PLACE_FROM, PLACE_CERTAIN, sem_copy_inner_promise (candidate->inner),
               candidate);
}

/* Pictures that are flat but for points, such as stars, are compared by these in every view: their
 * sketches say nothing, not even which view it is. */
static void
compare_points (const SemCopyQuery *query, const guint8 *input, SemCopyCandidate *candidate)
{
  guint8 points[SEM_POINTS_SIZE];
  double best = 0;

  sem_points_make (input, SEM_DECODE_SIDE, points);
  for (guint i = 0; i < query->n_views; i++)
    {
      double correlation = sem_points_correlate (query->views[i].points, points);

      if (correlation <= best)
        continue;
      best = correlation;
      candidate->view = i;
    }
  candidate->hit.score =
    candidate->base
    + (float) (PLACE_WEIGHT * CLAMP ((best - POINTS_FROM) / (POINTS_CERTAIN - POINTS_FROM), 0, 1));
}

/* By the candidate's view alone. @part: of @close_look */
static void
place_close (const SemCopyQuery *query,
             const SemStorePhoto *photo,
             const guint8 *close_look,
             SemSketchPart *part,
             float inner,
             SemCopyCandidate *candidate)
{
  const SemCopyView *view = &query->views[candidate->view];
  const double ratio = compare_shapes (view, photo);
  Places places;

  sem_sketch_part_locate (view->close_part, close_look, ratio, &places.in_photo);
  sem_sketch_part_locate (part, view->close, 1 / ratio, &places.in_query);
  take_places (query, &places, CLOSE_FROM, CLOSE_CERTAIN, inner, candidate);
}

/* By the view that tells more, of the two that may be it. */
static void
place_thumbnail (const SemCopyQuery *query,
                 const SemStorePhoto *photo,
                 const guint8 *input,
                 SemCopyCandidate *candidate)
{
  guint8 close_look[SEM_COPY_CLOSE_SIDE * SEM_COPY_CLOSE_SIDE];
  const float inner = candidate->inner ? sem_copy_inner_verify (candidate->inner, query, input) : 0;
  g_autoptr (SemSketchPart) part = NULL;
  SemCopyCandidate other = *candidate;

  sem_sketch_shrink (input, SEM_DECODE_SIDE, SEM_COPY_CLOSE_SIDE, close_look);
  if (query->views[candidate->view].flat && sem_points_are_needed (close_look, SEM_COPY_CLOSE_SIDE))
    {
      compare_points (query, input, candidate);
      return;
    }
  part = sem_sketch_part_new (close_look, SEM_COPY_CLOSE_SIDE);
  place_close (query, photo, close_look, part, inner, candidate);
  if (candidate->other == candidate->view)
    return;
  other.view = candidate->other;
  place_close (query, photo, close_look, part, inner, &other);
  if (other.hit.score > candidate->hit.score)
    *candidate = other;
}

typedef enum
{
  LOOK_SKETCH,
  LOOK_SKETCH_BACK,
  LOOK_THUMBNAIL,
} Look;

/* Some of the best candidates, each of which is one task. @decoders: idle ones, as many as there
 * are threads */
typedef struct
{
  SemSearcher *searcher;
  const SemCopyQuery *query;
  Look look;
  SemCopyCandidate *candidates;
  Known *known;
  GAsyncQueue *decoders;
  GCancellable *cancellable;
} Placing;

static void
load_from_gallery (const Placing *self, gint64 id, Known *known)
{
  const SemSearchGallery *gallery = self->searcher->gallery;
  SemSearchPicture picture;

  gallery->load_picture (gallery->data, id, &picture);
  known->photo.id = id;
  known->photo.width = picture.width;
  known->photo.height = picture.height;
  if (self->look == LOOK_THUMBNAIL)
    known->thumbnail = gallery->open_thumbnail (gallery->data, id);
  else
    known->has_sketch = gallery->load_sketch (gallery->data, id, known->sketch);
}

static gboolean
expect_from_gallery (const Placing *self, guint n, GError **error)
{
  const SemSearchGallery *gallery = self->searcher->gallery;
  g_autofree gint64 *photos = g_new (gint64, n + 1);

  for (guint i = 0; i < n; i++)
    photos[i] = self->candidates[i].hit.photo_id;
  return gallery->expect_looks (gallery->data, photos, n, self->look == LOOK_THUMBNAIL, error);
}

/* What cannot be read is not there: the result of the sketch stays. */
static gboolean
load (const Placing *self, gint64 id, Known *known, GError **error)
{
  SemStore *store = self->searcher->store;
  g_autoptr (GError) local = NULL;

  known->thumbnail = -1;
  if (self->searcher->gallery)
    {
      load_from_gallery (self, id, known);
      return TRUE;
    }
  if (!sem_store_get_photo (store, id, &known->photo, error))
    return FALSE;
  if (self->look != LOOK_THUMBNAIL)
    return sem_store_get_sketch (store, &known->photo, known->sketch, sizeof known->sketch,
                                 &known->has_sketch, error);
  if (!sem_search_open_thumbnail (self->searcher, id, &known->thumbnail, &local))
    g_debug ("photo %" G_GINT64_FORMAT ": %s", id, local->message);
  return TRUE;
}

static void
place_task (gsize task, gpointer data)
{
  const Placing *self = data;
  const Known *known = &self->known[task];
  g_autoptr (SemDecodedPhoto) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  SemDecoder *decoder;

  if (known->photo.width == 0 || known->photo.height == 0)
    return;
  if (self->look != LOOK_THUMBNAIL)
    {
      place_sketch (self->query, known, self->look == LOOK_SKETCH_BACK, &self->candidates[task]);
      return;
    }
  if (known->thumbnail < 0)
    return;
  decoder = g_async_queue_pop (self->decoders);
  thumbnail =
    sem_decoder_decode (decoder, known->thumbnail, "thumbnail", self->cancellable, &error);
  g_async_queue_push (self->decoders, decoder);
  if (thumbnail)
    place_thumbnail (self->query, &known->photo, thumbnail->input, &self->candidates[task]);
  else
    g_debug ("photo %" G_GINT64_FORMAT ": %s", known->photo.id, error->message);
}

static gboolean
place_parallel (Placing *self, guint n, GError **error)
{
  const SemProgress progress = { .cancellable = self->cancellable };
  SemWork work;
  gboolean finished;

  sem_work_init (&work, MIN (g_get_num_processors (), SEM_SEARCHER_MAX_DECODERS), &progress);
  self->decoders = g_async_queue_new ();
  for (guint i = 0; self->look == LOOK_THUMBNAIL && i < work.n_threads; i++)
    g_async_queue_push (self->decoders, sem_searcher_get_decoder (self->searcher, i));
  finished = sem_work_parallel (&work, n, place_task, self);
  g_async_queue_unref (self->decoders);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error) && finished;
}

/* Looks at the first @n candidates. */
static gboolean
place (Placing *self, guint n, GError **error)
{
  gboolean ok = !self->searcher->gallery || expect_from_gallery (self, n, error);

  self->known = g_new0 (Known, n);
  for (guint i = 0; i < n; i++)
    {
      self->known[i].thumbnail = -1;
      self->known[i].n_whole = i < PLACED_TURNED ? SEM_COPY_MAX_WHOLE : PLACED_WHOLE;
    }
  for (guint i = 0; ok && i < n; i++)
    ok = load (self, self->candidates[i].hit.photo_id, &self->known[i], error);
  ok = ok && place_parallel (self, n, error);
  for (guint i = 0; i < n; i++)
    {
      if (self->known[i].thumbnail >= 0)
        close (self->known[i].thumbnail);
      sem_store_photo_clear (&self->known[i].photo);
    }
  g_clear_pointer (&self->known, g_free);
  return ok;
}

static int
compare_bases (gconstpointer a, gconstpointer b)
{
  const SemCopyCandidate *x = a, *y = b;

  if (x->base != y->base)
    return x->base < y->base ? 1 : -1;
  return (x->hit.photo_id > y->hit.photo_id) - (x->hit.photo_id < y->hit.photo_id);
}

/* Sorts by what is known, but after the first @n by what is known without the places. */
static void
sort_for_close_look (GArray *candidates, guint n)
{
  SemCopyCandidate *all = (SemCopyCandidate *) (void *) candidates->data;

  sem_copy_candidates_sort (candidates);
  if (candidates->len > n)
    qsort (all + n, candidates->len - n, sizeof *all, compare_bases);
}

/* Sketches of different photos correlate too: what they say is only worth a closer look. */
gboolean
sem_copy_candidates_place (SemSearcher *self,
                           const SemCopyQuery *query,
                           GArray *candidates,
                           GCancellable *cancellable,
                           GError **error)
{
  const guint n_close = query->views[0].flat ? CLOSE_FLAT : CLOSE;
  const guint n_looks[] = { PLACED, PLACED_BACK, n_close + CLOSE_BY_BASE };
  Placing placing = { .searcher = self, .query = query, .cancellable = cancellable };

  placing.candidates = (SemCopyCandidate *) (void *) candidates->data;
  for (placing.look = LOOK_SKETCH; placing.look <= LOOK_THUMBNAIL; placing.look++)
    {
      if (!place (&placing, MIN (candidates->len, n_looks[placing.look]), error))
        return FALSE;
      if (placing.look == LOOK_SKETCH)
        sem_copy_candidates_sort (candidates);
      else if (placing.look == LOOK_SKETCH_BACK)
        sort_for_close_look (candidates, CLOSE);
    }
  for (guint i = n_looks[LOOK_THUMBNAIL]; i < candidates->len; i++)
    {
      SemCopyCandidate *candidate = &g_array_index (candidates, SemCopyCandidate, i);

      candidate->hit.score = candidate->base;
    }
  sem_copy_candidates_sort (candidates);
  return TRUE;
}
