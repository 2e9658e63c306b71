/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "engine/search/request/region-words.h"
#include "engine/search/search.h"

#include <string.h>

#include <glib/gi18n.h>

#define DEFAULT_K 50
#define MAX_K 1000000

/* Among similar photos the one thing that is certain is said: that a file is the same. */
static gboolean
shows_kind (const SemSearchAnswer *answer, const SemSearchHit *hit)
{
  return answer->copies || hit->kind == SEM_COPY_IDENTICAL;
}

/* Where in the query a hit is, where that is a part of it. */
static void
add_region (JsonBuilder *builder, const SemSearchRegion *region)
{
  if (region->width <= 0)
    return;
  json_builder_set_member_name (builder, "region");
  json_builder_begin_array (builder);
  json_builder_add_double_value (builder, region->x);
  json_builder_add_double_value (builder, region->y);
  json_builder_add_double_value (builder, region->width);
  json_builder_add_double_value (builder, region->height);
  json_builder_end_array (builder);
}

/* Which hits are shown: those that are more alike than chance makes unrelated photos, unless the
 * user has asked for all, or has drawn the line elsewhere. */
static guint
count_shown (const SemSearchAnswer *answer, gboolean all)
{
  return all ? answer->n_hits : answer->n_above;
}

static void
add_hit (JsonBuilder *builder, const SemSearchAnswer *answer, const SemSearchHit *hit)
{
  json_builder_begin_object (builder);
  cli_json_add_path (builder, "path", hit->path);
  cli_json_add_paths (builder, "paths", hit->paths);
  cli_json_add_int (builder, "distance", hit->distance);
  cli_json_add_double (builder, "likeness", hit->likeness);
  cli_json_add_boolean (builder, "above_chance", hit->above_chance);
  if (shows_kind (answer, hit))
    cli_json_add_string (builder, "kind", sem_copy_kind_get_name (hit->kind));
  add_region (builder, &hit->region);
  json_builder_end_object (builder);
}

/* Below the hit that it belongs to. */
static void
print_other_file (const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *line = g_strdup_printf (_("and %s"), name);

  g_print ("        %s\n", line);
}

static void
print_hit (const char *query, const SemSearchAnswer *answer, const SemSearchHit *hit)
{
  g_autofree char *name = g_filename_display_name (hit->path);
  gboolean kind = shows_kind (answer, hit);
  g_autofree char *place = NULL;

  if (hit->region.width > 0)
    place = g_strdup_printf (" (%s)", sem_region_get_words (&hit->region));
  g_print ("%4d %%  %s%s%s%s\n", (int) (hit->likeness * 100 + .5f),
           kind ? sem_copy_kind_get_words (hit->kind) : "", kind ? "  " : "", name,
           place ? place : "");
  for (gsize i = 0; hit->kind == SEM_COPY_IDENTICAL && hit->paths[i]; i++)
    if (hit->paths[i] != hit->path && strcmp (hit->paths[i], query) != 0)
      print_other_file (hit->paths[i]);
}

static void
print_lines (const char *query, const SemSearchAnswer *answer, gboolean all)
{
  guint n = count_shown (answer, all);

  if (n > 0)
    g_printerr (_("alike  photo (codes of %u bits by %s, %.0f ms)\n"), answer->n_bits,
                answer->method, answer->seconds * 1000);
  else if (answer->n_hits > 0)
    g_printerr (_("Nothing looks like it. --all shows the nearest photos all the same.\n"));
  else
    g_printerr (_("No similar photos were found.\n"));
  for (guint i = 0; i < n; i++)
    {
      if (i == answer->n_above)
        g_printerr (_("Less likely: no more alike than unrelated photos can be\n"));
      if (answer->hits[i].path)
        print_hit (query, answer, &answer->hits[i]);
    }
}

static void
print_json (const char *query, const SemSearchAnswer *answer, gboolean all)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_path (builder, "query", query);
  cli_json_add_int (builder, "bits", answer->n_bits);
  cli_json_add_string (builder, "method", answer->method);
  cli_json_add_double (builder, "seconds", answer->seconds);
  if (answer->proven)
    cli_json_add_double (builder, "proof_seconds", answer->proof_seconds);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < count_shown (answer, all); i++)
    if (answer->hits[i].path)
      add_hit (builder, answer, &answer->hits[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* NULL with @error set. */
static SemSearchAnswer *
search (const CliCommon *common, const SemSearchRequest *request, GError **error)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, error);
  g_autoptr (SemSearcher) searcher = backbone ? sem_searcher_new (common->library, backbone) : NULL;

  return searcher ? sem_search (searcher, request, error) : NULL;
}

static gboolean
parse_share (const char *text, double *share)
{
  char *end;

  *share = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && *share >= 0 && *share <= 1;
}

static int
run_search (const CliCommand *command, int argc, char **argv)
{
  int k = DEFAULT_K, max_distance = G_MININT;
  double min_likeness = 0;
  g_autofree char *least = NULL;
  gboolean copies = FALSE, all = FALSE, no_proof = FALSE;
  const GOptionEntry entries[] = {
    { "count", 'k', 0, G_OPTION_ARG_INT, &k, N_("Show at most N photos (50 by default)"),
      N_("N") },
    { "max-distance", 'd', 0, G_OPTION_ARG_INT, &max_distance,
      N_("Show only photos with a Hamming distance of at most D bits"), N_("D") },
    { "min-likeness", 0, 0, G_OPTION_ARG_STRING, &least,
      N_("Show the photos with a likeness of at least L, from 0 to 1, instead of "
         "those that are more alike than chance"),
      N_("L") },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &all,
      N_("Go on below the end of likeness, up to the number of photos of -k"), NULL },
    { "copies", 'c', 0, G_OPTION_ARG_NONE, &copies,
      N_("Find copies: cropped, rotated, mirrored, framed, recompressed or "
         "resized"),
      NULL },
    { "no-proof", 0, 0, G_OPTION_ARG_NONE, &no_proof,
      N_("With --copies: answer at once, without proving which of the photos are copies"), NULL },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemSearchRequest) request = NULL;
  g_autoptr (SemSearchAnswer) answer = NULL;
  g_autofree char *query = NULL;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc != 2)
    return cli_usage (command, _("give one photo to search for."));
  if (k < 1 || k > MAX_K)
    return cli_usage (command, _("-k takes a number from 1 to %d."), MAX_K);
  if (max_distance < 0 && max_distance != G_MININT)
    return cli_usage (command, _("--max-distance takes a number of bits, 0 or more."));
  if (least && !parse_share (least, &min_likeness))
    return cli_usage (command, _("--min-likeness takes a number from 0 to 1."));

  request = sem_search_request_new (copies ? SEM_SEARCH_COPIES : SEM_SEARCH_SIMILAR, k);
  request->prove = !no_proof;
  request->min_likeness = (float) min_likeness;
  all = all || least;
  request->max_distance = max_distance < 0 ? G_MAXUINT : (guint) max_distance;
  query = g_canonicalize_filename (argv[1], NULL);
  sem_search_request_add_file (request, query);
  answer = search (&common, request, &error);
  if (!answer)
    return cli_fail (error);
  if (common.json)
    print_json (query, answer, all);
  else
    print_lines (query, answer, all);
  return CLI_DONE;
}

const CliCommand cli_search_command = {
  .name = "search",
  .summary = N_("Show the photos that look like a given photo"),
  .arguments = N_("PHOTO"),
  .help = N_("PHOTO can be any image file, in the library or not. A file of the library is not "
             "among its own hits, but every other file with the same bytes is: such a hit comes "
             "first, says that the file is identical, and lists all such files. Each line has the "
             "likeness and the path, the most "
             "similar photo first. A likeness means the same in every library. Where photos "
             "are no more alike than unrelated ones can be, the list ends, and it may be "
             "empty: --all goes on, and --min-likeness draws the line elsewhere, in the "
             "JSON object as well, where “above_chance” is true before the end. The object "
             "also has the Hamming distance in bits, which need not be in order. "
             "With --copies, all eight orientations are tried, and each "
             "line also tells what the photo is: the same picture, resized, mirrored, "
             "rotated, recoloured, the original of this crop, a crop of it, or only "
             "similar. For that the first ten photos are opened and compared with PHOTO "
             "in detail, and only those that agree with it everywhere are called "
             "copies; --no-proof leaves that out.\n"
             "\n"
             "With --json, each result has \"path\", the file that is shown, and \"paths\", all "
             "files with the same bytes. \"kind\" is in every result of --copies; otherwise only "
             "where it is \"identical\".\n"
             "\n"
             "Example: semblance-cli search -k 10 holiday.jpg"),
  .run = run_search,
};
