/* session-test.h - a session of a library that answers at once, for its tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/session.h"
#include "tests/support/fake-model.h"

G_BEGIN_DECLS

#define SESSION_TEST_N_PHOTOS 10

/* @notified: names of the properties that were notified, with spaces between */
typedef struct
{
  SemLibrary *library;
  SemSession *session;
  GString *notified;
} SessionTest;

void session_test_set_up (SessionTest *fixture, gconstpointer data);
void session_test_tear_down (SessionTest *fixture, gconstpointer data);
void session_test_turn_until_idle (void);
/* Starts a search for photo @i; its results have @i's photo as their first hit. */
void session_test_start (SessionTest *fixture, guint i);
/* The same, and waits for it. */
void session_test_search (SessionTest *fixture, guint i);
/* The photo whose results are shown; -1 at the library. */
int session_test_shown (SessionTest *fixture);

G_END_DECLS
