/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/evaluate.h"
#include "tests/engine/evaluate/benchmark-set.h"

/* The two rules, on one list. */
static void
test_rules (void)
{
  const guint32 ranks[] = { 1, 3 };

  assert_near (sem_average_precision (SEM_AP_HASH, ranks, 2, 2, 0), 5.0 / 6.0);
  assert_near (sem_average_precision (SEM_AP_HASH, ranks, 2, 9, 2), 1.0);
  assert_near (sem_average_precision (SEM_AP_TRAPEZOIDAL, ranks, 2, 2, 0), 19.0 / 24.0);
  /* All relevant photos count, found or not. */
  assert_near (sem_average_precision (SEM_AP_TRAPEZOIDAL, ranks, 2, 4, 0), 19.0 / 48.0);
  assert_near (sem_average_precision (SEM_AP_HASH, ranks + 1, 1, 1, 2), 0.0);
  assert_near (sem_average_precision (SEM_AP_HASH, ranks, 0, 0, 0), 0.0);
  assert_near (sem_average_precision (SEM_AP_TRAPEZOIDAL, ranks, 0, 0, 0), 0.0);
}

static void
swap (guint8 *flags, guint i, guint j)
{
  const guint8 flag = flags[i];

  flags[i] = flags[j];
  flags[j] = flag;
}

static double
get_ap (SemApRule rule, const guint8 *flags, guint n)
{
  guint32 ranks[8];
  guint found = 0;

  for (guint i = 0; i < n; i++)
    if (flags[i])
      ranks[found++] = i + 1;
  return sem_average_precision (rule, ranks, found, found, 0);
}

/* The sum of AP over all orders of @flags from @at to @end. */
static double
permute (SemApRule rule, guint8 *flags, guint n, guint at, guint end)
{
  double sum = 0.0;

  if (at + 1 >= end)
    return get_ap (rule, flags, n);
  for (guint i = at; i < end; i++)
    {
      swap (flags, at, i);
      sum += permute (rule, flags, n, at + 1, end);
      swap (flags, at, i);
    }
  return sum;
}

/* The mean over all orders of those that tie, by trying them all. */
static void
test_ties (void)
{
  for (SemApRule rule = SEM_AP_HASH; rule <= SEM_AP_TRAPEZOIDAL; rule++)
    for (guint bits = 1; bits < 128; bits++)
      {
        guint8 flags[7];
        guint32 groups[] = { 1, 0, 5, 0, 1, 0 };
        guint32 one[] = { 7, 0 };
        guint8 copy[7];

        for (guint i = 0; i < 7; i++)
          {
            flags[i] = bits >> i & 1;
            groups[i == 0 ? 1 : i < 6 ? 3 : 5] += flags[i];
            one[1] += flags[i];
          }
        memcpy (copy, flags, sizeof copy);
        g_assert_cmpfloat_with_epsilon (sem_average_precision_tied (rule, groups, 3),
                                        permute (rule, flags, 7, 1, 6) / 120, 1e-12);
        g_assert_cmpfloat_with_epsilon (sem_average_precision_tied (rule, one, 1),
                                        permute (rule, copy, 7, 0, 7) / 5040, 1e-12);
      }
}

/* Labels: sky, water, person, boats, dog. */
#define Q "q.jpg 1 1 0 0 0\n"

static void
test_list (Set *set, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) truth = NULL;
  SemRecord record;

  write_list (set, "test.txt", Q);
  write_list (set, "database.txt",
              "images/x1.jpg 1 0 0 0 0\r\nimages\\x2.jpg 0 0 1 0 0\nimages/x3.jpg 0 1 0 1 0\n"
              "images/gone.jpg 1 1 1 1 1\nimages/x 4.jpg 1 1 0 0 0\nimages/x5.jpg 0 0 0 0 1\n\n\n");
  add_photos (set, "q.jpg images/x1.jpg images/x2.jpg images/x3.jpg images/x5.jpg");
  sem_photo_finder_add (set->finder, "/elsewhere/images/x 4.jpg", 99);
  truth = read_set (set, "list", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (truth->missing->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (truth->missing, 0), ==, "images/gone.jpg");
  g_assert_cmpuint (truth->database->len, ==, 5);
  g_free (sem_truth_get_row (truth, 3)->name);
  sem_truth_get_row (truth, 3)->name = g_strdup ("images/x4.jpg");
  rank (truth, "list", 0, "images/x1.jpg images/x2.jpg images/x3.jpg images/x4.jpg images/x5.jpg",
        &record);
  assert_near (record.figures[SEM_EVALUATION_MAP], (1 + 2.0 / 3 + 3.0 / 4) / 3);
  assert_near (record.figures[SEM_EVALUATION_MAP_ALL], (1 + 2.0 / 3 + 3.0 / 4) / 3);
  assert_near (record.precision_at[1], 0.5);
  assert_near (record.precision_at[11], 3.0 / 5.0);
}

/* One number is a class; the same photo may be in two lists, and twice in one. */
static void
test_list_of_classes (Set *set, gconstpointer data)
{
  g_autoptr (SemTruth) truth = NULL;
  g_autoptr (GError) error = NULL;

  write_list (set, "test.txt", "a.jpg 0\n");
  write_list (set, "database.txt", "a.jpg 0\nb.jpg 7\nb.jpg 7\nc.jpg 0\n");
  write_list (set, "train.txt", "b.jpg 7\nd.jpg 7\n");
  add_photos (set, "a.jpg b.jpg c.jpg d.jpg");
  truth = read_set (set, "list", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (truth->database->len, ==, 4);
  g_assert_cmpuint (truth->training->len, ==, 2);
  g_assert_cmpuint (truth->rows->len, ==, 5);
  /* The query is neither a hit nor a place in the ranking. */
  assert_near (get_map (truth, "list", 0, "b.jpg a.jpg c.jpg"), 1.0 / 2);
  assert_near (get_map (truth, "list", 0, "a.jpg b.jpg c.jpg"), 1.0 / 2);
}

/* One photo is one row, by whatever path the lists name it; equal contents are not one photo. */
static void
test_list_with_queries (Set *set, gconstpointer data)
{
  g_autoptr (SemTruth) truth = NULL;
  g_autoptr (GError) error = NULL;

  write_list (set, "test.txt", "one/a.jpg 1 0\none/b.jpg 0 1\none/new.jpg 1 1\n");
  write_list (set, "database.txt",
              "all/one/c.jpg 1 0\nall/one/b.jpg 0 1\nall/one/a.jpg 1 0\nall/two/a.jpg 1 0\n");
  add_photos (set, "one/a.jpg one/b.jpg one/c.jpg one/new.jpg");
  sem_photo_finder_add (set->finder, "/elsewhere/two/a.jpg", 1);
  truth = read_set (set, "list", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (truth->rows->len, ==, 5);
  g_assert_cmpuint (truth->queries->len, ==, 3);
  assert_near (get_map (truth, "list", 0,
                        "all/one/a.jpg all/one/b.jpg all/one/c.jpg all/two/a.jpg"),
               (1.0 / 2 + 2.0 / 3) / 2);
  assert_near (get_map (truth, "list", 1, "all/one/b.jpg all/one/a.jpg all/one/c.jpg"), 0);
  assert_near (get_map (truth, "list", 2, "all/one/b.jpg all/one/a.jpg"), 1);
}

/* It must not be learned from the gallery instead. */
static void
test_list_without_training (Set *set, gconstpointer data)
{
  static const char *const lists[] = { "gone.jpg 7\nlost.jpg 7\n", "" };

  write_list (set, "test.txt", "a.jpg 7\n");
  write_list (set, "database.txt", "b.jpg 7\nc.jpg 0\n");
  add_photos (set, "a.jpg b.jpg c.jpg");
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      write_list (set, "train.txt", lists[i]);
      assert_refused (set, "list", "train.txt", "train on");
    }
}

static void
test_list_is_wrong (Set *set, gconstpointer data)
{
  const struct
  {
    const char *text;
    const char *line;
  } wrong[] = {
    { "a.jpg 1 0\nb.jpg 1\n", "line 2" },   { "a.jpg 1 0\nb.jpg 1 0 1\n", "line 2" },
    { "a.jpg 1 0\nb.jpg 1 2\n", "line 2" }, { "a.jpg 1 0\n\nb.jpg 1 0\n", "line 2" },
    { "a.jpg 1 0\nb.jpg\n", "line 2" },     { "1\n", "line 1" },
    { "a.jpg 1 -1\n", "line 1" },           { "a.jpg 99999999999\n", "line 1" },
  };

  write_list (set, "test.txt", "a.jpg 1 0\n");
  add_photos (set, "a.jpg b.jpg");
  assert_refused (set, "list", "database.txt", "list");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      write_list (set, "database.txt", wrong[i].text);
      assert_refused (set, "list", "database.txt", wrong[i].line);
    }
  write_list (set, "database.txt", "a.jpg 1 0 1\n");
  assert_refused (set, "list", "database.txt", "test.txt");
}

/* Two photos of one name, of which one is gone: the other must not stand in for it. */
static void
test_same_names (Set *set, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) truth = NULL;

  write_list (set, "test.txt", "q.jpg 1\n");
  write_list (set, "database.txt", "cat/1.jpg 1\ndog/1.jpg 2\n");
  add_photos (set, "q.jpg dog/1.jpg");
  truth = read_set (set, "list", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (truth->database->len, ==, 1);
  g_assert_cmpstr (sem_truth_get_row (truth, 0)->name, ==, "dog/1.jpg");
  g_assert_cmpuint (sem_truth_get_row (truth, 0)->group, ==, 2);
  g_assert_cmpuint (truth->missing->len, ==, 1);
}

/* A label file is read beside the list line by line: what is missing shifts nothing. */
static void
test_nus_wide (Set *set, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) truth = NULL;

  write_list (set, "ImageList/Imagelist.txt",
              "actor\\0001_11.jpg\r\nC:\\ImageData\\Flickr\\sky\\0002_12.jpg\r\n"
              "sky\\0003_13.jpg\r\nsky\\0004_14.jpg\r\n");
  write_list (set, "Groundtruth/AllLabels/Labels_sky.txt", "0\n1\n1\n0\n");
  write_list (set, "Groundtruth/AllLabels/Labels_water.txt", "1\n0\n1\n0\n\n");
  write_list (set, "Groundtruth/TrainTestLabels/Labels_lake_Train.txt", "-1130179\n");
  add_photos (set, "Flickr/actor/0001_11.jpg images/0003_13.jpg images/0004_14.jpg");
  truth = read_set (set, "nus-wide", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (truth->missing->len, ==, 1);
  /* The fourth has no label. */
  g_assert_cmpuint (truth->rows->len, ==, 2);
  g_assert_false (sem_truth_has_label (truth, 0, 0));
  g_assert_true (sem_truth_has_label (truth, 0, 1));
  g_assert_true (sem_truth_has_label (truth, 1, 0));
  g_assert_true (sem_truth_has_label (truth, 1, 1));
  write_list (set, "Groundtruth/AllLabels/Labels_water.txt", "1\n0\n1\n");
  assert_refused (set, "nus-wide", "Labels_water.txt", "4 lines");
  write_list (set, "Groundtruth/AllLabels/Labels_water.txt", "1\n0\n1\n0\n1\n");
  assert_refused (set, "nus-wide", "Labels_water.txt", "line 5");
  write_list (set, "Groundtruth/AllLabels/Labels_water.txt", "1\n0\n2\n0\n");
  assert_refused (set, "nus-wide", "Labels_water.txt", "line 3");
}

/* Splits that lack what figures are made of: queries, gallery, training set. */
static void
test_too_small (Set *set, gconstpointer data)
{
  static const struct
  {
    const char *sky, *water, *dog; /* by photo */
    const char *said;
  } sets[] = {
    { "1\n0\n0\n", "0\n1\n0\n", "0\n0\n1\n", "no label has two photos" },
    { "1\n1\n0\n", "1\n1\n0\n", "0\n0\n0\n", "every photo is a query" },
    { "1\n1\n0\n", "1\n1\n0\n", "0\n0\n1\n", "nothing to train on" },
  };
  g_autofree float *features = g_new0 (float, 3 * 4);

  write_list (set, "Imagelist.txt", "a/1.jpg\na/2.jpg\na/3.jpg\n");
  add_photos (set, "a/1.jpg a/2.jpg a/3.jpg");
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SemTruth) truth = NULL;
      SemEvaluateOptions options;

      write_list (set, "Labels_sky.txt", sets[i].sky);
      write_list (set, "Labels_water.txt", sets[i].water);
      write_list (set, "Labels_dog.txt", sets[i].dog);
      truth = read_set (set, "nus-wide", &error);
      g_assert_no_error (error);
      sem_evaluate_options_init (&options);
      options.protocol = sem_protocol_find ("nus-wide");
      options.truth = truth;
      g_assert_null (sem_evaluate (&options, features, NULL, truth->rows->len, 4, NULL, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW);
      g_assert_nonnull (strstr (error->message, sets[i].said));
      g_assert_nonnull (strstr (error->message, "nus-wide"));
    }
}

/* 21 concepts of which the last is the rarest: that of the published 21. */
static void
test_nus_wide_concepts (Set *set, gconstpointer data)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (SemTruth) truth = NULL;
  g_autoptr (SemSplit) split = NULL;
  g_autofree guint *asked = g_new0 (guint, 22);
  SemSplitOptions options = { .queries_per_class = 2, .training_per_class = 3 };

  for (guint i = 0; i < 22 * 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("p/%04u_%u.jpg", i, 1000 + i);

      g_string_append_printf (list, "%s\n", name);
      add_photos (set, name);
    }
  write_list (set, "Imagelist.txt", list->str);
  for (guint c = 0; c < 22; c++)
    {
      g_autofree char *name = g_strdup_printf ("Labels_%c.txt", 'a' + c);
      g_autoptr (GString) flags = g_string_new (NULL);

      for (guint i = 0; i < 22 * 10; i++)
        g_string_append (flags, i % 22 == c && (c != 5 || i > 30) ? "1\n" : "0\n");
      write_list (set, name, flags->str);
    }
  truth = read_set (set, "nus-wide", NULL);
  g_assert_cmpuint (truth->rows->len, ==, 21 * 10);
  split = sem_truth_split (truth, &options, 3);
  g_assert_cmpuint (split->n_queries, ==, 21 * 2);
  g_assert_cmpuint (split->n_database, ==, 21 * 8);
  g_assert_cmpuint (split->n_training, ==, 21 * 3);
  for (guint q = 0; q < split->n_queries; q++)
    for (guint c = 0; c < 22; c++)
      asked[c] += sem_truth_has_label (truth, split->queries[q], c);
  for (guint c = 0; c < 22; c++)
    g_assert_cmpuint (asked[c], ==, c == 5 ? 0 : 2);
}

static void
test_mirflickr (Set *set, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) few = NULL;
  g_autoptr (SemTruth) all = NULL;

  write_list (set, "mirflickr25k_annotations_v080/animals.txt", "1\n3\n");
  write_list (set, "mirflickr25k_annotations_v080/baby.txt", "2\n 3\n");
  write_list (set, "mirflickr25k_annotations_v080/baby_r1.txt", "4\n");
  write_list (set, "mirflickr25k_annotations_v080/README.txt", "no numbers\n");
  write_list (set, "mirflickr/doc/common_tags.txt", "sky 845\n");
  add_photos (set, "mirflickr/im1.jpg mirflickr/im2.jpg mirflickr/im3.jpg mirflickr/im4.jpg");
  few = read_set (set, "mirflickr", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (few->rows->len, ==, 3);
  g_assert_true (sem_truth_has_label (few, 2, 0) && sem_truth_has_label (few, 2, 1));
  all = read_set (set, "mirflickr-38", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->rows->len, ==, 4);
  write_list (set, "mirflickr25k_annotations_v080/baby.txt", "2\n25001\n");
  assert_refused (set, "mirflickr", "baby.txt", "line 2");
}

static void
test_nothing (Set *set, gconstpointer data)
{
  static const char *const protocols[] = { "list",     "nus-wide", "mirflickr", "oxford5k",
                                           "holidays", "ukbench",  "roxford" };

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    assert_refused (set, protocols[i], protocols[i], "");
}

int
main (int argc, char **argv)
{
  const struct
  {
    const char *name;
    void (*test) (Set *set, gconstpointer data);
  } tests[] = {
    { "list", test_list },
    { "list-of-classes", test_list_of_classes },
    { "list-is-wrong", test_list_is_wrong },
    { "list-with-queries", test_list_with_queries },
    { "list-without-training", test_list_without_training },
    { "same-names", test_same_names },
    { "nus-wide", test_nus_wide },
    { "too-small", test_too_small },
    { "nus-wide-concepts", test_nus_wide_concepts },
    { "mirflickr", test_mirflickr },
    { "nothing", test_nothing },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/benchmarks/rules", test_rules);
  g_test_add_func ("/evaluate/benchmarks/ties", test_ties);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/evaluate/benchmarks/", tests[i].name, NULL);

      g_test_add (path, Set, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
