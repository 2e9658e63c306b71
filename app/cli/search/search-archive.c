/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/search/search-archive.h"
#include "app/cli/output/output.h"
#include "engine/archive/search/search.h"

#include <glib/gi18n.h>

gboolean
cli_search_check_archive (const CliSearchOptions *options, const CliCommand *command)
{
  if (!options->archive)
    return TRUE;
  if (cli_search_options_has_scope (options))
    cli_usage (command,
               _("--archive searches all photos of the archive. Leave out the options that "
                 "say where to search."));
  else
    return TRUE;
  return FALSE;
}

static guint
count_shown (const CliSearchOptions *options, const SemArchiveAnswer *answer)
{
  return options->all ? answer->hits->len : answer->n_above;
}

/* The first place whose path is known, else the first. */
static const SemArchivePlace *
get_place (const SemArchiveHit *hit)
{
  for (guint i = 0; i < hit->places->len; i++)
    if (((const SemArchivePlace *) g_ptr_array_index (hit->places, i))->path)
      return g_ptr_array_index (hit->places, i);
  return g_ptr_array_index (hit->places, 0);
}

/* JSON ------------------------------------------------------------------------------------------*/

static void
add_places (JsonBuilder *builder, const SemArchiveHit *hit)
{
  json_builder_set_member_name (builder, "places");
  json_builder_begin_array (builder);
  for (guint i = 0; i < hit->places->len; i++)
    {
      const SemArchivePlace *place = g_ptr_array_index (hit->places, i);

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "owner", place->owner);
      if (place->path)
        cli_json_add_path (builder, "path", place->path);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_hit (JsonBuilder *builder,
         const CliSearchOptions *options,
         const SemArchiveAnswer *answer,
         const SemArchiveHit *hit)
{
  const SemArchivePlace *place = get_place (hit);

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "archive", answer->archive);
  cli_json_add_string (builder, "owner", place->owner);
  if (place->path)
    cli_json_add_path (builder, "path", place->path);
  cli_json_add_int (builder, "distance", hit->hit.distance);
  cli_json_add_double (builder, "likeness", hit->hit.likeness);
  cli_json_add_boolean (builder, "above_chance", hit->hit.above_chance);
  cli_json_add_int (builder, "source", cli_search_options_count_before (options, hit->hit.source));
  cli_json_add_string (builder, "kind", sem_copy_kind_get_name (hit->hit.kind));
  add_places (builder, hit);
  json_builder_end_object (builder);
}

static void
add_missing (JsonBuilder *builder, const SemArchiveAnswer *answer)
{
  json_builder_set_member_name (builder, "missing_shards");
  json_builder_begin_array (builder);
  for (guint i = 0; i < 64; i++)
    if (answer->missing >> i & 1)
      json_builder_add_int_value (builder, (gint64) i);
  json_builder_end_array (builder);
}

static void
print_json (const CliSearchOptions *options, const SemArchiveAnswer *answer)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_path (builder, "query", cli_search_options_get_like (options, 0)->path);
  cli_json_add_string (builder, "archive", answer->archive);
  cli_json_add_int (builder, "bits", answer->n_bits);
  cli_json_add_string (builder, "method", answer->method);
  cli_json_add_double (builder, "seconds", answer->seconds);
  cli_json_add_int (builder, "servers", answer->n_parts);
  cli_json_add_int (builder, "missing_servers", answer->n_missing);
  add_missing (builder, answer);
  cli_json_add_string (builder, "mirror", sem_mirror_state_get_name (answer->mirror));
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < count_shown (options, answer); i++)
    add_hit (builder, options, answer, g_ptr_array_index (answer->hits, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* Lines -----------------------------------------------------------------------------------------*/

static void
print_hit (const SemArchiveHit *hit)
{
  const SemArchivePlace *place = get_place (hit);
  g_autofree char *owner = cli_escape (place->owner, FALSE);
  g_autofree char *name = place->path ? cli_name (place->path) : NULL;
  const gboolean proven = hit->hit.kind != SEM_COPY_ALIKE;

  g_print ("%4d %%  %s%s%s%s%s\n", (int) (hit->hit.likeness * 100 + .5f),
           proven ? sem_copy_kind_get_words (hit->hit.kind) : "", proven ? "  " : "", owner,
           name ? ":  " : "", name ? name : "");
}

static void
print_lines (const CliSearchOptions *options, const SemArchiveAnswer *answer)
{
  const guint n = count_shown (options, answer);

  if (n == 0)
    {
      g_printerr (answer->hits->len > 0
                    ? _("Nothing looks like it. --all shows the nearest photos all the same.\n")
                    : _("No similar photos were found.\n"));
      return;
    }
  g_printerr (_("alike  photo (codes of %u bits by %s, %.0f ms)\n"), answer->n_bits,
              answer->method, answer->seconds * 1000);
  for (guint i = 0; i < n; i++)
    {
      if (i == answer->n_above)
        g_printerr (_("Less likely: no more alike than unrelated photos can be\n"));
      print_hit (g_ptr_array_index (answer->hits, i));
    }
}

static void
print_paths (const CliSearchOptions *options, const SemArchiveAnswer *answer)
{
  for (guint i = 0; i < count_shown (options, answer); i++)
    {
      const SemArchivePlace *place = get_place (g_ptr_array_index (answer->hits, i));

      if (place->path)
        cli_print_path (place->path, options->null);
    }
}

/* Which they are, as in “archive status”. */
static void
print_missing (const SemArchiveAnswer *answer)
{
  g_autoptr (GString) shards = g_string_new (NULL);

  for (guint i = 0; i < 64; i++)
    if (answer->missing >> i & 1)
      {
        g_string_append (shards, shards->len > 0 ? ", " : "");
        g_string_append_printf (shards, _("shard %d"), (gint) i);
      }
  g_printerr (_("%u of %u servers of the archive did not answer (%s): their photos are missing "
                "here.\n"),
              answer->n_missing, answer->n_parts, shards->str);
}

int
cli_search_archive (const CliSearchOptions *options,
                    const CliCommon *common,
                    const SemSearchRequest *request,
                    GError **error)
{
  g_autoptr (SemArchiveAnswer) answer =
    sem_archive_search (options->archive, common->library, request, error);

  if (!answer)
    return CLI_FAILED;
  if (answer->n_missing && !common->json)
    print_missing (answer);
  if (answer->mirror != SEM_MIRROR_NONE && !common->json)
    g_printerr ("%s\n", sem_mirror_state_get_words (answer->mirror));
  if (common->json)
    print_json (options, answer);
  else if (options->paths_only)
    print_paths (options, answer);
  else
    print_lines (options, answer);
  return CLI_DONE;
}
