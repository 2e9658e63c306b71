/* What was measured of a model, and features of altered photos, in the library.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/store/details/inspected.h"
#include "engine/store/models.h"
#include "engine/store/sweep.h"
#include "tests/engine/store/store-fixture.h"

static void
note (const char *name, const double *values, gsize n, gpointer user_data)
{
  g_string_append_printf (user_data, "%s%s", ((GString *) user_data)->len ? " " : "", name);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (user_data, " %g", values[i]);
}

static void
assert_read (SemStore *store, gint64 model, const char *expected)
{
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (sem_store_read_inspected (store, model, note, notes, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (notes->str, ==, expected);
}

static void
put (SemStore *store, gint64 model, const char *name, const double *values, gsize n)
{
  g_autoptr (GError) error = NULL;

  store_fixture_begin (store);
  g_assert_true (sem_store_put_inspected (store, model, name, values, n, &error));
  g_assert_no_error (error);
  store_fixture_commit (store);
}

static gint64
add_model (SemStore *store, gboolean active)
{
  gint64 model;

  store_fixture_begin (store);
  model = store_fixture_add_model (store, active);
  store_fixture_commit (store);
  return model;
}

static void
test_numbers (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  const double values[] = { 1, -0.5, 1e9 };
  gint64 model = add_model (store, TRUE), other = add_model (store, FALSE);
  g_autoptr (GError) error = NULL;

  assert_read (store, model, "");
  put (store, model, "b", values, 3);
  put (store, model, "a", values, 0);
  put (store, other, "c", values, 1);
  assert_read (store, model, "a b 1 -0.5 1e+09");
  put (store, model, "b", values + 1, 1);
  assert_read (store, model, "a b -0.5");
  store_fixture_begin (store);
  g_assert_true (sem_store_drop_inspected (store, model, &error));
  store_fixture_commit (store);
  assert_read (store, model, "");
  assert_read (store, other, "c 1");
  /* They go with their model. */
  store_fixture_begin (store);
  g_assert_true (sem_store_drop_model (store, other, &error));
  store_fixture_commit (store);
  assert_read (store, other, "");
}

/* What is no array of finite numbers is left out. */
static void
test_damage (StoreFixture *fixture, gconstpointer data)
{
  static const char *const blobs[] = { "x'00'", "x'000000000000f07f'", "x'000000000000f87f'",
                                       "zeroblob (8388616)", "x'0000000000000000ff'" };
  const double value = 2;
  gint64 model;

  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);

    model = add_model (store, TRUE);
    put (store, model, "z", &value, 1);
  }
  for (guint i = 0; i < G_N_ELEMENTS (blobs); i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("INSERT OR REPLACE INTO inspected VALUES (%" G_GINT64_FORMAT
                         ", 'bad', %s)",
                         model, blobs[i]);
      g_autoptr (SemStore) store = NULL;

      store_fixture_meddle (fixture->path, sql);
      store = store_fixture_open (fixture->path);
      assert_read (store, model, "z 2");
    }
}

static gboolean
get (SemStore *store, guint number, const char *alteration, guint16 *feature)
{
  g_autoptr (GError) error = NULL;
  guint8 hash[32];
  gboolean found;

  store_fixture_fill_hash (hash, number);
  g_assert_true (
    sem_store_get_altered (store, hash, BACKBONE, alteration, feature, DIM, &found, &error));
  g_assert_no_error (error);
  return found;
}

static void
put_altered (SemStore *store, guint number, const char *alteration, guint16 value)
{
  const guint16 feature[DIM] = { value, 2, 3, 4 };
  g_autoptr (GError) error = NULL;
  guint8 hash[32];

  store_fixture_fill_hash (hash, number);
  g_assert_true (sem_store_put_altered (store, hash, BACKBONE, alteration, feature, DIM, &error));
  g_assert_no_error (error);
}

static void
test_altered (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  guint16 feature[DIM] = { 0 };
  gint64 folder;
  g_autoptr (GError) error = NULL;

  store_fixture_begin (store);
  folder = store_fixture_add_folder (store, "/photos");
  for (guint i = 1; i <= 2; i++)
    store_fixture_add_file (store, folder, i == 1 ? "/photos/a" : "/photos/b",
                            store_fixture_add_photo (store, i));
  put_altered (store, 1, "turned", 7);
  put_altered (store, 1, "", 8);
  put_altered (store, 2, "turned", 9);
  put_altered (store, 2, "turned", 10);
  store_fixture_commit (store);
  g_assert_true (get (store, 1, "turned", feature));
  g_assert_cmpuint (feature[0], ==, 7);
  g_assert_true (get (store, 2, "turned", feature));
  g_assert_cmpuint (feature[0], ==, 10);
  g_assert_false (get (store, 2, "", feature));

  /* They go with their photo. */
  store_fixture_meddle (fixture->path,
                        "INSERT INTO dropped_photos SELECT id, hash FROM photos WHERE id = 2;"
                        "DELETE FROM files WHERE photo = 2; DELETE FROM described WHERE photo = 2;"
                        "DELETE FROM photos WHERE id = 2");
  g_assert_true (sem_store_sweep (store, &error));
  g_assert_no_error (error);
  g_assert_false (get (store, 2, "turned", feature));
  g_assert_true (get (store, 1, "turned", feature));

  /* And with their backbone. */
  store_fixture_meddle (fixture->path, "INSERT INTO dropped_backbones VALUES ('" BACKBONE "')");
  g_assert_true (sem_store_sweep (store, &error));
  g_assert_no_error (error);
  g_assert_false (get (store, 1, "turned", feature));
}

int
main (int argc, char **argv)
{
  const StoreFixtureTest tests[] = {
    { "inspected/numbers", test_numbers },
    { "inspected/damage", test_damage },
    { "inspected/altered", test_altered },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
