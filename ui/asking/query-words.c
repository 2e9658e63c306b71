/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/asking/query-words.h"

#include <glib/gi18n-lib.h>

#include "engine/model/asking/other-network.h"
#include "ui/words.h"

char *
sem_words_for_query (SemQuery *query)
{
  const gboolean copies = sem_query_get_original (query) != NULL;

  if (sem_query_get_words (query))
    return g_strdup (sem_query_get_title (query));
  if (sem_query_get_n_sources (query) == 1 && sem_query_get_source_region (query, 0, NULL))
    return g_strdup_printf (copies ? _("Copies of a part of %s") : _("Similar to a part of %s"),
                            sem_query_get_source_title (query, 0));
  /* Translators: a photo's name, or "2 photos, unlike 1". */
  return g_strdup_printf (copies ? _("Copies of %s") : _("Similar to %s"),
                          sem_query_get_title (query));
}

char *
sem_words_for_source (SemQuery *query, guint source)
{
  const char *title = sem_query_get_source_title (query, source);

  if (*title == '\0')
    title = _("Photo");
  /* Translators: a part of a picture; its name. */
  return sem_query_get_source_region (query, source, NULL)
           ? g_strdup_printf (_("Part of %s"), title)
           : g_strdup (title);
}

char *
sem_words_for_source_label (SemQuery *query, guint source)
{
  const gboolean like = sem_query_get_source_like (query, source);
  const gboolean part = sem_query_get_source_region (query, source, NULL);
  const char *title = sem_query_get_source_title (query, source);

  if (part)
    return g_strdup_printf (like ? _("Like a part of %s") : _("Unlike a part of %s"), title);
  return g_strdup_printf (like ? _("Like %s") : _("Unlike %s"), title);
}

const char *
sem_words_against_copies (SemQuery *query)
{
  if (sem_query_get_words (query))
    return _("Words have no copies. Remove them from the query first.");
  return _("Nothing is more or less of a copy. Remove the photos with “−” from the query first.");
}

char *
sem_words_for_scope_folder (const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  return sem_words_for_folder (file);
}

char *
sem_words_for_dates (const char *since, const char *until)
{
  if (since && until)
    return g_strcmp0 (since, until) == 0 ? g_strdup (since)
                                         : g_strdup_printf ("%s – %s", since, until);
  /* Translators: the first, or the last, day, month or year of photos. */
  return g_strdup_printf (since ? _("Since %s") : _("Until %s"), since ? since : until);
}

const char *
sem_words_for_orientation (SemOrientation orientation)
{
  G_STATIC_ASSERT (SEM_ORIENTATION_LANDSCAPE - SEM_ORIENTATION_SQUARE
                   == SEM_PHOTO_LANDSCAPE - SEM_PHOTO_SQUARE);

  return orientation == SEM_ORIENTATION_ANY
           ? _("Any")
           : sem_words_for_shape (orientation - SEM_ORIENTATION_LANDSCAPE);
}

char *
sem_words_for_types (char *const *types)
{
  GString *list = g_string_new (NULL);
  guint kinds = 0;

  for (guint i = 0; types[i]; i++)
    {
      g_autofree char *name = g_strconcat (".", types[i], NULL);
      const SemPhotoKind kind = sem_photo_kind_of_name (name);
      g_autofree char *other = kind == SEM_PHOTO_OTHER_KIND ? g_ascii_strup (types[i], -1) : NULL;

      if (!other && (kinds >> kind & 1) != 0)
        continue;
      kinds |= 1u << kind;
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "",
                              other ? other : sem_words_for_kind (kind));
    }
  return g_string_free (list, FALSE);
}

char *
sem_words_for_scope_place (const char *folder)
{
  g_autofree char *base = g_path_get_basename (folder), *name = g_filename_display_name (base);
  g_autofree char *around = g_path_get_dirname (folder), *above = g_path_get_basename (around);
  g_autofree char *place = NULL;

  if (g_str_equal (above, G_DIR_SEPARATOR_S))
    return sem_words_for_scope_folder (folder);
  place = g_filename_display_name (above);
  return g_strdup_printf ("%s/%s", place, name);
}

static void
append (GString *text, const char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
}

char *
sem_words_for_scope (const SemScope *scope)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; scope->folders && scope->folders[i]; i++)
    {
      g_autofree char *place = sem_words_for_scope_place (scope->folders[i]);

      append (text, place);
    }
  if (scope->since || scope->until)
    {
      g_autofree char *dates = sem_words_for_dates (scope->since, scope->until);

      append (text, dates);
    }
  if (scope->orientation != SEM_ORIENTATION_ANY)
    append (text, sem_words_for_orientation (scope->orientation));
  if (scope->types)
    {
      g_autofree char *types = sem_words_for_types (scope->types);

      append (text, types);
    }
  if (scope->not_own_folder)
    append (text, _("Other folders only"));
  return g_string_free (text, FALSE);
}
