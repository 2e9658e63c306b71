/* store-fixture.h - a library on disk to test the store with
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "engine/store/store.h"
#include "tests/support/folder.h"

#define BACKBONE "test-backbone"
#define WORDS 2
#define DIM 4

typedef struct
{
  char *folder;
  char *path; /* the library's file in it */
} StoreFixture;

typedef struct
{
  const char *name;
  void (*test) (StoreFixture *fixture, gconstpointer data);
} StoreFixtureTest;

/* Runs the tests as /store/NAME; the exit status of the program. */
int store_fixture_run (int argc, char **argv, const StoreFixtureTest *tests, gsize n);

SemStore *store_fixture_open (const char *path);
void store_fixture_begin (SemStore *store);
void store_fixture_commit (SemStore *store);
/* Runs SQL on a file without the store. */
void store_fixture_meddle (const char *path, const char *sql);
gint64 store_fixture_look (const char *path, const char *sql);
/* Returns: where the third leaf of the tree of @table starts in the file, a page of 4,096 bytes */
long store_fixture_find_leaf (const char *path, const char *table);
char *store_fixture_companion (StoreFixture *fixture, const char *kind);
void store_fixture_fill_hash (guint8 *hash, guint number);
gint64 store_fixture_add_folder (SemStore *store, const char *path);
/* Adds a photo whose hash is made of @number, with thumbnail and feature. Returns: its id */
gint64 store_fixture_add_photo (SemStore *store, guint number);
gint64 store_fixture_add_file (SemStore *store, gint64 folder, const char *path, gint64 photo);
gint64 store_fixture_add_model (SemStore *store, gboolean active);
/* Adds codes and vectors of the @n photos from id @first on, which are made of the ids. */
void store_fixture_add_codes (SemStore *store, gint64 model, gint64 first, guint n);
/* Whether the photo has a vector of @dim values from the model, which is read into @vector. */
gboolean
store_fixture_get_vector (SemStore *store, gint64 model, gint64 photo, gint8 *vector, guint dim);
/* Appends the ids to the GArray @user_data, and checks that each code is the one of its id. */
gboolean store_fixture_collect_codes (const gint64 *ids,
                                      const guint64 *codes,
                                      gsize n,
                                      gpointer user_data,
                                      GError **error);
/* Returns: the ids above @after that have a code */
GArray *store_fixture_read_codes (SemStore *store, gint64 model, gint64 after);
/* Returns: such as "1 2 5"; frees the ids */
char *store_fixture_take_ids (GArray *ids);

#define assert_ids(array, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *ids_text = store_fixture_take_ids (array);                                    \
    g_assert_cmpstr (ids_text, ==, expected);                                                      \
  }                                                                                                \
  G_STMT_END
