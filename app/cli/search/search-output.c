/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/output/output.h"
#include "app/cli/search/search-output.h"
#include "engine/search/request/region-words.h"

#include <string.h>

#include <glib/gi18n.h>

/* How the decoder counts shares of a side. */
#define SHARE 65536.

/* Among similar photos the one thing that is certain is said: that a file is the same. */
static gboolean
shows_kind (const SemSearchAnswer *answer, const SemSearchHit *hit)
{
  return answer->copies || hit->kind == SEM_COPY_IDENTICAL;
}

/* Which hits are shown: those that are more alike than chance makes unrelated photos, unless the
 * user wants all, or has set another bound. */
static guint
count_shown (const CliSearchOptions *options, const SemSearchAnswer *answer)
{
  return options->all ? answer->n_hits : answer->n_above;
}

/* (transfer full) (nullable): of the clock that showed it. */
static char *
format_date (const SemSearchHit *hit, const char *format)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (hit->date);

  return date ? g_date_time_format (date, format) : NULL;
}

/* JSON ------------------------------------------------------------------------------------------*/

static void
add_region (JsonBuilder *builder, double x, double y, double width, double height)
{
  if (width <= 0)
    return;
  json_builder_set_member_name (builder, "region");
  json_builder_begin_array (builder);
  json_builder_add_double_value (builder, x);
  json_builder_add_double_value (builder, y);
  json_builder_add_double_value (builder, width);
  json_builder_add_double_value (builder, height);
  json_builder_end_array (builder);
}

static void
add_date (JsonBuilder *builder, const SemSearchHit *hit)
{
  g_autofree char *date = format_date (hit, "%Y-%m-%dT%H:%M:%S");

  if (!date)
    return;
  cli_json_add_string (builder, "date", date);
  cli_json_add_string (builder, "date_from", hit->is_dated ? "exif" : "file");
}

static void
add_hit (JsonBuilder *builder,
         const CliSearchOptions *options,
         const SemSearchAnswer *answer,
         const SemSearchHit *hit)
{
  json_builder_begin_object (builder);
  cli_json_add_path (builder, "path", hit->path);
  cli_json_add_paths (builder, "paths", hit->paths);
  if (!options->text)
    cli_json_add_int (builder, "distance", hit->distance);
  cli_json_add_double (builder, "likeness", hit->likeness);
  cli_json_add_boolean (builder, "above_chance", hit->above_chance);
  if (!options->text)
    cli_json_add_int (builder, "source", cli_search_options_count_before (options, hit->source));
  add_date (builder, hit);
  if (shows_kind (answer, hit))
    cli_json_add_string (builder, "kind", sem_copy_kind_get_name (hit->kind));
  add_region (builder, hit->region.x, hit->region.y, hit->region.width, hit->region.height);
  json_builder_end_object (builder);
}

/* Objects, since a path that is not UTF-8 is a member of another name. */
static void
add_photos (JsonBuilder *builder,
            const char *name,
            const CliSearchOptions *options,
            const SemSearchRequest *request,
            gboolean unlike)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < options->photos->len; i++)
    {
      const CliSearchPhoto *photo = &g_array_index (options->photos, CliSearchPhoto, i);
      const SemDecodeView *view = g_array_index (request->sources, SemSearchSource, i).region;

      if (photo->unlike != unlike)
        continue;
      json_builder_begin_object (builder);
      cli_json_add_path (builder, "path", photo->path);
      if (view)
        add_region (builder, view->x / SHARE, view->y / SHARE, view->width / SHARE,
                    view->height / SHARE);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
cli_search_print_json (const CliSearchOptions *options,
                       const SemSearchRequest *request,
                       const SemSearchAnswer *answer)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (options->text)
    cli_json_add_string (builder, "text", options->text);
  if (cli_search_options_count_like (options) > 0)
    cli_json_add_path (builder, "query", cli_search_options_get_like (options, 0)->path);
  add_photos (builder, "queries", options, request, FALSE);
  add_photos (builder, "unlike", options, request, TRUE);
  cli_json_add_int (builder, "bits", answer->n_bits);
  cli_json_add_string (builder, "method", answer->method);
  cli_json_add_boolean (builder, "more", answer->is_cut);
  cli_json_add_boolean (builder, "relative", answer->is_relative);
  cli_json_add_double (builder, "seconds", answer->seconds);
  if (answer->proven)
    cli_json_add_double (builder, "proof_seconds", answer->proof_seconds);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < count_shown (options, answer); i++)
    if (answer->hits[i].path)
      add_hit (builder, options, answer, &answer->hits[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* Lines -----------------------------------------------------------------------------------------*/

static gboolean
is_query (const CliSearchOptions *options, const char *path)
{
  for (guint i = 0; i < options->photos->len; i++)
    if (strcmp (g_array_index (options->photos, CliSearchPhoto, i).path, path) == 0)
      return TRUE;
  return FALSE;
}

/* Below the hit that it belongs to. */
static void
print_other_files (const CliSearchOptions *options, const SemSearchHit *hit)
{
  for (gsize i = 0; hit->kind == SEM_COPY_IDENTICAL && hit->paths[i]; i++)
    if (hit->paths[i] != hit->path && !is_query (options, hit->paths[i]))
      {
        g_autofree char *name = cli_name (hit->paths[i]);
        g_autofree char *line = g_strdup_printf (_("and %s"), name);

        g_print ("        %s\n", line);
      }
}

/* Where in the query the hit is, where that is a part of it; and of several queries, in which. */
static void
add_place (GString *line, const CliSearchOptions *options, const SemSearchHit *hit)
{
  const char *place = sem_region_get_words (&hit->region);

  if (*place)
    g_string_append_printf (line, " (%s)", place);
  if (!options->text && cli_search_options_count_like (options) > 1)
    {
      const char *path = g_array_index (options->photos, CliSearchPhoto, hit->source).path;
      g_autofree char *base = g_path_get_basename (path);
      g_autofree char *name = cli_name (base);
      /* Translators: the photo of several that a hit is most like. */
      g_autofree char *like = g_strdup_printf (_("like %s"), name);

      g_string_append_printf (line, "  [%s]", like);
    }
}

static void
print_hit (const CliSearchOptions *options, const SemSearchAnswer *answer, const SemSearchHit *hit)
{
  g_autofree char *name = cli_name (hit->path);
  g_autofree char *date = options->dated ? format_date (hit, "%Y-%m-%d") : NULL;
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "%4d %%  ", (int) (hit->likeness * 100 + .5f));
  if (date)
    g_string_append_printf (line, "%s%s ", date, hit->is_dated ? " " : "*");
  if (shows_kind (answer, hit))
    g_string_append_printf (line, "%s  ", sem_copy_kind_get_words (hit->kind));
  g_string_append (line, name);
  add_place (line, options, hit);
  g_print ("%s\n", line->str);
  print_other_files (options, hit);
}

static void
print_nothing (const CliSearchOptions *options, const SemSearchAnswer *answer)
{
  if (answer->n_hits > 0)
    g_printerr (_("Nothing looks like it. --all shows the nearest photos all the same.\n"));
  else if (cli_search_options_has_scope (options))
    g_printerr (_("No similar photos were found in these folders and of these dates, orientations "
                  "and types.\n"));
  else
    g_printerr (_("No similar photos were found.\n"));
}

static void
print_paths (const CliSearchOptions *options, const SemSearchAnswer *answer)
{
  for (guint i = 0; i < count_shown (options, answer); i++)
    if (answer->hits[i].path)
      cli_print_path (answer->hits[i].path, options->null);
}

/* On standard error, so that a script that takes the paths for all of them leaves a trace. */
static void
print_cut (const SemSearchAnswer *answer)
{
  if (answer->is_cut)
    g_printerr (g_dngettext (GETTEXT_PACKAGE,
                             "This is the first photo; there may be more that are as alike. -k N "
                             "shows up to N.\n",
                             "These are the first %u photos; there may be more that are as alike. "
                             "-k N shows up to N.\n",
                             answer->n_hits),
                answer->n_hits);
}

void
cli_search_print_lines (const CliSearchOptions *options,
                        const SemSearchAnswer *answer,
                        CliSearchShow *show)
{
  const guint n = count_shown (options, answer);

  if (n == 0)
    {
      print_nothing (options, answer);
      return;
    }
  if (options->paths_only)
    {
      print_paths (options, answer);
      print_cut (answer);
      return;
    }
  if (options->text)
    g_printerr (_("fits  photo (exact, without codes, %.0f ms)\n"), answer->seconds * 1000);
  else
    g_printerr (_("alike  photo (codes of %u bits by %s, %.0f ms)\n"), answer->n_bits,
                answer->method, answer->seconds * 1000);
  if (answer->is_relative && !options->text)
    g_printerr (_("How alike photos are is relative to this library: “semblance-cli backbone "
                  "measure” has not been run for its network.\n"));
  if (options->dated)
    g_printerr (_("* after a date: the time of the file, since the photo says none\n"));
  for (guint i = 0; i < n; i++)
    {
      if (i == answer->n_above)
        g_printerr (_("Less likely: no more alike than unrelated photos can be\n"));
      if (!answer->hits[i].path)
        continue;
      print_hit (options, answer, &answer->hits[i]);
      if (show)
        cli_search_show_hit (show, &answer->hits[i]);
    }
  print_cut (answer);
}
