/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-results-words"

#include "config.h"

#include "ui/likeness/results-words.h"

#include <glib/gi18n-lib.h>

#include "ui/asking/query-words.h"

static gboolean
is_for_copies (SemResults *results)
{
  return sem_query_get_original (sem_results_get_query (results)) != NULL;
}

gboolean
sem_results_words_is_narrow (SemResults *results)
{
  const SemBounds bounds = sem_results_get_bounds (results);

  return bounds.min > 0 || bounds.max < 1;
}

gboolean
sem_results_words_title_counts (SemResults *results)
{
  return is_for_copies (results) && sem_results_is_proven (results)
         && sem_results_get_n_copies (results) > 0;
}

char *
sem_results_words_for_title (SemResults *results)
{
  const guint n = sem_results_get_n_copies (results);

  if (!sem_results_words_title_counts (results))
    return sem_words_for_query (sem_results_get_query (results));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u Copy", "%'u Copies", n), n);
}

const char *
sem_results_words_for_end (SemResults *results)
{
  const gboolean more = sem_results_get_has_more (results);

  if (sem_results_get_is_cut (results))
    return _("More photos may be as likely");
  if (is_for_copies (results) && sem_results_is_proven (results))
    return more ? _("Not copies, but alike") : _("The dimmed photos are not copies, but alike");
  if (more)
    return _("Less likely photos follow");
  if (sem_results_get_n_above (results) > 0)
    return _("The dimmed photos are less likely");
  return _("Nothing looks like it; these are the nearest");
}

const char *
sem_results_words_for_no_photos (const char **description)
{
  *description = _("There are no photos on this computer to compare it with. Add a folder with "
                   "photos, or search an archive: “This Computer”, above, leads there.");
  return _("No Photos Here Yet");
}

const char *
sem_results_words_for_nothing (SemResults *results, const char **description)
{
  if (sem_results_words_is_narrow (results))
    {
      *description = _("No photo in the library is so alike. Move the ends of the slider apart.");
      return _("No Photos in This Range");
    }
  if (is_for_copies (results) && !sem_results_is_proven (results))
    {
      *description = _("It is compared with the photos that are most like it.");
      return _("Comparing…");
    }
  if (is_for_copies (results))
    {
      *description = _("No photo in the library is this picture, whole, in part or changed.");
      return _("No Copies");
    }
  if (!sem_scope_is_everywhere (sem_query_get_scope (sem_results_get_query (results))))
    {
      *description = _("No photo is where you search, or none there is more like this one than "
                       "unrelated photos can be. Remove what limits the search, above.");
      return _("Nothing Looks Like It Here");
    }
  *description = _("No photo in the library is more like this one than unrelated photos can be. "
                   "Try another photo or add more folders.");
  return _("Nothing Looks Like It");
}
