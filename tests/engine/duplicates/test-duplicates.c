/* Finding and grouping duplicates, on libraries that are made for it.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "engine/duplicates/find.h"
#include "engine/duplicates/groups.h"
#include "engine/duplicates/near-hashes.h"
#include "engine/index/sketch.h"
#include "engine/photos/content.h"
#include "engine/store/companions.h"
#include "engine/store/details/metadata.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/quick/quick.h"
#include "tests/engine/store/store-fixture.h"

/* Sketches --------------------------------------------------------------------------------------*/

/* A smooth picture, so that its hash says something. */
static void
make_sketch (GRand *rand, guint8 *sketch)
{
  double phases[12];

  for (guint i = 0; i < 12; i++)
    phases[i] = g_rand_double_range (rand, 0.05, 0.35);
  for (guint y = 0; y < SEM_SKETCH_SIDE; y++)
    for (guint x = 0; x < SEM_SKETCH_SIDE; x++)
      {
        double sum = 0;

        for (guint i = 0; i < 12; i += 3)
          sum += 100
                 * ((phases[i] * x + phases[i + 1] * y + 7 * phases[i + 2])
                    - (int) (phases[i] * x + phases[i + 1] * y + 7 * phases[i + 2]));
        sketch[y * SEM_SKETCH_SIDE + x] = (guint8) CLAMP (sum / 2 + 20, 0, 255);
      }
}

/* The hash of a turned picture is about what turning the hash gives; of another one half differs.
 */
static void
test_orientations (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  guint8 sketch[SEM_SKETCH_SIZE], turned[SEM_SKETCH_SIZE];
  guint sum = 0;

  for (guint i = 0; i < 20; i++)
    for (guint o = 0; o < SEM_N_ORIENTATIONS; o++)
      {
        guint64 hash, expected;

        make_sketch (rand, sketch);
        sem_sketch_orient (sketch, SEM_SKETCH_SIDE, 1, o, turned);
        g_assert_true (sem_sketch_dct_hash (sketch, &hash));
        g_assert_true (sem_sketch_dct_hash (turned, &expected));
        sum += (guint) __builtin_popcountll (sem_near_hashes_orient (hash, o) ^ expected);
      }
  g_assert_cmpuint (sum, <, 20 * SEM_N_ORIENTATIONS * 8);
}

/* Groups ----------------------------------------------------------------------------------------*/

static void
put (SemStore *store, gint64 a, gint64 b, SemDuplicateRelation relation, SemDuplicateState state)
{
  const SemStoreDuplicate pair = { MIN (a, b), MAX (a, b), relation, state, 0.8 };

  g_assert_true (sem_store_put_duplicate (store, &pair, NULL));
}

/* Such as "copy!a*b maybe!cd burst!ef": the names of files, in order. */
static char *
describe (SemStore *store, double min_likeness, guint *n_open)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDuplicates) duplicates = sem_duplicates_list (store, min_likeness, NULL, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  if (n_open)
    *n_open = duplicates->open->len;
  for (guint i = 0; i < duplicates->groups->len; i++)
    {
      const SemDuplicateGroup *group = duplicates->groups->pdata[i];

      g_string_append_printf (text, "%s%s!", i ? " " : "",
                              group->proven ? sem_duplicate_group_get_name (group) : "maybe");
      for (guint k = 0; k < group->files->len; k++)
        {
          const SemDuplicateFile *file = &g_array_index (group->files, SemDuplicateFile, k);

          g_string_append_printf (text, "%s%s", strrchr (file->path, '/') + 1,
                                  file->suggested ? "*" : "");
        }
    }
  return g_string_free (text, FALSE);
}

#define assert_groups(store, expected)                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *groups_text = describe (store, 0, NULL);                                      \
    g_assert_cmpstr (groups_text, ==, expected);                                                   \
  }                                                                                                \
  G_STMT_END

/* A file of the photo that is there, as it was indexed; that of a later photo is twice as large. */
static void
add_file (StoreFixture *fixture, SemStore *store, const char *name, gint64 photo)
{
  g_autofree char *path = g_build_filename (fixture->folder, "p", name, NULL);
  SemStoreFile file = { .folder = 1, .path = path, .state = SEM_FILE_INDEXED, .photo = photo };
  g_autofree char *bytes = g_strnfill (100 << photo, 'p');
  struct stat st;

  if (stat (path, &st) != 0)
    g_assert_true (g_file_set_contents (path, bytes, -1, NULL) && stat (path, &st) == 0);
  sem_content_identify (&st, &file.identity);
  g_assert_true (sem_store_put_file (store, &file, NULL));
}

/* Photos in files "a", "b" and so on, ids from 1. */
static SemStore *
open_with_photos (StoreFixture *fixture, guint n)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "p", NULL);
  SemStore *store = store_fixture_open (fixture->path);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  store_fixture_begin (store);
  g_assert_cmpint (store_fixture_add_folder (store, folder), ==, 1);
  for (guint i = 0; i < n; i++)
    {
      const char name[] = { (char) ('a' + i), '\0' };

      g_assert_cmpint (store_fixture_add_photo (store, i + 1), ==, i + 1);
      add_file (fixture, store, name, i + 1);
    }
  return store;
}

static void
test_groups (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_with_photos (fixture, 8);
  const SemDuplicateRelation copy = SEM_DUPLICATE_COPY;
  g_autofree char *text = NULL;
  guint n_open;

  put (store, 1, 2, copy, SEM_DUPLICATE_PROVEN);
  /* A copy of a copy is suggested to go only where it is one of what stays. */
  put (store, 2, 3, copy, SEM_DUPLICATE_PROVEN);
  put (store, 4, 5, copy, SEM_DUPLICATE_OPEN);
  put (store, 1, 6, copy, SEM_DUPLICATE_REFUTED);
  put (store, 7, 6, SEM_DUPLICATE_BURST, SEM_DUPLICATE_PROVEN);
  put (store, 7, 8, SEM_DUPLICATE_PAIR, SEM_DUPLICATE_PROVEN);
  add_file (fixture, store, "i", 8);
  store_fixture_commit (store);
  text = describe (store, 0, &n_open);
  g_assert_cmpstr (text, ==, "identical!h*i copy!c*b maybe!ed burst!gf pair!hg");
  g_assert_cmpuint (n_open, ==, 1);
  g_free (text);
  text = describe (store, 0.9, &n_open);
  g_assert_cmpstr (text, ==, "identical!h*i pair!hg");
  g_assert_cmpuint (n_open, ==, 0);

  store_fixture_begin (store);
  g_assert_true (sem_store_settle_duplicate (store, 4, 5, SEM_DUPLICATE_PROVEN, NULL));
  g_assert_true (sem_store_set_different (store, 3, 2, TRUE, NULL));
  g_assert_true (sem_store_set_different (store, 8, 8, TRUE, NULL));
  store_fixture_commit (store);
  assert_groups (store, "copy!e*d copy!b*a burst!gf pair!hg");
  store_fixture_begin (store);
  g_assert_true (sem_store_set_different (store, 2, 3, FALSE, NULL));
  g_assert_true (sem_store_set_different (store, 8, 8, FALSE, NULL));
  store_fixture_commit (store);
  assert_groups (store, "identical!h*i copy!e*d copy!c*b burst!gf pair!hg");
}

static char *
dup_path (StoreFixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, "p", name, NULL);
}

/* Several paths of one file on disk are no duplicates; what is not there decides nothing. */
static void
test_paths (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_with_photos (fixture, 4);
  g_autofree char *a = dup_path (fixture, "a"), *b = dup_path (fixture, "b");
  g_autofree char *link_a = dup_path (fixture, "1"), *hard_b = dup_path (fixture, "bb");
  g_autofree char *away = dup_path (fixture, "away");

  g_assert_cmpint (symlink (a, link_a), ==, 0);
  g_assert_cmpint (link (b, hard_b), ==, 0);
  add_file (fixture, store, "1", 1);
  add_file (fixture, store, "bb", 2);
  put (store, 3, 4, SEM_DUPLICATE_COPY, SEM_DUPLICATE_PROVEN);
  store_fixture_commit (store);
  assert_groups (store, "copy!d*c");

  /* A real second file is one; of the others the path that is no link is named. */
  store_fixture_begin (store);
  add_file (fixture, store, "aa", 1);
  put (store, 1, 2, SEM_DUPLICATE_COPY, SEM_DUPLICATE_PROVEN);
  store_fixture_commit (store);
  assert_groups (store, "copy!d*c copy!b*aaa");

  /* Not there, changed, or only a link that leads nowhere. */
  g_assert_cmpint (g_rename (b, away), ==, 0);
  g_assert_cmpint (g_unlink (hard_b), ==, 0);
  g_assert_true (g_file_set_contents (away, "other", -1, NULL));
  assert_groups (store, "copy!d*c copy!baaa");
  g_assert_cmpint (symlink (away, hard_b), ==, 0);
  assert_groups (store, "copy!d*c copy!baaa");
  store_fixture_begin (store);
  g_assert_true (sem_store_settle_duplicate (store, 1, 2, SEM_DUPLICATE_REFUTED, NULL));
  store_fixture_commit (store);
  assert_groups (store, "copy!d*c identical!a*aa");
  g_assert_cmpint (g_unlink (a), ==, 0);
  assert_groups (store, "copy!d*c");
}

/* Finding ---------------------------------------------------------------------------------------*/

static void
add_sketch (SemStore *store, gint64 photo, const guint8 *sketch)
{
  guint8 hash[SEM_STORE_HASH_SIZE];
  guint64 dct;

  store_fixture_fill_hash (hash, (guint) photo);
  g_assert_true (sem_sketch_dct_hash (sketch, &dct));
  g_assert_true (sem_store_put_sketch (store, photo, hash, sketch, SEM_SKETCH_SIZE, &dct, NULL));
}

static void
find (SemStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sem_duplicates_find (store, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

/* What was compared is not compared again; what is new is, with all. */
static void
test_find (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_with_photos (fixture, 5);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  guint8 sketches[3][SEM_SKETCH_SIZE], turned[SEM_SKETCH_SIZE];
  const SemMetadata first = { .state = SEM_METADATA_READ,
                              .date = SEM_METADATA_DATE_TAKEN,
                              .taken = 5000 };
  SemMetadata later = first;

  for (guint i = 0; i < 3; i++)
    make_sketch (rand, sketches[i]);
  sem_sketch_orient (sketches[0], SEM_SKETCH_SIDE, 1, 5, turned);
  add_sketch (store, 1, sketches[0]);
  add_sketch (store, 2, sketches[1]);
  add_sketch (store, 3, turned);
  /* Alike, but two exposures. */
  add_sketch (store, 4, sketches[2]);
  add_sketch (store, 5, sketches[2]);
  later.taken += 100;
  g_assert_true (sem_store_put_metadata (store, 4, &first, NULL, NULL));
  g_assert_true (sem_store_put_metadata (store, 5, &later, NULL, NULL));
  store_fixture_commit (store);
  find (store);
  assert_groups (store, "maybe!ca");
  store_fixture_begin (store);
  g_assert_true (sem_store_settle_duplicate (store, 1, 3, SEM_DUPLICATE_REFUTED, NULL));
  store_fixture_commit (store);
  find (store);
  assert_groups (store, "");
  store_fixture_begin (store);
  g_assert_cmpint (store_fixture_add_photo (store, 6), ==, 6);
  add_file (fixture, store, "f", 6);
  add_sketch (store, 6, sketches[1]);
  g_assert_cmpint (store_fixture_add_photo (store, 7), ==, 7);
  add_file (fixture, store, "IMG_1.CR2", 7);
  g_assert_cmpint (store_fixture_add_photo (store, 8), ==, 8);
  add_file (fixture, store, "img_1.jpg", 8);
  store_fixture_commit (store);
  find (store);
  assert_groups (store, "maybe!fb pair!IMG_1.CR2img_1.jpg");
}

/* A photo whose whole picture is known at last is compared with earlier and later ones; what was
 * settled by pictures stays. */
static void
test_refined (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_with_photos (fixture, 6);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  guint8 sketches[6][SEM_SKETCH_SIZE];

  for (guint i = 0; i < 6; i++)
    make_sketch (rand, sketches[i]);
  for (gint64 i = 1; i <= 6; i++)
    add_sketch (store, i, sketches[i == 4 ? 1 : i - 1]);
  g_assert_true (sem_store_put_quick (store, 4, BACKBONE, NULL));
  put (store, 3, 4, SEM_DUPLICATE_COPY, SEM_DUPLICATE_PROVEN);
  put (store, 4, 5, SEM_DUPLICATE_BURST, SEM_DUPLICATE_PROVEN);
  put (store, 5, 6, SEM_DUPLICATE_COPY, SEM_DUPLICATE_OPEN);
  store_fixture_commit (store);
  find (store);
  /* By the reduced picture 4 seems to be 2; in truth it is 1, and 6 is it. */
  assert_groups (store, "copy!d*c maybe!db maybe!fe burst!ed");

  store_fixture_begin (store);
  add_sketch (store, 4, sketches[0]);
  add_sketch (store, 6, sketches[0]);
  g_assert_true (sem_store_end_quick (store, 4, BACKBONE, NULL));
  store_fixture_commit (store);
  find (store);
  assert_groups (store, "copy!d*c maybe!fade");
}

typedef struct
{
  const char *path;
  const guint8 *sketch;
} Refining;

/* The whole picture of 1 comes while the library is being searched. */
static void
refine_cb (double fraction, gpointer user_data)
{
  Refining *refining = user_data;
  g_autoptr (SemStore) store = NULL;

  if (!refining->sketch)
    return;
  store = store_fixture_open (refining->path);
  store_fixture_begin (store);
  add_sketch (store, 1, refining->sketch);
  g_assert_true (sem_store_end_quick (store, 1, BACKBONE, NULL));
  store_fixture_commit (store);
  refining->sketch = NULL;
}

/* What is set back while a search goes on is not overwritten by it. */
static void
test_set_back (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_with_photos (fixture, 3);
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  guint8 sketches[3][SEM_SKETCH_SIZE];
  Refining refining = { fixture->path, sketches[2] };
  const SemProgress progress = { .func = refine_cb, .user_data = &refining };
  SemStoreCompared compared;

  for (guint i = 0; i < 3; i++)
    {
      make_sketch (rand, sketches[i]);
      add_sketch (store, i + 1, sketches[i]);
    }
  g_assert_true (sem_store_put_quick (store, 1, BACKBONE, NULL));
  store_fixture_commit (store);
  g_assert_true (sem_duplicates_find (store, NULL, NULL, &progress, NULL));
  g_assert_null (refining.sketch);
  find (store);
  assert_groups (store, "maybe!ca");

  store_fixture_begin (store);
  g_assert_true (sem_store_put_compared (store, &(SemStoreCompared){ 3, 3 }, NULL));
  store_fixture_add_model (store, TRUE);
  store_fixture_commit (store);
  g_assert_true (sem_store_get_compared (store, &compared, NULL));
  g_assert_cmpint (compared.hashes, ==, 3);
  g_assert_cmpint (compared.codes, <=, 0);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "duplicates/orientations", test_orientations },
    { "duplicates/groups", test_groups },
    { "duplicates/find", test_find },
    { "duplicates/paths", test_paths },
    { "duplicates/refined", test_refined },
    { "duplicates/set-back", test_set_back },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
