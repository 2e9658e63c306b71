/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

char *
sem_store_move_aside (const char *path, GError **error)
{
  static const char *const suffixes[] = { "-wal", "-shm", "" };
  g_autofree char *mark = g_strconcat (path, SEM_STORE_DAMAGE_MARK, NULL);
  g_autofree char *aside =
    g_strdup_printf ("%s" SEM_STORE_DAMAGE_MARK "-%" G_GINT64_FORMAT, path, g_get_real_time ());

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (aside, suffixes[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          int code = errno;
          g_autofree char *name = g_filename_display_name (from);

          g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                       _("“%s” is damaged and cannot be moved aside: %s. Move it away yourself."),
                       name, g_strerror (code));
          return NULL;
        }
    }
  g_unlink (mark);
  return g_steal_pointer (&aside);
}
