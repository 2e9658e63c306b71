/* Words, where a program that takes some describes the photos.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/learn/switching.h"
#include "engine/model/asking/match-private.h"
#include "engine/model/asking/other-network.h"
#include "tests/engine/model/model-test.h"
#include "tests/support/folder.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#define SIDE 32
#define DIM 32

static void
save_colour (ModelTest *fixture, const char *name, guint32 rgba)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 96, 96);
  g_autofree char *path = library_test_path (&fixture->base, name);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, rgba);
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
}

/* As "semblance-cli backbone add" and "use" do. */
static void
use_program (ModelTest *fixture, const char *mode)
{
  g_autofree char *command = g_strdup_printf ("/usr/bin/python3 -B '%s' %s %d %d",
                                              g_getenv ("BACKBONE_PROGRAM"), mode, DIM, SIDE);
  SemProgramSettings settings = { .name = (char *) mode,
                                  .command = command,
                                  .folder = (char *) "/",
                                  .side = SIDE,
                                  .d = DIM,
                                  .seconds = SEM_PROGRAM_SECONDS,
                                  .words = g_str_equal (mode, "words"),
                                  .title = (char *) "made colours, version 1" };
  g_autoptr (SemBackbone) backbone = sem_backbone_new_for_program (&settings);
  g_autofree char *path = g_strdup (sem_library_get_path (fixture->library));
  SemTrainSummary summary = { 0 };
  g_autoptr (GError) error = NULL;
  const int lock = sem_store_lock (path, &error);
  g_auto (SemLeftOut) left_out = { 0 };

  g_assert_no_error (error);
  sem_programs_put (&settings, &error);
  g_assert_no_error (error);
  sem_switch_backbone (path, backbone, NULL, &summary, &left_out, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left_out.n, ==, 0);
  sem_train_summary_clear (&summary);
  sem_store_unlock (lock);
}

static gboolean
takes_words (ModelTest *fixture)
{
  gboolean takes;

  g_object_get (fixture->library, "takes-words", &takes, NULL);
  return takes;
}

static void
assert_first (ModelTest *fixture, SemQuery *query, const char *name)
{
  g_autoptr (SemMatch) match = NULL;
  ModelTestFound found = { 0 };

  sem_library_search_async (fixture->library, query, 5, NULL, model_test_found_cb, &found);
  wait_until (found.done);
  g_assert_no_error (found.error);
  match = g_list_model_get_item (G_LIST_MODEL (found.results), 0);
  g_assert_true (g_str_has_suffix (sem_match_get_paths (match)[0], name));
  g_assert_false (sem_results_get_is_relative (found.results));
  model_test_found_clear (&found);
}

/* What other programs do to the library shows in it; words alone and beside a picture find what
 * they say; nothing of it is left when another network is used. */
static void
test_words (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemQuery) red = sem_query_new_for_words ("red");
  g_autoptr (SemQuery) green = sem_query_new_with_words (red, "green");
  g_autoptr (SemQuery) none = sem_query_new_with_words (red, NULL);
  ModelTestFound found = { 0 };
  gint64 before;

  g_assert_null (none);
  g_assert_cmpstr (sem_query_get_title (red), ==, "“red”");
  g_assert_cmpuint (sem_query_get_n_sources (red), ==, 0);
  g_assert_false (sem_query_can_find_copies (red));
  library_test_photos (&fixture->base, 6, 6);
  save_colour (fixture, "000/red.png", 0xff0000ff);
  save_colour (fixture, "000/green.png", 0x00ff00ff);
  model_test_add_and_index (fixture);
  g_assert_false (takes_words (fixture));
  before = sem_codes_get_id (sem_library_get_codes (fixture->library));
  sem_library_search_async (fixture->library, red, 5, NULL, model_test_found_cb, &found);
  wait_until (found.done);
  g_assert_error (found.error, SEM_ERROR, SEM_ERROR_NO_PROGRAM);
  model_test_found_clear (&found);

  use_program (fixture, "words");
  sem_library_look_again (fixture->library);
  wait_until (takes_words (fixture));
  assert_first (fixture, red, "red.png");
  assert_first (fixture, green, "green.png");

  sem_library_use_codes (fixture->library, before);
  wait_until (!takes_words (fixture));
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  use_program (fixture, "mute");
  sem_library_look_again (fixture->library);
  wait_until (sem_codes_get_id (sem_library_get_codes (fixture->library)) != before);
  g_assert_false (takes_words (fixture));
}

/* Likeness is the library's own until somebody has measured it for the network. */
static void
test_relative (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) photo = NULL;
  g_autoptr (SemQuery) query = NULL;

  library_test_photos (&fixture->base, 6, 6);
  model_test_add_and_index (fixture);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 4);
  query = sem_query_new_for_photo (photo);
  for (guint i = 0; i < 2; i++)
    {
      ModelTestFound found = { 0 };

      if (i > 0)
        use_program (fixture, "mute");
      sem_library_search_async (fixture->library, query, 5, NULL, model_test_found_cb, &found);
      wait_until (found.done);
      g_assert_no_error (found.error);
      g_assert_cmpint (sem_results_get_is_relative (found.results), ==, i > 0);
      model_test_found_clear (&found);
    }
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/words/words", test_words },
    { "/model/words/relative", test_relative },
  };
  char *folder = test_folder_new ();
  int code;

  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  code = model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
  test_folder_remove (folder);
  return code;
}
