/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/asking/query-private.h"

#include <glib/gi18n-lib.h>

/* (transfer full): what hits shall resemble */
static char *
name_photos (const SemQueryParts *self)
{
  const guint n = self->n_pictures;

  if (n != 1 || self->n_sources > 1)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u photo", "%'u photos", n), n);
  /* Translators: a part of a picture; its name. */
  return self->is_part ? g_strdup_printf (_("Part of %s"), self->first) : g_strdup (self->first);
}

/* (transfer full): what hits shall resemble or fit */
static char *
name_wanted (const SemQueryParts *self)
{
  const char *words = self->words;
  g_autofree char *photos = name_photos (self);

  if (!words)
    return g_steal_pointer (&photos);
  if (self->n_pictures == 0)
    /* Translators: words that are searched for. */
    return g_strdup_printf (_("“%s”"), words);
  /* Translators: words that are searched for; "2 photos", or a photo's name. */
  return g_strdup_printf (_("“%s” and %s"), words, photos);
}

char *
sem_query_parts_make_title (const SemQueryParts *self)
{
  const guint n_unlike = self->n_unlike;
  g_autofree char *wanted = name_wanted (self);

  /* Translators: what is searched for: "2 photos, unlike 1". */
  return n_unlike > 0 ? g_strdup_printf (_("%s, unlike %u"), wanted, n_unlike)
                      : g_steal_pointer (&wanted);
}
