/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/scenes/scene-pairs.h"

#include "engine/hash/objectives/bcdh-pairs.h"
#include "engine/inspect/scenes/scene-set-private.h"
#include "engine/plot/figures.h"

#include <math.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

/* Those that overlap most first, then those of photos that observe most. */
static int
compare_sharing (const void *a, const void *b)
{
  const SemSceneSharing *one = a, *other = b;

  if (one->overlap < other->overlap || one->overlap > other->overlap)
    return one->overlap > other->overlap ? -1 : 1;
  for (guint i = 0; i < 2; i++)
    if (one->places[i] != other->places[i])
      return one->places[i] < other->places[i] ? -1 : 1;
  return 0;
}

static void
fill (const SemSceneSet *self, const SemStoreScene *scene, SemSceneSharing *sharing)
{
  const SemStoreScenePair *pair;

  for (guint i = 0; i < 2; i++)
    {
      const SemStoreScenePhoto *photo = sem_scene_get_photo (scene, sharing->places[i]);

      sharing->photos[i] = photo->photo;
      sharing->points[i] = photo->points;
    }
  pair = sem_scene_set_find_pair (self, sharing->photos[0], sharing->photos[1]);
  if (!pair)
    return;
  sharing->shared = pair->shared;
  sharing->scale = pair->scale;
  sharing->overlap =
    (float) sem_scene_set_get_overlap (self, sem_scene_get_photo (scene, sharing->places[0]),
                                       sem_scene_get_photo (scene, sharing->places[1]));
}

GArray *
sem_scene_set_list_sharing (const SemSceneSet *self, guint which)
{
  const SemStoreScene *scene = sem_scene_set_get_scene (self, which);
  const guint n = MIN (scene->photos->len, SEM_SCENE_PAIRS_PHOTOS);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (SemSceneSharing));

  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      {
        SemSceneSharing sharing = { .places = { i, j }, .scale = 1 };

        fill (self, scene, &sharing);
        g_array_append_val (list, sharing);
      }
  if (list->len > 0)
    qsort (list->data, list->len, sizeof (SemSceneSharing), compare_sharing);
  return list;
}

static char *
format_share (double share)
{
  return sem_plot_format (SEM_PLOT_PERCENT, share, 0.01, FALSE);
}

char *
sem_scene_sharing_dup_title (const SemSceneSharing *self)
{
  g_autofree char *overlap = format_share ((double) self->overlap);

  if (self->shared == 0)
    return g_strdup_printf (_("Photos %u and %u: nothing in common"), self->places[0],
                            self->places[1]);
  /* Translators: the last is a share in percent */
  return g_strdup_printf (_("Photos %u and %u: %s in common"), self->places[0], self->places[1],
                          overlap);
}

/* As is_positive() of bcdh-pairs.c, for either photo as the query. */
static gboolean
is_positive (const SemSceneSharing *self)
{
  return (double) self->overlap > SEM_BCDH_OVERLAP && self->scale <= SEM_BCDH_SCALE;
}

char *
sem_scene_sharing_dup_words (const SemSceneSharing *self)
{
  g_autofree char *target = format_share (sqrt (1 - (double) self->overlap));
  g_autofree char *scale = NULL;

  if (self->shared == 0)
    return g_strdup_printf (_("No 3D point of %'u and %'u. BCDH is to tell them apart like photos "
                              "of two places."),
                            self->points[0], self->points[1]);
  scale = sem_plot_format (SEM_PLOT_NUMBER, (double) self->scale, 0.1, FALSE);
  if (is_positive (self))
    return g_strdup_printf (_(
                              "%'u 3D points of %'u and %'u, in sizes of 1 to %s. BCDH is to bring "
                              "them to %s of the distance of two places; with the paper’s preset "
                              "they are the same."),
                            self->shared, self->points[0], self->points[1], scale, target);
  return g_strdup_printf (_("%'u 3D points of %'u and %'u, in sizes of 1 to %s. BCDH is to bring "
                            "them to %s of the distance of two places; the paper’s preset leaves "
                            "them out."),
                          self->shared, self->points[0], self->points[1], scale, target);
}
