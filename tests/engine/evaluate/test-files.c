/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/evaluate-private.h"
#include "engine/evaluate/reports/plots.h"
#include "tests/engine/evaluate/small-set.h"
#include "tests/support/folder.h"

#include <string.h>

static void
test_csv (void)
{
  g_autoptr (SemEvaluation) result = evaluate_clusters (1.0);
  g_autofree char *text = sem_evaluation_to_csv (result);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 1 + result->rows->len + 1);
  for (guint i = 0; i <= result->rows->len; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);

      g_auto (GStrv) names = g_strsplit (lines[0], ",", -1);

      g_assert_cmpuint (g_strv_length (fields), ==, g_strv_length (names));
    }
  g_assert_true (g_str_has_prefix (lines[1], "folders,hash@all,float,0,score,"));
  g_assert_nonnull (strstr (lines[0], ",p_5000,p_5000_sd"));
  g_assert_nonnull (strstr (lines[0], ",p_h2,p_h2_sd"));
}

/* As a picture of two kinds, and its numbers. */
static void
check_plot (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *svg_path = g_strconcat (path, ".svg", NULL);
  g_autofree char *png_path = g_strconcat (path, ".png", NULL);
  g_autofree char *csv_path = g_strconcat (path, ".csv", NULL);
  g_autofree char *svg = NULL;
  g_autofree char *png = NULL;
  g_autofree char *csv = NULL;

  g_assert_true (g_file_get_contents (svg_path, &svg, NULL, NULL));
  g_assert_true (g_file_get_contents (png_path, &png, NULL, NULL));
  g_assert_true (g_file_get_contents (csv_path, &csv, NULL, NULL));
  g_assert_nonnull (strstr (svg, "<svg "));
  g_assert_nonnull (strstr (svg, "gs-itq"));
  g_assert_true (g_str_has_prefix (png, "\x89PNG"));
  g_assert_true (g_str_has_prefix (csv, "series,x,y,sd"));
  g_assert_nonnull (strstr (csv, "gs-itq,"));
}

/* A line for each row, with as many cells as the head has, and the number of the CSV file. */
static void
check_latex (SemEvaluation *result, const char *latex)
{
  g_auto (GStrv) lines = g_strsplit (latex, "\n", -1);
  g_autofree char *number =
    g_strdup_printf ("$%.3f \\pm", sem_evaluation_get_row (result, 2)->mean.figures[0]);
  guint n_cells = 0, n_rows = 0;

  for (guint i = 0; lines[i]; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], " & ", -1);

      if (!g_str_has_suffix (lines[i], "\\\\"))
        continue;
      n_rows++;
      n_cells = n_cells > 0 ? n_cells : g_strv_length (cells);
      g_assert_cmpuint (g_strv_length (cells), ==, n_cells);
    }
  g_assert_cmpuint (n_rows, ==, 1 + sem_evaluation_get_n_rows (result));
  g_assert_nonnull (strstr (latex, number));
  g_assert_nonnull (strstr (latex, "P@H$\\le$2"));
}

static void
test_plots (void)
{
  g_autoptr (SemEvaluation) result = evaluate_clusters (1.0);
  char *folder = test_folder_new ();
  g_autofree char *below = g_build_filename (folder, "new", "plots", NULL);
  const char *const names[] = { "map-all",         "p-10",    "precision-recall-16",
                                "precision-at-16", "nn10-32", "radius-precision-16",
                                "radius-found-32" };
  g_autofree char *latex = NULL;
  g_autofree char *table = NULL;
  g_autofree char *csv = sem_evaluation_to_csv (result);
  g_autofree char *place = g_build_filename (below, "table.csv", NULL);
  g_autofree char *paper = g_build_filename (below, "table.tex", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (sem_plots_write (result, below, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    check_plot (below, names[i]);
  g_assert_true (g_file_get_contents (place, &table, NULL, NULL));
  g_assert_cmpstr (table, ==, csv);
  g_assert_true (g_file_get_contents (paper, &latex, NULL, NULL));
  check_latex (result, latex);
  g_assert_false (sem_plots_write (result, "/dev/null/plots", &error));
  g_assert_nonnull (error);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/csv", test_csv);
  g_test_add_func ("/evaluate/plots", test_plots);
  return g_test_run ();
}
