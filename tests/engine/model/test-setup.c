/* test-setup.c - getting the network's weights by a command
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/setup/weights-setup.h"
#include "tests/support/folder.h"

#include <string.h>

/* @steps: the states and progress since the last look, as "missing coming 0.25" */
typedef struct
{
  char *folder;
  char *program;
  SemWeightsSetup *setup;
  GString *steps;
} Fixture;

static void
changed_cb (SemWeightsSetup *setup, Fixture *fixture)
{
  static const char *const names[] = { "unknown", "missing", "coming", "ready" };
  SemWeightsState state = sem_weights_setup_get_state (setup);

  g_string_append_printf (fixture->steps, "%s%s", fixture->steps->len ? " " : "", names[state]);
  if (state == SEM_WEIGHTS_COMING && sem_weights_setup_get_progress (setup) > 0)
    g_string_append_printf (fixture->steps, "-%.0f", sem_weights_setup_get_progress (setup) * 100);
}

/* Waits until the last step is @state, then compares all. */
static void
assert_steps (Fixture *fixture, const char *state, const char *steps)
{
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!g_str_has_suffix (fixture->steps->str, state) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (fixture->steps->str, ==, steps);
  g_string_truncate (fixture->steps, 0);
}

static void
set_up (Fixture *fixture, gconstpointer missing)
{
  fixture->folder = test_folder_new ();
  fixture->program = g_build_filename (fixture->folder, "program", NULL);
  fixture->steps = g_string_new (NULL);
  g_setenv ("SEMBLANCE_WEIGHTS", missing ? "/nonexistent/weights" : fixture->folder, TRUE);
  fixture->setup = sem_weights_setup_new (fixture->program);
  g_signal_connect (fixture->setup, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->setup);
  g_string_free (fixture->steps, TRUE);
  test_folder_remove (fixture->folder);
  g_free (fixture->program);
}

static void
write_program (Fixture *fixture, const char *body)
{
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", body, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (fixture->program, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0755,
                            &error);
  g_assert_no_error (error);
}

static void
test_ready (Fixture *fixture, gconstpointer data)
{
  assert_steps (fixture, "ready", "ready");
  /* Nothing is got that is there: there is no program. */
  sem_weights_setup_get (fixture->setup, NULL);
  g_assert_cmpint (sem_weights_setup_get_state (fixture->setup), ==, SEM_WEIGHTS_READY);
}

static void
test_get (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/a file");

  assert_steps (fixture, "missing", "missing");
  write_program (fixture, "echo 20; echo words; echo \"fetch.sh: no $1 $2.\" >&2; exit 1\n");
  sem_weights_setup_get (fixture->setup, file);
  sem_weights_setup_get (fixture->setup, file);
  assert_steps (fixture, "missing", "coming coming-20 missing");
  g_assert_nonnull (
    strstr (sem_weights_setup_get_problem (fixture->setup), "no --progress /a file."));
  /* A try after a failure. */
  write_program (fixture, "echo 50; echo 101; echo x5; echo 100; echo There.\n");
  sem_weights_setup_get (fixture->setup, NULL);
  g_assert_null (sem_weights_setup_get_problem (fixture->setup));
  assert_steps (fixture, "ready", "coming coming-50 coming-100 ready");
}

static void
test_no_program (Fixture *fixture, gconstpointer data)
{
  assert_steps (fixture, "missing", "missing");
  sem_weights_setup_get (fixture->setup, NULL);
  assert_steps (fixture, "missing", "missing");
  g_assert_nonnull (strstr (sem_weights_setup_get_problem (fixture->setup), fixture->program));
  write_program (fixture, "exit 1\n");
  sem_weights_setup_get (fixture->setup, NULL);
  assert_steps (fixture, "missing", "coming missing");
  g_assert_nonnull (strstr (sem_weights_setup_get_problem (fixture->setup), "connection"));
}

/* Stopped, the command is told to end, and its end is no failure. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ended = g_build_filename (fixture->folder, "ended", NULL);
  g_autofree char *body =
    g_strdup_printf ("trap 'echo > %s; exit 1' TERM\necho 10\nwhile :; do sleep .05; done\n",
                     ended);
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  assert_steps (fixture, "missing", "missing");
  write_program (fixture, body);
  sem_weights_setup_get (fixture->setup, NULL);
  assert_steps (fixture, "coming-10", "coming coming-10");
  sem_weights_setup_stop (fixture->setup);
  assert_steps (fixture, "missing", "missing");
  while (!g_file_test (ended, G_FILE_TEST_EXISTS) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (g_file_test (ended, G_FILE_TEST_EXISTS));
  g_assert_null (sem_weights_setup_get_problem (fixture->setup));
  g_assert_cmpstr (fixture->steps->str, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/setup/ready", Fixture, NULL, set_up, test_ready, tear_down);
  g_test_add ("/setup/get", Fixture, "missing", set_up, test_get, tear_down);
  g_test_add ("/setup/no-program", Fixture, "missing", set_up, test_no_program, tear_down);
  g_test_add ("/setup/stop", Fixture, "missing", set_up, test_stop, tear_down);

  return g_test_run ();
}
