/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/reading/losses.h"
#include "engine/store/files.h"

#include <errno.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>

/* Files that are noted, and that are looked at for them. */
#define ENOUGH 4
#define MOST_LOOKS 64
/* Others that one counts for which fails as a disk does. */
#define SLOW_LOOKS 15

typedef struct
{
  SemMedia *media;
  SemMediaPlace place;
  guint n_noted;
  guint n_looked;
} Search;

static gboolean
note_file (const char *path, const SemFileIdentity *identity, gpointer user_data)
{
  Search *search = user_data;
  struct stat st;

  search->n_looked++;
  if (stat (path, &st) != 0)
    {
      /* A disk that fails may take long. */
      if (sem_media_is_failure (errno))
        search->n_looked += SLOW_LOOKS;
    }
  else if (st.st_dev == search->place.device && st.st_size > 0)
    {
      search->place.path = path;
      sem_media_note_met (search->media, &search->place, TRUE);
      search->n_noted++;
    }
  return search->n_noted < ENOUGH && search->n_looked < MOST_LOOKS;
}

gboolean
sem_losses_prepare (SemMedia *media, SemStore *store, const SemMediaPlace *place, GError **error)
{
  Search search = { media, *place, 0, 0 };

  return sem_store_read_indexed (store, place->path, note_file, &search, error);
}

static void
tell_unreadable (const SemIndexContext *context, const SemMediaLoss *loss)
{
  g_autofree char *name = g_filename_display_name (loss->path);
  g_autofree char *sentence =
    g_strdup_printf (_("“%s” and other linked files on the same disk cannot be read: %s. They are "
                       "left as they were."),
                     name, g_strerror (loss->code));

  sem_index_status_tell (context->status, loss->path, sentence);
}

void
sem_losses_apply (const SemIndexContext *context, SemIndexPresence *presence, SemMedia *media)
{
  g_autoptr (GPtrArray) losses = sem_media_list_lost (media);

  for (guint i = 0; i < losses->len; i++)
    {
      const SemMediaLoss *loss = g_ptr_array_index (losses, i);
      const char *offline = sem_index_presence_fail (presence, loss);

      if (!offline)
        tell_unreadable (context, loss);
      for (guint j = 0; offline && j < context->folders->len; j++)
        {
          SemStoreFolder *folder = g_ptr_array_index (context->folders, j);

          if (folder->id == loss->folder && g_str_equal (folder->path, offline))
            folder->online = FALSE;
        }
    }
}
