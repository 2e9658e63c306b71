/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/photos/photos-fixture.h"
#include "engine/kernels/f16.h"
#include "engine/photos/content.h"
#include "engine/store/companions.h"
#include "engine/store/folders.h"
#include "engine/store/photos.h"
#include "tests/engine/nn/made-weights.h"
#include "tests/support/folder.h"
#include "tests/support/photos.h"

#include <string.h>
#include <unistd.h>

void
photos_set_up (PhotosFixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
  fixture->library = g_build_filename (fixture->folder, "library.db", NULL);
  sem_store_close (photos_open (fixture));
}

void
photos_tear_down (PhotosFixture *fixture, gconstpointer data)
{
  test_folder_remove (fixture->folder);
  g_free (fixture->library);
}

SemStore *
photos_open (PhotosFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  SemStore *store = sem_store_open (fixture->library, SEM_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store;
}

void
photos_fill_feature (float *feature, guint number)
{
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    feature[i] = (float) ((number * 31 + i * 17) % 101) / 128;
}

gint64
photos_add_described (SemStore *store, guint number)
{
  guint8 hash[SEM_STORE_HASH_SIZE] = { 0 };
  guint16 half[SEM_BACKBONE_DIM];
  float feature[SEM_BACKBONE_DIM];
  gint64 id;

  memcpy (hash, &number, sizeof number);
  photos_fill_feature (feature, number);
  sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
  g_assert_true (sem_store_begin (store, NULL));
  id = sem_store_put_photo (store, hash, 8, 8, BACKBONE, NULL);
  g_assert_cmpint (id, >, 0);
  g_assert_true (sem_store_put_feature (store, hash, BACKBONE, half, SEM_BACKBONE_DIM, NULL));
  g_assert_true (sem_store_commit (store, NULL));
  return id;
}

gint64
photos_add_file (PhotosFixture *fixture, SemStore *store, const char *name, guint family)
{
  g_autofree char *path = photos_path (fixture, name);
  SemStoreFile file = { .path = path, .state = SEM_FILE_INDEXED };
  guint8 hash[SEM_STORE_HASH_SIZE];
  int fd;

  test_photo_save (path, family, 0);
  fd = sem_content_open (path, &file.identity, NULL);
  g_assert_cmpint (fd, >=, 0);
  g_assert_true (sem_content_hash (fd, name, hash, NULL, NULL));
  close (fd);
  g_assert_true (sem_store_begin (store, NULL));
  file.folder = sem_store_add_folder (store, fixture->folder, NULL);
  file.photo = sem_store_put_photo (store, hash, 288, 216, BACKBONE, NULL);
  g_assert_cmpint (file.photo, >, 0);
  g_assert_true (sem_store_put_file (store, &file, NULL));
  g_assert_true (sem_store_commit (store, NULL));
  return file.photo;
}

char *
photos_path (PhotosFixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

SemBackbone *
photos_write_weights (PhotosFixture *fixture, const char *name, guint32 seed)
{
  g_autofree char *path = photos_path (fixture, name);
  g_autoptr (GError) error = NULL;
  SemBackbone *backbone;

  write_made_weights (path, seed);
  backbone = sem_backbone_new (path, &error);
  g_assert_no_error (error);
  return backbone;
}
