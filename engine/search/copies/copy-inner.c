/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/copies-private.h"
#include "engine/search/copies/inner-pictures.h"
#include "engine/store/details/inner.h"

#include <math.h>

/* Inner pictures that are looked at: the nearest of those within this many bits. */
#define REACH 12
#define MOST 200
/* What a near hash promises before thumbnails are compared: less than a picture that is found. */
#define PROMISE 2.5f
/* From where a correlation of the inner picture with the query counts, and where it is certain. */
#define FROM 0.75
#define CERTAIN 0.92
#define WEIGHT 4.0f
/* On a page of text an inner picture is small, and its edges are found a few pixels beside it: from
 * this correlation on, which different pictures rarely have, they are moved, by at most so many
 * pixels at a time. */
#define FIT_FROM 0.5
#define MAX_STEP 4
#define MIN_SIDE 8
/* An inner picture is compared at this many pixels a side, from twice as many. */
#define SIDE SEM_COPY_CLOSE_SIDE

static void
take_row (gint64 photo, const guint8 *bytes, gsize size, gpointer user_data)
{
  SemSearcher *self = user_data;
  SemInnerPicture pictures[SEM_MAX_INNER_PICTURES];
  const guint n = sem_inner_pictures_unpack (bytes, size, pictures);

  for (guint i = 0; i < n; i++)
    {
      const SemSearcherInner inner = { photo, pictures[i].x, pictures[i].y, pictures[i].width,
                                       pictures[i].height };
      const gint64 number = self->inner_places->len + 1;

      g_array_append_val (self->inner_places, inner);
      /* Numbers ascend, so that this cannot fail. */
      sem_hamming_index_append (self->inner, &pictures[i].dct, &number, 1, NULL);
    }
}

gboolean
sem_copy_inner_refresh (SemSearcher *self, GError **error)
{
  if (self->inner && self->inner_generation != self->generation)
    {
      g_clear_pointer (&self->inner, sem_hamming_index_free);
      g_clear_pointer (&self->inner_places, g_array_unref);
    }
  if (!self->inner)
    {
      self->inner = sem_hamming_index_new (64);
      self->inner_places = g_array_new (FALSE, FALSE, sizeof (SemSearcherInner));
      self->inner_generation = self->generation;
      self->inner_last = 0;
    }
  return sem_store_read_inner (self->store, &self->inner_last, take_row, self, error);
}

static gboolean
allows (SemSearcher *self, const SemHammingScope *scope, gint64 photo)
{
  guint32 row;

  if (!sem_hamming_index_lookup (self->index, photo, &row))
    return FALSE;
  return !scope || (row / 64 < scope->n_words && (scope->words[row / 64] >> row % 64 & 1));
}

/* Keeps the nearest of a photo; of equal ones the first. */
static void
keep (GHashTable *inner, gint64 photo, const SemCopyInner *found)
{
  const SemCopyInner *known = g_hash_table_lookup (inner, &photo);

  if (!known || found->distance < known->distance)
    g_hash_table_insert (inner, g_memdup2 (&photo, sizeof photo), g_memdup2 (found, sizeof *found));
}

gboolean
sem_copy_inner_add (SemSearcher *self,
                    SemCopyQuery *query,
                    const SemHammingScope *scope,
                    GHashTable *ids,
                    GCancellable *cancellable,
                    GError **error)
{
  guint64 codes[SEM_COPY_N_TILES];
  guint tiles[SEM_COPY_N_TILES];
  GArray *hits[SEM_COPY_N_TILES];
  SemHammingQuery scan = { codes, 0, MOST, REACH, NULL, cancellable };

  g_hash_table_remove_all (query->inner);
  for (guint i = 0; i < SEM_COPY_N_TILES; i++)
    if (query->tiles[i].has_dct)
      {
        codes[scan.n_codes] = query->tiles[i].dct;
        tiles[scan.n_codes++] = i;
      }
  if (!sem_hamming_index_search_batch (self->inner, &scan, hits, error))
    return FALSE;
  for (guint i = 0; i < scan.n_codes; i++)
    {
      for (guint j = 0; j < hits[i]->len; j++)
        {
          const SemHammingHit *hit = &g_array_index (hits[i], SemHammingHit, j);
          const SemSearcherInner *place =
            &g_array_index (self->inner_places, SemSearcherInner, hit->photo_id - 1);
          const SemCopyInner found = { tiles[i], hit->distance, *place };

          if (!allows (self, scope, place->photo))
            continue;
          keep (query->inner, place->photo, &found);
          g_hash_table_add (ids, g_memdup2 (&place->photo, sizeof place->photo));
        }
      g_array_unref (hits[i]);
    }
  return TRUE;
}

float
sem_copy_inner_promise (const SemCopyInner *self)
{
  return self ? PROMISE * (float) (REACH + 1 - self->distance) / (REACH + 1) : 0;
}

static double
compare (const SemSearcherInner *place, const SemCopyTile *tile, const guint8 *input)
{
  const SemRgbImage part = { input + (place->y * SEM_DECODE_SIDE + place->x) * 3, place->width,
                             place->height, SEM_DECODE_SIDE * 3 };
  guint8 pixels[2 * SIDE * 2 * SIDE * 3], grey[SIDE * SIDE];

  sem_resize_rgb (SEM_RESIZE_SMOOTH, &part, pixels, 2 * SIDE, 2 * SIDE);
  sem_sketch_shrink (pixels, 2 * SIDE, SIDE, grey);
  return sem_sketch_correlate (grey, tile->close, SIDE * SIDE);
}

/* Moves one of the edges, left, right, top or bottom, by so many pixels. Returns: whether what
 * remains is a picture */
static gboolean
move_edge (SemSearcherInner *place, guint edge, int by)
{
  int ends[4] = { (int) place->x, (int) (place->x + place->width), (int) place->y,
                  (int) (place->y + place->height) };

  ends[edge] += by;
  if (ends[edge] < 0 || ends[edge] > SEM_DECODE_SIDE || ends[1] - ends[0] < MIN_SIDE
      || ends[3] - ends[2] < MIN_SIDE)
    return FALSE;
  place->x = (guint8) ends[0];
  place->y = (guint8) ends[2];
  place->width = (guint8) (ends[1] - ends[0]);
  place->height = (guint8) (ends[3] - ends[2]);
  return TRUE;
}

/* Moves edges as long as that helps, from larger steps to smaller ones. */
static double
fit (SemSearcherInner place, const SemCopyTile *tile, const guint8 *input, double correlation)
{
  for (int step = MAX_STEP; step > 0; step /= 2)
    for (guint i = 0; i < 8; i++)
      {
        SemSearcherInner moved = place;
        double other;

        if (!move_edge (&moved, i / 2, i % 2 ? step : -step))
          continue;
        other = compare (&moved, tile, input);
        if (other <= correlation)
          continue;
        correlation = other;
        place = moved;
      }
  return correlation;
}

float
sem_copy_inner_verify (const SemCopyInner *self, const SemCopyQuery *query, const guint8 *input)
{
  const SemCopyTile *tile = &query->tiles[self->tile];
  double correlation = compare (&self->place, tile, input), share;

  if (correlation >= FIT_FROM && correlation < CERTAIN)
    correlation = fit (self->place, tile, input, correlation);
  share = CLAMP ((correlation - FROM) / (CERTAIN - FROM), 0, 1);
  return WEIGHT * (float) (share * share);
}
