/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/bench/window/large-library.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#include "engine/hash/methods/hash-trainer.h"
#include "engine/index/sketch.h"
#include "engine/store/details/inner.h"
#include "engine/kernels/f16.h"
#include "engine/nn/backbone.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "engine/store/store.h"
#include "tests/bench/made-photo.h"

#define FOLDER "/offline/photos"
#define N_WORDS (LARGE_LIBRARY_BITS / 64)
#define N_TRAINED 64
#define N_CENTRES 300
#define N_THUMBNAILS 32
#define BATCH 500
#define BATCHES_PER_COMMIT 20

typedef struct
{
  SemStore *store;
  const char *backbone;
  gint64 folder;
  gint64 model;
  SemHashModel *hash;
  GRand *random;
  float *centres;
  GBytes *thumbnails[N_THUMBNAILS];
  guint n_made;
} Making;

static void
fill_random (GRand *random, float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = (float) g_rand_double (random);
}

static gboolean
make_thumbnails (Making *self, GError **error)
{
  g_autoptr (GdkPixbuf) photo = made_photo_paint (256, 192);

  for (guint i = 0; i < N_THUMBNAILS; i++)
    {
      g_autoptr (GdkPixbuf) turned = made_photo_turn (photo, (int) (6 * i));
      char *jpeg;
      gsize size;

      if (!gdk_pixbuf_save_to_buffer (turned, &jpeg, &size, "jpeg", error, "quality", "60", NULL))
        return FALSE;
      self->thumbnails[i] = g_bytes_new_take (jpeg, size);
    }
  return TRUE;
}

/* Random directions: the quality of codes does not matter here. */
static gboolean
make_model (Making *self, guint n, GError **error)
{
  g_autoptr (GBytes) data = NULL;
  SemHashOptions options;
  SemStoreModel row = {
    .method = (char *) "lsh",
    .bits = LARGE_LIBRARY_BITS,
    .seed = 1,
    .backbone = (char *) self->backbone,
    .photos = n,
    .trained_on = N_TRAINED,
  };

  sem_hash_options_init (&options);
  options.method = SEM_HASH_LSH;
  options.n_bits = LARGE_LIBRARY_BITS;
  self->hash = sem_hash_train (&options, self->centres, N_TRAINED, SEM_BACKBONE_DIM, NULL, error);
  if (!self->hash)
    return FALSE;
  row.data = data = sem_hash_model_to_bytes (self->hash);
  if (!sem_store_put_model (self->store, &row, error)
      || !sem_store_activate_model (self->store, row.id, error))
    return FALSE;
  self->model = row.id;
  return TRUE;
}

static gboolean
put_file (Making *self, gint64 photo, GError **error)
{
  g_autofree char *path =
    g_strdup_printf (FOLDER "/%03u/photo-%06u.jpg", self->n_made / 1000, self->n_made);
  SemStoreFile file = {
    .folder = self->folder,
    .path = path,
    .identity = { .size = 1000000 + self->n_made, .mtime = 1 + self->n_made },
    .state = SEM_FILE_INDEXED,
    .photo = photo,
  };

  return sem_store_put_file (self->store, &file, error);
}

/* Returns: the photo's id, or -1. */
static gint64
put_photo (Making *self, const float *feature, GError **error)
{
  guint8 hash[SEM_STORE_HASH_SIZE] = { 0 };
  guint16 half[SEM_BACKBONE_DIM];
  const guint64 number = GUINT64_TO_BE (++self->n_made);
  guint8 sketch[SEM_SKETCH_SIZE];
  gint64 id;

  memcpy (hash, &number, sizeof number);
  memset (sketch, (int) (self->n_made % 256), sizeof sketch);
  sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
  id = sem_store_put_photo (self->store, hash, 4000, 3000, self->backbone, error);
  if (id < 0
      || !sem_store_put_feature (self->store, hash, self->backbone, half, SEM_BACKBONE_DIM, error)
      || !sem_store_put_thumbnail (self->store, hash, self->thumbnails[self->n_made % N_THUMBNAILS],
                                   error)
      || !sem_store_put_sketch (self->store, id, hash, sketch, sizeof sketch, &number, error)
      || !sem_store_put_inner (self->store, id, NULL, 0, error) || !put_file (self, id, error))
    return -1;
  return id;
}

/* Near a centre, by one random number for all values and one for each eighth. */
static void
make_feature (Making *self, float *feature)
{
  const float *centre =
    self->centres + (gsize) g_rand_int_range (self->random, 0, N_CENTRES) * SEM_BACKBONE_DIM;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    feature[i] = centre[i] + (i % 8 == 0 ? .5f * (float) g_rand_double (self->random) : 0);
}

/* Codes cost most of the time: one for every eight photos is computed, and the others differ from
 * it in one bit. */
static gboolean
make_batch (Making *self, guint n, GError **error)
{
  gint64 ids[BATCH];
  guint64 codes[BATCH * N_WORDS];
  gint8 vectors[BATCH * SEM_VECTOR_DIM];
  const SemStoreCodes rows = { ids, codes, vectors, n, N_WORDS, SEM_VECTOR_DIM };
  float feature[SEM_BACKBONE_DIM];

  memset (codes, 0, sizeof codes);
  for (guint i = 0; i < n; i++)
    {
      guint64 *code = codes + i * N_WORDS;
      gint8 *vector = vectors + i * SEM_VECTOR_DIM;

      make_feature (self, feature);
      ids[i] = put_photo (self, feature, error);
      if (ids[i] < 0)
        return FALSE;
      if (i % 8 == 0)
        {
          sem_hash_model_encode (self->hash, feature, 1, code, NULL);
          sem_hash_model_vectors (self->hash, feature, 1, vector);
          continue;
        }
      memcpy (code, code - N_WORDS, N_WORDS * sizeof *code);
      memcpy (vector, vector - SEM_VECTOR_DIM, SEM_VECTOR_DIM);
      code[i % N_WORDS] ^= G_GUINT64_CONSTANT (1) << (i % 64);
    }
  return sem_store_put_codes (self->store, self->model, &rows, error);
}

static gboolean
make_all (Making *self, guint n, GError **error)
{
  if (!sem_store_begin (self->store, error) || !make_thumbnails (self, error)
      || !make_model (self, n, error))
    return FALSE;
  self->folder = sem_store_add_folder (self->store, FOLDER, error);
  if (self->folder <= 0)
    return FALSE;
  for (guint i = 0; self->n_made < n; i++)
    if (!make_batch (self, MIN (BATCH, n - self->n_made), error)
        || (i % BATCHES_PER_COMMIT == BATCHES_PER_COMMIT - 1
            && (!sem_store_commit (self->store, error) || !sem_store_begin (self->store, error))))
      return FALSE;
  return sem_store_commit (self->store, error);
}

gboolean
large_library_make (const char *path, const char *backbone, guint n, GError **error)
{
  Making self = { .backbone = backbone, .random = g_rand_new_with_seed (1) };
  gboolean ok;

  self.centres = g_new (float, (gsize) N_CENTRES *SEM_BACKBONE_DIM);
  fill_random (self.random, self.centres, (gsize) N_CENTRES * SEM_BACKBONE_DIM);
  self.store = sem_store_open (path, SEM_STORE_WRITE, error);
  ok = self.store && make_all (&self, n, error);
  g_clear_pointer (&self.store, sem_store_close);
  g_clear_pointer (&self.hash, sem_hash_model_free);
  for (guint i = 0; i < N_THUMBNAILS; i++)
    g_clear_pointer (&self.thumbnails[i], g_bytes_unref);
  g_rand_free (self.random);
  g_free (self.centres);
  return ok;
}
