/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/quality/strip-words.h"

#include <glib/gi18n-lib.h>

#include "ui/words.h"

/* A strip of each kind: of one search, and of two models. */
/* By SemStripsKind. */
typedef const char *Names[3][SEM_N_STRIPS];

const char *
sem_strip_words_for_strip (SemStrip strip, SemStripsKind kind)
{
  static const Names names = {
    { N_("Exact Order"), N_("By Codes"), N_("As Search Shows Them") },
    { N_("Exact Order"), N_("Search by the Current Codes"), N_("Search by the New Codes") },
    { N_("Exact Order"), N_("Search by the First Model"), N_("Search by the Second Model") },
  };

  return _(names[kind][strip]);
}

const char *
sem_strip_words_explain (SemStrip strip, SemStripsKind kind)
{
  static const Names sentences = {
    { N_("All photos compared by all numbers that describe them: what the other two should find."),
      N_("By the number of bits in which the codes differ."),
      N_("The nearest codes, ranked again by codes and features.") },
    { N_("All photos compared by all numbers that describe them: what the other two should find."),
      N_("What you find today."), N_("What you will find.") },
    { N_("All photos compared by all numbers that describe them: what the other two should find."),
      "", "" },
  };

  return *sentences[kind][strip] ? _(sentences[kind][strip]) : "";
}

char *
sem_strip_words_for_rank (SemStripHit *hit, SemStrip strip, SemStripsKind kind)
{
  static const Names names = {
    { N_("Exact"), N_("Codes"), N_("Search") },
    { N_("Exact"), N_("Current"), N_("New") },
    { N_("Exact"), N_("First"), N_("Second") },
  };
  const guint rank = sem_strip_hit_get_rank (hit, strip);
  g_autofree char *number = rank > 0 ? g_strdup_printf ("%u", rank) : g_strdup ("–");

  return g_strdup_printf ("%s%s %s", sem_strip_hit_is_in (hit, strip) ? "" : "✕ ",
                          _(names[kind][strip]), number);
}

static char *
describe_place (SemStripHit *hit, SemStrip strip)
{
  const guint rank = sem_strip_hit_get_rank (hit, strip);

  if (rank == 0)
    return g_strdup (strip == SEM_STRIP_SEARCH  ? _("not found by search")
                     : strip == SEM_STRIP_CODES ? _("not found by codes")
                                                : _("not in the exact order"));
  if (sem_strip_hit_is_in (hit, strip))
    return g_strdup_printf (strip == SEM_STRIP_SEARCH  ? _("number %u in the search")
                            : strip == SEM_STRIP_CODES ? _("number %u by codes")
                                                       : _("number %u in the exact order"),
                            rank);
  return g_strdup_printf (strip == SEM_STRIP_SEARCH  ? _("only number %u in the search")
                          : strip == SEM_STRIP_CODES ? _("only number %u by codes")
                                                     : _("only number %u in the exact order"),
                          rank);
}

static char *
describe_place_by_model (SemStripHit *hit, SemStrip strip)
{
  const guint rank = sem_strip_hit_get_rank (hit, strip);

  if (strip == SEM_STRIP_FEATURES)
    return describe_place (hit, strip);
  if (rank == 0)
    return g_strdup (strip == SEM_STRIP_CODES ? _("not found by the current codes")
                                              : _("not found by the new codes"));
  if (sem_strip_hit_is_in (hit, strip))
    return g_strdup_printf (strip == SEM_STRIP_CODES ? _("number %u by the current codes")
                                                     : _("number %u by the new codes"),
                            rank);
  return g_strdup_printf (strip == SEM_STRIP_CODES ? _("only number %u by the current codes")
                                                   : _("only number %u by the new codes"),
                          rank);
}

static char *
describe_place_by_any (SemStripHit *hit, SemStrip strip)
{
  const guint rank = sem_strip_hit_get_rank (hit, strip);

  if (strip == SEM_STRIP_FEATURES)
    return describe_place (hit, strip);
  if (rank == 0)
    return g_strdup (strip == SEM_STRIP_CODES ? _("not found by the first model")
                                              : _("not found by the second model"));
  if (sem_strip_hit_is_in (hit, strip))
    return g_strdup_printf (strip == SEM_STRIP_CODES ? _("number %u by the first model")
                                                     : _("number %u by the second model"),
                            rank);
  return g_strdup_printf (strip == SEM_STRIP_CODES ? _("only number %u by the first model")
                                                   : _("only number %u by the second model"),
                          rank);
}

char *
sem_strip_words_for_hit (SemStripHit *hit, const char *title, SemStripsKind kind)
{
  char *(*const describers[]) (SemStripHit * hit, SemStrip strip) = { describe_place,
                                                                      describe_place_by_model,
                                                                      describe_place_by_any };
  char *(*describe) (SemStripHit * hit, SemStrip strip) = describers[kind];
  g_autofree char *likeness = sem_words_for_likeness (sem_strip_hit_get_likeness (hit));
  g_autofree char *exact = describe (hit, SEM_STRIP_FEATURES);
  g_autofree char *codes = describe (hit, SEM_STRIP_CODES);
  g_autofree char *search = describe (hit, SEM_STRIP_SEARCH);

  /* Translators: a photo, its likeness, and its places in three orders, as in “rose.jpg, 87 %
   * similar: number 1 in the exact order, only number 12 by codes, number 1 in the search”. */
  return g_strdup_printf (_("%s, %s similar: %s, %s, %s"), title, likeness, exact, codes, search);
}

char *
sem_strip_words_for_summary (SemStrips *strips)
{
  GListModel *exact = sem_strips_get_hits (strips, SEM_STRIP_FEATURES);
  const guint n = g_list_model_get_n_items (exact);
  guint by_codes = 0, by_search = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemStripHit) hit = g_list_model_get_item (exact, i);

      by_codes += sem_strip_hit_is_in (hit, SEM_STRIP_CODES);
      by_search += sem_strip_hit_is_in (hit, SEM_STRIP_SEARCH);
    }
  if (sem_strips_get_kind (strips) == SEM_STRIPS_OF_PAIR)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "Of the %u nearest photo, the first model shows %u, and "
                                         "the second %u.",
                                         "Of the %u nearest photos, the first model shows %u, and "
                                         "the second %u.",
                                         n),
                            n, by_codes, by_search);
  if (sem_strips_get_kind (strips) == SEM_STRIPS_OF_OFFER)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "Of the %u nearest photo, the current codes show %u, and "
                                         "the new ones %u.",
                                         "Of the %u nearest photos, the current codes show %u, and "
                                         "the new ones %u.",
                                         n),
                            n, by_codes, by_search);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Of the %u nearest photo, the strip by codes shows %u, and "
                                       "that of the search %u.",
                                       "Of the %u nearest photos, the strip by codes shows %u, and "
                                       "that of the search %u.",
                                       n),
                          n, by_codes, by_search);
}
