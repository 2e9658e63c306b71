/* Inner pictures in the library: what was put is read once, in the order of putting.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/store/details/inner.h"
#include "engine/store/store.h"
#include "tests/engine/store/store-fixture.h"

#include <string.h>

static void
put (SemStore *store, gint64 photo, const char *bytes)
{
  g_autoptr (GError) error = NULL;

  sem_store_put_inner (store, photo, (const guint8 *) bytes, strlen (bytes), &error);
  g_assert_no_error (error);
}

static void
note (gint64 photo, const guint8 *inner, gsize size, gpointer user_data)
{
  g_string_append_printf (user_data, "%" G_GINT64_FORMAT ":%.*s ", photo, (int) size, inner);
}

static void
assert_read (SemStore *store, gint64 *last, const char *expected)
{
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  sem_store_read_inner (store, last, note, notes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (notes->str, ==, expected);
}

static void
assert_without (SemStore *store, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = sem_store_list_without_inner (store, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, n);
}

static void
test_put_and_read (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autofree char *long_bytes = g_strnfill (SEM_STORE_MAX_INNER + 1, 'x');
  gint64 last = 0, all = 0;

  store_fixture_begin (store);
  for (guint i = 1; i <= 4; i++)
    g_assert_cmpint (store_fixture_add_photo (store, i), ==, i);
  store_fixture_commit (store);
  assert_without (store, 4);
  assert_read (store, &last, "");

  store_fixture_begin (store);
  put (store, 3, "three");
  put (store, 1, "");
  store_fixture_commit (store);
  assert_without (store, 2);
  assert_read (store, &last, "3:three ");
  assert_read (store, &last, "");

  /* Of an earlier photo, of the same one again, and more than there may be. */
  store_fixture_begin (store);
  put (store, 2, "two");
  put (store, 3, "again");
  put (store, 4, long_bytes);
  store_fixture_commit (store);
  assert_without (store, 0);
  assert_read (store, &last, "2:two 3:again ");
  assert_read (store, &all, "2:two 3:again ");

  /* Hidden photos have none to show, and removed ones none at all. */
  store_fixture_meddle (fixture->path, "UPDATE photos SET hidden = 1 WHERE id = 2");
  all = 0;
  assert_read (store, &all, "3:again ");
  store_fixture_meddle (fixture->path, "PRAGMA foreign_keys = ON; DELETE FROM photos WHERE id = 3");
  all = 0;
  assert_read (store, &all, "");
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = { { "inner", test_put_and_read } };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
