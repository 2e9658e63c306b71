/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/copies-private.h"
#include "engine/store/companions.h"
#include "engine/store/photos.h"
#include <unistd.h>

/* How many of the best candidates are looked at: whether the query's sketch is located in theirs,
 * whether theirs is located in the query's, and both by thumbnails. */
#define PLACED 400
#define PLACED_BACK 50
#define CLOSE 24
/* From where a correlation of sketches or thumbnails counts, and where it is certain. Sketches of
 * different photos reach .91: they only choose whose thumbnails are compared. */
#define PLACE_FROM 0.7
#define PLACE_CERTAIN 0.94
#define CLOSE_FROM 0.8
#define CLOSE_CERTAIN 0.94
#define PLACE_WEIGHT 4.0

/* Where the query is located in the candidate's photo, and the photo in the query. */
typedef struct
{
  SemSketchPlace in_photo;
  SemSketchPlace in_query;
} Places;

static void
take_places (const Places *places, double from, double certain, SemCopyCandidate *candidate)
{
  double best = MAX (places->in_photo.correlation, places->in_query.correlation);
  double share = CLAMP ((best - from) / (certain - from), 0, 1);

  candidate->hit.score = candidate->base + (float) (PLACE_WEIGHT * share);
}

static double
compare_shapes (const SemCopyView *view, const SemStorePhoto *photo)
{
  return view->aspect * photo->height / photo->width;
}

/* To the backbone a crop of a flower looks much like its mirror image: the orientation is the one
 * whose sketch correlates best. Where the perceptual hashes agree it is known already. */
static void
choose_view (const SemCopyQuestion *question,
             const SemStorePhoto *photo,
             const guint8 *sketch,
             SemCopyCandidate *candidate)
{
  double best = -1;

  if (candidate->hashes_agree)
    return;
  for (guint i = 0; i < question->n_views; i++)
    {
      const SemCopyView *view = &question->views[i];
      double guess = sem_sketch_part_guess (view->part, sketch, compare_shapes (view, photo));

      if (guess <= best)
        continue;
      best = guess;
      candidate->view = i;
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
  take_places (&places, PLACE_FROM, PLACE_CERTAIN, candidate);
  return TRUE;
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
  part = sem_sketch_part_new (close_look, SEM_COPY_CLOSE_SIDE);
  sem_sketch_part_locate (view->close_part, close_look, ratio, &places.in_photo);
  sem_sketch_part_locate (part, view->close, 1 / ratio, &places.in_query);
  take_places (&places, CLOSE_FROM, CLOSE_CERTAIN, candidate);
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

gboolean
sem_copy_candidates_place (SemSearcher *self,
                           const SemCopyQuestion *question,
                           GArray *candidates,
                           GCancellable *cancellable,
                           GError **error)
{
  static const guint n_looks[] = { PLACED, PLACED_BACK, CLOSE };

  for (Look look = LOOK_SKETCH; look <= LOOK_THUMBNAIL; look++)
    {
      for (guint i = 0; i < MIN (candidates->len, n_looks[look]); i++)
        if (g_cancellable_set_error_if_cancelled (cancellable, error)
            || !place (self, question, look, &g_array_index (candidates, SemCopyCandidate, i),
                       cancellable, error))
          return FALSE;
      sem_copy_candidates_sort (candidates);
    }
  return TRUE;
}
