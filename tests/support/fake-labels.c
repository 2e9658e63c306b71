/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/quality/label-inspector.h"
#include "tests/support/fake-private.h"

struct _SemLabelInspector
{
  GObject parent_instance;

  GListStore *figures;
  gboolean running;
  char *summary;
  char *problem;
  char *asked;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_PROGRESS,
  PROP_SUMMARY,
  PROP_PROBLEM,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (SemLabelInspector, sem_label_inspector, G_TYPE_OBJECT)

static void
sem_label_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemLabelInspector *self = SEM_LABEL_INSPECTOR (object);

  if (id == PROP_RUNNING)
    g_value_set_boolean (value, self->running);
  else if (id == PROP_PROGRESS)
    g_value_set_double (value, 0);
  else
    g_value_set_string (value, id == PROP_SUMMARY ? self->summary : self->problem);
}

static void
sem_label_inspector_finalize (GObject *object)
{
  SemLabelInspector *self = SEM_LABEL_INSPECTOR (object);

  g_object_unref (self->figures);
  g_free (self->summary);
  g_free (self->problem);
  g_free (self->asked);

  G_OBJECT_CLASS (sem_label_inspector_parent_class)->finalize (object);
}

static void
sem_label_inspector_class_init (SemLabelInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sem_label_inspector_finalize;
  object_class->get_property = sem_label_inspector_get_property;
  g_object_class_install_property (object_class, PROP_RUNNING,
                                   g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_PROGRESS,
                                   g_param_spec_double ("progress", NULL, NULL, 0, 1, 0,
                                                        G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_SUMMARY,
                                   g_param_spec_string ("summary", NULL, NULL, NULL,
                                                        G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_PROBLEM,
                                   g_param_spec_string ("problem", NULL, NULL, NULL,
                                                        G_PARAM_READABLE));
}

static void
sem_label_inspector_init (SemLabelInspector *self)
{
  self->figures = g_list_store_new (SEM_TYPE_FIGURE);
}

SemLabelInspector *
sem_label_inspector_new (SemLibrary *library)
{
  return g_object_new (SEM_TYPE_LABEL_INSPECTOR, NULL);
}

static void
set_running (SemLabelInspector *self, gboolean running)
{
  self->running = running;
  g_object_notify (G_OBJECT (self), "running");
}

void
sem_label_inspector_start (SemLabelInspector *self, gboolean methods, guint level)
{
  g_free (self->asked);
  self->asked = g_strdup_printf ("%s %u", methods ? "methods" : "models", level);
  set_running (self, TRUE);
}

void
sem_label_inspector_stop (SemLabelInspector *self)
{
  set_running (self, FALSE);
}

gboolean
sem_label_inspector_get_running (SemLabelInspector *self)
{
  return self->running;
}

double
sem_label_inspector_get_progress (SemLabelInspector *self)
{
  return 0;
}

const char *
sem_label_inspector_get_summary (SemLabelInspector *self)
{
  return self->summary;
}

const char *
sem_label_inspector_get_problem (SemLabelInspector *self)
{
  return self->problem;
}

guint
sem_label_inspector_get_n_levels (SemLabelInspector *self)
{
  return self->summary ? 2 : 0;
}

GListModel *
sem_label_inspector_get_figures (SemLabelInspector *self)
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
  return g_strdup_printf ("Photos of folder %u", point->index);
}

void
sem_fake_labels_finish (SemLabelInspector *self, const char *summary, const char *problem)
{
  static const double cells[] = { 0.9, 0.1, 0.25, 0.75 };
  static const char *const names[] = { "roses", "tulips" };
  static const SemFigureBehind behind = { list_behind, describe_behind, NULL };
  const SemPlotAxis x = { .label = "results from" }, y = { .label = "searched with" };
  g_autoptr (SemPlot) confusion = sem_plot_new ("Confusion", NULL);
  g_autoptr (SemFigure) figure = NULL;

  sem_plot_set_x_axis (confusion, &x);
  sem_plot_set_y_axis (confusion, &y);
  sem_plot_set_categories (confusion, names, 2);
  sem_plot_set_cells (confusion, cells, 2);
  figure = sem_figure_new ("confusion", "Which folders.", "", confusion, &behind, NULL);
  g_free (self->problem);
  self->problem = g_strdup (problem);
  if (summary)
    {
      g_list_store_remove_all (self->figures);
      g_list_store_append (self->figures, figure);
      g_free (self->summary);
      self->summary = g_strdup (summary);
      g_object_notify (G_OBJECT (self), "summary");
    }
  set_running (self, FALSE);
}

char *
sem_fake_labels_steal_asked (SemLabelInspector *self)
{
  return g_steal_pointer (&self->asked);
}
