/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/search/gallery.h"
#include "engine/archive/search/fetch.h"
#include "engine/archive/search/pictures.h"
#include "engine/archive/search/found-places.h"
#include "engine/kernels/f16.h"
#include "engine/nn/backbone.h"
#include "engine/store/photos.h"

#include <string.h>

/* @codes: of all hits so far, one after another; @vectors, @features: by photo, of SEM_VECTOR_DIM
 * int8 and of SEM_BACKBONE_DIM half-precision numbers, NULL for a photo that has none; @positions:
 * in
 * @codes, and 1, by photo */
struct _SemArchiveGallery
{
  SemSearchGallery gallery;
  SemParts *parts;
  GCancellable *cancellable;
  guint bits;
  guint words;
  const guint8 *identity;
  SemHammingIndex *mirror;
  SemPartsForm codes_form;
  char *before;
  char *after;
  GArray *codes;
  GHashTable *vectors;
  GHashTable *features;
  GHashTable *positions;
  SemGalleryPictures *pictures;
};

/* Each arm has an order and a limit of its own, which its server carries out. OFFSET 0 keeps the
 * planner from merging the arms into the statement around them, where servers would be queried one
 * after another, and for all rows. */
static const SemPartsForm codes_form = {
  .head = "SELECT a.photo, a.code, a.distance, p.id IS NOT NULL FROM (",
  .table = "codes",
  .of_model = TRUE,
  .before = "(SELECT photo, code, bit_count (code # $1) AS distance FROM",
  .after = "ORDER BY bit_count (code # $1), photo LIMIT $2)",
  .tail = " OFFSET 0) AS a LEFT JOIN semblance.photos p ON p.id = a.photo"
          " ORDER BY a.distance, a.photo LIMIT $2",
};

static const SemPartsForm vectors_form = {
  .table = "vectors",
  .of_model = TRUE,
  .before = "SELECT photo, vector FROM",
  .after = "WHERE photo = ANY ($1)",
};

static const SemPartsForm features_form = {
  .table = "features",
  .before = "SELECT photo, feature FROM",
  .after = "WHERE photo = ANY ($1)",
};

/* By pgvector, where it is there: the same distances in the same order, but by its index, which
 * finds equally near photos in any order. */
static void
choose_form (SemArchiveGallery *self)
{
  const SemPgvector *pgvector = &self->parts->archive->pgvector;

  self->codes_form = codes_form;
  if (!pgvector->operator)
    return;
  self->before =
    g_strdup_printf ("(SELECT photo, code, (code %s $1::bit (%u))::integer AS distance FROM",
                     pgvector->operator, self->bits);
  self->after = g_strdup_printf ("ORDER BY code %s $1::bit (%u)%s LIMIT $2)", pgvector->operator,
                                 self->bits, pgvector->hnsw ? "" : ", photo");
  self->codes_form.before = self->before;
  self->codes_form.after = self->after;
}

/* How far its index is searched: as far as it can be. */
static gboolean
prepare_index (SemArchiveGallery *self, GError **error)
{
  const SemArchive *archive = self->parts->archive;

  if (!archive->pgvector.hnsw || self->mirror)
    return TRUE;
  return sem_link_do (archive->link,
                      archive->pgvector.goes_on
                        ? "SET hnsw.ef_search = 1000; SET hnsw.iterative_scan = strict_order"
                        : "SET hnsw.ef_search = 1000",
                      self->cancellable, error);
}

/* What is fetched by photo
 * -----------------------------------------------------------------------*/

static gpointer
read_vector (const SemCell *cell)
{
  g_autofree guint8 *vector = g_malloc (SEM_VECTOR_DIM);

  return sem_cell_get_bytes (cell, SEM_VECTOR_DIM, vector) ? g_steal_pointer (&vector) : NULL;
}

static gpointer
read_feature (const SemCell *cell)
{
  g_autofree guint16 *half = g_new (guint16, SEM_BACKBONE_DIM);

  return sem_cell_get_halves (cell, SEM_BACKBONE_DIM, half) ? g_steal_pointer (&half) : NULL;
}

static gboolean
load_vector (gpointer data, gint64 photo, gint8 *vector, gboolean *found, GError **error)
{
  SemArchiveGallery *self = data;
  const gint8 *known = g_hash_table_lookup (self->vectors, &photo);

  *found = known != NULL;
  if (known)
    memcpy (vector, known, SEM_VECTOR_DIM);
  return TRUE;
}

static gboolean
expect_features (gpointer data, const gint64 *photos, guint n, GError **error)
{
  SemArchiveGallery *self = data;

  return sem_fetch (self->parts, &features_form, read_feature, self->features, photos, n,
                    self->cancellable, error);
}

static gboolean
load_feature (gpointer data, gint64 photo, float *feature, gboolean *found, GError **error)
{
  SemArchiveGallery *self = data;
  const guint16 *half;

  if (!expect_features (self, &photo, 1, error))
    return FALSE;
  half = g_hash_table_lookup (self->features, &photo);
  *found = half != NULL;
  if (half)
    sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, feature);
  return TRUE;
}

/* Scanning --------------------------------------------------------------------------------------*/

static void
get_code (gpointer data, guint32 position, guint64 *code)
{
  SemArchiveGallery *self = data;

  memcpy (code, &g_array_index (self->codes, guint64, (gsize) position * self->words),
          self->words * sizeof *code);
}

static gboolean
find_code (gpointer data, gint64 photo, guint64 *code)
{
  SemArchiveGallery *self = data;
  const guint position = GPOINTER_TO_UINT (g_hash_table_lookup (self->positions, &photo));

  if (position > 0)
    get_code (self, position - 1, code);
  return position > 0;
}

static guint
measure (const guint64 *a, const guint64 *b, guint n_words)
{
  guint distance = 0;

  for (guint w = 0; w < n_words; w++)
    distance += (guint) __builtin_popcountll (a[w] ^ b[w]);
  return distance;
}

/* Adds a row to @hits, unless its photo is gone or too far away. */
static gboolean
take_row (SemArchiveGallery *self,
          SemRows *rows,
          guint i,
          const SemHammingQuery *query,
          GArray *hits,
          guint *n_far,
          GError **error)
{
  const SemCell photo = sem_rows_get (rows, i, 0), code = sem_rows_get (rows, i, 1);
  const SemCell distance = sem_rows_get (rows, i, 2), there = sem_rows_get (rows, i, 3);
  guint64 words[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  SemHammingHit hit = { .position = self->codes->len / self->words };
  gint64 bits;

  if (!sem_cell_get_int (&photo, 1, G_MAXINT64, &hit.photo_id)
      || !sem_cell_get_code (&code, self->bits, words)
      || !sem_cell_get_int (&distance, 0, self->bits, &bits)
      || bits != measure (words, query->codes, self->words))
    return sem_link_set_damaged (self->parts->archive->link, error);
  hit.distance = (guint32) bits;
  *n_far += hit.distance > query->max_distance;
  if (!sem_cell_is_true (&there) || hit.distance > query->max_distance)
    return TRUE;
  g_array_append_vals (self->codes, words, self->words);
  g_array_append_val (hits, hit);
  return TRUE;
}

/* @more: (out): whether a larger limit could give more hits */
static GArray *
scan_once (SemArchiveGallery *self,
           const SemHammingQuery *query,
           gint64 limit,
           gboolean *more,
           GError **error)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (SemHammingHit));
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  guint n_far = 0;

  sem_values_add_code (values, query->codes, self->bits);
  sem_values_add_int (values, limit);
  rows = sem_parts_run (self->parts, &self->codes_form, values, self->cancellable, error);
  if (!rows)
    return NULL;
  for (guint i = 0; i < sem_rows_get_n (rows); i++)
    if (!take_row (self, rows, i, query, hits, &n_far, error))
      return NULL;
  *more = sem_rows_get_n (rows) >= limit && n_far == 0;
  return g_steal_pointer (&hits);
}

/* The same codes in the same order as the servers have them. */
static GArray *
scan_mirror (SemArchiveGallery *self, const SemHammingQuery *query, GError **error)
{
  GArray *hits = sem_hamming_index_search (self->mirror, query, error);

  for (guint i = 0; hits && i < hits->len; i++)
    {
      SemHammingHit *hit = &g_array_index (hits, SemHammingHit, i);
      guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];

      sem_hamming_index_get_code (self->mirror, hit->position, code);
      hit->position = self->codes->len / self->words;
      g_array_append_vals (self->codes, code, self->words);
    }
  return hits;
}

static GArray *
scan_servers (SemArchiveGallery *self, const SemHammingQuery *query, GError **error)
{
  g_autoptr (GArray) hits = NULL;
  gboolean more = TRUE;

  /* Rows of removed photos are among the nearest: then more rows are fetched. */
  for (gint64 limit = query->k; more && (!hits || hits->len < query->k); limit *= 2)
    {
      g_clear_pointer (&hits, g_array_unref);
      hits = scan_once (self, query, limit, &more, error);
      if (!hits)
        return NULL;
    }
  if (hits->len > query->k)
    g_array_set_size (hits, query->k);
  return g_steal_pointer (&hits);
}

static GArray *
scan (gpointer data, const SemHammingQuery *query, GError **error)
{
  SemArchiveGallery *self = data;
  g_autoptr (GArray) hits =
    self->mirror ? scan_mirror (self, query, error) : scan_servers (self, query, error);
  g_autofree gint64 *photos = NULL;

  if (!hits)
    return NULL;
  photos = g_new (gint64, hits->len + 1);
  for (guint i = 0; i < hits->len; i++)
    {
      const SemHammingHit *hit = &g_array_index (hits, SemHammingHit, i);

      photos[i] = hit->photo_id;
      g_hash_table_insert (self->positions, g_memdup2 (&hit->photo_id, sizeof hit->photo_id),
                           GUINT_TO_POINTER (hit->position + 1));
    }
  if (!sem_fetch (self->parts, &vectors_form, read_vector, self->vectors, photos, hits->len,
                  self->cancellable, error))
    return NULL;
  return g_steal_pointer (&hits);
}

/* Sources ---------------------------------------------------------------------------------------*/

static gboolean
find_photo (gpointer data, const guint8 *hash, gint64 *photo, GError **error)
{
  SemArchiveGallery *self = data;
  SemLink *link = self->parts->archive->link;
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell cell;

  *photo = 0;
  sem_values_add_bytes (values, hash, SEM_STORE_HASH_SIZE);
  rows = sem_link_run (link, "SELECT id FROM semblance.photos WHERE hash = $1", values,
                       self->cancellable, error);
  if (!rows)
    return FALSE;
  cell = sem_rows_get (rows, 0, 0);
  return sem_rows_get_n (rows) == 0 || sem_cell_get_int (&cell, 1, G_MAXINT64, photo)
         || sem_link_set_damaged (link, error);
}

static gboolean
has_other_file (gpointer data, gint64 photo, const char *path, gboolean *found, GError **error)
{
  SemArchiveGallery *self = data;
  g_autoptr (GHashTable) places = sem_found_places_read (self->parts->archive->link, self->identity,
                                                         &photo, 1, self->cancellable, error);
  const GPtrArray *files = places ? g_hash_table_lookup (places, &photo) : NULL;

  *found = FALSE;
  for (guint i = 0; files && i < files->len; i++)
    *found |= !sem_found_place_is_file (g_ptr_array_index (files, i), path);
  return places != NULL;
}

/* Pictures --------------------------------------------------------------------------------------*/

static gboolean
expect_pictures (gpointer data, const gint64 *photos, guint n, GError **error)
{
  return sem_gallery_pictures_expect (((SemArchiveGallery *) data)->pictures, photos, n, error);
}

static void
load_picture (gpointer data, gint64 photo, SemSearchPicture *picture)
{
  sem_gallery_pictures_get (((SemArchiveGallery *) data)->pictures, photo, picture);
}

static gboolean
expect_looks (gpointer data, const gint64 *photos, guint n, gboolean thumbnails, GError **error)
{
  return sem_gallery_pictures_expect_looks (((SemArchiveGallery *) data)->pictures, photos, n,
                                            thumbnails, error);
}

static gboolean
load_sketch (gpointer data, gint64 photo, guint8 *sketch)
{
  return sem_gallery_pictures_get_sketch (((SemArchiveGallery *) data)->pictures, photo, sketch);
}

static int
open_thumbnail (gpointer data, gint64 photo)
{
  return sem_gallery_pictures_open_thumbnail (((SemArchiveGallery *) data)->pictures, photo);
}

static gboolean
expect_files (gpointer data, const gint64 *photos, guint n, GError **error)
{
  return sem_gallery_pictures_expect_files (((SemArchiveGallery *) data)->pictures, photos, n,
                                            error);
}

static int
open_file (gpointer data, gint64 photo)
{
  return sem_gallery_pictures_open_file (((SemArchiveGallery *) data)->pictures, photo);
}

SemArchiveGallery *
sem_archive_gallery_new (SemParts *parts,
                         const guint8 *identity,
                         SemHammingIndex *mirror,
                         GCancellable *cancellable,
                         GError **error)
{
  const gint64 n = sem_archive_count (parts->archive, cancellable, error);
  g_autoptr (SemArchiveGallery) self = NULL;

  if (n < 0)
    return NULL;
  self = g_new0 (SemArchiveGallery, 1);
  self->gallery = (SemSearchGallery){
    .data = self,
    .n_photos = (gsize) n,
    .find_photo = find_photo,
    .has_other_file = has_other_file,
    .scan = scan,
    .get_code = get_code,
    .load_vector = load_vector,
    .expect_features = expect_features,
    .load_feature = load_feature,
    .find_code = find_code,
    .expect_pictures = expect_pictures,
    .load_picture = load_picture,
    .expect_looks = expect_looks,
    .load_sketch = load_sketch,
    .open_thumbnail = open_thumbnail,
    .expect_files = expect_files,
    .open_file = open_file,
  };
  self->parts = parts;
  self->identity = identity;
  self->mirror = mirror;
  self->cancellable = cancellable;
  self->bits = parts->archive->bits;
  self->words = SEM_HASH_WORDS (self->bits);
  self->codes = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->vectors = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->features = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->positions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->pictures = sem_gallery_pictures_new (parts, identity, cancellable);
  choose_form (self);
  return prepare_index (self, error) ? g_steal_pointer (&self) : NULL;
}

void
sem_archive_gallery_free (SemArchiveGallery *self)
{
  if (!self)
    return;
  g_free (self->before);
  g_free (self->after);
  g_array_unref (self->codes);
  g_hash_table_unref (self->vectors);
  g_hash_table_unref (self->features);
  g_hash_table_unref (self->positions);
  sem_gallery_pictures_free (self->pictures);
  g_free (self);
}

const SemSearchGallery *
sem_archive_gallery_get (const SemArchiveGallery *self)
{
  return &self->gallery;
}
