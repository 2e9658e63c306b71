/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/quality/label-inspector.h"

#include "engine/inspect/labels/label-plots.h"
#include "engine/inspect/show/behind.h"
#include "engine/model/background.h"
#include "engine/model/library-private.h"
#include "engine/plot/figures.h"

#include <glib/gi18n-lib.h>

struct _SemLabelInspector
{
  GObject parent_instance;

  SemLibrary *library;
  GListStore *figures;
  SemBackground background;
  char *summary;
  guint n_levels;
  gboolean again; /* whether it starts when what is being stopped has ended */
};

enum
{
  PROP_SUMMARY = SEM_BACKGROUND_N_PROPS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SemLabelInspector, sem_label_inspector, G_TYPE_OBJECT)

/* What is wanted, as a number. */
static guint64
join (gboolean methods, guint level)
{
  return (guint64) level * 2 + (methods ? 1 : 0);
}

static gpointer
labels_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = sem_background_get_progress (data, cancellable);
  guint64 wanted = sem_background_get_wanted (data);

  return sem_labels_measure (path, wanted % 2 ? SEM_LABELS_OF_METHODS : SEM_LABELS_OF_MODELS,
                             (guint) (wanted / 2), &progress, error);
}

/* The plot of a figure's points. */
typedef struct
{
  SemLabels *labels;
  SemLabelPlot plot;
} Behind;

static void
behind_free (gpointer data)
{
  Behind *behind = data;

  sem_labels_unref (behind->labels);
  g_free (behind);
}

static GArray *
list_behind (gpointer data, const SemPlotPoint *point)
{
  const Behind *behind = data;

  return sem_label_plot_list_behind (behind->labels, behind->plot, point, SEM_INSPECT_MOST_BEHIND);
}

static char *
describe_behind (gpointer data, const SemPlotPoint *point)
{
  const Behind *behind = data;

  return sem_label_plot_dup_behind (behind->labels, behind->plot, point);
}

static void
add_figure (SemLabelInspector *self, SemLabels *labels, SemLabelPlot which)
{
  static const SemFigureBehind functions = { list_behind, describe_behind, behind_free };
  g_autoptr (SemPlot) plot = sem_label_plot_new (labels, which);
  g_autoptr (SemFigure) figure = NULL;
  Behind *behind = g_new (Behind, 1);

  *behind = (Behind){ sem_labels_ref (labels), which };
  figure = sem_figure_new (sem_label_plot_get_name (which), sem_label_plot_get_explanation (which),
                           "", plot, &functions, behind);
  g_list_store_append (self->figures, figure);
}

static char *
summarise (const SemLabels *labels)
{
  const SemEvaluationRow *row = sem_evaluation_get_row (labels->evaluation, labels->main_row);
  const SemOutcome *outcome = sem_evaluation_get_outcome (labels->evaluation, labels->main_row);
  const double *figures = row->mean.figures;
  g_autofree char *share =
    sem_plot_format (SEM_PLOT_PERCENT, figures[SEM_EVALUATION_P_10], 0.01, FALSE);
  g_autofree char *map =
    sem_plot_format (SEM_PLOT_SHARE, figures[SEM_EVALUATION_MAP_ALL], 0.001, FALSE);
  g_autofree char *sentence = g_strdup_printf (
    /* Translators: %s: a share in percent, a number such as 0.534, and the name of a model or
     * method; %u: numbers of folders and photos */
    _("Of the first ten results %s are from the folder of the photo searched for; mAP is %s (%s; "
      "%u folders, %u searches)."),
    share, map, (const char *) g_ptr_array_index (labels->titles, labels->main_row),
    labels->set->classes->len, (guint) outcome->n);

  if (!labels->sampled)
    return g_steal_pointer (&sentence);
  return g_strdup_printf (_("%s A sample of %u photos, since the library has more."), sentence,
                          (guint) labels->set->n);
}

static void
show (SemLabelInspector *self, SemLabels *labels)
{
  g_list_store_remove_all (self->figures);
  for (guint i = 0; i < SEM_LABEL_N_PLOTS; i++)
    add_figure (self, labels, i);
  self->n_levels = labels->set->n_levels;
  g_free (self->summary);
  self->summary = summarise (labels);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

static void
unref_labels (gpointer labels)
{
  sem_labels_unref (labels);
}

static void begin (SemLabelInspector *self);

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemLabelInspector *self = SEM_LABEL_INSPECTOR (object);
  g_autoptr (SemLabels) labels = sem_background_finish (&self->background, result);

  if (self->again && self->library)
    {
      begin (self);
      return;
    }
  if (labels)
    show (self, labels);
  g_object_notify_by_pspec (object, properties[SEM_BACKGROUND_RUNNING]);
}

static void
begin (SemLabelInspector *self)
{
  static const SemBackgroundWork work = { labels_worker, unref_labels, done_cb, NULL,
                                          N_("Measuring folders as labels") };

  self->again = FALSE;
  sem_background_start (&self->background, G_OBJECT (self), self->library, &work);
}

static void
sem_label_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemLabelInspector *self = SEM_LABEL_INSPECTOR (object);

  switch (id)
    {
    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;
    default:
      if (!sem_background_read_property (&self->background, id, value))
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_label_inspector_dispose (GObject *object)
{
  SemLabelInspector *self = SEM_LABEL_INSPECTOR (object);

  sem_background_clear (&self->background);
  g_clear_object (&self->figures);
  g_clear_object (&self->library);
  g_clear_pointer (&self->summary, g_free);

  G_OBJECT_CLASS (sem_label_inspector_parent_class)->dispose (object);
}

static void
sem_label_inspector_class_init (SemLabelInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sem_label_inspector_dispose;
  object_class->get_property = sem_label_inspector_get_property;
  sem_background_add_properties (properties);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sem_label_inspector_init (SemLabelInspector *self)
{
  self->figures = g_list_store_new (SEM_TYPE_FIGURE);
}

SemLabelInspector *
sem_label_inspector_new (SemLibrary *library)
{
  SemLabelInspector *self = g_object_new (SEM_TYPE_LABEL_INSPECTOR, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  return self;
}

void
sem_label_inspector_start (SemLabelInspector *self, gboolean methods, guint level)
{
  g_return_if_fail (SEM_IS_LABEL_INSPECTOR (self));

  if (!self->library)
    return;
  self->background.wanted = join (methods, level);
  if (self->background.cancellable)
    {
      self->again = TRUE;
      sem_background_stop (&self->background);
    }
  else
    begin (self);
}

void
sem_label_inspector_stop (SemLabelInspector *self)
{
  g_return_if_fail (SEM_IS_LABEL_INSPECTOR (self));

  self->again = FALSE;
  sem_background_stop (&self->background);
}

gboolean
sem_label_inspector_get_running (SemLabelInspector *self)
{
  g_return_val_if_fail (SEM_IS_LABEL_INSPECTOR (self), FALSE);
  return self->background.cancellable != NULL;
}

double
sem_label_inspector_get_progress (SemLabelInspector *self)
{
  g_return_val_if_fail (SEM_IS_LABEL_INSPECTOR (self), 0);
  return self->background.progress;
}

const char *
sem_label_inspector_get_summary (SemLabelInspector *self)
{
  g_return_val_if_fail (SEM_IS_LABEL_INSPECTOR (self), NULL);
  return self->summary;
}

const char *
sem_label_inspector_get_problem (SemLabelInspector *self)
{
  g_return_val_if_fail (SEM_IS_LABEL_INSPECTOR (self), NULL);
  return self->background.problem;
}

guint
sem_label_inspector_get_n_levels (SemLabelInspector *self)
{
  g_return_val_if_fail (SEM_IS_LABEL_INSPECTOR (self), 0);
  return self->n_levels;
}

GListModel *
sem_label_inspector_get_figures (SemLabelInspector *self)
{
  g_return_val_if_fail (SEM_IS_LABEL_INSPECTOR (self), NULL);
  return G_LIST_MODEL (self->figures);
}
