/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/service/index-words.h"

#include <glib/gi18n-lib.h>

static char *
describe_rest (const SemIndexProgress *progress)
{
  guint n = MAX (progress->total, progress->done) - progress->done;

  if (!progress->counted)
    return g_strdup (_("Stopped before all files were found. “Update Library” continues."));
  if (n == 0)
    return NULL;
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "Stopped: %'u file remains. “Update Library” goes on with it.",
                 "Stopped: %'u files remain. “Update Library” goes on with them.", n),
    n);
}

char *
sem_index_describe_unbegun (SemEngineJob job)
{
  switch (job)
    {
    case SEM_ENGINE_INDEX:
      return g_strdup (_("Stopped before indexing began. “Update Library” begins it again."));
    case SEM_ENGINE_TRAIN:
      return g_strdup (_("Stopped before training began. The codes stay as they are."));
    case SEM_ENGINE_USE_CODES:
      return g_strdup (_("Stopped before the other codes were used. The codes stay as they are."));
    default:
      return NULL;
    }
}

/* @part: (transfer full) */
static void
add_part (GString *parts, char *part, guint n)
{
  if (n > 0)
    g_string_append_printf (parts, "%s%s", parts->len > 0 ? ", " : "", part);
  g_free (part);
}

char *
sem_index_describe (const SemIndexSummary *summary,
                    guint identical,
                    guint offline,
                    const SemIndexProgress *progress,
                    gboolean stopped)
{
  const guint added = summary->added - MIN (identical, summary->added);
  guint updated = summary->updated, removed = summary->removed;
  g_autoptr (GString) parts = NULL;

  if (stopped)
    return describe_rest (progress);
  parts = g_string_new (NULL);
  add_part (parts,
            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u photo added", "%'u photos added",
                                          added),
                             added),
            added);
  add_part (parts,
            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u file identical to another",
                                          "%'u files identical to others", identical),
                             identical),
            identical);
  add_part (parts, g_strdup_printf (_("%'u updated"), updated), updated);
  add_part (parts, g_strdup_printf (_("%'u missing"), removed), removed);
  add_part (parts,
            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u folder not connected",
                                          "%'u folders not connected", offline),
                             offline),
            offline);
  if (parts->len == 0)
    return g_strdup (_("No new photos: the library is up to date."));
  return g_string_free (g_steal_pointer (&parts), FALSE);
}

/* (transfer full): such as "1 h 50 min". */
static char *
describe_time (double seconds)
{
  const guint minutes = (guint) CLAMP (seconds / 60 + .5, 1, 60000);

  if (minutes < 60)
    return g_strdup_printf (_("%u min"), minutes);
  return g_strdup_printf (_("%u h %02u min"), minutes / 60, minutes % 60);
}

char *
sem_index_describe_refining (guint n_photos, const SemIndexProgress *progress)
{
  const guint done = progress->refined, total = progress->to_refine;
  g_autofree char *searchable = NULL, *time = NULL;

  searchable = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u photo searchable",
                                             "%'u photos searchable", n_photos),
                                n_photos);
  /* Translators: "%s" is "30,000 photos searchable". */
  if (progress->paused)
    return g_strdup_printf (_("%s; refining is paused at %'u of %'u"), searchable, done, total);
  if (progress->seconds_left < 0)
    return g_strdup_printf (_("%s; %'u of %'u refined"), searchable, done, total);
  time = describe_time (progress->seconds_left);
  /* Translators: the last "%s" is a time such as "1 h 50 min". */
  return g_strdup_printf (_("%s; %'u of %'u refined, %s left"), searchable, done, total, time);
}

char *
sem_index_describe_unrefined (const SemIndexProgress *progress)
{
  const guint n = progress->to_refine - MIN (progress->refined, progress->to_refine);

  if (n == 0)
    return NULL;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Stopped: %'u photo is found by the small picture in its "
                                       "file. “Update Library” goes on with the whole one.",
                                       "Stopped: %'u photos are found by the small pictures in "
                                       "their files. “Update Library” goes on with the whole ones.",
                                       n),
                          n);
}
