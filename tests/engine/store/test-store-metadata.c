/* Metadata of photos, the photos that have none yet, and the files of a period.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/store/store-fixture.h"
#include "engine/store/folders.h"
#include "engine/store/details/metadata.h"
#include "engine/store/photos.h"
#include "engine/store/scope.h"

#include <string.h>

#define DAY 86400
#define SECOND G_GINT64_CONSTANT (1000000000)

static void
put (SemStore *store, gint64 photo, const SemMetadata *metadata)
{
  g_autoptr (GError) error = NULL;

  sem_store_put_metadata (store, photo, metadata, "decoder 1", &error);
  g_assert_no_error (error);
}

static void
assert_metadata (SemStore *store, gint64 photo, const SemMetadata *expected)
{
  g_autoptr (GError) error = NULL;
  SemMetadata metadata;

  memset (&metadata, 0x55, sizeof metadata);
  sem_store_get_metadata (store, photo, &metadata, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (&metadata, sizeof metadata, expected, sizeof *expected);
}

/* A photo and its file, both numbered. */
static gint64
add_photo (SemStore *store, gint64 folder, guint number)
{
  g_autofree char *path = g_strdup_printf ("/photos/%u.jpg", number);
  gint64 photo = store_fixture_add_photo (store, number);

  store_fixture_add_file (store, folder, path, photo);
  return photo;
}

static void
test_kept (StoreFixture *fixture, gconstpointer data)
{
  static const SemMetadata nothing = { 0 };
  const SemMetadata cases[] = {
    { .state = SEM_METADATA_READ },
    { .state = SEM_METADATA_FAILED },
    { .state = SEM_METADATA_READ,
      .date = SEM_METADATA_DATE_XMP,
      .taken = -1,
      .nanoseconds = 999999999,
      .has_offset = 1,
      .offset = -570,
      .orientation = 8,
      .iso = 3200,
      .has_position = 1,
      .has_altitude = 1,
      .exposure = 1 / 3.,
      .aperture = 1.4,
      .focal_length = 50.5,
      .latitude = 0,
      .longitude = -179.99999,
      .altitude = -12.5,
      .make = "Hersteller Ä",
      .model = "Modell",
      .lens = "Objektiv",
      .software = "Programm" },
    { .state = SEM_METADATA_READ,
      .date = SEM_METADATA_DATE_TAKEN,
      .has_offset = 1,
      .has_position = 1,
      .has_altitude = 1 },
  };
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 folder;

  store_fixture_begin (store);
  folder = store_fixture_add_folder (store, "/photos");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    put (store, add_photo (store, folder, i), &cases[i]);
  put (store, add_photo (store, folder, 100), &nothing);
  store_fixture_commit (store);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_metadata (store, 1 + i, &cases[i]);
  assert_metadata (store, 1 + G_N_ELEMENTS (cases), &nothing);
  assert_metadata (store, 12345, &nothing);
  /* Read again, it replaces what was known. */
  store_fixture_begin (store);
  put (store, 3, &cases[0]);
  store_fixture_commit (store);
  assert_metadata (store, 3, &cases[0]);
}

static void
test_unread (StoreFixture *fixture, gconstpointer data)
{
  const SemMetadata read = { .state = SEM_METADATA_READ }, failed = { SEM_METADATA_FAILED };
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 folder;

  store_fixture_begin (store);
  folder = store_fixture_add_folder (store, "/photos");
  for (guint i = 1; i <= 5; i++)
    add_photo (store, folder, i);
  store_fixture_add_photo (store, 6);
  g_assert_true (sem_store_update_hidden (store, NULL));
  put (store, 2, &read);
  put (store, 4, &failed);
  store_fixture_commit (store);
  assert_ids (sem_store_list_unread (store, "decoder 1", NULL), "1 3 5");
  assert_ids (sem_store_list_unread (store, "decoder 2", NULL), "1 3 4 5");
  /* It goes with its photo. */
  store_fixture_begin (store);
  g_assert_true (sem_store_remove_folder (store, "/photos", NULL));
  store_fixture_commit (store);
  g_assert_cmpint (store_fixture_look (fixture->path, "SELECT count (*) FROM metadata"), ==, 0);
}

/* Periods ------------------------------------------------------------------------------------- */

typedef struct
{
  const SemStorePeriod *period;
  GArray *ids;
} Found;

static void
find (gint64 photo, const char *path, const SemStoreDate *date, gpointer user_data)
{
  const Found *found = user_data;
  const SemStorePeriod *period = found->period;
  const gint64 seconds = date->mtime / SECOND;
  const gint64 time = date->is_dated ? date->taken : seconds;

  if (time >= (date->is_dated ? period->taken_from : period->file_from)
      && time < (date->is_dated ? period->taken_until : period->file_until))
    g_array_append_val (found->ids, photo);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return (int) (*(const gint64 *) a - *(const gint64 *) b);
}

static char *
list_period (SemStore *store, const char *folder, const SemStorePeriod *period)
{
  Found found = { period, g_array_new (FALSE, FALSE, sizeof (gint64)) };
  g_autoptr (GError) error = NULL;

  sem_store_each_file (store, folder, period, find, &found, NULL, &error);
  g_assert_no_error (error);
  g_array_sort (found.ids, compare_ids);
  return store_fixture_take_ids (found.ids);
}

/* Photo i was taken on day i, but every third says nothing: its file is of day i. The files of the
 * others are all of day 2, and so would be found where their own date is not looked at. */
static void
fill_days (StoreFixture *fixture, guint n)
{
  g_autofree char *sql = g_strdup_printf (
    "WITH RECURSIVE days (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM days WHERE i < %u)"
    " INSERT INTO photos (id, hash, width, height)"
    "  SELECT i, CAST (printf ('%%032d', i) AS BLOB), 640, 480 FROM days;"
    "INSERT INTO folders (id, path) VALUES (1, CAST ('/photos' AS BLOB));"
    "INSERT INTO files (folder, path, device, inode, size, mtime, state, photo)"
    " SELECT 1, CAST ('/photos/' || (id %% 2) || '/' || id AS BLOB), 7, id, 1,"
    "  (CASE id %% 3 WHEN 0 THEN id ELSE 2 END) * 86400000000000, 2, id FROM photos;"
    "INSERT INTO metadata (photo, state, date, taken)"
    " SELECT id, 1, iif (id %% 3, 1, NULL), iif (id %% 3, id * 86400, NULL) FROM photos",
    n);

  sem_store_close (store_fixture_open (fixture->path));
  store_fixture_meddle (fixture->path, sql);
}

static void
test_period (StoreFixture *fixture, gconstpointer data)
{
  const SemStorePeriod days = { 2 * DAY, 7 * DAY, 2 * DAY, 7 * DAY };
  const SemStorePeriod apart = { 4 * DAY, 6 * DAY, 9 * DAY, 10 * DAY };
  const SemStorePeriod early = { G_MININT64, 3 * DAY, G_MININT64, 3 * DAY };
  const SemStorePeriod late = { 10 * DAY, G_MAXINT64, 10 * DAY, G_MAXINT64 };
  g_autoptr (SemStore) store = NULL;
  const struct
  {
    const SemStorePeriod *period;
    const char *folder;
    const char *expected;
  } cases[] = {
    { &days, "", "2 3 4 5 6" },  { &days, "/photos/0", "2 4 6" }, { &apart, "", "4 5 9" },
    { &early, "", "1 2" },       { &late, "", "10 11 12" },       { &late, "/photos/1", "11" },
    { &days, "/elsewhere", "" },
  };

  fill_days (fixture, 12);
  store = store_fixture_open (fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *ids = list_period (store, cases[i].folder, cases[i].period);

      g_assert_cmpstr (ids, ==, cases[i].expected);
    }
}

/* Where the period holds many photos all rows are read, with the same outcome. */
static void
test_long_period (StoreFixture *fixture, gconstpointer data)
{
  const guint n = 45000;
  const SemStorePeriod most = { 3 * DAY, 40000 * (gint64) DAY, 3 * DAY, 40000 * (gint64) DAY };
  g_autoptr (GString) expected = g_string_new ("3");
  g_autofree char *ids = NULL;
  g_autoptr (SemStore) store = NULL;

  fill_days (fixture, n);
  for (guint i = 4; i < 40000; i++)
    g_string_append_printf (expected, " %u", i);
  store = store_fixture_open (fixture->path);
  ids = list_period (store, "", &most);
  g_assert_cmpstr (ids, ==, expected->str);
}

static void
test_of_photo (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = NULL;
  g_autoptr (GArray) dated = NULL, undated = NULL;
  const SemStorePhotoFile *file;

  fill_days (fixture, 6);
  store = store_fixture_open (fixture->path);
  dated = sem_store_list_photo_files (store, 5, NULL);
  undated = sem_store_list_photo_files (store, 6, NULL);
  g_assert_cmpuint (dated->len, ==, 1);
  g_assert_cmpuint (undated->len, ==, 1);
  file = &g_array_index (dated, SemStorePhotoFile, 0);
  g_assert_true (file->date.is_dated);
  g_assert_cmpint (file->date.taken, ==, 5 * DAY);
  g_assert_cmpint (file->date.mtime, ==, 2 * DAY * SECOND);
  file = &g_array_index (undated, SemStorePhotoFile, 0);
  g_assert_false (file->date.is_dated);
  g_assert_cmpint (file->date.mtime, ==, 6 * DAY * SECOND);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "metadata/kept", test_kept },
    { "metadata/unread", test_unread },
    { "period", test_period },
    { "period/long", test_long_period },
    { "period/of-photo", test_of_photo },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
