/* counts.h - files that are identical to others, in reports
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/store/photos.h"

G_BEGIN_DECLS

/* Number of files that have the same bytes as another one, so that they share its photo. */
guint cli_count_identical (const SemStoreCounts *counts);

/* Where there are any, prints a line that explains why there are fewer photos than files.
 * @indent: what the line begins with */
void cli_print_identical (const char *indent, const SemStoreCounts *counts);

G_END_DECLS
