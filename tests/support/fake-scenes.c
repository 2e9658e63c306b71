/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/quality/finding.h"
#include "engine/model/quality/overlap.h"
#include "engine/model/quality/scene-figures.h"
#include "tests/support/fake-private.h"

struct _SemSceneFigures
{
  GObject parent_instance;

  GListStore *figures;
  GListStore *scenes;
  GListStore *pairs;
  guint n_starts;
  guint chosen;
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
  g_object_unref (self->scenes);
  g_object_unref (self->pairs);
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
  self->scenes = g_list_store_new (SEM_TYPE_FINDING);
  self->pairs = g_list_store_new (SEM_TYPE_OVERLAP);
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

void
sem_scene_figures_choose (SemSceneFigures *self, guint scene)
{
  self->chosen = scene;
}

guint
sem_scene_figures_get_chosen (SemSceneFigures *self)
{
  return self->chosen;
}

const char *
sem_scene_figures_get_note (SemSceneFigures *self)
{
  return self->chosen == 1 ? "The second scene has no shape." : NULL;
}

GListModel *
sem_scene_figures_get_scenes (SemSceneFigures *self)
{
  return G_LIST_MODEL (self->scenes);
}

GListModel *
sem_scene_figures_get_pairs (SemSceneFigures *self)
{
  return G_LIST_MODEL (self->pairs);
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

/* Two scenes, listed anew for another summary. */
static void
fill_scenes (SemSceneFigures *self, const char *summary)
{
  if (g_strcmp0 (self->summary, summary) == 0)
    return;
  g_object_unref (self->scenes);
  self->scenes = g_list_store_new (SEM_TYPE_FINDING);
  for (gint64 id = 1; id <= 2; id++)
    {
      g_autoptr (SemPhoto) photo = sem_fake_photo_new (id);
      g_autoptr (SemFinding) scene = sem_finding_new (photo, id == 1 ? "Scene 1" : "Scene 2");

      g_list_store_append (self->scenes, scene);
    }
}

/* Another list each time, of one pair. */
static void
fill_pairs (SemSceneFigures *self)
{
  g_autoptr (SemPhoto) photo = sem_fake_photo_new (1), other = sem_fake_photo_new (2);
  g_autoptr (SemOverlap) pair =
    sem_overlap_new (photo, other, "46 % in common", "12 points of 30 and 26.");

  g_object_unref (self->pairs);
  self->pairs = g_list_store_new (SEM_TYPE_OVERLAP);
  g_list_store_append (self->pairs, pair);
}

/* Seen by three eyes, behind which are as many photos as their number. */
static void
add_space (SemSceneFigures *self)
{
  static const SemFigureBehind behind = { list_behind, describe_behind, NULL };
  const SemPlotDot dot = { .colour = { 200, 100, 50 } };
  const SemPlotEye eye = { .place = { 0.5f, 0, 0.5f }, .axis = { 0, 0, -1 }, .up = { 0, 1, 0 } };
  const SemPlotEye eyes[] = { eye, eye, eye };
  g_autoptr (SemPlot) plot = sem_plot_new ("In Space", NULL);
  g_autoptr (SemFigure) figure = NULL;

  sem_plot_set_space (plot, &dot, 1, eyes, G_N_ELEMENTS (eyes));
  figure = sem_figure_new ("space", "Turn it.", "", plot, &behind, NULL);
  g_list_store_append (self->figures, figure);
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
  fill_scenes (self, summary);
  fill_pairs (self);
  if (summary)
    {
      g_list_store_append (self->figures, figure);
      add_space (self);
    }
  g_free (self->summary);
  self->summary = g_strdup (summary);
  g_object_notify (G_OBJECT (self), "summary");
}
