/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/evaluate/benchmark-set.h"

static void
test_holidays (Set *set, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) truth = NULL;

  add_photos (set, "jpg/100000.jpg jpg/100001.jpg jpg/100002.jpg jpg/100300.jpg jpg/100301.jpg "
                   "jpg/100400.jpg jpg/notes.jpg");
  truth = read_set (set, "holidays", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (truth->database->len, ==, 6);
  /* 100400 is alone. */
  g_assert_cmpuint (truth->queries->len, ==, 2);
  g_assert_cmpuint (truth->n_without, ==, 1);
  assert_near (get_map (truth, "holidays", 0, "100000.jpg 100002.jpg 100300.jpg 100001.jpg"),
               19.0 / 24.0);
  assert_near (get_map (truth, "holidays", 0, "100002.jpg 100000.jpg 100300.jpg 100001.jpg"),
               19.0 / 24.0);
}

static void
test_holidays_list (Set *set, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) truth = NULL;

  write_list (set, "eval_holidays/holidays_images.dat", "100000.jpg\n100001.jpg\n100002.jpg\n");
  add_photos (set, "jpg/100000.jpg jpg/100002.jpg jpg/100300.jpg");
  truth = read_set (set, "holidays", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (truth->missing->len, ==, 1);
  g_assert_cmpuint (truth->database->len, ==, 2);
}

/* The query's own photo is in its own list, as in 41 of Oxford's 55. */
static void
write_oxford (Set *set, const char *good)
{
  write_list (set, "gt/all_souls_1_query.txt", "oxc1_q 136.5 34.1 648.5 955.7\n");
  write_list (set, "gt/all_souls_1_good.txt", good);
  write_list (set, "gt/all_souls_1_ok.txt", "c\nd\n");
  write_list (set, "gt/all_souls_1_junk.txt", "j1\nj2\n");
}

static void
test_oxford (Set *set, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) truth = NULL;
  g_autoptr (SemTruth) own = NULL;

  write_oxford (set, "a\nb\n");
  add_photos (set, "jpg/a.jpg jpg/b.jpg jpg/c.jpg jpg/d.jpg jpg/j1.jpg jpg/j2.jpg jpg/q.jpg "
                   "jpg/x.jpg jpg/y.jpg");
  truth = read_set (set, "oxford5k", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (truth->database->len, ==, 9);
  g_assert_cmpuint (truth->rows->len, ==, 10);
  g_assert_true (sem_truth_get_row (truth, 9)->boxed);
  assert_near (sem_truth_get_row (truth, 9)->box.x1, 136.5);
  assert_near (sem_truth_get_row (truth, 9)->box.y2, 955.7);
  assert_near (get_map (truth, "oxford5k", 0, "c j1 a x b y j2 d"),
               (1 + 1 + 17.0 / 24 + 19.0 / 30) / 4);
  write_oxford (set, "a\nb\nq\n");
  own = read_set (set, "oxford5k", &error);
  g_assert_no_error (error);
  assert_near (get_map (own, "oxford5k", 0, "q c j1 a x b y j2 d"),
               (1 + 1 + 1 + (3.0 / 4 + 4.0 / 5) / 2 + (4.0 / 6 + 5.0 / 7) / 2) / 5);
}

static void
test_oxford_is_wrong (Set *set, gconstpointer data)
{
  const char *const wrong[] = { "",
                                "oxc1_q 1 2 3\n",
                                "oxc1_q 1 2 3 4 5\n",
                                "oxc1_q 1 2 1 4\n",
                                "oxc1_q 1 2 nan 4\n",
                                "oxc1_q 1 2 3 x\n",
                                "oxc1_q 1 2 3 4\noxc1_q 1 2 3 4\n" };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) truth = NULL;

  add_photos (set, "a.jpg c.jpg q.jpg");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      write_oxford (set, "a\n");
      write_list (set, "gt/all_souls_1_query.txt", wrong[i]);
      assert_refused (set, "paris6k", "all_souls_1_query.txt", "line");
    }
  write_oxford (set, "a\nb\n");
  truth = read_set (set, "paris6k", &error);
  g_assert_no_error (error);
  /* b, d, j1 and j2. */
  g_assert_cmpuint (truth->missing->len, ==, 4);
  write_list (set, "more/defense_1_query.txt", "q 1 2 3 4\n");
  assert_refused (set, "paris6k", "more", "gt");
}

#define REVISITED(box, easy, hard, junk)                                                           \
  "{\"imlist\": [\"a\", \"b\", \"c\", \"d\", \"x\"], \"qimlist\": [\"q\", \"r\"], \"gnd\": ["      \
  "{\"bbx\": " box ", \"easy\": " easy ", \"hard\": " hard ", \"junk\": " junk "}, "               \
  "{\"bbx\": [0, 0, 9.5, 9], \"easy\": [0], \"hard\": [], \"junk\": []}]}"

/* Each grade skips what the other one has. */
static void
test_revisited (Set *set, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) truth = NULL;
  SemRecord record;

  write_list (set, "gnd_roxford5k.json", REVISITED ("[1, 2, 3, 4]", "[0]", "[1]", "[2]"));
  add_photos (set, "a.jpg b.jpg c.jpg d.jpg x.jpg q.jpg r.jpg");
  truth = read_set (set, "roxford", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (truth->database->len, ==, 5);
  g_assert_cmpuint (truth->queries->len, ==, 2);
  rank (truth, "roxford", 0, "b c x a d", &record);
  /* x a d; b x a d; b x d. */
  assert_near (record.figures[SEM_EVALUATION_MAP_EASY], (0.0 + 1.0 / 2) / 2);
  assert_near (record.figures[SEM_EVALUATION_MAP], (1 + (1.0 / 2 + 2.0 / 3) / 2) / 2);
  assert_near (record.figures[SEM_EVALUATION_MAP_HARD], 1);
  /* At the last relevant photo: 2, 3, 1. */
  assert_near (record.figures[SEM_EVALUATION_MP_10_EASY], 1.0 / 2);
  assert_near (record.figures[SEM_EVALUATION_MP_10], 2.0 / 3);
  assert_near (record.figures[SEM_EVALUATION_MP_10_HARD], 1);
}

static void
test_revisited_is_wrong (Set *set, gconstpointer data)
{
  const char *const wrong[] = { "",
                                "[]",
                                "{}",
                                REVISITED ("[1, 2, 3]", "[0]", "[1]", "[2]"),
                                REVISITED ("[1, 2, 1, 4]", "[0]", "[1]", "[2]"),
                                REVISITED ("[1, 2, 3, 4]", "[5]", "[1]", "[2]"),
                                REVISITED ("[1, 2, 3, 4]", "[-1]", "[1]", "[2]"),
                                REVISITED ("[1, 2, 3, 4]", "[0.5]", "[1]", "[2]"),
                                REVISITED ("[1, 2, 3, 4]", "[\"a\"]", "[1]", "[2]"),
                                REVISITED ("[1, 2, 3, 4]", "0", "[1]", "[2]"),
                                "[[[[[[[[[[[[[[[[[[[[[[" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      write_list (set, "gnd_rparis6k.json", wrong[i]);
      assert_refused (set, "rparis", "gnd_rparis6k.json", "");
    }
}

static void
test_ukbench (Set *set, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) truth = NULL;
  SemRecord record;

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("full/ukbench%05u.jpg", i);

      add_photos (set, name);
    }
  truth = read_set (set, "ukbench", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (truth->queries->len, ==, 8);
  rank (truth, "ukbench", 0,
        "ukbench00000.jpg ukbench00001.jpg ukbench00004.jpg ukbench00002.jpg ukbench00003.jpg",
        &record);
  assert_near (4 * record.figures[SEM_EVALUATION_NS], 3);
  /* Without the query: 1, 0, 1, 1. */
  assert_near (record.figures[SEM_EVALUATION_MAP],
               (1 + (1.0 / 2 + 2.0 / 3) / 2 + (2.0 / 3 + 3.0 / 4) / 2) / 3);
  /* The query itself may stand behind others. */
  rank (truth, "ukbench", 0,
        "ukbench00001.jpg ukbench00004.jpg ukbench00005.jpg ukbench00006.jpg ukbench00000.jpg",
        &record);
  assert_near (4 * record.figures[SEM_EVALUATION_NS], 1);
}

int
main (int argc, char **argv)
{
  const struct
  {
    const char *name;
    void (*test) (Set *set, gconstpointer data);
  } tests[] = {
    { "holidays", test_holidays },   { "holidays-list", test_holidays_list },
    { "oxford", test_oxford },       { "oxford-is-wrong", test_oxford_is_wrong },
    { "revisited", test_revisited }, { "revisited-is-wrong", test_revisited_is_wrong },
    { "ukbench", test_ukbench },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/evaluate/benchmarks/", tests[i].name, NULL);

      g_test_add (path, Set, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
