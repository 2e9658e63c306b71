/* model-test.h - a library of test photos, by the functions that the window uses
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"
#include "tests/support/library-test.h"

G_BEGIN_DECLS

#define MODEL_TEST_PATIENCE_SECONDS 120

typedef struct
{
  LibraryTest base;
  SemLibrary *library; /* once model_test_open() was called */
  GThread *thread;     /* the main one, where all signals must come */
  GString *states;     /* nicks, a space after each */
  GString *changes;    /* of the list of photos: "0-10+5 " */
  GString *messages;   /* a line each */
  guint n_jobs;        /* jobs that have ended: each replaces the list of folders */
} ModelTest;

/* Runs the main loop until @condition holds; fails when it does not in two minutes. */
#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gboolean met_;                                                                                 \
    gboolean late = FALSE;                                                                         \
    guint source =                                                                                 \
      g_timeout_add_seconds (MODEL_TEST_PATIENCE_SECONDS, model_test_timeout_cb, &late);           \
    while (!(met_ = (condition) ? TRUE : FALSE) && !late)                                          \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (source);                                                                      \
    if (!met_)                                                                                     \
      g_assertion_message_expr (G_LOG_DOMAIN, __FILE__, __LINE__, G_STRFUNC, #condition);          \
  }                                                                                                \
  G_STMT_END

#define wait_for_state(fixture, wanted)                                                            \
  wait_until (sem_library_get_state ((fixture)->library) == (wanted))

/* Sets *@data, a gboolean. */
gboolean model_test_timeout_cb (gpointer data);

typedef struct
{
  const char *path;
  void (*test) (ModelTest *fixture, gconstpointer data);
} ModelTestCase;

/* Runs each case with a fixture of its own. Returns: the status to exit with. */
int model_test_run (int argc, char **argv, const ModelTestCase *cases, guint n_cases);

/* Opens the library, which has no folder yet. */
void model_test_open (ModelTest *fixture);
/* Drops the library and waits until it is gone. */
void model_test_close (ModelTest *fixture);
void model_test_add_folder (ModelTest *fixture, const char *path);
/* Indexes and waits for the end. */
void model_test_index (ModelTest *fixture);
/* Opens the library, adds the folder of test photos and waits until it is indexed. */
void model_test_add_and_index (ModelTest *fixture);

gboolean model_test_is_searchable (SemLibrary *library);
/* @expected: the ids of the photos in their order, such as "1 2 5". */
void model_test_assert_ids (ModelTest *fixture, const char *expected);

/* What a search gave. */
typedef struct
{
  gboolean done;
  SemResults *results;
  GError *error;
} ModelTestFound;

/* @data: a #ModelTestFound. */
void model_test_found_cb (GObject *object, GAsyncResult *result, gpointer data);
void model_test_found_clear (ModelTestFound *found);

G_END_DECLS
