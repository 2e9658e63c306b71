/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/copies-private.h"
#include "engine/store/companions.h"
#include "engine/store/photos.h"
#include "engine/search/copies/view-region.h"
#include <unistd.h>

/* How many of the best candidates are looked at: whether the query's sketch is located in theirs,
 * whether theirs is located in the query's, and both by thumbnails. */
#define PLACED 400
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

static void
take_places (const SemCopyQuestion *question,
             const Places *places,
             double from,
             double certain,
             SemCopyCandidate *candidate)
{
  const SemCopyView *view = &question->views[candidate->view];
  double best = MAX (places->in_photo.correlation, places->in_query.correlation);
  const double share = CLAMP ((best - from) / (certain - from), 0, 1);
  const gboolean inside = places->in_query.correlation > places->in_photo.correlation;
  double weight = PLACE_WEIGHT;

  /* Many windows have many places, and a page has many: a place in the query adds little where the
   * features are not alike. */
  if (candidate->view >= question->n_whole)
    weight = WINDOW_PLACE_WEIGHT * CLAMP ((candidate->hit.cosine - 0.55) / 0.25, 0, 1);
  else if (inside)
    weight *= CLAMP ((candidate->hit.cosine - 0.3) / 0.3, 0, 1);
  candidate->hit.score = candidate->base + (float) (weight * share * share);
  if (best >= from)
    candidate->region = find_region (view, places);
}

static double
compare_shapes (const SemCopyView *view, const SemStorePhoto *photo)
{
  return view->aspect * photo->height / photo->width;
}

/* To the backbone a crop of a flower looks much like its mirror image: the orientation is the one
 * whose sketch correlates best, and so is the window. Where the perceptual hashes agree it is known
 * already. */
static void
choose_view (const SemCopyQuestion *question,
             const SemStorePhoto *photo,
             const guint8 *sketch,
             SemCopyCandidate *candidate)
{
  double best = -1;

  if (candidate->agrees)
    return;
  for (guint i = 0; i < candidate->n_whole + candidate->n_windows; i++)
    {
      const guint index =
        i < candidate->n_whole ? candidate->whole[i] : candidate->windows[i - candidate->n_whole];
      const SemCopyView *view = &question->views[index];
      double guess = sem_sketch_part_guess (view->part, sketch, compare_shapes (view, photo));

      if (guess <= best)
        continue;
      best = guess;
      candidate->view = index;
    }
}

static gboolean
place_sketch (SemSearcher *self,
              const SemCopyQuestion *question,
              const SemStorePhoto *photo,
              gboolean back,
              SemCopyCandidate *candidate,
              GError **error)
{
  const SemCopyView *view;
  guint8 sketch[SEM_SKETCH_SIZE];
  Places places = { .in_query.correlation = -1 };
  g_autoptr (SemSketchPart) part = NULL;
  gboolean found;
  double ratio;

  if (!sem_store_get_sketch (self->store, photo, sketch, sizeof sketch, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  if (!back)
    choose_view (question, photo, sketch, candidate);
  view = &question->views[candidate->view];
  ratio = compare_shapes (view, photo);
  sem_sketch_part_locate (view->part, sketch, ratio, &places.in_photo);
  if (back)
    {
      part = sem_sketch_part_new (sketch, SEM_SKETCH_SIDE);
      sem_sketch_part_locate (part, view->sketch, 1 / ratio, &places.in_query);
    }
  take_places (question, &places, PLACE_FROM, PLACE_CERTAIN, candidate);
  return TRUE;
}

/* Pictures that are flat but for points, such as stars, are compared by these in every view: their
 * sketches say nothing, not even which view it is. */
static void
compare_points (const SemCopyQuestion *question, const guint8 *input, SemCopyCandidate *candidate)
{
  guint8 points[SEM_POINTS_SIZE];
  double best = 0;

  sem_points_make (input, SEM_DECODE_SIDE, points);
  for (guint i = 0; i < question->n_views; i++)
    {
      double correlation = sem_points_correlate (question->views[i].points, points);

      if (correlation <= best)
        continue;
      best = correlation;
      candidate->view = i;
    }
  candidate->hit.score =
    candidate->base
    + (float) (PLACE_WEIGHT * CLAMP ((best - POINTS_FROM) / (POINTS_CERTAIN - POINTS_FROM), 0, 1));
}

/* Where there is no thumbnail that can be read, the result of the sketch stays. */
static gboolean
place_thumbnail (SemSearcher *self,
                 const SemCopyQuestion *question,
                 const SemStorePhoto *photo,
                 SemCopyCandidate *candidate,
                 GCancellable *cancellable,
                 GError **error)
{
  const SemCopyView *view = &question->views[candidate->view];
  g_autoptr (SemDecodedPhoto) thumbnail = NULL;
  g_autoptr (SemSketchPart) part = NULL;
  guint8 close_look[SEM_COPY_CLOSE_SIDE * SEM_COPY_CLOSE_SIDE];
  double ratio = compare_shapes (view, photo);
  g_autoptr (GError) local = NULL;
  Places places;
  int fd;

  if (sem_search_open_thumbnail (self, photo->id, &fd, &local) && fd >= 0)
    {
      thumbnail = sem_decoder_decode (self->decoder, fd, "thumbnail", cancellable, &local);
      close (fd);
    }
  if (!thumbnail)
    {
      if (local)
        g_debug ("photo %" G_GINT64_FORMAT ": %s", photo->id, local->message);
      return !g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  sem_sketch_shrink (thumbnail->input, SEM_DECODE_SIDE, SEM_COPY_CLOSE_SIDE, close_look);
  if (view->flat && sem_points_are_needed (close_look, SEM_COPY_CLOSE_SIDE))
    {
      compare_points (question, thumbnail->input, candidate);
      return TRUE;
    }
  part = sem_sketch_part_new (close_look, SEM_COPY_CLOSE_SIDE);
  sem_sketch_part_locate (view->close_part, close_look, ratio, &places.in_photo);
  sem_sketch_part_locate (part, view->close, 1 / ratio, &places.in_query);
  take_places (question, &places, CLOSE_FROM, CLOSE_CERTAIN, candidate);
  return TRUE;
}

typedef enum
{
  LOOK_SKETCH,
  LOOK_SKETCH_BACK,
  LOOK_THUMBNAIL,
} Look;

static gboolean
place (SemSearcher *self,
       const SemCopyQuestion *question,
       Look look,
       SemCopyCandidate *candidate,
       GCancellable *cancellable,
       GError **error)
{
  SemStorePhoto photo = { 0 };
  g_autoptr (GError) local = NULL;
  gboolean ok = sem_store_get_photo (self->store, candidate->hit.photo_id, &photo, &local);

  if (ok && photo.width && photo.height && look == LOOK_THUMBNAIL)
    ok = place_thumbnail (self, question, &photo, candidate, cancellable, &local);
  else if (ok && photo.width && photo.height)
    ok = place_sketch (self, question, &photo, look == LOOK_SKETCH_BACK, candidate, &local);
  sem_store_photo_clear (&photo);
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
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
                           const SemCopyQuestion *question,
                           GArray *candidates,
                           GCancellable *cancellable,
                           GError **error)
{
  const guint n_close = question->views[0].flat ? CLOSE_FLAT : CLOSE;
  const guint n_looks[] = { PLACED, PLACED_BACK, n_close + CLOSE_BY_BASE };

  for (Look look = LOOK_SKETCH; look <= LOOK_THUMBNAIL; look++)
    {
      for (guint i = 0; i < MIN (candidates->len, n_looks[look]); i++)
        if (g_cancellable_set_error_if_cancelled (cancellable, error)
            || !place (self, question, look, &g_array_index (candidates, SemCopyCandidate, i),
                       cancellable, error))
          return FALSE;
      if (look == LOOK_SKETCH)
        sem_copy_candidates_sort (candidates);
      else if (look == LOOK_SKETCH_BACK)
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
