/* library-test.h - a temporary library with photos, for tests of indexing, training and search
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/indexer.h"
#include "engine/learn/trainer.h"
#include "engine/store/models.h"

G_BEGIN_DECLS

/**
 * LibraryTest:
 * @folder: everything lies in it
 * @photos: the folder of photos in it, empty at first
 * @library: the library's path in it
 * @notes: sentences that indexing told, each with a line end
 */
typedef struct
{
  char *folder;
  char *photos;
  char *library;
  GString *notes;
} LibraryTest;

/* The backbone, or %NULL after g_test_skip() if its weights are missing. */
SemBackbone *library_test_get_backbone (void);

void library_test_set_up (LibraryTest *test, gconstpointer data);
void library_test_tear_down (LibraryTest *test, gconstpointer data);
/* The same with a folder that has one of photos. @folder: (transfer full) */
void library_test_set_up_in (LibraryTest *test, char *folder);
void library_test_tear_down_but_folder (LibraryTest *test);

/* (transfer full): path of @name in the photos' folder. */
char *library_test_path (LibraryTest *test, const char *name);
/* Writes a generated photo to @name in the photos' folder. */
void library_test_photo (LibraryTest *test, const char *name, guint family, guint variant);
/* Writes FAMILY/VARIANT.jpg for all families and variants; existing files are kept. */
void library_test_photos (LibraryTest *test, guint families, guint variants);

/* Makes the decoder unstartable until library_test_unlock_decoder(), to show that something does
 * not need it. */
void library_test_lock_decoder (void);
void library_test_unlock_decoder (void);

SemStore *library_test_open (LibraryTest *test);
/* Adds @folder to the library. @folder: (nullable): %NULL for the photos' folder */
void library_test_add_folder (LibraryTest *test, const char *folder);
/* Indexes all folders and compares the summary with @expected, "added updated unchanged failed
 * skipped removed". */
void library_test_index (LibraryTest *test, const char *expected);
/* (transfer full): an indexer that writes its notes to @notes of the test. */
SemIndexer *library_test_new_indexer (LibraryTest *test);
/* As library_test_index(). @expected: (nullable): %NULL to accept any summary */
void library_test_run (LibraryTest *test, SemIndexer *indexer, const char *expected);

/* Fills in a request for a training by default options that replaces the active model. */
void library_test_request_training (LibraryTest *test, SemTrainRequest *request);

/* (transfer full): a digest of all codes by content hash, independent of row ids. */
char *library_test_digest (LibraryTest *test);
/* The row id of the photo that the file @name in the photos' folder shows; 0 if there is none. */
gint64 library_test_find (LibraryTest *test, const char *name);
/* Loads the row of the active model; the caller clears it. */
void library_test_get_model (LibraryTest *test, SemStoreModel *model);

typedef struct
{
  const char *name;
  void (*test) (LibraryTest *test, gconstpointer data);
} LibraryTestCase;

/* Adds the tests below @prefix, each with a library of its own; none where the weights of the
 * network are missing. */
void library_test_register (const char *prefix, const LibraryTestCase *cases, gsize n);

G_END_DECLS
