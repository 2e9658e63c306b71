/* library-test.h - what the tests of the indexer and the searcher share
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

/* The network, or NULL after g_test_skip() where its weights are missing. */
SemBackbone *library_test_get_backbone (void);

void library_test_set_up (LibraryTest *test, gconstpointer data);
void library_test_tear_down (LibraryTest *test, gconstpointer data);

/* (transfer full): @name in the photos' folder. */
char *library_test_path (LibraryTest *test, const char *name);
/* Writes a generated photo to @name in the photos' folder. */
void library_test_photo (LibraryTest *test, const char *name, guint family, guint variant);
/* FAMILY/VARIANT.jpg for all of them; those that are there stay. */
void library_test_photos (LibraryTest *test, guint families, guint variants);

/* The decoder cannot be started until library_test_unlock_decoder(): what succeeds had no need of
 * it. */
void library_test_lock_decoder (void);
void library_test_unlock_decoder (void);

SemStore *library_test_open (LibraryTest *test);
/* Adds @folder, the photos' folder for NULL. */
void library_test_add_folder (LibraryTest *test, const char *folder);
/* Indexes all folders and compares the summary with "added updated unchanged failed skipped
 * removed". */
void library_test_index (LibraryTest *test, const char *expected);
/* An indexer whose notes are the test's. */
SemIndexer *library_test_new_indexer (LibraryTest *test);
/* As library_test_index(); @expected: (nullable): NULL where anything is expected. */
void library_test_run (LibraryTest *test, SemIndexer *indexer, const char *expected);

/* A training by the default options that replaces what answers. */
void library_test_request_training (LibraryTest *test, SemTrainRequest *request);

/* (transfer full): a digest of all codes by content; it depends on no row id. */
char *library_test_digest (LibraryTest *test);
/* The row of the photo that @name in the photos' folder shows; 0 where there is none. */
gint64 library_test_find (LibraryTest *test, const char *name);
/* The active model's row; clear it. */
void library_test_get_model (LibraryTest *test, SemStoreModel *model);

G_END_DECLS
