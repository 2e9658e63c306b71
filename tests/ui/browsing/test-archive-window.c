/* test-archive-window.c - asking an archive from the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/asking.h"
#include "ui/archive/archive-cell.h"
#include "ui/archive/archive-details.h"
#include "ui/archive/archive-view.h"
#include "ui/archive/kept-archives.h"
#include "ui/widgets/query-well.h"

#define URI "postgresql://museum/photos"

static SemArchiveSwitch *
get_switch (Fixture *fixture)
{
  return sem_query_bar_get_archive_switch (get_bar (fixture));
}

static void
open_switch (Fixture *fixture)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (sem_archive_switch_get_button (get_switch (fixture))));
}

static gpointer
get_view (Fixture *fixture)
{
  return ui_test_find (sem_window_get_results_page (fixture->window), SEM_TYPE_ARCHIVE_VIEW);
}

/* Presses the button of a place below @widget. */
static gboolean
press (GtkWidget *widget, const char *name)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_get_mapped (widget)
      && GTK_IS_LABEL (gtk_button_get_child (GTK_BUTTON (widget)))
      && ui_test_shows (gtk_button_get_child (GTK_BUTTON (widget)), name))
    {
      g_signal_emit_by_name (widget, "clicked");
      return TRUE;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (press (child, name))
      return TRUE;
  return FALSE;
}

/* Chooses a place behind the switch. */
static void
choose (Fixture *fixture, const char *name)
{
  gboolean pressed = FALSE;

  open_switch (fixture);
  wait_until (pressed || (pressed = press (GTK_WIDGET (get_switch (fixture)), name)));
}

static guint
count_cells (gpointer widget)
{
  guint n = SEM_IS_ARCHIVE_CELL (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_cells (child);
  return n;
}

static void
assert_asked (const char *wanted)
{
  g_autofree char *asked = sem_fake_archive_steal_asked ();

  g_assert_cmpstr (asked, ==, wanted);
}

static void
begin (Fixture *fixture)
{
  g_autofree char *before G_GNUC_UNUSED = sem_fake_archive_steal_asked ();
  g_autoptr (GPtrArray) kept = sem_kept_archives_list ();

  for (guint i = 0; i < kept->len; i++)
    sem_kept_archives_remove (((SemKeptArchive *) kept->pdata[i])->uri);
  sem_fake_archive_answer (12, 9, 0, NULL);
  sem_fake_archive_hold (FALSE);
  sem_kept_archives_add ("Museum", URI);
  ask_with_two (fixture);
}

static void
wait_for_hits (Fixture *fixture)
{
  wait_until (count_cells (get_view (fixture)) > 0
              && gtk_widget_get_mapped (ui_test_find (get_view (fixture), SEM_TYPE_ARCHIVE_CELL)));
}

/* What is asked on this computer is asked there as soon as it is chosen, and from then on, and hits
 * say whose they are. */
static void
test_asks (Fixture *fixture, gconstpointer data)
{
  SemArchiveCell *cell;
  gpointer well;

  begin (fixture);
  assert_asked ("");
  g_assert_true (ui_test_shows (get_switch (fixture), "This Computer"));
  choose (fixture, "Museum");
  wait_for_hits (fixture);
  assert_asked (URI " 2 photos");
  g_assert_true (ui_test_shows (get_switch (fixture), "Museum"));
  g_assert_cmpuint (count_cells (get_view (fixture)), ==, 9);
  cell = ui_test_find (get_view (fixture), SEM_TYPE_ARCHIVE_CELL);
  g_assert_true (ui_test_shows (cell, "100 %"));
  g_assert_true (ui_test_shows (cell, "anna"));
  g_assert_nonnull (sem_archive_cell_get_texture (cell));
  g_assert_true (ui_test_shows (fixture->window, "9 photos · 42 ms"));
  well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  g_assert_true (ui_test_shows (well, "42 ms"));
  /* Of the archive's codes. */
  g_assert_true (ui_test_shows (well, "96 bits"));
  /* Another query, and the one before it. */
  activate (fixture, "query.remove", 1);
  wait_until (sem_query_get_n_sources (get_query (fixture)) == 1);
  wait_for_hits (fixture);
  assert_asked (URI " photo-000.jpg");
  ui_test_activate (fixture, "back");
  wait_for_hits (fixture);
  assert_asked (URI " 2 photos");
  choose (fixture, "This Computer");
  ui_test_settle (fixture);
  g_assert_false (gtk_widget_get_mapped (get_view (fixture)));
  g_assert_false (ui_test_shows (sem_window_get_results_page (fixture->window), "42 ms"));
  g_assert_false (ui_test_shows (well, "96 bits"));
  assert_asked ("");
}

/* Nothing that is out of sight is selected: Delete would move it to the trash. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  SemSession *session;

  begin (fixture);
  session = sem_window_get_session (fixture->window);
  sem_photo_grid_select (fixture->results, 2);
  wait_until (sem_session_get_selected (session) == 2);
  choose (fixture, "Museum");
  wait_for_hits (fixture);
  g_assert_cmpuint (sem_session_get_selected (session), ==, SEM_SESSION_NONE);
  g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==,
                    GTK_INVALID_LIST_POSITION);
}

/* Less likely photos come when they are asked for; where nothing is likely, that is said. */
static void
test_more (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  choose (fixture, "Museum");
  wait_for_hits (fixture);
  g_signal_emit_by_name (ui_test_find_button (get_view (fixture), "_Show More"), "clicked");
  g_assert_cmpuint (count_cells (get_view (fixture)), ==, 12);
  sem_fake_archive_answer (200, 200, 0, NULL);
  ui_test_activate (fixture, "back");
  wait_until (ui_test_shows (fixture->window, "At least 200 photos · 42 ms"));
  ui_test_activate (fixture, "forward");
  wait_until (sem_query_get_n_sources (get_query (fixture)) == 2);
  wait_for_hits (fixture);
  sem_fake_archive_answer (3, 0, 0, NULL);
  activate (fixture, "query.remove", 1);
  wait_until (ui_test_shows (get_view (fixture), "Nothing Looks Like It"));
  g_assert_cmpuint (count_cells (get_view (fixture)), ==, 0);
}

/* A server that is away is said, also where nothing was found. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  sem_fake_archive_answer (4, 4, 1, NULL);
  choose (fixture, "Museum");
  wait_for_hits (fixture);
  g_assert_true (ui_test_shows (get_view (fixture), "1 of 3 servers did not answer"));
  sem_fake_archive_answer (0, 0, 2, NULL);
  activate (fixture, "query.remove", 1);
  wait_until (ui_test_shows (get_view (fixture), "2 of 3 servers did not answer"));
}

/* An archive is searched as a whole, and for similar photos: where the query has more to it,
 * that is said, and no longer once it has not. */
static void
test_ignored (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemScope) scope = sem_scope_new ();
  g_autoptr (SemQuery) scoped = NULL, copies = NULL;
  SemSession *session;

  begin (fixture);
  session = sem_window_get_session (fixture->window);
  choose (fixture, "Museum");
  wait_for_hits (fixture);
  g_assert_false (ui_test_shows (get_view (fixture), "All of the archive was searched"));
  sem_scope_set_dates (scope, "2024", NULL);
  scoped = sem_query_new_with_scope (get_query (fixture), scope);
  sem_session_search (session, scoped, NULL);
  wait_until (ui_test_shows (get_view (fixture), "All of the archive was searched"));
  wait_for_hits (fixture);
  g_assert_false (ui_test_shows (get_view (fixture), "these are similar photos"));
  /* Also where nothing is like it. */
  sem_fake_archive_answer (3, 0, 0, NULL);
  copies = sem_query_new_for_copies (scoped);
  sem_session_search (session, copies, NULL);
  wait_until (ui_test_shows (get_view (fixture), "Nothing Looks Like It"));
  g_assert_true (ui_test_shows (get_view (fixture), "All of the archive was searched"));
  g_assert_true (ui_test_shows (get_view (fixture), "these are similar photos"));
  sem_fake_archive_answer (12, 9, 0, NULL);
  for (guint i = 0; i < 2; i++)
    {
      ui_test_activate (fixture, "back");
      wait_for_hits (fixture);
    }
  wait_until (!ui_test_shows (get_view (fixture), "All of the archive was searched"));
  /* Here it counts again, and nothing is said. */
  choose (fixture, "This Computer");
  ui_test_settle (fixture);
}

/* Why there is no answer is said as it is, whatever the server writes, and it can be tried again.
 */
static void
test_problem (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  sem_fake_archive_set_problem ("The archive reports: <b>no & such.");
  choose (fixture, "Museum");
  wait_until (ui_test_shows (get_view (fixture), "The archive reports: <b>no & such."));
  sem_fake_archive_set_problem (NULL);
  g_signal_emit_by_name (ui_test_find_button (get_view (fixture), "_Try Again"), "clicked");
  wait_for_hits (fixture);
}

/* A slow archive is waited for as long as a person likes. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  sem_fake_archive_hold (TRUE);
  choose (fixture, "Museum");
  wait_until (ui_test_shows (get_view (fixture), "Asking “Museum”…"));
  g_signal_emit_by_name (ui_test_find_button (get_view (fixture), "_Stop"), "clicked");
  wait_until (ui_test_shows (get_view (fixture), "The search was stopped."));
  /* Who leaves and comes back has not stopped it. */
  g_signal_emit_by_name (ui_test_find_button (get_view (fixture), "_Try Again"), "clicked");
  ui_test_activate (fixture, "show-library");
  wait_until (!sem_window_get_shows_results (fixture->window));
  sem_fake_archive_hold (FALSE);
  ui_test_activate (fixture, "back");
  wait_for_hits (fixture);
}

static void
click_add (Fixture *fixture, const char *address, const char *name)
{
  GtkWidget *place = GTK_WIDGET (get_switch (fixture));
  GtkWidget *entry;

  open_switch (fixture);
  wait_until (ui_test_find_button (place, "_Add Archive…"));
  g_signal_emit_by_name (ui_test_find_button (place, "_Add Archive…"), "clicked");
  entry = ui_test_find (place, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), address);
  gtk_editable_set_text (GTK_EDITABLE (
                           gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (entry))),
                         name);
  g_signal_emit_by_name (ui_test_find_button (place, "A_dd"), "clicked");
}

/* Archives are added by name and address, but not with a password, and taken off the list. */
static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL, after = NULL, last = NULL;

  begin (fixture);
  click_add (fixture, "postgresql://anna:secret@far/photos", "Far");
  wait_until (ui_test_shows (get_switch (fixture), "The address has a password."));
  before = sem_kept_archives_list ();
  g_assert_cmpuint (before->len, ==, 1);
  g_assert_null (sem_archive_switch_get_uri (get_switch (fixture)));
  click_add (fixture, " postgresql://far/photos ", "Far");
  wait_for_hits (fixture);
  assert_asked ("postgresql://far/photos 2 photos");
  after = sem_kept_archives_list ();
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpstr (((SemKeptArchive *) after->pdata[1])->name, ==, "Far");
  /* Who takes off the one that is asked goes on here. */
  open_switch (fixture);
  wait_until (ui_test_shows (get_switch (fixture), "Far"));
  for (guint i = 0; i < 2; i++)
    g_signal_emit_by_name (ui_test_find_button (GTK_WIDGET (get_switch (fixture)),
                                                "list-remove-symbolic"),
                           "clicked");
  g_assert_null (sem_archive_switch_get_uri (get_switch (fixture)));
  last = sem_kept_archives_list ();
  g_assert_cmpuint (last->len, ==, 0);
}

/* One with a password that somebody wrote into the settings is not used. */
static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) kept = NULL;

  begin (fixture);
  sem_kept_archives_add ("Bad", "postgresql://anna:secret@far/photos");
  kept = sem_kept_archives_list ();
  g_assert_cmpuint (kept->len, ==, 1);
}

static void
activate_first (Fixture *fixture)
{
  GtkWidget *cell = ui_test_find (get_view (fixture), SEM_TYPE_ARCHIVE_CELL);

  gtk_flow_box_select_child (GTK_FLOW_BOX (gtk_widget_get_parent (cell)),
                             GTK_FLOW_BOX_CHILD (cell));
  g_signal_emit_by_name (gtk_widget_get_parent (cell), "child-activated", cell);
}

/* A photo tells where it lies, and can be asked with; one whose file is here can be opened, and is
 * identical where its bytes are. */
static void
test_photo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("own.png", 120);
  GtkWidget *details;

  begin (fixture);
  choose (fixture, "Museum");
  wait_for_hits (fixture);
  activate_first (fixture);
  details = ui_test_find (get_view (fixture), SEM_TYPE_ARCHIVE_DETAILS);
  wait_until (ui_test_shows (details, "anna: /far/photo-000.jpg"));
  g_assert_false (gtk_widget_get_visible (ui_test_find_button (details, "_Open")));
  g_signal_emit_by_name (ui_test_find_button (details, "_Find Similar"), "clicked");
  wait_for_title (fixture, "Photo in the Archive");
  sem_fake_archive_answer (2, 2, 0, g_file_peek_path (file));
  ui_test_activate (fixture, "back");
  wait_for_title (fixture, "2 photos");
  wait_until (ui_test_shows (get_view (fixture), "Identical"));
  activate_first (fixture);
  wait_until (gtk_widget_get_mapped (details));
  g_assert_true (gtk_widget_get_visible (ui_test_find_button (details, "_Open")));
  g_signal_emit_by_name (ui_test_find_button (details, "_Find Similar"), "clicked");
  wait_for_title (fixture, "own.png");
}

/* Without a photo of its own the window asks an archive all the same, and says what there is not.
 */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("own.png", 120);
  g_autoptr (SemQuery) query = sem_query_new_for_file (file);
  g_autoptr (GPtrArray) kept = sem_kept_archives_list ();
  g_autofree char *before G_GNUC_UNUSED = sem_fake_archive_steal_asked ();

  for (guint i = 0; i < kept->len; i++)
    sem_kept_archives_remove (((SemKeptArchive *) kept->pdata[i])->uri);
  sem_fake_archive_answer (12, 9, 0, NULL);
  sem_fake_archive_hold (FALSE);
  sem_kept_archives_add ("Museum", URI);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  g_assert_true (ui_test_enabled (fixture, "open-photo"));
  sem_window_ask (fixture->window, query, NULL);
  wait_for_title (fixture, "own.png");
  wait_until (ui_test_shows (fixture->window, "No Photos Here Yet"));
  choose (fixture, "Museum");
  wait_for_hits (fixture);
  assert_asked (URI " own.png");
}

static void
be_absent (void)
{
  sem_fake_archive_set_supported (FALSE);
}

/* Where the program was built without what archives need, there is no trace of them. */
static void
test_absent (Fixture *fixture, gconstpointer data)
{
  ask_with_two (fixture);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_switch (fixture))));
  g_assert_false (ui_test_shows (fixture->window, "This Computer"));
}

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/archive/asks", test_asks);
  ui_test_add ("/archive/selection", test_selection);
  ui_test_add ("/archive/more", test_more);
  ui_test_add ("/archive/missing", test_missing);
  ui_test_add ("/archive/ignored", test_ignored);
  ui_test_add ("/archive/problem", test_problem);
  ui_test_add ("/archive/slow", test_slow);
  ui_test_add ("/archive/list", test_list);
  ui_test_add ("/archive/settings", test_settings);
  ui_test_add ("/archive/photo", test_photo);
  ui_test_add ("/archive/empty", test_empty);
  /* From here on without libpq. */
  g_test_add_func ("/archive/set-absent", be_absent);
  ui_test_add ("/archive/absent", test_absent);
  return g_test_run ();
}
