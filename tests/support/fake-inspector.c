/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/quality/inspector.h"
#include "tests/support/fake-private.h"

struct _SemInspector
{
  GObject parent_instance;

  GListStore *figures;
  GListStore *worst;
  GListStore *hubs;
  gboolean running;
  char *verdict;
  char *problem;
  gboolean healthy;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_VERDICT,
  PROP_HEALTHY,
  PROP_PROBLEM,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (SemInspector, sem_inspector, G_TYPE_OBJECT)

static void
sem_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemInspector *self = SEM_INSPECTOR (object);

  if (id == PROP_RUNNING)
    g_value_set_boolean (value, self->running);
  else if (id == PROP_VERDICT)
    g_value_set_string (value, self->verdict);
  else if (id == PROP_HEALTHY)
    g_value_set_boolean (value, self->healthy);
  else if (id == PROP_PROBLEM)
    g_value_set_string (value, self->problem);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_inspector_finalize (GObject *object)
{
  SemInspector *self = SEM_INSPECTOR (object);

  g_object_unref (self->figures);
  g_object_unref (self->worst);
  g_object_unref (self->hubs);
  g_free (self->verdict);
  g_free (self->problem);

  G_OBJECT_CLASS (sem_inspector_parent_class)->finalize (object);
}

static void
sem_inspector_class_init (SemInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sem_inspector_finalize;
  object_class->get_property = sem_inspector_get_property;
  g_object_class_install_property (object_class, PROP_RUNNING,
                                   g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_VERDICT,
                                   g_param_spec_string ("verdict", NULL, NULL, NULL,
                                                        G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_HEALTHY,
                                   g_param_spec_boolean ("healthy", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_PROBLEM,
                                   g_param_spec_string ("problem", NULL, NULL, NULL,
                                                        G_PARAM_READABLE));
}

static void
sem_inspector_init (SemInspector *self)
{
  self->figures = g_list_store_new (SEM_TYPE_FIGURE);
  self->worst = g_list_store_new (SEM_TYPE_FINDING);
  self->hubs = g_list_store_new (SEM_TYPE_FINDING);
}

SemInspector *
sem_inspector_new (SemLibrary *library)
{
  return g_object_new (SEM_TYPE_INSPECTOR, NULL);
}

void
sem_inspector_start (SemInspector *self)
{
  self->running = TRUE;
  g_object_notify (G_OBJECT (self), "running");
}

void
sem_inspector_stop (SemInspector *self)
{
  self->running = FALSE;
  g_object_notify (G_OBJECT (self), "running");
}

gboolean
sem_inspector_get_running (SemInspector *self)
{
  return self->running;
}

const char *
sem_inspector_get_verdict (SemInspector *self)
{
  return self->verdict;
}

const char *
sem_inspector_get_problem (SemInspector *self)
{
  return self->problem;
}

gboolean
sem_inspector_get_healthy (SemInspector *self)
{
  return self->healthy;
}

GListModel *
sem_inspector_get_figures (SemInspector *self)
{
  return G_LIST_MODEL (self->figures);
}

GListModel *
sem_inspector_get_worst (SemInspector *self)
{
  return G_LIST_MODEL (self->worst);
}

GListModel *
sem_inspector_get_hubs (SemInspector *self)
{
  return G_LIST_MODEL (self->hubs);
}

GListModel *
sem_inspector_list_photos (SemInspector *self, SemFigure *figure, const SemPlotPoint *point)
{
  g_autoptr (GArray) ids = sem_figure_list_photos (figure, point);
  GListStore *photos = g_list_store_new (SEM_TYPE_PHOTO);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (SemPhoto) photo = sem_fake_photo_new (g_array_index (ids, gint64, i));

      g_list_store_append (photos, photo);
    }
  return G_LIST_MODEL (photos);
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
  return g_strdup_printf ("Photos behind point %u", point->index);
}

static void
find (GListStore *findings, guint n, const char *words)
{
  g_list_store_remove_all (findings);
  for (gint64 id = 1; id <= n; id++)
    {
      g_autoptr (SemPhoto) photo = sem_fake_photo_new (id);
      g_autoptr (SemFinding) finding = sem_finding_new (photo, words);

      g_list_store_append (findings, finding);
    }
}

void
sem_fake_inspector_finish (SemInspector *self, const char *verdict, gboolean healthy)
{
  static const double x[] = { 10, 20, 50 }, y[] = { 0.7, 0.8, 0.9 };
  static const double cells[] = { 1, 0.25, 0.25, 1 };
  const SemPlotAxis percent = { .label = "found", .unit = SEM_PLOT_PERCENT };
  const SemPlotSeries line = { "by codes", SEM_PLOT_LINE, FALSE, 3, x, y, NULL };
  g_autoptr (SemPlot) recall = sem_plot_new ("Recall", NULL), heat = sem_plot_new ("Bits", NULL);
  static const SemFigureBehind behind = { list_behind, describe_behind, NULL };
  g_autoptr (SemFigure) first = NULL, second = NULL;

  sem_plot_set_y_axis (recall, &percent);
  sem_plot_add (recall, &line);
  sem_plot_set_cells (heat, cells, 2);
  first = sem_figure_new ("recall", "More is better.", "Found: 90 %", recall, &behind, NULL);
  second = sem_figure_new ("bits", "Less is better.", "", heat, NULL, NULL);
  g_list_store_remove_all (self->figures);
  g_list_store_append (self->figures, first);
  g_list_store_append (self->figures, second);
  find (self->worst, 3, "Half of it is lost");
  find (self->hubs, 2, "Near to many");
  g_free (self->verdict);
  self->verdict = g_strdup (verdict);
  self->healthy = healthy;
  self->running = FALSE;
  g_object_notify (G_OBJECT (self), "verdict");
  g_object_notify (G_OBJECT (self), "running");
}

void
sem_fake_inspector_fail (SemInspector *self, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  self->running = FALSE;
  g_object_notify (G_OBJECT (self), "running");
}
