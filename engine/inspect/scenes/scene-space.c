/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/scenes/scene-set-private.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* A camera of the scene, and where its photo is among those of the scene. */
typedef struct
{
  guint place;
  const SemShapeCamera *camera;
  guint points;
} Taken;

static int
compare_taken (const void *a, const void *b)
{
  const Taken *one = a, *other = b;

  return (one->place > other->place) - (one->place < other->place);
}

/* From 1, by photo. */
static GHashTable *
index_places (const SemStoreScene *scene)
{
  GHashTable *places = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < scene->photos->len; i++)
    g_hash_table_insert (places, (gpointer) &sem_scene_get_photo (scene, i)->photo,
                         GUINT_TO_POINTER (i + 1));
  return places;
}

/* Each photo once, in the order of the scene. */
static GArray *
list_taken (const SemStoreScene *scene, const SemSceneShape *shape)
{
  g_autoptr (GHashTable) places = index_places (scene);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Taken));

  for (guint i = 0; i < shape->cameras->len; i++)
    {
      const SemShapeCamera *camera = &g_array_index (shape->cameras, SemShapeCamera, i);
      const guint found = GPOINTER_TO_UINT (g_hash_table_lookup (places, &camera->photo));
      Taken taken = { found - 1, camera, 0 };

      if (found == 0)
        continue;
      taken.points = sem_scene_get_photo (scene, taken.place)->points;
      g_array_append_val (list, taken);
      g_hash_table_remove (places, &camera->photo);
    }
  if (list->len > 0)
    qsort (list->data, list->len, sizeof (Taken), compare_taken);
  return list;
}

static void
fill_dots (SemPlotDot *dots, const SemSceneShape *shape)
{
  for (guint i = 0; i < shape->points->len; i++)
    {
      const SemShapePoint *point = &g_array_index (shape->points, SemShapePoint, i);

      memcpy (dots[i].place, point->place, sizeof dots[i].place);
      memcpy (dots[i].colour, point->colour, sizeof dots[i].colour);
    }
}

static void
fill_eye (SemPlotEye *eye, const Taken *taken)
{
  memcpy (eye->place, taken->camera->place, sizeof eye->place);
  memcpy (eye->axis, taken->camera->axis, sizeof eye->axis);
  memcpy (eye->up, taken->camera->up, sizeof eye->up);
  eye->value = taken->points;
}

SemPlot *
sem_scene_set_plot_space (const SemSceneSet *self,
                          guint which,
                          const SemSceneShape *shape,
                          GArray **places)
{
  g_autoptr (GArray) list = list_taken (sem_scene_set_get_scene (self, which), shape);
  g_autofree SemPlotDot *dots = g_new0 (SemPlotDot, MAX (shape->points->len, 1));
  g_autofree SemPlotEye *eyes = g_new0 (SemPlotEye, MAX (list->len, 1));
  const SemPlotAxis x = { .label = _("photo"), .unit = SEM_PLOT_COUNT };
  const SemPlotAxis y = { .label = _("points"), .unit = SEM_PLOT_COUNT };
  g_autofree char *title = g_strdup_printf (_("Scene %u in Space"), which + 1);
  SemPlot *plot;

  *places = g_array_new (FALSE, FALSE, sizeof (guint));
  if (list->len == 0)
    return NULL;
  fill_dots (dots, shape);
  for (guint i = 0; i < list->len; i++)
    {
      const Taken *taken = &g_array_index (list, Taken, i);

      fill_eye (&eyes[i], taken);
      g_array_append_val (*places, taken->place);
    }
  plot = sem_plot_new (title, NULL);
  sem_plot_set_x_axis (plot, &x);
  sem_plot_set_y_axis (plot, &y);
  sem_plot_set_space (plot, dots, shape->points->len, eyes, list->len);
  return plot;
}
