/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/quality/scene-figures.h"
#include "tests/support/fake-private.h"

struct _SemSceneFigures
{
  GObject parent_instance;

  GListStore *figures;
  guint n_starts;
  char *summary;
};

enum
{
  PROP_0,
  PROP_SUMMARY,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (SemSceneFigures, sem_scene_figures, G_TYPE_OBJECT)

static void
sem_scene_figures_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, SEM_SCENE_FIGURES (object)->summary);
}

static void
sem_scene_figures_finalize (GObject *object)
{
  SemSceneFigures *self = SEM_SCENE_FIGURES (object);

  g_object_unref (self->figures);
  g_free (self->summary);

  G_OBJECT_CLASS (sem_scene_figures_parent_class)->finalize (object);
}

static void
sem_scene_figures_class_init (SemSceneFiguresClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sem_scene_figures_finalize;
  object_class->get_property = sem_scene_figures_get_property;
  g_object_class_install_property (object_class, PROP_SUMMARY,
                                   g_param_spec_string ("summary", NULL, NULL, NULL,
                                                        G_PARAM_READABLE));
}

static void
sem_scene_figures_init (SemSceneFigures *self)
{
  self->figures = g_list_store_new (SEM_TYPE_FIGURE);
}

SemSceneFigures *
sem_scene_figures_new (SemLibrary *library)
{
  return g_object_new (SEM_TYPE_SCENE_FIGURES, NULL);
}

void
sem_scene_figures_start (SemSceneFigures *self)
{
  self->n_starts++;
}

const char *
sem_scene_figures_get_summary (SemSceneFigures *self)
{
  return self->summary;
}

GListModel *
sem_scene_figures_get_figures (SemSceneFigures *self)
{
  return G_LIST_MODEL (self->figures);
}

/* As many photos as the number of the point. */
static GArray *
list_behind (gpointer data, const SemPlotPoint *point)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 id = 1; id <= point->index; id++)
    g_array_append_val (ids, id);
  return ids;
}

static char *
describe_behind (gpointer data, const SemPlotPoint *point)
{
  return g_strdup_printf ("Photos of scene %u", point->index);
}

void
sem_fake_scenes_finish (SemSceneFigures *self, const char *summary)
{
  static const double places[] = { 1, 2 }, sizes[] = { 7, 3 };
  static const SemFigureBehind behind = { list_behind, describe_behind, NULL };
  const SemPlotSeries bars = { "photos", SEM_PLOT_BARS, FALSE, 2, places, sizes, NULL };
  g_autoptr (SemPlot) plot = sem_plot_new ("Sizes", NULL);
  g_autoptr (SemFigure) figure = NULL;

  sem_plot_add (plot, &bars);
  figure = sem_figure_new ("scenes", "The largest first.", "", plot, &behind, NULL);
  g_list_store_remove_all (self->figures);
  if (summary)
    g_list_store_append (self->figures, figure);
  g_free (self->summary);
  self->summary = g_strdup (summary);
  g_object_notify (G_OBJECT (self), "summary");
}
