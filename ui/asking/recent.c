/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/asking/recent.h"

#include <string.h>

#include "engine/model/asking/other-network.h"
#include "ui/settings.h"

#define KEY "searches"
/* What an entry begins with; the address of a file follows. */
#define SIMILAR "similar "
#define COPIES "copies "
/* … and then words, for queries by words only. */
#define WORDS "words "

/* (transfer full) (nullable): the entry of a search that can be kept. */
static char *
make_entry (SemQuery *query)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *uri = NULL;

  if (query && sem_query_get_words (query))
    return sem_query_get_n_sources (query) == 0
             ? g_strconcat (WORDS, sem_query_get_words (query), NULL)
             : NULL;
  if (!query || sem_query_get_n_sources (query) != 1 || !sem_query_get_source_like (query, 0)
      || sem_query_get_source_region (query, 0, NULL))
    return NULL;
  file = sem_query_dup_source_file (query, 0);
  if (!file)
    return NULL;
  uri = g_file_get_uri (file);
  return g_strconcat (sem_query_get_original (query) ? COPIES : SIMILAR, uri, NULL);
}

static gboolean
has (GPtrArray *entries, const char *entry)
{
  return g_ptr_array_find_with_equal_func (entries, entry, g_str_equal, NULL);
}

/* (element-type utf8): of the session, newest first. */
static GPtrArray *
list_session (SemSession *session)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_free);

  for (guint i = sem_session_get_n_steps (session); i > 0; i--)
    {
      g_autofree char *entry = make_entry (sem_session_get_step_query (session, i));

      if (entry && !has (entries, entry))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }
  return entries;
}

void
sem_recent_remember (SemSession *session)
{
  GSettings *settings = sem_settings_get ();
  g_autoptr (GPtrArray) entries = list_session (session);
  g_auto (GStrv) kept = settings ? g_settings_get_strv (settings, KEY) : NULL;

  if (!settings)
    return;
  for (guint i = 0; kept[i]; i++)
    if (!has (entries, kept[i]))
      g_ptr_array_add (entries, g_strdup (kept[i]));
  g_ptr_array_set_size (entries, (int) MIN (entries->len, SEM_RECENT_MOST));
  g_ptr_array_add (entries, NULL);
  g_settings_set_strv (settings, KEY, (const char *const *) entries->pdata);
}

char **
sem_recent_list (SemSession *session)
{
  GSettings *settings = sem_settings_get ();
  g_autoptr (GPtrArray) asked = list_session (session);
  g_auto (GStrv) kept = settings ? g_settings_get_strv (settings, KEY) : NULL;
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  gboolean words;

  g_object_get (sem_session_get_library (session), "takes-words", &words, NULL);
  for (guint i = 0; kept && kept[i]; i++)
    if (!has (asked, kept[i]) && (words || !g_str_has_prefix (kept[i], WORDS)))
      g_strv_builder_add (list, kept[i]);
  return g_strv_builder_end (list);
}

SemQuery *
sem_recent_new_query (const char *entry)
{
  const gboolean copies = g_str_has_prefix (entry, COPIES);
  const char *uri = copies ? entry + strlen (COPIES) : entry + strlen (SIMILAR);
  g_autoptr (SemQuery) query = NULL;
  g_autoptr (GFile) file = NULL;

  if (g_str_has_prefix (entry, WORDS))
    return entry[strlen (WORDS)] ? sem_query_new_for_words (entry + strlen (WORDS)) : NULL;
  if ((!copies && !g_str_has_prefix (entry, SIMILAR)) || !g_str_has_prefix (uri, "file://"))
    return NULL;
  file = g_file_new_for_uri (uri);
  if (!g_file_peek_path (file))
    return NULL;
  query = sem_query_new_for_file (file);
  if (copies && sem_query_can_find_copies (query))
    return sem_query_new_for_copies (query);
  return g_steal_pointer (&query);
}
