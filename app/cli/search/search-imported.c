/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/search/search-imported.h"

#include "app/cli/output/output.h"
#include "engine/learn/imported/imported-model.h"
#include "engine/photos/content.h"
#include "engine/store/photos.h"

#include <unistd.h>

#include <glib/gi18n.h>

static gboolean
hash_photo (const char *path, guint8 *hash, GError **error)
{
  SemFileIdentity identity;
  const int fd = sem_content_open (path, &identity, error);
  g_autofree char *name = g_filename_display_name (path);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  ok = sem_content_hash (fd, name, hash, NULL, error);
  close (fd);
  return ok;
}

static void
print_hits_json (const char *name, const char *photo, const GArray *hits)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "features", name);
  cli_json_add_path (builder, "query", photo);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < hits->len; i++)
    {
      const SemImportedHit *hit = &g_array_index (hits, SemImportedHit, i);

      json_builder_begin_object (builder);
      cli_json_add_path (builder, "path", hit->path);
      cli_json_add_int (builder, "distance", hit->distance);
      cli_json_add_double (builder, "score", hit->score);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_hits (const CliSearchOptions *options, const GArray *hits)
{
  for (guint i = 0; i < hits->len; i++)
    {
      const SemImportedHit *hit = &g_array_index (hits, SemImportedHit, i);

      if (!options->paths_only)
        /* For people. */
        g_print ("%.3f  ", hit->score);
      cli_print_path (hit->path, options->null);
    }
}

static int
check (const CliSearchOptions *options, const CliCommand *command)
{
  const CliSearchPhoto *photo = &g_array_index (options->photos, CliSearchPhoto, 0);

  if (options->photos->len != 1 || photo->unlike || photo->region_text
      || g_str_equal (photo->path, "-"))
    return cli_usage (command, _("--features takes one PHOTO, a file of the library."));
  if (options->copies || options->archive || options->folders || options->dated
      || options->scope.types || options->scope.orientation || options->scope.not_own_folder
      || options->max_distance != G_MAXUINT || options->all)
    return cli_usage (command, _("--features can be combined with --count, --json, --paths-only "
                                 "and --null."));
  return CLI_DONE;
}

int
cli_search_imported (const CliSearchOptions *options,
                     const CliCommand *command,
                     const CliCommon *common)
{
  const char *path = g_array_index (options->photos, CliSearchPhoto, 0).path;
  const int code = check (options, command);
  guint8 hash[SEM_STORE_HASH_SIZE];
  g_autoptr (SemStore) store = NULL;
  g_autoptr (GArray) hits = NULL;
  g_autoptr (GError) error = NULL;

  if (code != CLI_DONE)
    return code;
  store = sem_store_open (common->library, SEM_STORE_READ, &error);
  if (store && hash_photo (path, hash, &error))
    hits = sem_imported_search (store, options->features, hash, (guint) options->k, NULL, &error);
  if (!hits)
    return cli_fail (error);
  if (common->json)
    print_hits_json (options->features, path, hits);
  else
    print_hits (options, hits);
  return CLI_DONE;
}
