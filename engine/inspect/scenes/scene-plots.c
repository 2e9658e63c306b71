/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/scenes/scene-set-private.h"

#include <stdlib.h>

#include <glib/gi18n-lib.h>

static int
compare_scenes (gconstpointer a, gconstpointer b)
{
  const SemStoreScene *one = *(SemStoreScene *const *) a;
  const SemStoreScene *other = *(SemStoreScene *const *) b;

  if (one->photos->len != other->photos->len)
    return one->photos->len > other->photos->len ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

SemSceneSet *
sem_scene_set_load (SemStore *store, GError **error)
{
  g_autoptr (GPtrArray) scenes = sem_store_list_scenes (store, error);
  g_autoptr (GArray) pairs = scenes ? sem_store_list_scene_pairs (store, error) : NULL;
  SemSceneSet *self;

  if (!pairs)
    return NULL;
  g_ptr_array_sort (scenes, compare_scenes);
  self = g_atomic_rc_box_new (SemSceneSet);
  self->scenes = g_steal_pointer (&scenes);
  self->pairs = g_steal_pointer (&pairs);
  return self;
}

static void
clear (gpointer data)
{
  SemSceneSet *self = data;

  g_ptr_array_unref (self->scenes);
  g_array_unref (self->pairs);
}

SemSceneSet *
sem_scene_set_ref (SemSceneSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
sem_scene_set_unref (SemSceneSet *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

guint
sem_scene_set_get_n (const SemSceneSet *self)
{
  return self->scenes->len;
}

gint64
sem_scene_set_get_id (const SemSceneSet *self, guint scene)
{
  return sem_scene_set_get_scene (self, scene)->id;
}

guint
sem_scene_set_get_n_photos (const SemSceneSet *self, guint scene)
{
  return sem_scene_set_get_scene (self, scene)->photos->len;
}

gint64
sem_scene_set_get_cover (const SemSceneSet *self, guint scene)
{
  return sem_scene_get_photo (sem_scene_set_get_scene (self, scene), 0)->photo;
}

char *
sem_scene_set_dup_summary (const SemSceneSet *self)
{
  guint n_photos = 0;

  for (guint s = 0; s < self->scenes->len; s++)
    n_photos += sem_scene_set_get_scene (self, s)->photos->len;
  return g_strdup_printf (_("Scenes: %u; photos in them: %u; pairs that show the same: %u."),
                          self->scenes->len, n_photos, self->pairs->len);
}

SemPlot *
sem_scene_set_plot_sizes (const SemSceneSet *self)
{
  const guint n = MIN (self->scenes->len, SEM_SCENE_PLOT_SCENES);
  const SemPlotAxis x = { .label = _("scene"), .unit = SEM_PLOT_COUNT };
  const SemPlotAxis y = { .label = _("photos"), .unit = SEM_PLOT_COUNT };
  SemPlot *plot = sem_plot_new (_("Scenes"), NULL);
  g_autofree double *places = g_new (double, n + 1), *sizes = g_new (double, n + 1);
  const SemPlotSeries bars = { _("photos"), SEM_PLOT_BARS, FALSE, n, places, sizes, NULL };

  for (guint i = 0; i < n; i++)
    {
      places[i] = i + 1;
      sizes[i] = sem_scene_set_get_scene (self, i)->photos->len;
    }
  sem_plot_set_x_axis (plot, &x);
  sem_plot_set_y_axis (plot, &y);
  sem_plot_add (plot, &bars);
  return plot;
}

static int
compare_pairs (const void *a, const void *b)
{
  const SemStoreScenePair *one = a, *other = b;

  if (one->a != other->a)
    return one->a < other->a ? -1 : 1;
  return one->b < other->b ? -1 : one->b > other->b;
}

const SemStoreScenePair *
sem_scene_set_find_pair (const SemSceneSet *self, gint64 a, gint64 b)
{
  const SemStoreScenePair key = { .a = MIN (a, b), .b = MAX (a, b) };

  return self->pairs->len > 0 ? bsearch (&key, self->pairs->data, self->pairs->len,
                                         sizeof (SemStoreScenePair), compare_pairs)
                              : NULL;
}

/* The points that two photos share. */
static guint
find_shared (const SemSceneSet *self, gint64 a, gint64 b)
{
  const SemStoreScenePair *pair = sem_scene_set_find_pair (self, a, b);

  return pair ? pair->shared : 0;
}

double
sem_scene_set_get_overlap (const SemSceneSet *self,
                           const SemStoreScenePhoto *a,
                           const SemStoreScenePhoto *b)
{
  guint least = MAX (MIN (a->points, b->points), 1);

  return a == b ? 1 : MIN ((double) find_shared (self, a->photo, b->photo) / least, 1);
}

SemPlot *
sem_scene_set_plot_overlap (const SemSceneSet *self, guint which)
{
  const SemStoreScene *scene = sem_scene_set_get_scene (self, which);
  const guint n = MIN (scene->photos->len, SEM_SCENE_PLOT_PHOTOS);
  const SemPlotAxis axis = { .label = _("photo"), .unit = SEM_PLOT_COUNT };
  g_autofree char *title = g_strdup_printf (_("Overlap in Scene %u"), which + 1);
  SemPlot *plot = sem_plot_new (title, NULL);
  g_autofree double *cells = g_new (double, (gsize) n *n);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      cells[(gsize) i * n + j] = sem_scene_set_get_overlap (self, sem_scene_get_photo (scene, i),
                                                            sem_scene_get_photo (scene, j));
  sem_plot_set_x_axis (plot, &axis);
  sem_plot_set_y_axis (plot, &axis);
  sem_plot_set_cells (plot, cells, n);
  return plot;
}

GArray *
sem_scene_set_list_scene (const SemSceneSet *self, const SemPlotPoint *point)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const SemStoreScene *scene;

  g_return_val_if_fail (point->index < self->scenes->len, ids);

  scene = sem_scene_set_get_scene (self, point->index);
  for (guint i = 0; i < scene->photos->len; i++)
    g_array_append_val (ids, sem_scene_get_photo (scene, i)->photo);
  return ids;
}

/* A photo, and the points that it shares with another one. */
typedef struct
{
  gint64 photo;
  guint shared;
} Sharing;

static int
compare_sharing (const void *a, const void *b)
{
  const Sharing *one = a, *other = b;

  if (one->shared != other->shared)
    return one->shared > other->shared ? -1 : 1;
  return one->photo < other->photo ? -1 : one->photo > other->photo;
}

void
sem_scene_set_append_sharing (const SemSceneSet *self,
                              const SemStoreScene *scene,
                              guint place,
                              GArray *ids)
{
  const gint64 photo = sem_scene_get_photo (scene, place)->photo;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Sharing));

  for (guint i = 0; i < scene->photos->len; i++)
    {
      const gint64 other = sem_scene_get_photo (scene, i)->photo;
      const Sharing one = { other, other == photo ? 0 : find_shared (self, photo, other) };

      if (one.shared > 0)
        g_array_append_val (list, one);
    }
  if (list->len > 0)
    qsort (list->data, list->len, sizeof (Sharing), compare_sharing);
  for (guint i = 0; i < list->len; i++)
    g_array_append_val (ids, g_array_index (list, Sharing, i).photo);
}

GArray *
sem_scene_set_list_pair (const SemSceneSet *self, guint which, const SemPlotPoint *point)
{
  const SemStoreScene *scene = sem_scene_set_get_scene (self, which);
  const guint row = (guint) point->y, column = (guint) point->x;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (MAX (row, column) < scene->photos->len, ids);

  g_array_append_val (ids, sem_scene_get_photo (scene, row)->photo);
  if (row == column)
    sem_scene_set_append_sharing (self, scene, row, ids);
  else
    g_array_append_val (ids, sem_scene_get_photo (scene, column)->photo);
  return ids;
}

char *
sem_scene_set_dup_pair (const SemSceneSet *self, guint which, const SemPlotPoint *point)
{
  const SemStoreScene *scene = sem_scene_set_get_scene (self, which);
  const guint row = (guint) point->y, column = (guint) point->x;
  const SemStoreScenePhoto *a, *b;

  g_return_val_if_fail (MAX (row, column) < scene->photos->len, g_strdup (""));

  a = sem_scene_get_photo (scene, row);
  b = sem_scene_get_photo (scene, column);
  if (row == column)
    return g_strdup_printf (_("A photo that observes %u 3D points, and those that share some of "
                              "them, most first."),
                            a->points);
  return g_strdup_printf (_("Two photos that share %u of the %u and %u 3D points that they "
                            "observe."),
                          find_shared (self, a->photo, b->photo), a->points, b->points);
}
