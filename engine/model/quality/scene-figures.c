/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/quality/scene-figures.h"

#include "engine/inspect/scenes/scene-plots.h"
#include "engine/model/library-private.h"

#include <glib/gi18n-lib.h>

struct _SemSceneFigures
{
  GObject parent_instance;

  SemLibrary *library;
  GListStore *figures;
  GCancellable *cancellable; /* (nullable): while it reads */
  char *summary;
};

enum
{
  PROP_0,
  PROP_SUMMARY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SemSceneFigures, sem_scene_figures, G_TYPE_OBJECT)

static void
unref_set (gpointer set)
{
  sem_scene_set_unref (set);
}

static gpointer
scenes_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_READ, error);

  return store ? sem_scene_set_load (store, error) : NULL;
}

/* @scene: of an overlap */
typedef struct
{
  SemSceneSet *set;
  guint scene;
} Behind;

static void
behind_free (gpointer data)
{
  Behind *behind = data;

  sem_scene_set_unref (behind->set);
  g_free (behind);
}

static GArray *
list_scene (gpointer data, const SemPlotPoint *point)
{
  const Behind *behind = data;

  return sem_scene_set_list_scene (behind->set, point);
}

static char *
describe_scene (gpointer data, const SemPlotPoint *point)
{
  return g_strdup (_("The photos of this scene, those that observe most of it first."));
}

static GArray *
list_pair (gpointer data, const SemPlotPoint *point)
{
  const Behind *behind = data;

  return sem_scene_set_list_pair (behind->set, behind->scene, point);
}

static char *
describe_pair (gpointer data, const SemPlotPoint *point)
{
  const Behind *behind = data;

  return sem_scene_set_dup_pair (behind->set, behind->scene, point);
}

static void
add_sizes (SemSceneFigures *self, SemSceneSet *set)
{
  static const SemFigureBehind functions = { list_scene, describe_scene, behind_free };
  g_autoptr (SemPlot) plot = sem_scene_set_plot_sizes (set);
  g_autoptr (SemFigure) figure = NULL;
  Behind *behind = g_new (Behind, 1);

  *behind = (Behind){ sem_scene_set_ref (set), 0 };
  figure = sem_figure_new ("scenes", _("Places that several photos show, the largest first."), "",
                           plot, &functions, behind);
  g_list_store_append (self->figures, figure);
}

static void
add_overlap (SemSceneFigures *self, SemSceneSet *set, guint scene)
{
  static const SemFigureBehind functions = { list_pair, describe_pair, behind_free };
  g_autoptr (SemPlot) plot = sem_scene_set_plot_overlap (set, scene);
  g_autofree char *name = g_strdup_printf ("scene-%u", scene + 1);
  g_autoptr (SemFigure) figure = NULL;
  Behind *behind = g_new (Behind, 1);

  *behind = (Behind){ sem_scene_set_ref (set), scene };
  figure = sem_figure_new (name,
                           _("How much of what one photo shows another one shows too, by the 3D "
                             "points that both observe. BCDH learns from these pairs."),
                           "", plot, &functions, behind);
  g_list_store_append (self->figures, figure);
}

static void
show (SemSceneFigures *self, SemSceneSet *set)
{
  const guint n = sem_scene_set_get_n (set);

  g_list_store_remove_all (self->figures);
  if (n > 0)
    add_sizes (self, set);
  for (guint scene = 0; scene < MIN (n, SEM_SCENE_PLOT_OWN); scene++)
    add_overlap (self, set, scene);
  g_free (self->summary);
  self->summary = n > 0 ? sem_scene_set_dup_summary (set) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

/* Where they cannot be read, no scenes are shown; other parts of the page say what is wrong. */
static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemSceneFigures *self = SEM_SCENE_FIGURES (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemSceneSet) set = g_task_propagate_pointer (G_TASK (result), &error);

  g_clear_object (&self->cancellable);
  if (set && self->figures)
    show (self, set);
}

static void
sem_scene_figures_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SUMMARY)
    g_value_set_string (value, SEM_SCENE_FIGURES (object)->summary);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_scene_figures_dispose (GObject *object)
{
  SemSceneFigures *self = SEM_SCENE_FIGURES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->figures);
  g_clear_object (&self->library);
  g_clear_pointer (&self->summary, g_free);

  G_OBJECT_CLASS (sem_scene_figures_parent_class)->dispose (object);
}

static void
sem_scene_figures_class_init (SemSceneFiguresClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sem_scene_figures_dispose;
  object_class->get_property = sem_scene_figures_get_property;
  properties[PROP_SUMMARY] =
    g_param_spec_string ("summary", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sem_scene_figures_init (SemSceneFigures *self)
{
  self->figures = g_list_store_new (SEM_TYPE_FIGURE);
}

SemSceneFigures *
sem_scene_figures_new (SemLibrary *library)
{
  SemSceneFigures *self = g_object_new (SEM_TYPE_SCENE_FIGURES, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  return self;
}

void
sem_scene_figures_start (SemSceneFigures *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SEM_IS_SCENE_FIGURES (self));

  if (self->cancellable || !self->library || !self->library->engine)
    return;
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  g_task_set_source_tag (task, sem_scene_figures_start);
  sem_engine_work (self->library->engine, scenes_worker, unref_set, task);
}

const char *
sem_scene_figures_get_summary (SemSceneFigures *self)
{
  g_return_val_if_fail (SEM_IS_SCENE_FIGURES (self), NULL);
  return self->summary;
}

GListModel *
sem_scene_figures_get_figures (SemSceneFigures *self)
{
  g_return_val_if_fail (SEM_IS_SCENE_FIGURES (self), NULL);
  return G_LIST_MODEL (self->figures);
}
