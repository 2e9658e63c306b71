/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/quality/scene-figures.h"

#include "engine/inspect/scenes/scene-pairs.h"
#include "engine/model/library-private.h"
#include "engine/model/quality/finding.h"
#include "engine/model/quality/made-list.h"
#include "engine/model/quality/overlap.h"
#include "engine/model/quality/scene-reading.h"

#include <glib/gi18n-lib.h>

struct _SemSceneFigures
{
  GObject parent_instance;

  SemLibrary *library;
  GListStore *figures;
  SemMadeList *scenes;
  SemMadeList *pairs;
  GCancellable *cancellable; /* (nullable): while it reads */
  SemSceneSet *set;          /* (nullable) */
  guint chosen;
  gboolean has_space;
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

/* Figures -------------------------------------------------------------------------------------- */

/* @places: (nullable): of a space; @scene: not of the sizes */
typedef struct
{
  SemSceneSet *set;
  guint scene;
  GArray *places;
} Behind;

static Behind *
behind_new (const SemSceneReading *scenes)
{
  Behind *behind = g_new (Behind, 1);

  *behind = (Behind){ sem_scene_set_ref (scenes->set), scenes->chosen,
                      scenes->places ? g_array_ref (scenes->places) : NULL };
  return behind;
}

static void
behind_free (gpointer data)
{
  Behind *behind = data;

  sem_scene_set_unref (behind->set);
  g_clear_pointer (&behind->places, g_array_unref);
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

/* An eye is a photo with itself. */
static SemPlotPoint
get_diagonal (const Behind *behind, const SemPlotPoint *point)
{
  const guint place = g_array_index (behind->places, guint, point->index);

  return (SemPlotPoint){ .x = place, .y = place };
}

static GArray *
list_eye (gpointer data, const SemPlotPoint *point)
{
  const Behind *behind = data;
  const SemPlotPoint own = get_diagonal (behind, point);

  return sem_scene_set_list_pair (behind->set, behind->scene, &own);
}

static char *
describe_eye (gpointer data, const SemPlotPoint *point)
{
  const Behind *behind = data;
  const SemPlotPoint own = get_diagonal (behind, point);

  return sem_scene_set_dup_pair (behind->set, behind->scene, &own);
}

static void
add_figure (SemSceneFigures *self,
            const SemSceneReading *scenes,
            const char *name,
            const char *explanation,
            SemPlot *plot,
            const SemFigureBehind *functions)
{
  g_autoptr (SemFigure) figure =
    sem_figure_new (name, explanation, "", plot, functions, behind_new (scenes));

  g_list_store_append (self->figures, figure);
}

static void
add_chosen (SemSceneFigures *self, const SemSceneReading *scenes)
{
  static const SemFigureBehind eyes = { list_eye, describe_eye, behind_free };
  static const SemFigureBehind pairs = { list_pair, describe_pair, behind_free };
  g_autofree char *name = g_strdup_printf ("scene-%u", scenes->chosen + 1);
  g_autofree char *space = g_strconcat (name, "-space", NULL);

  if (scenes->space)
    add_figure (self, scenes, space,
                _("Points that several photos show, and where these were taken from. Drag or use "
                  "the arrow keys to turn it, + and − to zoom, Page Up and Page Down to go from "
                  "photo to photo."),
                scenes->space, &eyes);
  add_figure (self, scenes, name,
              _("How much of what one photo shows another one shows too, by the 3D points that "
                "both observe. BCDH learns from these pairs."),
              scenes->overlap, &pairs);
}

static void
fill_figures (SemSceneFigures *self, const SemSceneReading *scenes)
{
  static const SemFigureBehind sizes = { list_scene, describe_scene, behind_free };
  g_autoptr (SemPlot) plot = NULL;

  g_list_store_remove_all (self->figures);
  if (sem_scene_set_get_n (scenes->set) == 0)
    return;
  plot = sem_scene_set_plot_sizes (scenes->set);
  add_figure (self, scenes, "scenes", _("Places that several photos show, the largest first."),
              plot, &sizes);
  add_chosen (self, scenes);
}

/* Lists ---------------------------------------------------------------------------------------- */

/* @pairs: (nullable): of the chosen scene */
typedef struct
{
  SemLibrary *library;
  SemSceneSet *set;
  GArray *pairs;
} Items;

static Items *
items_new (SemSceneFigures *self, const SemSceneReading *scenes)
{
  Items *items = g_new (Items, 1);

  *items = (Items){ g_object_ref (self->library), sem_scene_set_ref (scenes->set),
                    scenes->pairs ? g_array_ref (scenes->pairs) : NULL };
  return items;
}

static void
items_free (gpointer data)
{
  Items *items = data;

  g_object_unref (items->library);
  sem_scene_set_unref (items->set);
  g_clear_pointer (&items->pairs, g_array_unref);
  g_free (items);
}

static gpointer
make_scene (gpointer data, guint position)
{
  const Items *items = data;
  const guint n = sem_scene_set_get_n_photos (items->set, position);
  g_autoptr (SemPhoto) cover =
    sem_photo_list_dup_photo (items->library->photos,
                              sem_scene_set_get_cover (items->set, position));
  /* Translators: the number of a scene and of its photos */
  g_autofree char *words =
    g_strdup_printf (ngettext ("Scene %u: %'u photo", "Scene %u: %'u photos", n), position + 1, n);

  return sem_finding_new (cover, words);
}

static gpointer
make_pair (gpointer data, guint position)
{
  const Items *items = data;
  const SemSceneSharing *sharing = &g_array_index (items->pairs, SemSceneSharing, position);
  g_autoptr (SemPhoto) first =
    sem_photo_list_dup_photo (items->library->photos, sharing->photos[0]);
  g_autoptr (SemPhoto) second =
    sem_photo_list_dup_photo (items->library->photos, sharing->photos[1]);
  g_autofree char *title = sem_scene_sharing_dup_title (sharing);
  g_autofree char *words = sem_scene_sharing_dup_words (sharing);

  return sem_overlap_new (first, second, title, words);
}

/* @known: whether the scenes are those that are listed */
static void
fill_lists (SemSceneFigures *self, const SemSceneReading *scenes, gboolean known)
{
  if (!known)
    {
      g_clear_object (&self->scenes);
      self->scenes = sem_made_list_new (SEM_TYPE_FINDING, sem_scene_set_get_n (scenes->set),
                                        make_scene, items_new (self, scenes), items_free);
    }
  g_clear_object (&self->pairs);
  self->pairs = sem_made_list_new (SEM_TYPE_OVERLAP, scenes->pairs ? scenes->pairs->len : 0,
                                   make_pair, items_new (self, scenes), items_free);
}

static void
show (SemSceneFigures *self, const SemSceneReading *scenes)
{
  const gboolean known = self->set == scenes->set;

  if (!known)
    {
      g_clear_pointer (&self->set, sem_scene_set_unref);
      self->set = sem_scene_set_ref (scenes->set);
    }
  self->chosen = scenes->chosen;
  self->has_space = scenes->space != NULL;
  fill_figures (self, scenes);
  fill_lists (self, scenes, known);
  g_free (self->summary);
  self->summary =
    sem_scene_set_get_n (scenes->set) > 0 ? sem_scene_set_dup_summary (scenes->set) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

/* Where they cannot be read, no scenes are shown; other parts of the page say what is wrong. */
static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemSceneFigures *self = SEM_SCENE_FIGURES (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemSceneReading) scenes = g_task_propagate_pointer (G_TASK (result), &error);

  /* Another scene was chosen meanwhile. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (scenes && self->figures)
    show (self, scenes);
}

static void
start (SemSceneFigures *self, SemSceneWanted *wanted)
{
  g_autoptr (GTask) task = NULL;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, wanted, sem_scene_wanted_free);
  sem_engine_work (self->library->engine, sem_scene_reading_worker, sem_scene_reading_free, task);
}

/* The object ----------------------------------------------------------------------------------- */

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
  g_clear_object (&self->scenes);
  g_clear_object (&self->pairs);
  g_clear_object (&self->library);
  g_clear_pointer (&self->set, sem_scene_set_unref);
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
  SemSceneWanted *wanted;

  g_return_if_fail (SEM_IS_SCENE_FIGURES (self));

  if (self->cancellable || !self->library || !self->library->engine)
    return;
  wanted = g_new0 (SemSceneWanted, 1);
  if (self->set && sem_scene_set_get_n (self->set) > 0)
    wanted->id = sem_scene_set_get_id (self->set, self->chosen);
  start (self, wanted);
}

void
sem_scene_figures_choose (SemSceneFigures *self, guint scene)
{
  SemSceneWanted *wanted;

  g_return_if_fail (SEM_IS_SCENE_FIGURES (self));

  if (!self->set || scene >= sem_scene_set_get_n (self->set) || !self->library->engine)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  wanted = g_new (SemSceneWanted, 1);
  *wanted = (SemSceneWanted){ sem_scene_set_ref (self->set), 0, scene };
  start (self, wanted);
}

const char *
sem_scene_figures_get_summary (SemSceneFigures *self)
{
  g_return_val_if_fail (SEM_IS_SCENE_FIGURES (self), NULL);
  return self->summary;
}

const char *
sem_scene_figures_get_note (SemSceneFigures *self)
{
  g_return_val_if_fail (SEM_IS_SCENE_FIGURES (self), NULL);
  if (!self->summary || self->has_space)
    return NULL;
  return _("Where the photos of this scene were taken from is not known: an earlier version of "
           "Semblance found it. “semblance-cli scenes --by-folder --again” finds it again.");
}

guint
sem_scene_figures_get_chosen (SemSceneFigures *self)
{
  g_return_val_if_fail (SEM_IS_SCENE_FIGURES (self), 0);
  return self->chosen;
}

GListModel *
sem_scene_figures_get_scenes (SemSceneFigures *self)
{
  g_return_val_if_fail (SEM_IS_SCENE_FIGURES (self), NULL);
  return G_LIST_MODEL (self->scenes);
}

GListModel *
sem_scene_figures_get_pairs (SemSceneFigures *self)
{
  g_return_val_if_fail (SEM_IS_SCENE_FIGURES (self), NULL);
  return G_LIST_MODEL (self->pairs);
}

GListModel *
sem_scene_figures_get_figures (SemSceneFigures *self)
{
  g_return_val_if_fail (SEM_IS_SCENE_FIGURES (self), NULL);
  return G_LIST_MODEL (self->figures);
}
