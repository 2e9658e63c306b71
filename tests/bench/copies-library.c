/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/bench/copies-library.h"
#include "engine/hash/models/hash-model.h"
#include "engine/index/sketch.h"
#include "engine/indexing/indexer.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "tests/bench/made-photo.h"

#include <glib/gstdio.h>
#include <string.h>

#define LARGE_X 4000
#define LARGE_Y 3000
#define SMALL_SIDE 256
/* So many are needed for a model. */
#define N_SMALL 100
#define BITS 256
#define BATCH 1000
#define QUERY_QUALITY "80"
#define CONTRAST 4

static guint64
next_random (guint64 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

/* With contrast enough that every part has something to agree on. */
static GdkPixbuf *
paint (void)
{
  GdkPixbuf *photo = made_photo_paint (LARGE_X, LARGE_Y);
  guint8 *pixels = gdk_pixbuf_get_pixels (photo);

  for (gsize i = 0; i < gdk_pixbuf_get_byte_length (photo); i++)
    pixels[i] = (guint8) CLAMP (128 + CONTRAST * (pixels[i] - 128), 0, 255);
  return photo;
}

/* The query mirrored, turned, and with its rows in another order. */
static GdkPixbuf *
make_version (GdkPixbuf *photo, guint i)
{
  switch (i)
    {
    case 0:
      return gdk_pixbuf_flip (photo, TRUE);
    case 1:
      return gdk_pixbuf_rotate_simple (photo, GDK_PIXBUF_ROTATE_CLOCKWISE);
    default:
      return made_photo_turn (photo, (int) ((i - 2) * LARGE_Y / COPIES_N_REAL));
    }
}

static gboolean
make_photos (const char *photos, const char *query, GError **error)
{
  g_autoptr (GdkPixbuf) large = paint ();
  guint64 state = 1;

  if (!gdk_pixbuf_save (large, query, "jpeg", error, "quality", QUERY_QUALITY, NULL))
    return FALSE;
  for (guint i = 0; i < COPIES_N_REAL + N_SMALL; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05u.jpg", i);
      g_autofree char *path = g_build_filename (photos, name, NULL);
      g_autoptr (GdkPixbuf) photo = NULL;

      if (i < COPIES_N_REAL)
        photo = make_version (large, i);
      else
        {
          photo = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, SMALL_SIDE, SMALL_SIDE);
          for (gsize j = 0; j < gdk_pixbuf_get_byte_length (photo); j++)
            gdk_pixbuf_get_pixels (photo)[j] = (guint8) (next_random (&state) >> 32);
        }
      if (!made_photo_save (photo, path, error))
        return FALSE;
    }
  return TRUE;
}

/* Slopes and a wave, with a direction of its own for each photo. */
static void
make_sketch (guint64 random, guint8 *sketch)
{
  const int a = (int) (random & 7) - 4, b = (int) (random >> 3 & 7) - 4;
  const guint c = (guint) (random >> 6 & 15) + 1, d = (guint) (random >> 10 & 15) + 1;

  for (guint y = 0; y < SEM_SKETCH_SIDE; y++)
    for (guint x = 0; x < SEM_SKETCH_SIDE; x++)
      sketch[y * SEM_SKETCH_SIDE + x] =
        (guint8) (128 + a * ((int) x - 16) / 2 + b * ((int) y - 16) / 2
                  + (int) (x * c + y * d + x * y / c) % 32);
}

static gboolean
add_batch (SemStore *store,
           gint64 model,
           const char *backbone,
           guint n,
           guint64 *state,
           GError **error)
{
  static gint8 vectors[BATCH * SEM_VECTOR_DIM];
  static guint64 codes[BATCH * BITS / 64];
  gint64 ids[BATCH];
  const SemStoreCodes rows = { ids, codes, vectors, n, BITS / 64, SEM_VECTOR_DIM };

  for (guint i = 0; i < n * SEM_VECTOR_DIM; i++)
    vectors[i] = (gint8) (next_random (state) >> 40) / 4;
  for (guint i = 0; i < n * BITS / 64; i++)
    codes[i] = next_random (state);
  for (guint i = 0; i < n; i++)
    {
      const guint64 hash[SEM_STORE_HASH_SIZE / 8] = { next_random (state), next_random (state) };
      const guint64 dct = next_random (state);
      guint8 sketch[SEM_SKETCH_SIZE];

      make_sketch (next_random (state), sketch);
      ids[i] =
        sem_store_put_photo (store, (const guint8 *) hash, LARGE_X, LARGE_Y, backbone, error);
      if (ids[i] <= 0
          || !sem_store_put_sketch (store, ids[i], (const guint8 *) hash, sketch, sizeof sketch,
                                    &dct, error))
        return FALSE;
    }
  return sem_store_put_codes (store, model, &rows, error);
}

static gboolean
add_photos (const char *library, const char *backbone, guint n_photos, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_WRITE, error);
  const gint64 model = store ? sem_store_get_active_model (store, error) : -1;
  guint64 state = G_GUINT64_CONSTANT (0x2545f4914f6cdd1d);

  if (model <= 0)
    return FALSE;
  for (guint done = 0; done < n_photos; done += BATCH)
    if (!sem_store_begin (store, error)
        || !add_batch (store, model, backbone, MIN (BATCH, n_photos - done), &state, error)
        || !sem_store_commit (store, error))
      return FALSE;
  return TRUE;
}

static gboolean
index_real (const char *library, const char *photos, SemBackbone *backbone, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_WRITE, error);
  g_autoptr (SemIndexer) indexer = NULL;
  SemIndexSummary summary;

  if (!store || sem_store_add_folder (store, photos, error) < 0)
    return FALSE;
  g_clear_pointer (&store, sem_store_close);
  indexer = sem_indexer_new (library, backbone, NULL, NULL);
  return sem_indexer_run (indexer, NULL, NULL, &summary, error);
}

gboolean
copies_library_make (const char *folder,
                     guint n_photos,
                     SemBackbone *backbone,
                     char **library,
                     char **query,
                     GError **error)
{
  g_autofree char *photos = g_build_filename (folder, "photos", NULL);

  *library = g_build_filename (folder, "library.db", NULL);
  *query = g_build_filename (folder, "query.jpg", NULL);
  if (g_file_test (*library, G_FILE_TEST_EXISTS))
    return TRUE;
  g_mkdir (photos, 0700);
  return make_photos (photos, *query, error) && index_real (*library, photos, backbone, error)
         && add_photos (*library, sem_backbone_get_id (backbone), n_photos, error);
}

/* All get the same one, of the first photo: an altered original. */
gboolean
copies_library_add_thumbnails (const char *library, const GArray *ids, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_WRITE, error);
  g_autoptr (GBytes) thumbnail = NULL;
  gboolean ok = store && sem_store_get_thumbnail (store, 1, &thumbnail, error)
                && sem_store_begin (store, error);

  for (guint i = 0; ok && i < ids->len; i++)
    {
      SemStorePhoto photo = { 0 };

      ok = sem_store_get_photo (store, g_array_index (ids, gint64, i), &photo, error)
           && sem_store_put_thumbnail (store, photo.hash, thumbnail, error);
      sem_store_photo_clear (&photo);
    }
  return ok && sem_store_commit (store, error);
}
