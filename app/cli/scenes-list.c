/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/output/output.h"
#include "app/cli/scenes.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"

#include <glib/gi18n.h>

/* (transfer full): empty if the photo is no longer in the library. */
static char *
find_path (SemStore *store, gint64 photo)
{
  SemStorePhoto row = { 0 };
  char *path = NULL;

  if (sem_store_get_photo (store, photo, &row, NULL))
    path = g_strdup (row.path);
  sem_store_photo_clear (&row);
  return path ? path : g_strdup ("");
}

static void
print_scene (SemStore *store, const SemStoreScene *scene)
{
  /* Apart: a format macro inside a message cuts it in two for translators. */
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, scene->id);

  g_print (_("Scene %s, %u photos:\n"), id, scene->photos->len);
  for (guint i = 0; i < scene->photos->len; i++)
    {
      const SemStoreScenePhoto *photo = &g_array_index (scene->photos, SemStoreScenePhoto, i);
      g_autofree char *path = find_path (store, photo->photo);
      g_autofree char *name = cli_name (path);

      g_print (_("  %6u points  %s\n"), photo->points, name);
    }
}

static void
add_scene (JsonBuilder *builder, SemStore *store, const SemStoreScene *scene)
{
  const gint64 cover = g_array_index (scene->photos, SemStoreScenePhoto, 0).photo;
  g_autofree char *cover_path = find_path (store, cover);

  json_builder_begin_object (builder);
  cli_json_add_int (builder, "id", scene->id);
  cli_json_add_path (builder, "cover", cover_path);
  json_builder_set_member_name (builder, "photos");
  json_builder_begin_array (builder);
  for (guint i = 0; i < scene->photos->len; i++)
    {
      const SemStoreScenePhoto *photo = &g_array_index (scene->photos, SemStoreScenePhoto, i);
      g_autofree char *path = find_path (store, photo->photo);

      json_builder_begin_object (builder);
      cli_json_add_int (builder, "id", photo->photo);
      cli_json_add_path (builder, "path", path);
      cli_json_add_int (builder, "points", photo->points);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

int
cli_scenes_list (const CliCommon *common, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (common->library, SEM_STORE_READ, error);
  g_autoptr (GPtrArray) scenes = store ? sem_store_list_scenes (store, error) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!scenes)
    return CLI_FAILED;
  if (!common->json)
    {
      for (guint i = 0; i < scenes->len; i++)
        print_scene (store, scenes->pdata[i]);
      if (scenes->len == 0)
        g_print (_("There are no scenes yet. “semblance-cli scenes” finds them.\n"));
      return CLI_DONE;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "scenes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < scenes->len; i++)
    add_scene (builder, store, scenes->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
  return CLI_DONE;
}

void
cli_scenes_print_fold (JsonBuilder *builder,
                       const SemScenes *scenes,
                       const gint64 *photos,
                       const guint8 *left_out)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "left_out");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < scenes->n; i++)
    if (left_out[i])
      json_builder_add_int_value (builder, photos[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "pairs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < scenes->pairs->len; i++)
    {
      const SemScenePair *pair = &g_array_index (scenes->pairs, SemScenePair, i);

      json_builder_begin_object (builder);
      cli_json_add_int (builder, "a", photos[pair->a]);
      cli_json_add_int (builder, "b", photos[pair->b]);
      cli_json_add_int (builder, "shared", pair->shared);
      cli_json_add_double (builder, "scale", (double) pair->scale);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}
