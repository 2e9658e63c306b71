/* What is shown of a library's folders as classes, however many they are.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/inspect/labels/label-plots.h"
#include "engine/nn/backbone.h"

#define MADE_CLASSES 3
#define MADE_PHOTOS 60

/* Photos of three classes, the first of @n_first photos and @apart from the others, as figures of a
 * library with @n_classes folders, the last of which are those. */
static SemLabels *
make_apart (guint n_classes, guint n_first, float apart)
{
  SemLabels *labels = g_atomic_rc_box_new0 (SemLabels);
  SemLabelledSet *set = labels->set = g_new0 (SemLabelledSet, 1);
  g_autofree float *features = g_new (float, MADE_PHOTOS *SEM_BACKBONE_DIM);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  SemEvaluateOptions options;

  set->n = MADE_PHOTOS;
  set->labels = g_new (guint32, MADE_PHOTOS);
  set->ids = g_new0 (gint64, MADE_PHOTOS);
  set->classes = g_ptr_array_new ();
  labels->names = g_new0 (char *, n_classes + 1);
  labels->titles = g_ptr_array_new ();
  for (guint i = 0; i < n_classes; i++)
    {
      g_ptr_array_add (set->classes, (gpointer) "folder");
      labels->names[i] = g_strdup_printf ("%u", i);
    }
  for (guint i = 0; i < MADE_PHOTOS; i++)
    {
      const guint class = i < n_first ? 0 : 1 + i % (MADE_CLASSES - 1);

      set->labels[i] = n_classes - 1 - class;
      for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
        features[i * SEM_BACKBONE_DIM + j] =
          (float) g_rand_double (random) + (j % MADE_CLASSES == class ? apart : 0);
    }
  sem_evaluate_options_init (&options);
  options.n_seeds = options.n_bits = options.n_methods = 1;
  options.bits[0] = 32;
  options.methods[0] = SEM_HASH_LSH;
  options.with_outcomes = TRUE;
  labels->evaluation =
    sem_evaluate (&options, features, set->labels, MADE_PHOTOS, SEM_BACKBONE_DIM, NULL, &error);
  g_assert_no_error (error);
  for (guint r = 0; r < sem_evaluation_get_n_rows (labels->evaluation); r++)
    g_ptr_array_add (labels->titles, (gpointer) "row");
  return labels;
}

/* Of three classes that hardly differ. */
static SemLabels *
make_labels (guint n_classes)
{
  return make_apart (n_classes, MADE_PHOTOS / MADE_CLASSES, .05F);
}

/* However many folders a library has, their confusion costs no more than what is shown of it, and
 * that is the same. */
static void
test_many_classes (void)
{
  g_autoptr (SemLabels) few = make_labels (MADE_CLASSES);
  g_autoptr (SemLabels) many = make_labels (500000);
  g_autoptr (SemPlot) plot = sem_label_plot_new (few, SEM_LABEL_PLOT_CONFUSION);
  g_autoptr (SemPlot) other = sem_label_plot_new (many, SEM_LABEL_PLOT_CONFUSION);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  double sum = 0;

  g_assert_cmpuint (sem_plot_get_n_cells (plot), ==, MADE_CLASSES);
  g_assert_cmpuint (sem_plot_get_n_cells (other), ==, MADE_CLASSES);
  for (guint i = 0; i < MADE_CLASSES * MADE_CLASSES; i++)
    {
      SemPlotPoint a, b;

      g_assert_true (sem_plot_get_point (plot, 0, i, &a));
      g_assert_true (sem_plot_get_point (other, 0, i, &b));
      g_assert_cmpfloat (a.value, ==, b.value);
      sum += a.value;
    }
  g_assert_cmpfloat_with_epsilon (sum, MADE_CLASSES, 1e-9);

  json_builder_begin_object (builder);
  sem_labels_add_json (builder, many);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  g_assert_true (json_object_get_null_member (
    json_object_get_object_member (json_node_get_object (root), "labels"), "confusion"));
}

/* Of some classes, each share is of all that was found for it. */
static void
test_some_classes (void)
{
  g_autoptr (SemLabels) labels = make_labels (MADE_CLASSES);
  const guint all[] = { 0, 1, 2 }, some[] = { 2, 0 };
  g_autofree double *whole = sem_labels_list_confusion (labels, 0, all, 3);
  g_autofree double *part = sem_labels_list_confusion (labels, 0, some, 2);

  g_assert_cmpfloat (whole[2 * 3 + 1], >, 0);
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 2; j++)
      g_assert_cmpfloat (part[i * 2 + j], ==, whole[some[i] * 3 + some[j]]);
}

/* A class with fewer than ten other photos is not accused of the hits behind them. */
static void
test_small_class (void)
{
  g_autoptr (SemLabels) labels = make_apart (MADE_CLASSES, 6, 5);
  const guint all[] = { 0, 1, 2 };
  g_autofree double *shares = sem_labels_list_confusion (labels, 0, all, MADE_CLASSES);
  g_autoptr (SemPlot) plot = sem_label_plot_new (labels, SEM_LABEL_PLOT_CONFUSION);
  g_autoptr (GArray) behind = NULL;

  for (guint i = 0; i < MADE_CLASSES * MADE_CLASSES; i++)
    {
      const gboolean own = i % (MADE_CLASSES + 1) == 0;
      SemPlotPoint point;

      g_assert_cmpfloat (shares[i], ==, own);
      g_assert_true (sem_plot_get_point (plot, 0, i, &point));
      g_clear_pointer (&behind, g_array_unref);
      behind = sem_label_plot_list_behind (labels, SEM_LABEL_PLOT_CONFUSION, &point, 100);
      g_assert_cmpint (behind->len > 0, ==, own);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspect/labels/many-classes", test_many_classes);
  g_test_add_func ("/inspect/labels/some-classes", test_some_classes);
  g_test_add_func ("/inspect/labels/small-class", test_small_class);
  return g_test_run ();
}
