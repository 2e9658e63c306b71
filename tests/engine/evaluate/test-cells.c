/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/reports/plots.h"
#include "tests/engine/hash/fixture.h"
#include "tests/support/made-locale.h"
#include "tests/support/folder.h"
#include "tests/engine/evaluate/small-set.h"

#include <string.h>

#include <glib/gstdio.h>

static void
count_cb (const char *sentence, gpointer user_data)
{
  guint *n = user_data;

  g_assert_true (g_str_has_prefix (sentence, "Split "));
  (*n)++;
}

static SemEvaluation *
evaluate (const char *cells, guint n_bits, guint *n_steps)
{
  g_autofree float *features = fixture_clusters (N, D, CLASSES, 1.0, 5);
  g_autofree guint32 *labels = make_labels (N);
  g_autoptr (GError) error = NULL;
  SemEvaluateOptions options;
  SemEvaluation *result;

  set_small_options (&options);
  options.n_bits = n_bits;
  options.cells = cells;
  options.step_func = count_cb;
  options.step_data = n_steps;
  *n_steps = 0;
  result = sem_evaluate (&options, features, labels, N, D, NULL, &error);
  g_assert_no_error (error);
  return result;
}

static char *
evaluate_with_cells (const char *cells, guint n_bits, guint *n_steps)
{
  g_autoptr (SemEvaluation) result = evaluate (cells, n_bits, n_steps);

  return sem_evaluation_to_json (result);
}

static void
damage_one (const char *cells, const char *method)
{
  g_autofree char *folder = g_build_filename (cells, method, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *path = g_build_filename (folder, g_dir_read_name (dir), NULL);

  g_assert_true (g_file_set_contents (path, "{\"first\": [0.5], \"second\": 7}", -1, NULL));
}

/* What is known is not computed again, what is damaged is, and the figures stay the same. */
static void
test_cells (void)
{
  char *folder = test_folder_new ();
  g_autofree char *cells = g_build_filename (folder, "cells", NULL);
  guint n_steps;
  g_autofree char *plain = evaluate_with_cells (NULL, 2, &n_steps);
  g_autofree char *part = evaluate_with_cells (cells, 1, &n_steps);
  g_autofree char *rest = NULL, *again = NULL, *mended = NULL;

  g_assert_cmpuint (n_steps, ==, 2 * (1 + 4));
  g_assert_cmpstr (part, !=, plain);
  /* The cosines run again: the other rows need them. */
  rest = evaluate_with_cells (cells, 2, &n_steps);
  g_assert_cmpuint (n_steps, ==, 2 * (1 + 4));
  g_assert_cmpstr (rest, ==, plain);
  again = evaluate_with_cells (cells, 2, &n_steps);
  g_assert_cmpuint (n_steps, ==, 0);
  g_assert_cmpstr (again, ==, plain);
  damage_one (cells, "itq");
  mended = evaluate_with_cells (cells, 2, &n_steps);
  g_assert_cmpuint (n_steps, ==, 2);
  g_assert_cmpstr (mended, ==, plain);
  test_folder_remove (folder);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* All that is written for programs, plots too, one after the other. */
static char *
write_all (SemEvaluation *result, const char *folder)
{
  g_autofree char *json = sem_evaluation_to_json (result);
  g_autofree char *csv = sem_evaluation_to_csv (result);
  g_autoptr (GString) all = g_string_new (json);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  const char *name;

  g_string_append (all, csv);
  g_assert_true (sem_plots_write (result, folder, &error));
  g_assert_no_error (error);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  g_assert_cmpuint (names->len, >, 4);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *svg = NULL;

      g_assert_true (g_file_get_contents (names->pdata[i], &svg, NULL, NULL));
      g_string_append (all, svg);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* What was computed where the decimal point is a comma is known where it is none, and the reverse;
 * the files are the same. */
static void
test_locales (void)
{
  for (guint first_comma = 0; first_comma < 2; first_comma++)
    {
      char *folder = test_folder_new ();
      g_autofree char *cells = g_build_filename (folder, "cells", NULL);
      g_autofree char *plots = g_build_filename (folder, "plots", NULL);
      g_autofree char *first = NULL;

      for (guint part = 0; part < 2; part++)
        {
          g_autoptr (SemEvaluation) result = NULL;
          guint n_steps;

          if (part == first_comma)
            test_use_point ();
          else if (!test_use_comma ())
            {
              test_folder_remove (folder);
              return;
            }
          result = evaluate (cells, 2, &n_steps);
          g_assert_cmpuint (n_steps, ==, part == 0 ? 2 * (1 + 2 * 4) : 0);
          if (part == 0)
            first = write_all (result, plots);
          else
            {
              g_autofree char *second = write_all (result, plots);

              g_assert_cmpstr (second, ==, first);
            }
        }
      test_use_point ();
      test_folder_remove (folder);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cells/kept", test_cells);
  g_test_add_func ("/cells/locales", test_locales);
  return g_test_run ();
}
