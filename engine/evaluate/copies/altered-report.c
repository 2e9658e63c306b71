/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/columns.h"
#include "engine/evaluate/copies/altered-report.h"

#include <glib/gi18n-lib.h>

#define NAME_WIDTH 20

static void
append_name (GString *text, const char *name)
{
  g_autofree char *padded = sem_columns_pad (name, NAME_WIDTH);

  g_string_append (text, padded);
}

static void
append_found (GString *text, const SemAlteredRow *row)
{
  append_name (text, _(row->name));
  /* For people. */
  for (guint k = 0; k < SEM_ALTERED_N_ORDERS; k++)
    g_string_append_printf (text, "  %.3f | %.3f", row->first[k], row->first_ten[k]);
  g_string_append_c (text, '\n');
}

static void
append_rest (GString *text, const SemAlteredRow *row)
{
  append_name (text, _(row->name));
  /* For people. */
  g_string_append_printf (text, "  %.3f | %.3f  %.3f | %.3f  %8u  %8u  %6.0f  %6.0f  %6.0f\n",
                          row->each_first[SEM_ALTERED_COPIES], row->all_ten[SEM_ALTERED_COPIES],
                          row->labelled, row->right, row->n_wrong, row->n_hits,
                          row->seconds[SEM_ALTERED_SCORE] * 1000,
                          row->seconds[SEM_ALTERED_COPIES] * 1000, row->proof_seconds * 1000);
}

char *
sem_altered_to_text (const GArray *rows, guint n_asked, guint64 seed)
{
  static const char *const orders[] = { N_("float"), N_("Hamming"), N_("score"), N_("copies") };
  GString *text = g_string_new (NULL);
  /* Apart: a format macro inside a message cuts it in two for translators. */
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);

  g_string_append_printf (text,
                          _("%u altered photos as queries for their originals (seed %s): found "
                            "first | among the first ten\n"
                            "\n"),
                          n_asked, number);
  append_name (text, _("alteration"));
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *order = sem_columns_pad (_(orders[i]), 13);

      g_string_append_printf (text, "  %s", order);
    }
  g_string_append_c (text, '\n');
  for (guint i = 0; i < rows->len; i++)
    append_found (text, &g_array_index (rows, SemAlteredRow, i));
  g_string_append (text, _("\n"
                           "Copies: each photo of the picture first | all among the first ten; "
                           "called a copy | called what it is; other hits called copies, of "
                           "how many; milliseconds of a search, for copies, of their proof\n"
                           "\n"));
  for (guint i = 0; i < rows->len; i++)
    append_rest (text, &g_array_index (rows, SemAlteredRow, i));
  return g_string_free (text, FALSE);
}
