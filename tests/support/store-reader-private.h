/* store-reader-private.h - what the library that is filled holds, and the reader looks for
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/files.h"
#include "tests/support/store-reader.h"

#define BACKBONE STORE_READER_BACKBONE
#define DIM STORE_READER_DIM
#define N_PHOTOS STORE_READER_PHOTOS
#define FOLDER "/photos"
#define SCENE_KEY "key"
#define SKETCH_SIZE 16

/* Of file number @i. */
SemFileIdentity store_reader_make_identity (guint i);
/* @hash: (out) (array fixed-size=32): of photo number @i. */
void store_reader_make_hash (guint8 *hash, guint i);

/* Rows of the tables that engine/store/details/ and engine/store/quick/ read and write. */
void store_reader_fill_details (SemStore *store, gint64 model);
void store_reader_read_details (SemStore *store);
gboolean store_reader_change_details (SemStore *store, GError **error);

static inline void
store_reader_check_id (gint64 id)
{
  g_assert_cmpint (id, >, 0);
  g_assert_cmpint (id, <=, G_MAXINT32);
}

/* A number, or -1 with an error. @error is the address that the call in the other argument sets. */
static inline void
store_reader_check_number (gint64 value, GError **error)
{
  g_assert_true ((value < 0) == (*error != NULL));
  g_assert_cmpint (value, >=, -1);
  g_assert_cmpint (value, <=, G_MAXINT32);
  g_clear_error (error);
}

static inline void
store_reader_check_ids (GArray *ids, GError **error)
{
  g_assert_true ((!ids) == (*error != NULL));
  for (guint i = 0; ids && i < ids->len; i++)
    store_reader_check_id (g_array_index (ids, gint64, i));
  g_clear_pointer (&ids, g_array_unref);
  g_clear_error (error);
}

/* TRUE without an error, or FALSE with one. */
static inline gboolean
store_reader_check (gboolean ok, GError **error)
{
  g_assert_true (ok == !*error);
  g_clear_error (error);
  return ok;
}

/* Checks a call, which gives its error to &asked. */
#define STORE_READER_ASK(how, call)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    GError *asked = NULL;                                                                          \
    how (call, &asked);                                                                            \
  }                                                                                                \
  G_STMT_END
