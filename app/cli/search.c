/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "engine/search/searcher/searcher.h"
#include "engine/store/store.h"

#include <glib/gi18n.h>

#define DEFAULT_K 50
#define MAX_K 1000000

static char *
dup_photo_path (SemStore *store, gint64 id, GError **error)
{
  SemStorePhoto photo = { 0 };

  if (!sem_store_get_photo (store, id, &photo, error))
    return NULL;
  return photo.path;
}

static void
add_result (JsonBuilder *builder,
            const char *path,
            const SemRankedHit *hit,
            const SemCopyKind *kind)
{
  json_builder_begin_object (builder);
  cli_json_add_path (builder, "path", path);
  json_builder_set_member_name (builder, "distance");
  json_builder_add_int_value (builder, hit->distance);
  json_builder_set_member_name (builder, "similarity");
  json_builder_add_double_value (builder, hit->similarity);
  if (kind)
    {
      json_builder_set_member_name (builder, "kind");
      json_builder_add_string_value (builder, sem_copy_kind_get_name (*kind));
    }
  json_builder_end_object (builder);
}

/* @builder: (nullable): for JSON; else lines are printed. */
static gboolean
print_hits (SemStore *store, const SemSearchAnswer *answer, JsonBuilder *builder, GError **error)
{
  const GArray *hits = answer->hits;

  for (guint i = 0; i < hits->len; i++)
    {
      const SemRankedHit *hit = &g_array_index (hits, SemRankedHit, i);
      g_autoptr (GError) local = NULL;
      g_autofree char *path = dup_photo_path (store, hit->photo_id, &local);
      const SemCopyKind *kind =
        answer->copies ? &g_array_index (answer->copies, SemCopyKind, i) : NULL;

      if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!path)
        continue;
      if (builder)
        add_result (builder, path, hit, kind);
      else
        {
          g_autofree char *name = g_filename_display_name (path);
          g_print ("%4u  %4.0f %%  %s%s%s\n", hit->distance, hit->similarity * 100,
                   kind ? sem_copy_kind_get_words (*kind) : "", kind ? "  " : "", name);
        }
    }
  return TRUE;
}

static gboolean
print_answer (const CliCommon *common,
              const char *query,
              const SemSearchAnswer *answer,
              GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (common->library, SEM_STORE_READ, error);
  g_autoptr (JsonBuilder) builder = common->json ? json_builder_new () : NULL;

  if (!store)
    return FALSE;
  if (!builder)
    {
      if (answer->hits->len == 0)
        g_printerr (_("No similar photos were found.\n"));
      else
        g_printerr (_("bits  alike  photo (codes of %u bits by %s, %.0f ms)\n"), answer->n_bits,
                    answer->method, answer->seconds * 1000);
      return print_hits (store, answer, NULL, error);
    }
  json_builder_begin_object (builder);
  cli_json_add_path (builder, "query", query);
  json_builder_set_member_name (builder, "bits");
  json_builder_add_int_value (builder, answer->n_bits);
  json_builder_set_member_name (builder, "method");
  json_builder_add_string_value (builder, answer->method);
  json_builder_set_member_name (builder, "seconds");
  json_builder_add_double_value (builder, answer->seconds);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  if (!print_hits (store, answer, builder, error))
    return FALSE;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
  return TRUE;
}

static int
run_search (const CliCommand *command, int argc, char **argv)
{
  int k = DEFAULT_K, max_distance = -1;
  gboolean copies = FALSE;
  const GOptionEntry entries[] = {
    { "count", 'k', 0, G_OPTION_ARG_INT, &k, N_("Show at most N photos (50 by default)"),
      N_("N") },
    { "max-distance", 'd', 0, G_OPTION_ARG_INT, &max_distance,
      N_("Show only photos with a Hamming distance of at most D bits"), N_("D") },
    { "copies", 'c', 0, G_OPTION_ARG_NONE, &copies,
      N_("Find copies: cropped, rotated, mirrored, framed, recompressed or "
         "resized"),
      NULL },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (SemSearcher) searcher = NULL;
  g_autoptr (SemSearchAnswer) answer = NULL;
  g_autofree char *query = NULL;
  SemSearchOptions options = { 0 };

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc != 2)
    return cli_usage (command, _("give one photo to search for."));
  if (k < 1 || k > MAX_K)
    return cli_usage (command, _("-k takes a number from 1 to %d."), MAX_K);
  if (max_distance < -1)
    return cli_usage (command, _("--max-distance takes a number of bits, 0 or more."));

  options.k = k;
  options.max_distance = max_distance < 0 ? G_MAXUINT : (guint) max_distance;
  query = g_canonicalize_filename (argv[1], NULL);
  backbone = sem_backbone_new (NULL, &error);
  if (!backbone)
    return cli_fail (error);
  searcher = sem_searcher_new (common.library, backbone);
  answer = copies ? sem_searcher_find_copies_of_file (searcher, query, &options, NULL, &error)
                  : sem_searcher_search_file (searcher, query, &options, NULL, &error);
  if (!answer || !print_answer (&common, query, answer, &error))
    return cli_fail (error);
  return CLI_DONE;
}

const CliCommand cli_search_command = {
  .name = "search",
  .summary = N_("Show the photos that look like a given photo"),
  .arguments = N_("PHOTO"),
  .help = N_("PHOTO can be any image file, in the library or not; it is not among "
             "its own hits. Each line has the Hamming distance in bits, the "
             "similarity and the path, the most similar photo first. The hits are "
             "ordered by codes and features together, so the distances may not be "
             "in order. With --copies, all eight orientations are tried, and each "
             "line also tells what the photo is: a copy, resized, mirrored, "
             "rotated, the original of this crop, a crop of it, or only similar.\n"
             "\n"
             "Example: semblance-cli search -k 10 holiday.jpg"),
  .run = run_search,
};
