/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/search/search-archive.h"
#include "app/cli/search/search-folders.h"
#include "app/cli/search/search-imported.h"
#include "app/cli/search/search-output.h"
#include "app/cli/search/search-request.h"
#include "app/cli/search/search-show.h"
#include "engine/search/search.h"

#include <string.h>

#include <glib/gi18n.h>

/* NULL with @error set. */
static SemSearchAnswer *
search (const CliCommon *common,
        const CliSearchOptions *options,
        SemSearchRequest *request,
        GError **error)
{
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (SemSearcher) searcher = NULL;

  if (options->folders)
    request->scope.folders = cli_search_find_folders (options->folders, common->library, error);
  if (options->folders && !request->scope.folders)
    return NULL;
  backbone = sem_backbone_new (NULL, error);
  searcher = backbone ? sem_searcher_new (common->library, backbone) : NULL;
  return searcher ? sem_search (searcher, request, error) : NULL;
}

/* A sentence may name one of the photos. */
static int
fail (const CliSearchOptions *options, const GError *error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < options->photos->len; i++)
    g_ptr_array_add (paths, g_array_index (options->photos, CliSearchPhoto, i).path);
  return cli_fail_naming ((const char *const *) paths->pdata, paths->len, error);
}

static int
run_search (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  g_auto (CliSearchOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemSearchRequest) request = NULL;
  g_autoptr (SemSearchAnswer) answer = NULL;
  g_autoptr (CliSearchShow) show = NULL;
  int status;

  if (!cli_search_options_read (&options, command, &common, argc, argv))
    return CLI_USAGE;
  if (options.features)
    return cli_search_imported (&options, command, &common);
  if (!cli_search_check_archive (&options, command))
    return CLI_USAGE;
  status = cli_search_options_make_request (&options, command, &request);
  if (status != CLI_DONE)
    return status;
  if (options.archive)
    {
      status = cli_search_archive (&options, &common, request, &error);
      return error ? fail (&options, error) : status;
    }
  if (options.show && !(show = cli_search_show_new (common.library, &error)))
    return cli_fail (error);
  answer = search (&common, &options, request, &error);
  if (!answer)
    return fail (&options, error);
  if (common.json)
    cli_search_print_json (&options, request, answer);
  else
    cli_search_print_lines (&options, answer, show);
  return CLI_DONE;
}

const CliCommand cli_search_command = {
  .name = "search",
  .summary = N_("Show the photos that look like a given photo"),
  .arguments = N_("PHOTO…"),
  .help = N_(
    "PHOTO can be any image file, in the library or not. A file of the library is not "
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
    "Several photos make one query: the photo that is most like one of them comes first, and its "
    "likeness is that to this one. A photo that is more like one of --unlike than unrelated photos "
    "can be comes later, and its likeness is lower by as much. A --region belongs to the "
    "photo before "
    "it, and is looked at in full resolution; its pixels are those of the upright "
    "picture in full size. Of the options that say where to search, such as --folder, "
    "all have to hold; of several folders or types, one. A photo's date is the one that "
    "the camera noted, or else the time of the file, which a star marks.\n"
    "\n"
    "With --json, each result has \"path\", the file that is shown, and \"paths\", all "
    "files with the same bytes. \"kind\" is in every result of --copies; otherwise only "
    "where it is \"identical\". \"source\" is the number of the PHOTO, from 0, that the "
    "result is most like: its place in \"queries\", which lists them, as \"unlike\" lists "
    "the others. \"date\" is on the clock of the place, and \"date_from\" is \"exif\", or "
    "\"file\" where the photo notes none. \"region\" is [x, y, width, height] as shares "
    "of the sides.\n"
    "\n"
    "With --archive, the photos are those of an archive (see “semblance-cli archive --help”), "
    "and a result has the “owner” and the “archive”; its “path” is on the computer of the owner, "
    "and its “kind” is “alike” unless a file of it was found here that proves more. With --copies "
    "an "
    "archive is scanned some fifty times, for which a mirror of it is worth having. Where a server "
    "of "
    "the archive does not answer within a minute, the others do, and “missing_servers” counts "
    "those that are missing, whose numbers are “missing_shards”.\n"
    "\n"
    "PHOTO can be “-”, for a photo on standard input, and a “file://” address. With "
    "--paths-only, or -0 where names may have line breaks, scripts get the paths alone.\n"
    "\n"
    "Examples:\n"
    "  semblance-cli search -k 10 holiday.jpg\n"
    "  semblance-cli search rose.jpg bike.jpg --region 120,80,640,480 --unlike tulip.jpg\n"
    "  semblance-cli search --folder ~/Pictures --since 2024 --until 2025-06 rose.jpg\n"
    "  semblance-cli search -0 rose.jpg | xargs -0 -r cp --backup=numbered -t ~/Roses"),
  .run = run_search,
};
