/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/copies/altered-write.h"
#include "engine/base/output.h"
#include "engine/base/work.h"
#include "engine/evaluate/copies/altered-job.h"
#include "engine/store/photos.h"

#include <json-glib/json-glib.h>

static gboolean
write_picture (const SemAlteredPicture *picture, const char *folder, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%04u.jpg", (guint) picture->query);
  g_autofree char *own = g_build_filename (folder, picture->alteration->id, NULL);
  g_autofree char *path = g_build_filename (own, name, NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_mkdir_with_parents (own, 0777);
  bytes = sem_altered_picture_make (picture, error);
  return bytes
         && sem_output_write (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                              error);
}

static void
add_path (JsonBuilder *builder, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  json_builder_add_string_value (builder, name);
}

/* The altered photo first. */
static gboolean
add_sources (const SemAlteredJob *job, guint number, JsonBuilder *builder, GError **error)
{
  const SemAlteredQuery *query = sem_altered_queries_get (job->queries, number, 0);
  GHashTableIter iter;
  gpointer id;
  gboolean ok = TRUE;

  json_builder_begin_array (builder);
  add_path (builder, query->path);
  g_hash_table_iter_init (&iter, query->sources);
  while (ok && g_hash_table_iter_next (&iter, &id, NULL))
    {
      SemStorePhoto photo = { 0 };

      ok = sem_store_get_photo (job->store, *(gint64 *) id, &photo, error);
      if (ok && photo.path && photo.id != query->id)
        add_path (builder, photo.path);
      sem_store_photo_clear (&photo);
    }
  json_builder_end_array (builder);
  return ok;
}

static void
add_alterations (const SemAlteredJob *job, JsonBuilder *builder)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < job->n_chosen; i++)
    {
      const SemAlteration *alteration = sem_altered_job_get_picture (job, i).alteration;

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, alteration->id);
      json_builder_set_member_name (builder, "photos");
      json_builder_add_int_value (builder, alteration->n_photos);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static gboolean
write_list (const SemAlteredJob *job, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "pictures.json", NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;
  gsize size;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "alterations");
  add_alterations (job, builder);
  json_builder_set_member_name (builder, "queries");
  json_builder_begin_array (builder);
  for (guint i = 0; i < job->queries->len; i++)
    if (!add_sources (job, i, builder, error))
      return FALSE;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  g_mkdir_with_parents (folder, 0777);
  json = json_generator_to_data (generator, &size);
  return sem_output_write (path, json, size, error);
}

gboolean
sem_altered_write (const char *path,
                   const char *backbone,
                   const SemAlteredOptions *options,
                   const char *folder,
                   const SemProgress *progress,
                   GError **error)
{
  SemAlteredJob job;
  SemWork work;
  gboolean ok = sem_altered_job_init (&job, path, backbone, options, progress, error)
                && write_list (&job, folder, error);
  const gsize n = ok ? (gsize) job.queries->len * job.n_chosen : 0;

  sem_work_init (&work, 1, progress);
  for (gsize i = 0; ok && i < n; i++)
    {
      const SemAlteredPicture picture = sem_altered_job_get_picture (&job, i);

      ok = write_picture (&picture, folder, error);
      if (ok && !sem_work_tick (&work, (double) (i + 1) / n))
        ok = !g_cancellable_set_error_if_cancelled (job.cancellable, error);
    }
  sem_altered_job_clear (&job);
  return ok;
}
