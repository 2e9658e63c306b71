/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates-words"

#include "config.h"

#include "ui/duplicates/duplicates-words.h"

#include <glib/gi18n-lib.h>

#include "ui/words.h"

const char *
sem_duplicates_words_for_kind (SemDuplicateSetKind kind)
{
  switch (kind)
    {
    case SEM_DUPLICATE_SET_IDENTICAL:
      return _("Identical Files");
    case SEM_DUPLICATE_SET_COPIES:
      return _("Copies");
    case SEM_DUPLICATE_SET_BURST:
      return _("Burst");
    case SEM_DUPLICATE_SET_PAIR:
      return _("Raw File and Picture");
    case SEM_DUPLICATE_SET_MAYBE:
    case SEM_DUPLICATE_SET_N_KINDS:
    default:
      return _("Maybe Copies");
    }
}

const char *
sem_duplicates_words_for_kinds (SemDuplicateSetKind kind)
{
  switch (kind)
    {
    case SEM_DUPLICATE_SET_IDENTICAL:
      return _("_Identical Files");
    case SEM_DUPLICATE_SET_COPIES:
      return _("_Copies");
    case SEM_DUPLICATE_SET_BURST:
      return _("_Bursts");
    case SEM_DUPLICATE_SET_PAIR:
      return _("_Raw Files With Pictures");
    case SEM_DUPLICATE_SET_MAYBE:
    case SEM_DUPLICATE_SET_N_KINDS:
    default:
      return _("_Maybe Copies");
    }
}

static char *
format_bytes (gint64 bytes)
{
  g_autofree char *size = g_format_size ((guint64) MAX (bytes, 0));

  return sem_words_isolate (size);
}

char *
sem_duplicates_words_for_set (SemDuplicateSet *set)
{
  const guint n_going = sem_duplicate_set_get_n_going (set);
  g_autofree char *photos = sem_words_for_photos (sem_duplicate_set_get_n_files (set));
  g_autofree char *bytes = format_bytes (sem_duplicate_set_get_bytes_going (set));
  g_autofree char *going =
    /* Translators: how many photos of a group go to the trash, and what they take. */
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u to the trash, %s", "%'u to the trash, %s",
                                  n_going),
                     n_going, bytes);

  return n_going > 0 ? g_strdup_printf ("%s · %s", photos, going) : g_steal_pointer (&photos);
}

const char *
sem_duplicates_words_for_fate (SemDuplicateSet *set, guint index)
{
  if (!sem_duplicate_set_get_kept (set, index))
    return _("To the Trash");
  return sem_duplicate_set_get_n_going (set) > 0 ? _("Keep") : "";
}

char *
sem_duplicates_words_for_reason (SemDuplicateSet *set, guint index)
{
  g_autofree char *likeness = NULL;

  if (index == 0)
    return g_strdup (sem_duplicate_set_get_reasons (set));
  if (sem_duplicate_set_get_kind (set) == SEM_DUPLICATE_SET_PAIR)
    return g_strdup ("");
  likeness = sem_words_for_likeness (sem_duplicate_set_get_likeness (set, index));
  return g_strdup_printf (_("%s alike"), likeness);
}

char *
sem_duplicates_words_for_facts (SemDuplicateSet *set, guint index)
{
  g_autofree char *bytes = format_bytes (sem_duplicate_set_get_size (set, index));
  g_autofree char *size = NULL;
  guint width, height;

  sem_duplicate_set_get_pixels (set, index, &width, &height);
  size = sem_words_for_size (width, height);
  return *size ? g_strdup_printf ("%s · %s", size, bytes) : g_steal_pointer (&bytes);
}

char *
sem_duplicates_words_for_photo (SemDuplicateSet *set, guint index, const char *title)
{
  g_autofree char *reason = sem_duplicates_words_for_reason (set, index);
  g_autofree char *facts = sem_duplicates_words_for_facts (set, index);
  g_autofree char *place =
    g_strdup_printf (_("%'u of %'u"), index + 1, sem_duplicate_set_get_n_files (set));
  const char *const words[] = {
    sem_duplicates_words_for_fate (set, index),
    reason,
    facts,
    place,
    sem_duplicates_words_for_kind (sem_duplicate_set_get_kind (set)),
  };
  GString *text = g_string_new (title);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (*words[i])
      g_string_append_printf (text, ", %s", words[i]);
  return g_string_free (text, FALSE);
}

static char *
count_groups (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u group", "%'u groups", n), n);
}

char *
sem_duplicates_words_for_list (SemDuplicateList *list)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  const gint64 bytes = sem_duplicate_list_get_bytes (list);
  g_autofree char *groups = count_groups (n);
  g_autofree char *size = format_bytes (bytes);

  if (n == 0)
    return g_strdup ("");
  return bytes > 0 ? g_strdup_printf ("%s · %s", groups, size) : g_steal_pointer (&groups);
}

char *
sem_duplicates_words_for_accepted (SemDuplicateList *list)
{
  const guint n = sem_duplicate_list_get_n_accepted (list);
  const guint n_going = sem_duplicate_list_get_n_going (list);
  g_autofree char *photos = sem_words_for_photos (n_going);
  g_autofree char *bytes = format_bytes (sem_duplicate_list_get_bytes_going (list));

  if (n == 0)
    return g_strdup (_("Accept groups one by one, or all that are suggested"));
  return g_strdup_printf (
    /* Translators: groups, and what goes to the trash: "12 groups accepted · 30 photos, 340 MB". */
    g_dngettext (GETTEXT_PACKAGE, "%'u group accepted · %s, %s", "%'u groups accepted · %s, %s", n),
    n, photos, bytes);
}
