/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/search/made-library.h"
#include "engine/search/searcher/searcher-private.h"

#include "engine/base/random.h"
#include "engine/kernels/f16.h"
#include "engine/photos/codes.h"
#include "engine/search/likeness/likeness.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/photos.h"
#include "engine/store/store.h"

#define SECOND G_GINT64_CONSTANT (1000000000)

static const char *const folders[] = { "/made/a", "/made/a/b", "/made/ab", "/made/new\nline" };

static const struct
{
  const char *ending;
  const char *type;
} endings[] = {
  { ".jpg", "jpg" }, { ".JPEG", "jpg" }, { ".png", "png" }, { "", NULL }, { ".tiff", "tif" },
};

static const guint sizes[][2] = {
  { 400, 300 }, { 300, 400 }, { 300, 300 }, { 1000, 980 }, { 979, 1000 },
};

/* Every seventh photo has a second file; the first file of every thirteenth is missing. */
static void
make_photo (MadePhoto *photo, guint number)
{
  guint e = number % G_N_ELEMENTS (endings), s = number / 3 % G_N_ELEMENTS (sizes);

  photo->width = sizes[s][0];
  photo->height = sizes[s][1];
  photo->files[0] = (MadeFile){
    .path = g_strdup_printf ("%s/%04u%s", folders[number % G_N_ELEMENTS (folders)], number,
                             endings[e].ending),
    .type = endings[e].type,
    .seconds = (gint64) number - 100,
    .missing = number % 13 == 0,
  };
  photo->n_files = 1;
  if (number % 7 == 0)
    photo->files[photo->n_files++] = (MadeFile){
      .path = g_strdup_printf ("/made/twins/%04u.png", number),
      .type = "png",
      .seconds = 5000,
    };
}

static void
make_feature (guint number, guint16 *half)
{
  float feature[SEM_BACKBONE_DIM];
  SemRandom random;
  guint kind = number < MADE_ALIKE ? 0 : 1 + number % 9;

  sem_random_init (&random, kind, SEM_RANDOM_SPLIT);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    feature[i] = (float) sem_random_uniform (&random);
  sem_random_init (&random, number, SEM_RANDOM_PROJECTION);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    feature[i] += .5f * (float) sem_random_uniform (&random);
  sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
}

static void
add_photo (SemStore *store, MadePhoto *photo, guint number)
{
  const char *backbone = sem_backbone_get_id (library_test_get_backbone ());
  guint8 hash[SEM_STORE_HASH_SIZE] = { (guint8) number, (guint8) (number >> 8), 1 };
  guint16 half[SEM_BACKBONE_DIM];

  make_photo (photo, number);
  make_feature (number, half);
  photo->id = sem_store_put_photo (store, hash, photo->width, photo->height, backbone, NULL);
  g_assert_cmpint (photo->id, >, 0);
  g_assert_true (sem_store_put_feature (store, hash, backbone, half, SEM_BACKBONE_DIM, NULL));
}

static void
add_file (SemStore *store, gint64 folder, const MadePhoto *photo, guint number, guint i)
{
  const MadeFile *made = &photo->files[i];
  SemStoreFile file = {
    .path = made->path,
    .folder = folder,
    .state = SEM_FILE_INDEXED,
    .missing = made->missing,
    .photo = photo->id,
    .identity = { .inode = 2 * number + i + 1, .size = 1 },
  };

  file.identity.mtime = made->seconds * SECOND + (number % 2 ? SECOND / 2 : 0);
  g_assert_true (sem_store_put_file (store, &file, NULL));
}

static void
train (MadeLibrary *self)
{
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary = { 0 };
  SemTrainRequest request;

  library_test_request_training (&self->base, &request);
  request.options.method = SEM_HASH_LSH;
  request.options.n_bits = 16;
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  sem_train_summary_clear (&summary);
}

MadeLibrary *
made_library_new (void)
{
  MadeLibrary *self = g_new0 (MadeLibrary, 1);
  g_autoptr (SemStore) store = NULL;
  gint64 folder;

  library_test_set_up (&self->base, NULL);
  store = library_test_open (&self->base);
  g_assert_true (sem_store_begin (store, NULL));
  folder = sem_store_add_folder (store, "/made", NULL);
  for (guint i = 0; i < MADE_N; i++)
    add_photo (store, &self->photos[i], i);
  /* The second files last: photos do not ascend along the files' rows. */
  for (guint j = 0; j < 2; j++)
    for (guint i = 0; i < MADE_N; i++)
      if (j < self->photos[i].n_files)
        add_file (store, folder, &self->photos[i], i, j);
  g_assert_true (sem_store_update_hidden (store, NULL));
  g_assert_true (sem_store_commit (store, NULL));
  train (self);
  self->searcher = sem_searcher_new (self->base.library, library_test_get_backbone ());
  return self;
}

void
made_library_free (MadeLibrary *self)
{
  for (guint i = 0; i < MADE_N; i++)
    for (guint j = 0; j < self->photos[i].n_files; j++)
      g_free (self->photos[i].files[j].path);
  g_free (self->centred);
  sem_searcher_free (self->searcher);
  library_test_tear_down (&self->base, NULL);
  g_free (self);
}

const MadePhoto *
made_library_get (const MadeLibrary *self, gint64 id)
{
  for (guint i = 0; i < MADE_N; i++)
    if (self->photos[i].id == id)
      return &self->photos[i];
  return NULL;
}

/* By the mean of the active model. */
static SemLikeness *
make_scale (SemStore *store)
{
  SemStoreModel row = { 0 };
  g_autoptr (SemHashModel) model = NULL;
  SemLikeness *made;

  g_assert_true (sem_codes_load_active (store, &row, &model, NULL));
  made = sem_likeness_new (sem_reference_get (), sem_hash_model_get_mean (model));
  sem_store_model_clear (&row);
  return made;
}

static float *
centre_all (MadeLibrary *self)
{
  g_autoptr (SemStore) store = library_test_open (&self->base);
  g_autoptr (SemLikeness) scale = make_scale (store);
  const char *backbone = sem_backbone_get_id (library_test_get_backbone ());
  float *all = g_new (float, (gsize) MADE_N *SEM_BACKBONE_DIM);

  for (guint i = 0; i < MADE_N; i++)
    {
      float *row = all + (gsize) i * SEM_BACKBONE_DIM;
      gboolean found;

      g_assert_true (sem_codes_load_feature (store, self->photos[i].id, backbone, row, &found, NULL)
                     && found);
      sem_likeness_centre (scale, row, row);
    }
  return all;
}

float
made_library_measure (MadeLibrary *self, guint number, gint64 photo)
{
  guint other = 0;
  double cosine;

  if (!self->centred)
    self->centred = centre_all (self);
  while (self->photos[other].id != photo)
    other++;
  cosine = sem_likeness_cosine (self->centred + (gsize) number * SEM_BACKBONE_DIM,
                                self->centred + (gsize) other * SEM_BACKBONE_DIM);
  return (float) CLAMP (cosine, 0, 1);
}

double
made_library_excess (MadeLibrary *self, float likeness)
{
  const gsize n = sem_hamming_index_get_size (self->searcher->index);

  return (double) likeness - (double) sem_likeness_line (NULL, n, 1);
}

void
made_library_fit (GArray *hits)
{
  float values[MADE_N];

  for (guint i = 0; i < hits->len; i++)
    values[i] = g_array_index (hits, SemSearchHit, i).likeness;
  sem_likeness_fit (values, hits->len);
  for (guint i = 0; i < hits->len; i++)
    g_array_index (hits, SemSearchHit, i).likeness = values[i];
}
