/* search-options.h - the options of "search"
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "app/cli/search/search-region.h"
#include "engine/search/request/search-request.h"

G_BEGIN_DECLS

/**
 * CliSearchPhoto:
 * @path: (type filename): absolute; "-" for standard input
 * @bytes: (nullable): the contents of standard input
 * @unlike: whether the hits shall not resemble it
 * @region_text: (nullable): its --region
 * @region: the parsed @region_text
 */
typedef struct
{
  char *path;
  GBytes *bytes;
  gboolean unlike;
  char *region_text;
  CliRegion region;
} CliSearchPhoto;

/**
 * CliSearchOptions:
 * @photos: (element-type CliSearchPhoto): in the order of the command line
 * @k: the most hits
 * @max_distance: in bits, %G_MAXUINT for any
 * @min_likeness: from 0 to 1
 * @all: whether to print hits beyond the end of likeness
 * @text: (nullable): words that the hits shall fit
 * @features: (nullable): the imported features to search by
 * @archive: (nullable): address of the archive to search instead of the library; never printed
 * @scope: where to search, but for its folders
 * @folders: (nullable) (array zero-terminated) (element-type filename): as given
 * @dated: whether the scope has a date
 * @paths_only: whether to print nothing but the paths of the hits
 * @show: whether to draw the hits in the terminal
 * @null: whether each path ends with a null byte instead of a line break
 */
typedef struct
{
  GArray *photos;
  int k;
  guint max_distance;
  double min_likeness;
  gboolean all;
  gboolean copies;
  gboolean no_proof;
  char *text;
  char *features;
  char *archive;
  SemSearchScope scope;
  char **folders;
  gboolean dated;
  gboolean paths_only;
  gboolean show;
  gboolean null;
} CliSearchOptions;

void cli_search_options_clear (CliSearchOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliSearchOptions, cli_search_options_clear)

/**
 * cli_search_options_read:
 * @self: (out caller-allocates): to be cleared
 *
 * Returns: %FALSE after printing an error; the caller returns CLI_USAGE
 */
gboolean cli_search_options_read (CliSearchOptions *self,
                                  const CliCommand *command,
                                  CliCommon *common,
                                  int argc,
                                  char **argv);

/* Number of photos that the hits shall resemble. */
guint cli_search_options_count_like (const CliSearchOptions *self);
/* Returns: (transfer none): photo @n of those that the hits shall resemble, from 0, less than their
 * count */
const CliSearchPhoto *cli_search_options_get_like (const CliSearchOptions *self, guint n);
/* Returns: the number, from 0, among the photos that the hits shall resemble, of the request's
 * source @source, which must be one of them */
guint cli_search_options_count_before (const CliSearchOptions *self, guint source);
/* Whether anything but all photos of the library is searched. */
gboolean cli_search_options_has_scope (const CliSearchOptions *self);

G_END_DECLS
