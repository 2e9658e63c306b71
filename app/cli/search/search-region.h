/* search-region.h - a part of a picture on the command line
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/decode/decoder.h"

G_BEGIN_DECLS

/**
 * CliRegion:
 * @x, @y, @width, @height: in pixels of the upright picture, or in percent of its sides; the sides
 *   are more than 0
 * @percent: whether they are percent
 */
typedef struct
{
  double x, y, width, height;
  gboolean percent;
} CliRegion;

/**
 * cli_region_parse:
 * @text: "X,Y,W,H": four whole numbers, or four percentages with their signs
 * @sentence: (out) (transfer full): on failure, a translated sentence that says why
 *
 * Percentages are checked against the sides, pixels only by cli_region_resolve().
 */
gboolean cli_region_parse (const char *text, CliRegion *region, char **sentence);

/**
 * cli_region_resolve:
 * @text: the text that was given to cli_region_parse()
 * @path: (type filename): the picture; decoded where pixels are counted
 * @view: (out): the same part for the decoder; exact to the pixel where the sides of the picture
 *   have at most 65,536 pixels
 * @sentence: (out) (transfer full) (nullable): says that the region is not inside the picture
 * @error: return location; an error of the file or the decoder
 *
 * Returns: %FALSE with @sentence or @error set
 */
gboolean cli_region_resolve (const CliRegion *self,
                             const char *text,
                             const char *path,
                             SemDecodeView *view,
                             char **sentence,
                             GError **error);

G_END_DECLS
