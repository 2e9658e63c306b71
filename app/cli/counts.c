/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/counts.h"

#include <glib/gi18n.h>

guint
cli_count_identical (const SemStoreCounts *counts)
{
  /* A damaged library may say anything. */
  return counts->files > counts->photos ? counts->files - counts->photos : 0;
}

void
cli_print_identical (const char *indent, const SemStoreCounts *counts)
{
  guint n = cli_count_identical (counts);
  g_autofree char *line =
    g_strdup_printf (ngettext ("Of %u files, %u is an identical file of another photo.",
                               "Of %u files, %u are identical files of other photos.", n),
                     counts->files, n);

  if (n > 0)
    g_print ("%s%s\n", indent, line);
}
