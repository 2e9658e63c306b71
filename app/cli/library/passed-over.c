/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/library/passed-over.h"
#include "app/cli/offline.h"
#include "app/cli/output/output.h"
#include "engine/photos/scan.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"

#include <string.h>

#include <glib/gi18n.h>

static void
free_one (gpointer data)
{
  CliPassedOver *one = data;

  g_free (one->path);
  g_free (one->pattern);
  g_free (one);
}

static void
left_out_cb (const char *path, const char *pattern, gpointer user_data)
{
  CliPassedOver *one = g_new0 (CliPassedOver, 1);

  one->path = g_strdup (path);
  one->pattern = g_strdup (pattern);
  g_ptr_array_add (user_data, one);
}

static gboolean
skip_file (const char *path, const struct stat *st, gpointer user_data)
{
  return TRUE;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(CliPassedOver *const *) a)->path, (*(CliPassedOver *const *) b)->path);
}

static void
add_no_images (GPtrArray *list, const GPtrArray *skipped, const GArray *folders)
{
  for (guint i = 0; i < skipped->len; i++)
    {
      const SemStoreFile *file = g_ptr_array_index (skipped, i);

      if (cli_wants_folder (folders, file->folder))
        left_out_cb (file->path, NULL, list);
    }
}

GPtrArray *
cli_list_passed_over (SemStore *store, const GArray *folders, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_one);
  g_autoptr (SemExcludes) excludes = sem_excludes_read (store, error);
  g_autoptr (GPtrArray) all = excludes ? sem_store_list_folders (store, error) : NULL;
  g_autoptr (GPtrArray) skipped = all ? sem_store_list_skipped (store, error) : NULL;
  const SemScanHandlers handlers = { .file = skip_file,
                                     .excludes = excludes,
                                     .left_out = left_out_cb };

  if (!skipped)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (all, i);

      /* One that cannot be read is reported as offline. */
      if (cli_wants_folder (folders, folder->id))
        sem_scan (folder->path, &handlers, list, NULL, NULL);
    }
  add_no_images (list, skipped, folders);
  g_ptr_array_sort (list, compare_paths);
  return g_steal_pointer (&list);
}

void
cli_json_add_passed_over (JsonBuilder *builder, const GPtrArray *list)
{
  json_builder_set_member_name (builder, "passed_over");
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    {
      const CliPassedOver *one = g_ptr_array_index (list, i);

      json_builder_begin_object (builder);
      cli_json_add_path (builder, "path", one->path);
      cli_json_add_string (builder, "reason", one->pattern ? "pattern" : "no image");
      if (one->pattern)
        cli_json_add_string (builder, "pattern", one->pattern);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
cli_print_passed_over (const GPtrArray *list)
{
  if (list->len)
    g_print (_("Passed over:\n"));
  for (guint i = 0; i < list->len; i++)
    {
      const CliPassedOver *one = g_ptr_array_index (list, i);
      g_autofree char *path = cli_name (one->path);

      if (one->pattern)
        g_print (_("  %s: left out by “%s”\n"), path, one->pattern);
      else
        g_print (_("  %s: no image that Semblance reads\n"), path);
    }
}
