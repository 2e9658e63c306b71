/* test-words.c - words as a part of the query
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/asking.h"
#include "engine/model/asking/other-network.h"
#include "tests/support/fake-network.h"
#include "ui/asking/recent.h"
#include "ui/asking/words-field.h"

static SemWordsField *
get_field (gpointer page)
{
  SemWordsField *field = ui_test_find (page, SEM_TYPE_WORDS_FIELD);

  g_assert_nonnull (field);
  return field;
}

/* The photos of the library have a field above them, as the chips have one beside them. */
static GtkWidget *
get_library_page (Fixture *fixture)
{
  return gtk_widget_get_ancestor (GTK_WIDGET (fixture->photos), SEM_TYPE_LIBRARY_PAGE);
}

static GtkEditable *
get_editable (SemWordsField *field)
{
  return ui_test_find (field, GTK_TYPE_ENTRY);
}

static const char *
get_text (SemWordsField *field)
{
  return gtk_editable_get_text (get_editable (field));
}

/* As somebody who types and presses Enter. */
static void
type (SemWordsField *field, const char *text)
{
  gtk_widget_grab_focus (GTK_WIDGET (field));
  gtk_editable_set_text (get_editable (field), text);
  g_signal_emit_by_name (get_editable (field), "activate");
}

static void
fill (Fixture *fixture)
{
  ui_test_fill (fixture, 10);
  sem_fake_library_set_takes_words (fixture->library, TRUE);
}

/* Without such a network there is nothing to see. */
static void
test_absent (Fixture *fixture, gconstpointer data)
{
  sem_fake_library_set_takes_words (fixture->library, FALSE);
  ui_test_fill (fixture, 10);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (get_field (get_library_page (fixture)))));
  ask (fixture, 1, (const guint[]){ 0 });
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_field (get_bar (fixture)))));
  sem_fake_library_set_takes_words (fixture->library, TRUE);
  ui_test_settle (fixture);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_field (get_bar (fixture)))));
  sem_fake_library_set_takes_words (fixture->library, FALSE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_field (get_bar (fixture)))));
}

/* At the library words are a query of their own. */
static void
test_alone (Fixture *fixture, gconstpointer data)
{
  SemWordsField *field;

  fill (fixture);
  ui_test_settle (fixture);
  field = get_field (get_library_page (fixture));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (field)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_editable (field)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Search with Words");
  type (field, "   ");
  g_assert_false (sem_window_get_shows_results (fixture->window));
  type (field, "  red ");
  wait_for_title (fixture, "“red”");
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
  assert_chips (fixture, "");
  g_assert_cmpstr (get_text (get_field (get_bar (fixture))), ==, "red");
  g_assert_true (ui_test_shows (fixture->window, "“red”"));
  g_assert_false (ui_test_enabled (fixture, "toggle-copies"));
  ui_test_activate (fixture, "find-copies");
  wait_until (ui_test_shows (fixture->window, "Words have no copies."));
  ui_test_activate (fixture, "inspect");
  ui_test_settle (fixture);
  g_assert_true (sem_window_get_shows_results (fixture->window));
  ui_test_activate (fixture, "back");
  wait_until (!sem_window_get_shows_results (fixture->window));
  g_assert_cmpstr (get_text (field), ==, "");
}

/* Beside photos and a scope, which stay when the words change or go. */
static void
test_with_photos (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemScope) scope = sem_scope_new ();
  g_autoptr (SemQuery) scoped = NULL;
  SemWordsField *field = get_field (get_bar (fixture));

  fill (fixture);
  ask_with_two (fixture);
  scope->not_own_folder = TRUE;
  scoped = sem_query_new_with_scope (get_query (fixture), scope);
  sem_session_change_query (sem_window_get_session (fixture->window), scoped, NULL);
  wait_until (sem_query_get_scope (get_query (fixture))->not_own_folder);
  type (field, "green");
  wait_for_title (fixture, "“green” and 2 photos");
  g_assert_true (sem_query_get_scope (get_query (fixture))->not_own_folder);
  assert_chips (fixture, "+photo-000.jpg|+photo-005.jpg|Other folders only");
  g_assert_nonnull (gtk_widget_get_focus_child (GTK_WIDGET (field)));
  activate (fixture, "query.unlike", 0);
  wait_for_title (fixture, "“green” and 1 photo, unlike 1");
  activate (fixture, "query.remove", 1);
  wait_for_title (fixture, "“green”, unlike 1");
  /* Nothing would be left to search for, but words are. */
  activate (fixture, "query.remove", 0);
  wait_for_title (fixture, "“green”");
  g_assert_cmpstr (get_text (field), ==, "green");
  type (field, "");
  wait_until (!sem_window_get_shows_results (fixture->window));
}

/* Each step of the history has its words. */
static void
test_history (Fixture *fixture, gconstpointer data)
{
  SemWordsField *field = get_field (get_bar (fixture));

  fill (fixture);
  ask (fixture, 1, (const guint[]){ 3 });
  type (field, "blue");
  wait_for_title (fixture, "“blue” and photo-003.jpg");
  type (field, "green");
  wait_for_title (fixture, "“green” and photo-003.jpg");
  ui_test_activate (fixture, "back");
  wait_for_title (fixture, "“blue” and photo-003.jpg");
  g_assert_cmpstr (get_text (field), ==, "blue");
  ui_test_activate (fixture, "back");
  wait_for_title (fixture, "photo-003.jpg");
  g_assert_cmpstr (get_text (field), ==, "");
  ui_test_activate (fixture, "forward");
  wait_for_title (fixture, "“blue” and photo-003.jpg");
  g_assert_cmpstr (get_text (field), ==, "blue");
  /* What was asked with words says so, even where no network takes any now. */
  sem_fake_library_set_takes_words (fixture->library, FALSE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (field)));
}

/* They are among the searches of earlier times, too, as long as they can be asked. */
static void
test_recent (Fixture *fixture, gconstpointer data)
{
  SemSession *session = sem_window_get_session (fixture->window);
  g_auto (GStrv) before = NULL, after = NULL;
  g_autoptr (SemSession) other = NULL;
  g_autoptr (SemQuery) query = NULL;

  fill (fixture);
  ask (fixture, 1, (const guint[]){ 3 });
  type (get_field (get_bar (fixture)), "blue");
  wait_for_title (fixture, "“blue” and photo-003.jpg");
  activate (fixture, "query.remove", 0);
  wait_for_title (fixture, "“blue”");
  sem_recent_remember (session);
  other = sem_session_new (fixture->library);
  before = sem_recent_list (other);
  g_assert_cmpstr (before[0], ==, "words blue");
  g_assert_true (!before[1] || !g_str_has_prefix (before[1], "words "));
  query = sem_recent_new_query (before[0]);
  g_assert_cmpstr (sem_query_get_words (query), ==, "blue");
  sem_fake_library_set_takes_words (fixture->library, FALSE);
  after = sem_recent_list (other);
  g_assert_true (!after[0] || !g_str_has_prefix (after[0], "words "));
  g_assert_null (sem_recent_new_query ("words "));
}

/* A program that fails says so in a sentence, and what was shown stays. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  ask (fixture, 1, (const guint[]){ 3 });
  sem_fake_library_set_search_error (fixture->library, "The program “clip” has ended.");
  type (get_field (get_bar (fixture)), "blue");
  wait_until (ui_test_shows (fixture->window, "The program “clip” has ended."));
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-003.jpg");
}

/* What likeness means is said beside it, where nobody has measured it for the network. */
static void
test_relative (Fixture *fixture, gconstpointer data)
{
  const char *sentence = "Likeness is relative to this library";

  fill (fixture);
  ask (fixture, 1, (const guint[]){ 3 });
  g_assert_false (ui_test_shows (fixture->window, sentence));
  sem_fake_set_relative (TRUE);
  ask (fixture, 1, (const guint[]){ 4 });
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (fixture->window, sentence));
  /* The cosine of words is what it is. */
  type (get_field (get_bar (fixture)), "blue");
  wait_for_title (fixture, "“blue” and photo-004.jpg");
  ui_test_settle (fixture);
  g_assert_false (ui_test_shows (fixture->window, sentence));
  sem_fake_set_relative (FALSE);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/window/words/absent", test_absent);
  ui_test_add ("/window/words/alone", test_alone);
  ui_test_add ("/window/words/with-photos", test_with_photos);
  ui_test_add ("/window/words/history", test_history);
  ui_test_add ("/window/words/recent", test_recent);
  ui_test_add ("/window/words/failure", test_failure);
  ui_test_add ("/window/words/relative", test_relative);
  return g_test_run ();
}
