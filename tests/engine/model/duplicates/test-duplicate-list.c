/* The list of duplicates.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/duplicates/duplicate-list-private.h"
#include "tests/engine/model/model-test.h"

#include <string.h>

/* A list of made-up groups --------------------------------------------------------------------- */

static void
file_clear (gpointer file)
{
  g_free (((SemDuplicateFile *) file)->path);
}

static void
group_free (gpointer group)
{
  g_array_unref (((SemDuplicateGroup *) group)->files);
  g_free (group);
}

static SemDuplicates *
duplicates_new (void)
{
  SemDuplicates *duplicates = g_new0 (SemDuplicates, 1);

  g_atomic_ref_count_init (&duplicates->n_refs);
  duplicates->groups = g_ptr_array_new_with_free_func (group_free);
  duplicates->open = g_array_new (FALSE, FALSE, sizeof (SemStoreDuplicate));
  return duplicates;
}

/* A group such as "copy!ab" or "maybe?ab": the files /a and /b of the photos 1 and 2; the first of
 * one with ! is suggested. */
static void
add_group (SemDuplicates *duplicates, const char *word)
{
  const char *name = word + strcspn (word, "!?");
  SemDuplicateGroup *group = g_new0 (SemDuplicateGroup, 1);

  group->kind = g_str_has_prefix (word, "burst")  ? SEM_DUPLICATES_BURST
                : g_str_has_prefix (word, "pair") ? SEM_DUPLICATES_PAIR
                : g_str_has_prefix (word, "same") ? SEM_DUPLICATES_IDENTICAL
                                                  : SEM_DUPLICATES_COPIES;
  group->proven = !g_str_has_prefix (word, "maybe");
  group->files = g_array_new (FALSE, TRUE, sizeof (SemDuplicateFile));
  g_array_set_clear_func (group->files, file_clear);
  for (guint i = 1; name[i]; i++)
    {
      SemDuplicateFile file = { .photo = name[i] - 'a' + 1,
                                .path = g_strdup_printf ("/%c", name[i]),
                                .size = 10,
                                .suggested = *name == '!' && i == 1,
                                .is_there = TRUE };

      g_array_append_val (group->files, file);
    }
  g_ptr_array_add (duplicates->groups, group);
}

/* @text: groups with spaces between */
static void
show (SemDuplicateList *list, const char *text)
{
  g_autoptr (SemDuplicates) duplicates = duplicates_new ();
  g_auto (GStrv) words = g_strsplit (text, " ", 0);

  for (guint i = 0; words[i]; i++)
    if (*words[i])
      add_group (duplicates, words[i]);
  sem_duplicate_list_show (list, duplicates);
}

/* (transfer full): such as "ab* cd", where a is suggested. */
static char *
describe (GListModel *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SemDuplicateSet) set = g_list_model_get_item (list, i);

      if (i > 0)
        g_string_append_c (text, ' ');
      for (guint k = 0; k < sem_duplicate_set_get_n_files (set); k++)
        g_string_append (text, sem_duplicate_set_get_file (set, k)->path + 1);
      if (sem_duplicate_set_get_suggests (set))
        g_string_append_c (text, '*');
    }
  return g_string_free (text, FALSE);
}

#define assert_list(list, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *list_text = describe (G_LIST_MODEL (list));                                   \
    g_assert_cmpstr (list_text, ==, expected);                                                     \
  }                                                                                                \
  G_STMT_END

/* What is told is what is there. */
static void
changed_cb (GListModel *list, guint position, guint n_removed, guint n_added, gpointer data)
{
  GPtrArray *mirror = data;

  g_assert_cmpuint (position + n_removed, <=, mirror->len);
  if (n_removed > 0)
    g_ptr_array_remove_range (mirror, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (list, position + i));
  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (list));
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);

      g_assert_true (item == mirror->pdata[i]);
    }
}

/* Each step, and what the list is then; those that stay keep their place and their item. */
static void
test_list (ModelTest *fixture, gconstpointer data)
{
  static const struct
  {
    const char *known, *expected;
  } steps[] = {
    { "", "" },
    { "copy!ab copy!cd", "ab* cd*" },
    { "same!ef copy!ab burst?gh copy!cd pair?ij", "ef* ab* gh cd*" },
    { "copy!cd maybe?kl copy!ab", "ab* cd* kl" },
    { "copy!kl copy!ab copy!cd", "ab* cd* kl*" },
    { "copy!klm copy!ab maybe?cd", "ab* cd klm*" },
    { "maybe?kn copy!klm", "kn klm*" },
    { "copy!klmn", "klmn*" },
    { "", "" },
  };
  g_autoptr (SemDuplicateList) list = NULL;
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);

  model_test_open (fixture);
  list = sem_duplicate_list_new (fixture->library);
  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), mirror);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      show (list, steps[i].known);
      assert_list (list, steps[i].expected);
    }
  g_signal_handlers_disconnect_by_data (list, mirror);
}

static void
accept (SemDuplicateList *list, guint position)
{
  g_autoptr (SemDuplicateSet) set = g_list_model_get_item (G_LIST_MODEL (list), position);

  sem_duplicate_set_set_accepted (set, TRUE);
}

/* What a person decides stays while it is about the same files, and is counted. */
static void
test_decisions (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemDuplicateList) list = NULL;
  g_autoptr (SemDuplicateSet) first = NULL, burst = NULL;
  g_autoptr (GPtrArray) accepted = NULL;

  model_test_open (fixture);
  list = sem_duplicate_list_new (fixture->library);
  show (list, "copy!abc same!de burst?fg maybe?hi");
  first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  burst = g_list_model_get_item (G_LIST_MODEL (list), 2);
  g_assert_true (sem_duplicate_set_get_kept (first, 0));
  g_assert_cmpuint (sem_duplicate_set_get_n_going (first), ==, 2);
  g_assert_cmpint (sem_duplicate_list_get_bytes (list), ==, 30);
  /* Nothing of a burst goes unless it is marked. */
  accept (list, 2);
  g_assert_false (sem_duplicate_set_get_accepted (burst));
  sem_duplicate_list_accept_all (list);
  g_assert_cmpuint (sem_duplicate_list_get_n_accepted (list), ==, 2);
  g_assert_cmpuint (sem_duplicate_list_get_n_going (list), ==, 3);
  g_assert_cmpint (sem_duplicate_list_get_bytes_going (list), ==, 30);
  sem_duplicate_set_set_kept (burst, 1, FALSE);
  accept (list, 2);
  sem_duplicate_set_set_kept (first, 2, TRUE);
  g_assert_cmpuint (sem_duplicate_list_get_n_accepted (list), ==, 3);
  g_assert_cmpuint (sem_duplicate_list_get_n_going (list), ==, 3);
  /* All cannot go. */
  sem_duplicate_set_set_kept (burst, 0, FALSE);
  g_assert_false (sem_duplicate_set_get_accepted (burst));
  sem_duplicate_set_set_accepted (burst, TRUE);
  g_assert_false (sem_duplicate_set_get_accepted (burst));
  show (list, "same!de copy!abc burst?fg");
  g_assert_true (sem_duplicate_set_get_accepted (first));
  g_assert_true (sem_duplicate_set_get_kept (first, 2));
  /* One more file: what was accepted was something else, but what was marked stays. */
  show (list, "same!de copy!abck burst?fg");
  g_assert_false (sem_duplicate_set_get_accepted (first));
  g_assert_true (sem_duplicate_set_get_kept (first, 2));
  g_assert_false (sem_duplicate_set_get_kept (first, 3));
  accepted = sem_duplicate_list_dup_accepted (list);
  g_assert_cmpuint (accepted->len, ==, 1);
}

static void
hide (ModelTest *fixture, const char *path, gboolean hidden)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  sem_hidden_files_set (sem_library_get_hidden_files (fixture->library), file, hidden);
}

/* What is in the trash is not shown, wherever it was put there; without the best one nothing is
 * suggested, since the others were not compared with each other. */
static void
test_hidden (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemDuplicateList) list = NULL;
  g_autoptr (SemDuplicateSet) first = NULL;

  model_test_open (fixture);
  list = sem_duplicate_list_new (fixture->library);
  show (list, "copy!abc same!de pair?xy");
  first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  hide (fixture, "/b", TRUE);
  hide (fixture, "/e", TRUE);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (list)) == 1);
  assert_list (list, "ac*");
  g_assert_cmpuint (g_list_model_get_n_items (sem_duplicate_set_get_photos (first)), ==, 2);
  hide (fixture, "/e", FALSE);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (list)) == 2);
  hide (fixture, "/a", TRUE);
  hide (fixture, "/b", FALSE);
  wait_until (!sem_duplicate_set_get_suggests (first));
  assert_list (list, "bc de*");
  g_assert_cmpuint (sem_duplicate_set_get_n_going (first), ==, 0);
  /* A kind that is not wanted. */
  sem_duplicate_list_set_kinds (list, 1u << SEM_DUPLICATE_SET_PAIR);
  assert_list (list, "xy");
  g_assert_cmpuint (sem_duplicate_list_get_n_of_kind (list, SEM_DUPLICATE_SET_COPIES), ==, 1);
}

/* Only what is shown and there is counted. */
static void
test_sums (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemDuplicateList) list = NULL;

  model_test_open (fixture);
  list = sem_duplicate_list_new (fixture->library);
  show (list, "copy!abc same!de");
  sem_duplicate_list_accept_all (list);
  g_assert_cmpuint (sem_duplicate_list_get_n_accepted (list), ==, 2);
  sem_duplicate_list_set_kinds (list, 1u << SEM_DUPLICATE_SET_COPIES);
  g_assert_cmpuint (sem_duplicate_list_get_n_accepted (list), ==, 1);
  g_assert_cmpuint (sem_duplicate_list_get_n_going (list), ==, 2);
  g_assert_cmpint (sem_duplicate_list_get_bytes_going (list), ==, 20);
  sem_duplicate_list_set_kinds (list, SEM_DUPLICATE_LIST_KINDS);
  g_assert_cmpuint (sem_duplicate_list_get_n_accepted (list), ==, 2);
  g_assert_cmpint (sem_duplicate_list_get_bytes (list), ==, 30);
  hide (fixture, "/c", TRUE);
  wait_until (sem_duplicate_list_get_bytes (list) == 20);
  /* Without the first nothing is suggested. */
  hide (fixture, "/a", TRUE);
  hide (fixture, "/c", FALSE);
  wait_until (sem_duplicate_list_get_bytes (list) == 10);
}

static void
take_all_cb (GListModel *list, guint position, guint n_removed, guint n_added, gpointer data)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (data, g_list_model_get_item (list, i));
}

/* A group that is made while the list changes keeps what it is of, also where it is gone then. */
static void
test_owner (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemDuplicateList) list = NULL;
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (g_object_unref);
  SemDuplicates *old = duplicates_new ();

  model_test_open (fixture);
  list = sem_duplicate_list_new (fixture->library);
  add_group (old, "copy!ab");
  add_group (old, "copy!cd");
  add_group (old, "copy!ef");
  sem_duplicate_list_show (list, old);
  g_signal_connect (list, "items-changed", G_CALLBACK (take_all_cb), taken);
  show (list, "copy!cd");
  g_signal_handlers_disconnect_by_data (list, taken);
  g_assert_cmpuint (taken->len, >, 0);
  /* The last group of the old ones is held. */
  g_assert_false (g_atomic_ref_count_compare (&old->n_refs, 1));
  g_ptr_array_set_size (taken, 0);
  g_assert_true (g_atomic_ref_count_compare (&old->n_refs, 1));
  sem_duplicates_unref (old);
}

/* A photo is listed once, however many files it has: what is said of it is said once. */
static void
test_ids (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemDuplicateList) list = NULL;
  g_autoptr (SemDuplicateSet) same = NULL, copies = NULL;
  g_autoptr (GArray) one = NULL, two = NULL;

  model_test_open (fixture);
  list = sem_duplicate_list_new (fixture->library);
  show (list, "same!aaaaa copy!dbdbb");
  same = g_list_model_get_item (G_LIST_MODEL (list), 0);
  copies = g_list_model_get_item (G_LIST_MODEL (list), 1);
  one = sem_duplicate_set_list_ids (same);
  two = sem_duplicate_set_list_ids (copies);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpint (g_array_index (two, gint64, 0), ==, 2);
  g_assert_cmpint (g_array_index (two, gint64, 1), ==, 4);
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/duplicates/list", test_list },     { "/model/duplicates/decisions", test_decisions },
    { "/model/duplicates/hidden", test_hidden }, { "/model/duplicates/sums", test_sums },
    { "/model/duplicates/owner", test_owner },   { "/model/duplicates/ids", test_ids },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
