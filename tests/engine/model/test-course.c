/* The course of a training as plots.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/codes-private.h"
#include "engine/model/quality/course.h"
#include "engine/plot/colours.h"
#include "engine/plot/figures.h"
#include "engine/plot/frame.h"

/* @pairs, @quality: (array length=n)
 * Returns: (transfer full): epochs of a training of 30 */
static GListModel *
make_epochs (const double *pairs, const double *quality, guint n)
{
  GListStore *epochs = g_list_store_new (SEM_TYPE_EPOCH);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemEpoch) epoch =
        sem_epoch_new (i + 1, 30, pairs[i], 0, .131 + .002 * i, quality[i]);

      g_list_store_append (epochs, epoch);
    }
  return G_LIST_MODEL (epochs);
}

/* The axis of a plot spans its values, so that a small change can be seen, and shows a large one by
 * the logarithm; what the method does not have has no plot. */
static void
test_axes (void)
{
  const double slight[] = { 1054, 1093, 1049 }, steep[] = { 100, 10, 1 };
  const double quality[] = { .9, -1, .95 };
  g_autoptr (GListModel) small = make_epochs (slight, quality, 3);
  g_autoptr (GListModel) large = make_epochs (steep, quality, 3);
  g_autoptr (SemPlot) pairs = sem_course_new_plot (small, SEM_COURSE_PAIRS);
  g_autoptr (SemPlot) fallen = sem_course_new_plot (large, SEM_COURSE_PAIRS);
  g_autoptr (SemPlot) held_out = sem_course_new_plot (small, SEM_COURSE_QUALITY);
  const SemPlotLook look = { sem_plot_colours_get (FALSE), 400, 150, 1, FALSE };
  g_autofree char *words = NULL;
  SemPlotFrame frame;
  SemPlotPoint point;

  g_assert_null (sem_course_new_plot (small, SEM_COURSE_ROUNDING));
  sem_plot_frame_init (&frame, pairs, &look);
  g_assert_false (frame.y.logarithmic);
  g_assert_cmpfloat (frame.y.low, >=, 1000);
  g_assert_cmpfloat (frame.y.high, >=, 1093);
  /* As long as the training will be. */
  g_assert_cmpfloat (frame.x.low, ==, 1);
  g_assert_cmpfloat (frame.x.high, ==, 30);
  sem_plot_frame_init (&frame, fallen, &look);
  g_assert_true (frame.y.logarithmic);
  g_assert_cmpuint (sem_plot_get_series (held_out, 0)->n, ==, 2);
  g_assert_true (sem_plot_get_point (held_out, 0, 1, &point));
  words = sem_plot_describe (held_out, &point);
  g_assert_cmpstr (words, ==, "epoch 3: 95.0 %");
}

/* Numbers beside an axis differ, however little the values do. */
static void
test_numbers_differ (void)
{
  const double pairs[] = { 1, 1, 1, 1 }, quality[] = { -1, -1, -1, -1 };
  g_autoptr (GListModel) epochs = make_epochs (pairs, quality, 4);
  g_autoptr (SemPlot) plot = sem_course_new_plot (epochs, SEM_COURSE_NEAR_ONE);
  const SemPlotLook look = { sem_plot_colours_get (FALSE), 400, 150, 1, FALSE };
  g_autofree char *before = NULL;
  SemPlotFrame frame;

  sem_plot_frame_init (&frame, plot, &look);
  g_assert_cmpuint (frame.y.n_ticks, >, 1);
  for (guint i = 0; i < frame.y.n_ticks; i++)
    {
      g_autofree char *number =
        sem_plot_format (SEM_PLOT_PERCENT, frame.y.ticks[i], frame.y.step, FALSE);

      g_assert_cmpstr (number, !=, before);
      g_free (before);
      before = g_steal_pointer (&number);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/course/axes", test_axes);
  g_test_add_func ("/course/numbers-differ", test_numbers_differ);
  return g_test_run ();
}
