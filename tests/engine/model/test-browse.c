/* test-browse.c - choosing and ordering photos by their facts
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/browse/arrange.h"
#include "engine/model/browse/folder-tree.h"
#include "engine/model/browse/hidden.h"
#include "tests/support/fake-model.h"

#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gboolean met_;                                                                                 \
    gint64 end_ = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;                               \
    while (!(met_ = (condition) ? TRUE : FALSE) && g_get_monotonic_time () < end_)                 \
      g_main_context_iteration (NULL, FALSE);                                                      \
    if (!met_)                                                                                     \
      g_assertion_message_expr (G_LOG_DOMAIN, __FILE__, __LINE__, G_STRFUNC, #condition);          \
  }                                                                                                \
  G_STMT_END

/* Arranging ------------------------------------------------------------------------------------ */

#define DAY 86400

/* Photo 4 has two files; 2 and 3 the same date. */
static SemFacts *
make_facts (void)
{
  static const struct
  {
    guint32 photo;
    const char *path;
    gint64 date;
    guint width, height;
  } files[] = {
    { 1, "/p/a/IMG_10.jpg", 40 * DAY, 400, 300 },   { 3, "/p/a/img_9.png", 70 * DAY, 300, 400 },
    { 2, "/p/b/c/zoo.jpg", 70 * DAY, 400, 300 },    { 4, "/p/b/öl.jpg", 10 * DAY, 300, 300 },
    { 4, "/q/copy of öl.jpg", 12 * DAY, 300, 300 }, { 5, "/q/x.gif", 41 * DAY, 300, 400 },
  };
  SemFactsBuilder *builder = sem_facts_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      const SemFact fact = { .photo = files[i].photo, .size = 10 + i, .date = files[i].date };

      sem_facts_builder_add (builder, &fact, files[i].path, files[i].width, files[i].height);
    }
  return sem_facts_builder_end (builder);
}

/* "5 1 | 3 2": the photos, a bar before each section but the first. */
static char *
describe (const SemArranged *arranged)
{
  GString *text = g_string_new (NULL);
  guint n, section = 1;
  const SemFact *all = sem_facts_get_rows (arranged->facts, &n);

  for (guint i = 0; i < arranged->rows->len; i++)
    {
      if (section < arranged->sections->len
          && g_array_index (arranged->sections, SemBrowseSection, section).start == i)
        {
          g_string_append (text, " |");
          section++;
        }
      g_string_append_printf (text, "%s%u", i ? " " : "",
                              all[g_array_index (arranged->rows, guint32, i)].photo);
    }
  return g_string_free (text, FALSE);
}

static void
assert_arranged (const SemBrowseRule *rule, GHashTable *hidden, GArray *walk, const char *expected)
{
  g_autoptr (SemFacts) facts = make_facts ();
  g_autoptr (SemArranged) arranged = sem_arrange (facts, rule, hidden, walk, NULL);
  g_autofree char *text = describe (arranged);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_orders (void)
{
  const guint32 ids[] = { 5, 9, 1, 4 };
  g_autoptr (GArray) walk = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_new ();

  g_array_append_vals (walk, ids, G_N_ELEMENTS (ids));
  assert_arranged (rule, NULL, NULL, "2 3 | 5 1 | 4");
  rule->reversed = TRUE;
  assert_arranged (rule, NULL, NULL, "4 | 1 5 | 3 2");
  rule->reversed = FALSE;
  rule->order = SEM_BROWSE_BY_NAME;
  assert_arranged (rule, NULL, NULL, "3 1 | 4 | 5 | 2");
  rule->order = SEM_BROWSE_BY_FOLDER;
  assert_arranged (rule, NULL, NULL, "3 1 | 4 | 2 | 5");
  rule->order = SEM_BROWSE_BY_LIKENESS;
  assert_arranged (rule, NULL, walk, "5 1 4 2 3");
  assert_arranged (rule, NULL, NULL, "1 2 3 4 5");
}

static void
test_filters (void)
{
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_new ();
  static const struct
  {
    const char *text, *expected;
  } texts[] = {
    { "img", "3 | 1" }, { "ÖL", "4" },   { "copy öl", "4" },         { "B/C", "2" },
    { "p/b zoo", "2" }, { "b/zoo", "" }, { " \t", "2 3 | 5 1 | 4" }, { "c/zoo.jpg", "2" },
    { "img zoo", "" },
  };

  rule->folder = g_strdup ("/p/b");
  assert_arranged (rule, NULL, NULL, "2 | 4");
  g_clear_pointer (&rule->folder, g_free);
  rule->folder = g_strdup ("/q");
  assert_arranged (rule, NULL, NULL, "5 | 4");
  g_clear_pointer (&rule->folder, g_free);
  rule->folder = g_strdup ("/");
  assert_arranged (rule, NULL, NULL, "2 3 | 5 1 | 4");
  g_clear_pointer (&rule->folder, g_free);
  g_assert_false (sem_browse_rule_is_filtered (rule));
  rule->kinds = 1 << SEM_PHOTO_GIF | 1 << SEM_PHOTO_PNG;
  assert_arranged (rule, NULL, NULL, "3 | 5");
  rule->kinds = 0;
  rule->shapes = 1 << SEM_PHOTO_PORTRAIT;
  assert_arranged (rule, NULL, NULL, "3 | 5");
  rule->shapes = 0;
  rule->since = 40 * DAY;
  rule->until = 41 * DAY;
  assert_arranged (rule, NULL, NULL, "1");
  g_assert_true (sem_browse_rule_is_filtered (rule));
  sem_browse_rule_clear_filter (rule);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_free (rule->text);
      rule->text = g_strdup (texts[i].text);
      assert_arranged (rule, NULL, NULL, texts[i].expected);
    }
}

/* A photo whose other file is hidden is shown by the file that is left. */
static void
test_hidden (void)
{
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_new ();
  g_autoptr (GHashTable) hidden = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (SemFacts) facts = make_facts ();
  g_autoptr (SemArranged) all = sem_arrange (facts, rule, NULL, NULL, NULL);
  g_autoptr (SemArranged) without = sem_arranged_without (all, "/p/a/img_9.png");
  g_autoptr (GPtrArray) shown = NULL;
  g_autoptr (SemArranged) folders = NULL, alone = NULL;
  g_autofree char *text = describe (without), *others = NULL;

  g_assert_cmpstr (text, ==, "2 | 5 1 | 4");
  /* The only photo of its section. */
  rule->order = SEM_BROWSE_BY_FOLDER;
  folders = sem_arrange (facts, rule, NULL, NULL, NULL);
  alone = sem_arranged_without (folders, "/p/b/c/zoo.jpg");
  others = describe (alone);
  g_assert_cmpstr (others, ==, "3 1 | 4 | 5");
  g_assert_cmpuint (alone->sections->len, ==, 3);
  rule->order = SEM_BROWSE_BY_DATE;
  /* The other file may stand for it. */
  g_assert_null (sem_arranged_without (all, "/p/b/öl.jpg"));
  g_assert_null (sem_arranged_without (all, "/p/b/img_9.png"));
  g_assert_null (sem_arranged_without (all, "/elsewhere/img_9.png"));
  g_hash_table_add (hidden, (gpointer) "/p/b/öl.jpg");
  g_hash_table_add (hidden, (gpointer) "/p/a/img_9.png");
  g_hash_table_add (hidden, (gpointer) "/not/there.png");
  assert_arranged (rule, hidden, NULL, "2 | 5 1 | 4");
  shown = sem_arrange_find_shown (facts, hidden);
  g_assert_cmpuint (shown->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (shown, 0), ==, "/not/there.png");
}

static void
test_cancelled (void)
{
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SemFacts) facts = make_facts ();

  g_cancellable_cancel (cancellable);
  g_assert_null (sem_arrange (facts, rule, NULL, NULL, cancellable));
}

static void
append_nodes (GListModel *nodes, GString *text)
{
  for (guint i = 0; i < g_list_model_get_n_items (nodes); i++)
    {
      g_autoptr (SemFolderNode) node = g_list_model_get_item (nodes, i);

      g_string_append_printf (text, "%s%s %u%s", text->len ? " " : "",
                              sem_folder_node_get_name (node), sem_folder_node_get_n_photos (node),
                              sem_folder_node_get_presence (node) == SEM_FOLDER_OFFLINE ? "!" : "");
      if (g_list_model_get_n_items (sem_folder_node_get_children (node)) > 0)
        {
          g_string_append (text, " (");
          append_nodes (sem_folder_node_get_children (node), text);
          g_string_append (text, " )");
        }
    }
}

/* Folders count a photo once, however many files it has in them, and none that is gone; nodes stay
 * the same objects. */
static void
test_folders (void)
{
  g_autoptr (SemLibrary) library = sem_library_new (NULL);
  g_autoptr (SemFacts) facts = make_facts ();
  g_autoptr (GListStore) nodes = g_list_store_new (SEM_TYPE_FOLDER_NODE);
  g_autoptr (GPtrArray) roots = g_ptr_array_new ();
  g_autoptr (GArray) counts = NULL, fewer = NULL, left = NULL, gone = NULL;
  g_autoptr (GString) text = g_string_new (NULL), after = g_string_new (NULL);
  g_autoptr (GHashTable) hidden = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_photos;
  g_autoptr (SemFolderNode) node = NULL, same = NULL;

  sem_fake_library_add_folder (library, "/q", 2, SEM_FOLDER_OFFLINE);
  sem_fake_library_add_folder (library, "/p", 4, SEM_FOLDER_PRESENT);
  g_ptr_array_add (roots, (gpointer) "/q");
  g_ptr_array_add (roots, (gpointer) "/empty");
  g_ptr_array_add (roots, (gpointer) "/p");
  gone = sem_arrange_list_hidden (facts, hidden);
  counts = sem_folder_count (facts, roots, gone, &n_photos);
  g_assert_cmpuint (n_photos, ==, 5);
  sem_folder_nodes_update (nodes, counts, sem_library_get_folders (library));
  append_nodes (G_LIST_MODEL (nodes), text);
  g_assert_cmpstr (text->str, ==, "empty 0 p 4 ( a 2 b 2 ( c 1 ) ) q 2!");
  node = g_list_model_get_item (G_LIST_MODEL (nodes), 1);

  g_ptr_array_remove_index (roots, 1);
  fewer = sem_folder_count (facts, roots, gone, &n_photos);
  sem_folder_nodes_update (nodes, fewer, sem_library_get_folders (library));
  append_nodes (G_LIST_MODEL (nodes), after);
  g_assert_cmpstr (after->str, ==, "p 4 ( a 2 b 2 ( c 1 ) ) q 2!");
  same = g_list_model_get_item (G_LIST_MODEL (nodes), 0);
  g_assert_true (node == same);

  g_string_truncate (after, 0);
  sem_folder_nodes_take_away (nodes, "/p/b/c/zoo.jpg");
  append_nodes (G_LIST_MODEL (nodes), after);
  g_assert_cmpstr (after->str, ==, "p 3 ( a 2 b 1 ( c 0 ) ) q 2!");

  /* Photo 4 has another file. */
  g_hash_table_add (hidden, (gpointer) "/p/b/c/zoo.jpg");
  g_hash_table_add (hidden, (gpointer) "/p/b/öl.jpg");
  g_array_unref (gone);
  gone = sem_arrange_list_hidden (facts, hidden);
  left = sem_folder_count (facts, roots, gone, &n_photos);
  g_assert_cmpuint (n_photos, ==, 4);
  sem_folder_nodes_update (nodes, left, sem_library_get_folders (library));
  g_string_truncate (after, 0);
  append_nodes (G_LIST_MODEL (nodes), after);
  g_assert_cmpstr (after->str, ==, "p 2 ( a 2 b 0 ( c 0 ) ) q 2!");
}

/* The list ------------------------------------------------------------------------------------- */

typedef struct
{
  SemLibrary *library;
  SemBrowse *browse;
  GString *changes;
} Fixture;

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  g_string_append_printf (((Fixture *) data)->changes, "%u-%u+%u ", position, removed, added);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->library = sem_library_new (NULL);
  fixture->changes = g_string_new (NULL);
  fixture->browse = sem_browse_new (fixture->library);
  g_signal_connect (fixture->browse, "items-changed", G_CALLBACK (changed_cb), fixture);
  sem_fake_library_add_folder (fixture->library, "/photos", 6, SEM_FOLDER_PRESENT);
  sem_fake_library_add_photos (fixture->library, 6);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer browse = fixture->browse, library = fixture->library;

  g_object_add_weak_pointer (browse, &browse);
  g_object_add_weak_pointer (library, &library);
  g_object_unref (fixture->browse);
  g_object_unref (fixture->library);
  wait_until (!browse && !library);
  g_string_free (fixture->changes, TRUE);
}

static char *
list_ids (Fixture *fixture)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->browse)); i++)
    {
      g_autoptr (SemPhoto) photo = g_list_model_get_item (G_LIST_MODEL (fixture->browse), i);

      g_assert_cmpint (sem_photo_get_id (photo), ==, sem_browse_get_id (fixture->browse, i));
      g_string_append_printf (text, "%s%d", i ? " " : "", (int) sem_photo_get_id (photo));
    }
  return g_string_free (text, FALSE);
}

static void
assert_ids (Fixture *fixture, const char *expected)
{
  g_autofree char *ids = NULL;

  wait_until (sem_browse_get_loaded (fixture->browse) && !sem_browse_get_busy (fixture->browse));
  ids = list_ids (fixture);
  g_assert_cmpstr (ids, ==, expected);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_copy (sem_browse_get_rule (fixture->browse));
  g_autofree char *title = NULL, *mark = NULL, *path = NULL;

  wait_until (sem_browse_get_n_sections (fixture->browse) == 1);
  assert_ids (fixture, "0 1 2 3 4 5");
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+6 ");
  title = sem_browse_dup_section_title (fixture->browse, 0);
  g_assert_cmpstr (title, ==, "July 2026");
  mark = sem_browse_dup_section_mark (fixture->browse, 0);
  g_assert_cmpstr (mark, ==, "2026");
  g_assert_cmpuint (sem_browse_get_section_start (fixture->browse, 0), ==, 0);
  path = sem_browse_dup_path (fixture->browse, 3);
  g_assert_cmpstr (path, ==, "/photos/photo-003.jpg");
  g_assert_cmpuint (sem_browse_get_size (fixture->browse, 3), ==, 1000003);

  rule->shapes = 1 << SEM_PHOTO_PORTRAIT;
  sem_browse_set_rule (fixture->browse, rule);
  g_assert_true (sem_browse_get_busy (fixture->browse));
  assert_ids (fixture, "0 3");
  rule->shapes = 0;
  rule->order = SEM_BROWSE_BY_LIKENESS;
  sem_browse_set_rule (fixture->browse, rule);
  assert_ids (fixture, "0 1 2 3 4 5");
  g_assert_cmpuint (sem_browse_get_n_sections (fixture->browse), ==, 0);
  g_assert_cmpuint (sem_browse_find (fixture->browse, 4), ==, 4);
  g_assert_cmpuint (sem_browse_find (fixture->browse, 9), ==, G_MAXUINT);
}

/* Only the last of many wishes is carried out. */
static void
test_typing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_copy (sem_browse_get_rule (fixture->browse));

  assert_ids (fixture, "0 1 2 3 4 5");
  for (guint i = 0; i < 50; i++)
    {
      g_free (rule->text);
      rule->text = g_strdup_printf ("%03u", i % 6);
      sem_browse_set_rule (fixture->browse, rule);
      g_main_context_iteration (NULL, FALSE);
    }
  assert_ids (fixture, "1");
}

static void
test_trashed (Fixture *fixture, gconstpointer data)
{
  SemHiddenFiles *files = sem_library_get_hidden_files (fixture->library);
  g_autoptr (GFile) file = g_file_new_for_path ("/photos/photo-002.jpg");
  g_autofree char *at_once = NULL;

  assert_ids (fixture, "0 1 2 3 4 5");
  g_string_truncate (fixture->changes, 0);
  sem_hidden_files_set (files, file, TRUE);
  at_once = list_ids (fixture);
  g_assert_cmpstr (at_once, ==, "0 1 3 4 5");
  g_assert_cmpuint (sem_browse_get_n_photos (fixture->browse), ==, 5);
  g_assert_cmpstr (fixture->changes->str, ==, "2-1+0 ");
  assert_ids (fixture, "0 1 3 4 5");
  g_assert_true (sem_hidden_files_contains (files, "/photos/photo-002.jpg"));
  sem_hidden_files_set (files, file, FALSE);
  assert_ids (fixture, "0 1 2 3 4 5");
  g_assert_cmpuint (sem_browse_get_n_photos (fixture->browse), ==, 6);
  g_assert_cmpstr (fixture->changes->str, ==, "2-1+0 2-0+1 ");
}

static void
test_grows (Fixture *fixture, gconstpointer data)
{
  assert_ids (fixture, "0 1 2 3 4 5");
  sem_fake_library_add_photos (fixture->library, 2);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (fixture->browse)) == 8);
  assert_ids (fixture, "0 1 2 3 4 5 6 7");
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+6 6-0+2 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/browse/orders", test_orders);
  g_test_add_func ("/browse/filters", test_filters);
  g_test_add_func ("/browse/hidden", test_hidden);
  g_test_add_func ("/browse/cancelled", test_cancelled);
  g_test_add_func ("/browse/folders", test_folders);
  g_test_add ("/browse/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/browse/typing", Fixture, NULL, set_up, test_typing, tear_down);
  g_test_add ("/browse/trashed", Fixture, NULL, set_up, test_trashed, tear_down);
  g_test_add ("/browse/grows", Fixture, NULL, set_up, test_grows, tear_down);
  return g_test_run ();
}
