/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/quality/inspector.h"

#include "engine/inspect/inspect.h"
#include "engine/inspect/show/behind.h"
#include "engine/inspect/show/plots.h"
#include "engine/inspect/verdict.h"
#include "engine/model/background.h"
#include "engine/model/library-private.h"
#include "engine/store/models.h"

#include <glib/gi18n-lib.h>

/* Photos that stand out, of each kind. */
#define MOST_FINDINGS 12

struct _SemInspector
{
  GObject parent_instance;

  SemLibrary *library;
  GListStore *figures;
  GListStore *worst;
  GListStore *hubs;
  SemBackground background;
  char *verdict;
  gboolean healthy;
};

enum
{
  PROP_VERDICT = SEM_BACKGROUND_N_PROPS,
  PROP_HEALTHY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SemInspector, sem_inspector, G_TYPE_OBJECT)

/* Returns: whether what is stored is what would be measured; it is in @stored then. */
static gboolean
load (const char *path, SemInspection **stored, gboolean *current, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_READ, error);
  gint64 model = store ? sem_store_get_active_model (store, error) : -1;

  *current = FALSE;
  return model == 0 || (model > 0 && sem_inspect_load (store, model, stored, current, error));
}

static gpointer
inspect_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = sem_background_get_progress (data, cancellable);
  g_autoptr (SemInspection) stored = NULL;
  gboolean current;

  if (!load (path, &stored, &current, error))
    return NULL;
  if (stored && current)
    return g_steal_pointer (&stored);
  /* That of an earlier run is shown meanwhile. */
  sem_background_give (data, g_steal_pointer (&stored));
  return sem_inspect_library (path, 0, &progress, error);
}

/* The plot of a figure's points. */
typedef struct
{
  SemInspection *inspection;
  SemInspectPlot plot;
} Behind;

static void
behind_free (gpointer data)
{
  Behind *behind = data;

  sem_inspection_unref (behind->inspection);
  g_free (behind);
}

static GArray *
list_behind (gpointer data, const SemPlotPoint *point)
{
  const Behind *behind = data;

  return sem_inspect_list_behind (behind->inspection, behind->plot, point);
}

static char *
describe_behind (gpointer data, const SemPlotPoint *point)
{
  const Behind *behind = data;

  return sem_inspect_dup_behind (behind->inspection, behind->plot, point);
}

static void
add_figure (SemInspector *self, SemInspection *inspection, SemInspectPlot which)
{
  g_autoptr (SemPlot) plot = sem_inspect_plot_new (inspection, which);
  g_autofree char *healthy = sem_inspect_plot_dup_healthy (inspection, which);
  static const SemFigureBehind functions = { list_behind, describe_behind, behind_free };
  g_autoptr (SemFigure) figure = NULL;
  Behind *behind;

  if (!plot)
    return;
  behind = g_new (Behind, 1);
  *behind = (Behind){ sem_inspection_ref (inspection), which };
  figure =
    sem_figure_new (sem_inspect_plot_get_name (which), sem_inspect_plot_get_explanation (which),
                    healthy, plot, &functions, behind);
  g_list_store_append (self->figures, figure);
}

static void
find (SemInspector *self,
      SemInspection *inspection,
      GListStore *findings,
      GArray *(*list) (const SemInspection *inspection, guint n),
      char *(*describe) (const SemInspection *inspection, gint64 photo))
{
  g_autoptr (GArray) ids = list (inspection, MOST_FINDINGS);

  g_list_store_remove_all (findings);
  for (guint i = 0; i < ids->len; i++)
    {
      const gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (SemPhoto) photo = sem_photo_list_dup_photo (self->library->photos, id);
      g_autofree char *words = describe (inspection, id);
      g_autoptr (SemFinding) finding = sem_finding_new (photo, words);

      g_list_store_append (findings, finding);
    }
}

static void
show (SemInspector *self, SemInspection *inspection)
{
  find (self, inspection, self->worst, sem_inspect_list_worst, sem_inspect_dup_worst);
  find (self, inspection, self->hubs, sem_inspect_list_hubs, sem_inspect_dup_hub);
  g_list_store_remove_all (self->figures);
  for (guint i = 0; i < SEM_INSPECT_N_PLOTS; i++)
    add_figure (self, inspection, i);
  g_free (self->verdict);
  self->verdict = sem_inspect_dup_verdict (inspection);
  self->healthy = sem_inspect_find_faults (inspection) == 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEALTHY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERDICT]);
}

static void
early_cb (gpointer owner, gpointer inspection)
{
  show (owner, inspection);
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemInspector *self = SEM_INSPECTOR (object);
  g_autoptr (SemInspection) inspection = sem_background_finish (&self->background, result);

  if (inspection)
    show (self, inspection);
  g_object_notify_by_pspec (object, properties[SEM_BACKGROUND_RUNNING]);
}

static void
unref_inspection (gpointer inspection)
{
  sem_inspection_unref (inspection);
}

static void
sem_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemInspector *self = SEM_INSPECTOR (object);

  switch (id)
    {
    case PROP_VERDICT:
      g_value_set_string (value, self->verdict);
      break;
    case PROP_HEALTHY:
      g_value_set_boolean (value, self->healthy);
      break;
    default:
      if (!sem_background_read_property (&self->background, id, value))
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_inspector_dispose (GObject *object)
{
  SemInspector *self = SEM_INSPECTOR (object);

  sem_background_clear (&self->background);
  g_clear_object (&self->figures);
  g_clear_object (&self->worst);
  g_clear_object (&self->hubs);
  g_clear_object (&self->library);
  g_clear_pointer (&self->verdict, g_free);

  G_OBJECT_CLASS (sem_inspector_parent_class)->dispose (object);
}

static void
sem_inspector_class_init (SemInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sem_inspector_dispose;
  object_class->get_property = sem_inspector_get_property;
  sem_background_add_properties (properties);
  properties[PROP_VERDICT] = g_param_spec_string ("verdict", NULL, NULL, NULL, flags);
  properties[PROP_HEALTHY] = g_param_spec_boolean ("healthy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
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
  SemInspector *self = g_object_new (SEM_TYPE_INSPECTOR, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  return self;
}

void
sem_inspector_start (SemInspector *self)
{
  static const SemBackgroundWork work = { inspect_worker, unref_inspection, done_cb, early_cb,
                                          N_("Measuring the quality") };

  g_return_if_fail (SEM_IS_INSPECTOR (self));

  if (self->library)
    sem_background_start (&self->background, G_OBJECT (self), self->library, &work);
}

void
sem_inspector_stop (SemInspector *self)
{
  g_return_if_fail (SEM_IS_INSPECTOR (self));
  sem_background_stop (&self->background);
}

gboolean
sem_inspector_get_running (SemInspector *self)
{
  g_return_val_if_fail (SEM_IS_INSPECTOR (self), FALSE);
  return self->background.cancellable != NULL;
}

const char *
sem_inspector_get_verdict (SemInspector *self)
{
  g_return_val_if_fail (SEM_IS_INSPECTOR (self), NULL);
  return self->verdict;
}

const char *
sem_inspector_get_problem (SemInspector *self)
{
  g_return_val_if_fail (SEM_IS_INSPECTOR (self), NULL);
  return self->background.problem;
}

gboolean
sem_inspector_get_healthy (SemInspector *self)
{
  g_return_val_if_fail (SEM_IS_INSPECTOR (self), FALSE);
  return self->healthy;
}

GListModel *
sem_inspector_get_figures (SemInspector *self)
{
  g_return_val_if_fail (SEM_IS_INSPECTOR (self), NULL);
  return G_LIST_MODEL (self->figures);
}

GListModel *
sem_inspector_get_worst (SemInspector *self)
{
  g_return_val_if_fail (SEM_IS_INSPECTOR (self), NULL);
  return G_LIST_MODEL (self->worst);
}

GListModel *
sem_inspector_get_hubs (SemInspector *self)
{
  g_return_val_if_fail (SEM_IS_INSPECTOR (self), NULL);
  return G_LIST_MODEL (self->hubs);
}

GListModel *
sem_inspector_list_photos (SemInspector *self, SemFigure *figure, const SemPlotPoint *point)
{
  g_autoptr (GArray) ids = sem_figure_list_photos (figure, point);
  GListStore *photos = g_list_store_new (SEM_TYPE_PHOTO);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (SemPhoto) photo =
        sem_photo_list_dup_photo (self->library->photos, g_array_index (ids, gint64, i));

      g_list_store_append (photos, photo);
    }
  return G_LIST_MODEL (photos);
}
