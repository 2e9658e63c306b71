/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

gboolean
sem_store_has_file (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && info.st_size > 0;
}

/* (transfer full): a name with the date that nothing has yet. */
static char *
name_aside (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d-%H%M%S");
  char *aside = g_strconcat (path, SEM_STORE_DAMAGE_MARK "-", date, NULL);

  for (guint i = 2; g_file_test (aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s" SEM_STORE_DAMAGE_MARK "-%s-%u", path, date, i);
    }
  return aside;
}

char *
sem_store_move_aside (const char *path, GError **error)
{
  static const char *const suffixes[] = { "-wal", "-shm", "-journal", "" };
  g_autofree char *mark = g_strconcat (path, SEM_STORE_DAMAGE_MARK, NULL);
  g_autofree char *aside = name_aside (path);

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
