/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/asking/other-network.h"
#include "engine/model/asking/query-private.h"

#include <glib/gi18n-lib.h>

/* (transfer full): what hits shall resemble */
static char *
name_photos (SemQuery *self)
{
  const guint n = sem_query_get_n_pictures (self);
  const char *title;

  if (n != 1 || sem_query_get_n_sources (self) > 1)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u photo", "%'u photos", n), n);
  title = sem_query_get_source_title (self, 0);
  /* Translators: a part of a picture; its name. */
  return sem_query_get_source_region (self, 0, NULL) ? g_strdup_printf (_("Part of %s"), title)
                                                     : g_strdup (title);
}

/* (transfer full): what hits shall resemble or fit */
static char *
name_wanted (SemQuery *self)
{
  const char *words = sem_query_get_words (self);
  g_autofree char *photos = name_photos (self);

  if (!words)
    return g_steal_pointer (&photos);
  if (sem_query_get_n_pictures (self) == 0)
    /* Translators: words that are searched for. */
    return g_strdup_printf (_("“%s”"), words);
  /* Translators: words that are searched for; "2 photos", or a photo's name. */
  return g_strdup_printf (_("“%s” and %s"), words, photos);
}

char *
sem_query_make_title (SemQuery *self)
{
  const guint n_unlike = sem_query_get_n_unlike (self);
  g_autofree char *wanted = name_wanted (self);

  /* Translators: what is searched for: "2 photos, unlike 1". */
  return n_unlike > 0 ? g_strdup_printf (_("%s, unlike %u"), wanted, n_unlike)
                      : g_steal_pointer (&wanted);
}
