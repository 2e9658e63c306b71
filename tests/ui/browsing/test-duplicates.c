/* test-duplicates.c - the page of photos that are there more than once
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/browsing/duplicates-test.h"
#include "ui/duplicates/duplicate-cell-private.h"

/* They are looked for when somebody looks, can be stopped, and nothing is an answer. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 30);
  g_assert_false (sem_duplicate_finder_get_running (finder (fixture)));
  open_page (fixture);
  wait_until (ui_test_shows (page (fixture), "The first groups appear soon"));
  sem_duplicate_finder_stop (finder (fixture));
  wait_until (ui_test_shows (page (fixture), "Not all photos were compared yet."));
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (page (fixture)), "_Look for Duplicates"));
  wait_until (sem_duplicate_finder_get_running (finder (fixture)));
  sem_fake_duplicates_fail (finder (fixture), "“R&D <1>.db” is damaged.");
  wait_until (ui_test_shows (page (fixture), "“R&D <1>.db” is damaged."));
  sem_fake_duplicates_finish (finder (fixture), "");
  wait_until (ui_test_shows (page (fixture), "No Duplicates"));
  wait_until (ui_test_shows (page (fixture), "No photo is there more than once."));
  sem_fake_duplicates_finish (finder (fixture), "pair?1,2");
  wait_until (ui_test_shows (page (fixture), "groups of other kinds"));
  gtk_widget_activate_action (GTK_WIDGET (page (fixture)), "duplicates.pairs", NULL);
  wait_until (ui_test_shows (page (fixture), "Raw File and Picture"));
}

/* What each group is, what is suggested of it and why, and how many there are. */
static void
test_shown (Fixture *fixture, gconstpointer data)
{
  open_groups (fixture, GROUPS);
  g_assert_cmpuint (count (fixture), ==, 4);
  wait_until (ui_test_shows (page (fixture), "4 groups · 3.0"));
  g_assert_true (ui_test_shows (page (fixture), "Copies"));
  g_assert_true (ui_test_shows (page (fixture), "3 photos · 2 to the trash, 2.0"));
  g_assert_true (ui_test_shows (page (fixture), "most pixels"));
  g_assert_true (ui_test_shows (page (fixture), "Identical Files"));
  for (guint i = 0; i < 3; i++)
    g_assert_true (press (fixture, GDK_KEY_Down, 0));
  ui_test_settle (fixture);
  /* Nothing is suggested of these. */
  g_assert_true (ui_test_shows (page (fixture), "Maybe Copies"));
  g_assert_true (ui_test_shows (page (fixture), "90 % alike"));
  g_assert_cmpuint (sem_duplicate_set_get_n_going (current (fixture)), ==, 0);
  g_assert_true (ui_test_shows (fixture->window, "Burst"));
}

/* Each key, and where the focus is then. What is looked at is to be proven first. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    guint position, index;
  } steps[] = {
    { GDK_KEY_Right, 0, 0, 1 },     { GDK_KEY_Right, 0, 0, 2 },
    { GDK_KEY_Right, 0, 0, 2 },     { GDK_KEY_Home, 0, 0, 0 },
    { GDK_KEY_Left, 0, 0, 0 },      { GDK_KEY_End, 0, 0, 2 },
    { GDK_KEY_Down, 0, 1, 0 },      { GDK_KEY_Down, 0, 2, 0 },
    { GDK_KEY_Page_Down, 0, 3, 0 }, { GDK_KEY_Down, 0, 3, 0 },
    { GDK_KEY_Page_Up, 0, 0, 0 },   { GDK_KEY_End, GDK_CONTROL_MASK, 3, 0 },
    { GDK_KEY_Up, 0, 2, 0 },        { GDK_KEY_Home, GDK_CONTROL_MASK, 0, 0 },
  };

  open_groups (fixture, GROUPS);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      guint index;

      g_assert_true (press (fixture, steps[i].key, steps[i].state));
      sem_duplicates_view_get_current (view (fixture), &index);
      g_assert_cmpuint (sem_duplicates_view_get_position (view (fixture)), ==, steps[i].position);
      g_assert_cmpuint (index, ==, steps[i].index);
      g_assert_cmpuint (sem_duplicate_cell_get_index (wait_for_cell (fixture)), ==, index);
    }
  press (fixture, GDK_KEY_Down, 0);
  g_assert_cmpint (sem_fake_duplicates_get_looked_at (finder (fixture)), ==, 4);
  press (fixture, GDK_KEY_Up, 0);
  press (fixture, GDK_KEY_Right, 0);
  g_assert_nonnull (strstr (sem_duplicate_cell_get_words (wait_for_cell (fixture)),
                            "photo-002.jpg, To the Trash, 90 % alike, 4000 × 3000"));
  press (fixture, GDK_KEY_space, 0);
  g_assert_nonnull (strstr (sem_duplicate_cell_get_words (wait_for_cell (fixture)),
                            "photo-002.jpg, Keep, 90 % alike, 4000"));
  press (fixture, GDK_KEY_t, 0);
  g_assert_false (sem_duplicate_set_get_kept (current (fixture), 1));
  press (fixture, GDK_KEY_k, 0);
  g_assert_true (sem_duplicate_set_get_kept (current (fixture), 1));
}

/* A group goes with what belongs to its photos, and comes back whole. */
static void
test_trash (Fixture *fixture, gconstpointer data)
{
  open_groups (fixture, GROUPS);
  g_free (sem_fake_steal_moves ());
  press (fixture, GDK_KEY_Down, 0);
  act (fixture, "duplicates.trash-group");
  wait_until (count (fixture) == 3);
  assert_moves ("put:photo-007.jpg put:photo-007.jpg.xmp");
  wait_until (
    ui_test_shows (fixture->window, "“photo-007.jpg” is in the trash, with 1 file beside"));
  g_assert_cmpuint (sem_duplicates_view_get_position (view (fixture)), ==, 1);
  wait_for_cell (fixture);
  ui_test_activate (fixture, "undo");
  wait_until (count (fixture) == 4);
  assert_moves ("restore:photo-007.jpg restore:photo-007.jpg.xmp");
}

/* What is accepted goes together, and one undo takes all of it back. */
static void
test_accepted (Fixture *fixture, gconstpointer data)
{
  open_groups (fixture, GROUPS);
  g_free (sem_fake_steal_moves ());
  act (fixture, "duplicates.accept");
  g_assert_cmpuint (sem_duplicates_view_get_position (view (fixture)), ==, 1);
  wait_until (ui_test_shows (page (fixture), "1 group accepted · 2 photos, 2.0"));
  press (fixture, GDK_KEY_Up, 0);
  act (fixture, "duplicates.accept");
  g_assert_cmpuint (sem_duplicate_list_get_n_accepted (list (fixture)), ==, 0);
  act (fixture, "duplicates.accept-all");
  g_assert_cmpuint (sem_duplicate_list_get_n_accepted (list (fixture)), ==, 2);
  act (fixture, "duplicates.trash-accepted");
  wait_until (count (fixture) == 2);
  assert_moves ("put:photo-002.jpg put:photo-003.jpg put:photo-007.jpg put:photo-007.jpg.xmp");
  wait_until (ui_test_shows (fixture->window, "3 photos are in the trash, with 1 file beside"));
  ui_test_activate (fixture, "undo");
  wait_until (count (fixture) == 4);
  g_assert_cmpuint (sem_duplicate_list_get_n_accepted (list (fixture)), ==, 0);
  g_free (sem_fake_steal_moves ());
}

/* One photo of a group stays, whatever is marked. */
static void
test_last (Fixture *fixture, gconstpointer data)
{
  open_groups (fixture, GROUPS);
  g_free (sem_fake_steal_moves ());
  press (fixture, GDK_KEY_t, 0);
  act (fixture, "duplicates.trash-group");
  wait_until (ui_test_shows (fixture->window, "One photo of each group stays"));
  act (fixture, "duplicates.accept");
  g_assert_cmpuint (sem_duplicate_list_get_n_accepted (list (fixture)), ==, 0);
  ui_test_dismiss_toast (fixture);
  press (fixture, GDK_KEY_End, GDK_CONTROL_MASK);
  act (fixture, "duplicates.trash-group");
  wait_until (ui_test_shows (fixture->window, "Nothing is marked for the trash"));
  assert_moves ("");
  /* One photo by itself, as everywhere. */
  press (fixture, GDK_KEY_Home, GDK_CONTROL_MASK);
  ui_test_activate (fixture, "trash");
  wait_until (sem_duplicate_set_get_n_files (current (fixture)) == 2);
  assert_moves ("put:photo-001.jpg");
}

/* What is asked for before the files of the last time are gone looks at what is there then. */
static void
test_side_by_side (Fixture *fixture, gconstpointer data)
{
  open_groups (fixture, "same!4,8 copy!1,2,3");
  g_free (sem_fake_steal_moves ());
  ui_test_activate (fixture, "trash");
  press (fixture, GDK_KEY_Right, 0);
  ui_test_activate (fixture, "trash");
  wait_until (ui_test_shows (fixture->window, "This is the last of its group."));
  assert_moves ("put:photo-004.jpg");
  wait_until (count (fixture) == 1);
  /* The same twice goes once, and nothing is wrong with that. */
  act (fixture, "duplicates.accept-all");
  act (fixture, "duplicates.trash-accepted");
  act (fixture, "duplicates.trash-accepted");
  wait_until (count (fixture) == 0);
  ui_test_settle (fixture);
  assert_moves ("put:photo-002.jpg put:photo-003.jpg");
  g_assert_cmpuint (fixture->window->batches.length, ==, 0);
}

/* Groups that wait go as they were accepted: what is found meanwhile was never seen, and what is
 * taken back meanwhile stays. */
static void
test_as_accepted (Fixture *fixture, gconstpointer data)
{
  open_groups (fixture, "copy!1,2 copy!3,4 copy!5,6");
  g_free (sem_fake_steal_moves ());
  act (fixture, "duplicates.accept-all");
  act (fixture, "duplicates.trash-accepted");
  sem_fake_duplicates_show (finder (fixture), "copy!1,2 copy!3,4,9 copy!5,6");
  press (fixture, GDK_KEY_End, GDK_CONTROL_MASK);
  act (fixture, "duplicates.accept");
  wait_until (ui_test_shows (fixture->window, "2 photos are in the trash"));
  assert_moves ("put:photo-002.jpg put:photo-004.jpg");
  wait_until (count (fixture) == 2);
}

/* One of a group stays also where its photos are looked at one by one, whichever files they are
 * of. */
static void
test_viewer (Fixture *fixture, gconstpointer data)
{
  SemViewer *viewer = sem_window_get_viewer (fixture->window);

  open_groups (fixture, "same!4,4b copy!1,2,3");
  g_free (sem_fake_steal_moves ());
  press (fixture, GDK_KEY_Return, 0);
  ui_test_activate (fixture, "trash");
  /* Twice for the same photo. */
  ui_test_activate (fixture, "trash");
  wait_until (fixture->window->batches.length == 0);
  assert_moves ("put:photo-004.jpg");
  /* The other file of the same photo is shown, and another group is not touched. */
  g_assert_true (sem_window_get_shows_viewer (fixture->window));
  g_assert_cmpuint (sem_viewer_get_position (viewer), ==, 1);
  g_assert_true (
    g_str_has_suffix (g_file_peek_path (sem_photo_get_file (sem_viewer_get_photo (viewer))),
                      "/b/photo-004.jpg"));
  ui_test_dismiss_toast (fixture);
  ui_test_activate (fixture, "trash");
  wait_until (ui_test_shows (fixture->window, "This is the last of its group."));
  g_assert_true (sem_window_get_shows_viewer (fixture->window));
  assert_moves ("");
  /* What is opened from elsewhere is as it was. */
  sem_window_ask_viewer (fixture->window, "viewer.close");
  sem_window_open_viewer (fixture->window, fixture->photos, 0);
  ui_test_activate (fixture, "trash");
  wait_until (fixture->window->batches.length == 0);
  assert_moves ("put:photo-000.jpg");
}

/* What a person says is different is gone at once, and can be taken back. */
static void
test_different (Fixture *fixture, gconstpointer data)
{
  open_groups (fixture, GROUPS);
  act (fixture, "duplicates.different");
  g_assert_cmpuint (count (fixture), ==, 3);
  g_assert_cmpuint (sem_duplicates_view_get_position (view (fixture)), ==, 0);
  wait_for_cell (fixture);
  wait_until (
    ui_test_shows (fixture->window, "These photos will not be shown as duplicates again"));
  /* Also when it is found again. */
  sem_fake_duplicates_finish (finder (fixture), GROUPS);
  g_assert_cmpuint (count (fixture), ==, 3);
  ui_test_activate (fixture, "undo");
  g_assert_cmpuint (count (fixture), ==, 4);
}

/* Whoever decides is not moved about by what is found meanwhile. */
static void
test_found_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) more = g_string_new ("same!20,21 copy!22,23 same!24,25 ");
  SemDuplicateSet *set;

  open_groups (fixture, GROUPS);
  press (fixture, GDK_KEY_Down, 0);
  press (fixture, GDK_KEY_Right, 0);
  set = current (fixture);
  g_string_append (more, GROUPS);
  sem_fake_duplicates_show (finder (fixture), more->str);
  g_assert_true (current (fixture) == set);
  g_assert_cmpuint (sem_duplicates_view_get_position (view (fixture)), ==, 4);
  ui_test_settle (fixture);
  g_assert_cmpuint (sem_duplicate_cell_get_index (wait_for_cell (fixture)), ==, 1);
  /* It is proven where it stands. */
  press (fixture, GDK_KEY_Down, 0);
  set = current (fixture);
  g_assert_cmpint (sem_duplicate_set_get_kind (set), ==, SEM_DUPLICATE_SET_MAYBE);
  sem_fake_duplicates_show (finder (fixture), "copy!8,9 copy!1,2,3 same!4,7");
  g_assert_true (current (fixture) == set);
  g_assert_true (sem_duplicate_set_get_suggests (set));
  ui_test_settle (fixture);
  wait_for_cell (fixture);
}

/* A photo opens, and leads back to its group; two of a group are compared. */
static void
test_open (Fixture *fixture, gconstpointer data)
{
  open_groups (fixture, GROUPS);
  press (fixture, GDK_KEY_Return, 0);
  g_assert_true (sem_window_get_shows_viewer (fixture->window));
  sem_window_ask_viewer (fixture->window, "viewer.next");
  sem_window_ask_viewer (fixture->window, "viewer.close");
  g_assert_true (sem_window_get_shows_duplicates (fixture->window));
  g_assert_cmpuint (sem_duplicate_cell_get_index (wait_for_cell (fixture)), ==, 1);
  ui_test_activate (fixture, "compare");
  g_assert_true (sem_window_get_shows_compare (fixture->window));
  sem_window_leave_compare (fixture->window);
  wait_for_cell (fixture);
  ui_test_activate (fixture, "find-similar");
  wait_until (ui_test_results (fixture) != NULL);
  g_assert_cmpint (sem_query_get_source_photo (
                     sem_session_get_query (sem_window_get_session (fixture->window)), 0),
                   ==, 2);
}

/* Hundreds of groups need a few rows, and the keys reach the last of them. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_rows = 0;

  for (guint i = 0; i < 150; i++)
    g_string_append_printf (text, "%scopy!%u,%u", i ? " " : "", 2 * i, 2 * i + 1);
  ui_test_fill (fixture, 300);
  open_page (fixture);
  sem_fake_duplicates_finish (finder (fixture), text->str);
  ui_test_settle (fixture);
  gtk_widget_grab_focus (GTK_WIDGET (page (fixture)));
  for (guint i = 0; i < 149; i++)
    press (fixture, GDK_KEY_Down, 0);
  ui_test_settle (fixture);
  g_assert_cmpuint (sem_duplicates_view_get_position (view (fixture)), ==, 149);
  wait_for_cell (fixture);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (view (fixture))); row;
       row = gtk_widget_get_next_sibling (row))
    n_rows++;
  g_assert_cmpuint (n_rows, <, 12);
  for (guint i = 0; i < 150; i++)
    {
      sem_duplicates_view_go (view (fixture), i, 0, TRUE);
      act (fixture, "duplicates.accept");
    }
  g_assert_cmpuint (sem_duplicate_list_get_n_accepted (list (fixture)), ==, 150);
}

/* A group that has the focus may be scrolled away, and is not scrolled back to; keys go on from
 * what is in view. */
static void
test_scrolled_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GtkAdjustment) scroll = NULL;
  double most;

  open_groups (fixture, "same!1,2 same!3,4 same!5,6 same!7,8 same!9,10 same!11,12 same!13,14");
  wait_for_cell (fixture);
  g_object_get (view (fixture), "vadjustment", &scroll, NULL);
  most = gtk_adjustment_get_upper (scroll) - gtk_adjustment_get_page_size (scroll);
  g_assert_cmpfloat (most, >, 600);
  for (double value = 60; value < most; value += 60)
    {
      gtk_adjustment_set_value (scroll, value);
      ui_test_settle (fixture);
      wait_for_cell (fixture);
      g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, value);
    }
  g_assert_cmpuint (sem_duplicates_view_get_position (view (fixture)), >, 1);
}

/* The wheel over photos scrolls the page: what scrolls a row sideways takes no turn of it. */
static void
test_wheel (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  open_groups (fixture, GROUPS);
  row = ui_test_find (view (fixture), SEM_TYPE_DUPLICATE_ROW);
  ui_test_assert_sideways (ui_test_find (row, GTK_TYPE_SCROLLED_WINDOW));
}

/* The sidebar says how many groups there are. */
static void
test_sidebar (Fixture *fixture, gconstpointer data)
{
  open_groups (fixture, GROUPS);
  wait_until (ui_test_shows (ui_test_find (fixture->window, SEM_TYPE_SIDEBAR), "4"));
  g_object_set (page (fixture), "show-pairs", TRUE, "show-bursts", FALSE, "show-maybe", FALSE,
                "show-copies", FALSE, NULL);
  g_assert_cmpuint (count (fixture), ==, 2);
}

/* Rows that others push out of view are not drawn without a place. */
static void
test_larger (Fixture *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *font = NULL;

  g_object_get (settings, "gtk-font-name", &font, NULL);
  open_groups (fixture, GROUPS);
  g_object_set (settings, "gtk-font-name", "DejaVu Sans 26", NULL);
  ui_test_settle (fixture);
  g_object_set (settings, "gtk-font-name", font, NULL);
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (page (fixture), "Copies"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/window/duplicates/empty", test_empty);
  ui_test_add ("/window/duplicates/shown", test_shown);
  ui_test_add ("/window/duplicates/keys", test_keys);
  ui_test_add ("/window/duplicates/trash", test_trash);
  ui_test_add ("/window/duplicates/accepted", test_accepted);
  ui_test_add ("/window/duplicates/last", test_last);
  ui_test_add ("/window/duplicates/side-by-side", test_side_by_side);
  ui_test_add ("/window/duplicates/as-accepted", test_as_accepted);
  ui_test_add ("/window/duplicates/viewer", test_viewer);
  ui_test_add ("/window/duplicates/different", test_different);
  ui_test_add ("/window/duplicates/found-meanwhile", test_found_meanwhile);
  ui_test_add ("/window/duplicates/open", test_open);
  ui_test_add ("/window/duplicates/many", test_many);
  ui_test_add ("/window/duplicates/wheel", test_wheel);
  ui_test_add ("/window/duplicates/scrolled-away", test_scrolled_away);
  ui_test_add ("/window/duplicates/sidebar", test_sidebar);
  ui_test_add ("/window/duplicates/larger", test_larger);
  return g_test_run ();
}
