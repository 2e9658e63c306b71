/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/offline.h"
#include "app/cli/output/output.h"
#include "engine/store/folders.h"
#include "engine/store/mounts.h"

#include <glib/gi18n.h>

static const struct
{
  const char *key;
  const char *words;
} reasons[] = {
  [SEM_AWAY_UNREADABLE] = { "unreadable", N_("the folder cannot be read") },
  [SEM_AWAY_UNMOUNTED] = { "unmounted", N_("its disk is not connected") },
  [SEM_AWAY_ABSENT] = { "absent", N_("the folder does not exist") },
  [SEM_AWAY_EMPTIED] = { "emptied", N_("none of its photos are found") },
};

gboolean
cli_wants_folder (const GArray *folders, gint64 id)
{
  for (guint i = 0; folders && i < folders->len; i++)
    if (g_array_index (folders, gint64, i) == id)
      return TRUE;
  return !folders;
}

static gboolean
lies_in_one (const GPtrArray *mounts, guint n, const char *path)
{
  for (guint i = 0; i < n; i++)
    if (sem_path_covers (((const SemStoreMount *) g_ptr_array_index (mounts, i))->path, path))
      return TRUE;
  return FALSE;
}

GPtrArray *
cli_list_offline (SemStore *store, const GArray *folders, GError **error)
{
  GPtrArray *mounts = sem_store_list_mounts (store, error);
  guint i = 0;

  /* Sorted by path, so that one inside another comes after it. */
  while (mounts && i < mounts->len)
    {
      const SemStoreMount *mount = g_ptr_array_index (mounts, i);

      if (mount->away && (cli_wants_folder (folders, mount->folder) || mount->moved_to)
          && !lies_in_one (mounts, i, mount->path))
        i++;
      else
        g_ptr_array_remove_index (mounts, i);
    }
  return mounts;
}

void
cli_json_add_offline (JsonBuilder *builder, const GPtrArray *offline)
{
  json_builder_set_member_name (builder, "offline");
  json_builder_begin_array (builder);
  for (guint i = 0; i < offline->len; i++)
    {
      const SemStoreMount *mount = g_ptr_array_index (offline, i);

      json_builder_begin_object (builder);
      cli_json_add_path (builder, "path", mount->path);
      cli_json_add_int (builder, "photos", mount->n_photos);
      cli_json_add_string (builder, "reason", reasons[mount->away].key);
      if (mount->moved_to)
        cli_json_add_path (builder, "moved_to", mount->moved_to);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* What to do about a folder that is offline. */
static void
print_advice (const SemStoreMount *mount)
{
  g_autofree char *argument = cli_quote (mount->path);

  if (mount->moved_to)
    {
      g_autofree char *place = cli_name (mount->moved_to);
      g_autofree char *command =
        g_strconcat (mount->is_root ? "remove " : "index --forget-missing ", argument, NULL);

      /* Translators: the second is a command with its argument. */
      g_print (_(
                 "          Its photos are in “%s” now. Take the old place out of the library with "
                 "“semblance-cli %s”.\n"),
               place, command);
    }
  else if (mount->n_photos && mount->away != SEM_AWAY_UNREADABLE)
    g_print (_("          If its photos were deleted, remove them with “semblance-cli "
               "index --forget-missing %s”.\n"),
             argument);
}

void
cli_print_offline (const GPtrArray *offline)
{
  for (guint i = 0; i < offline->len; i++)
    {
      const SemStoreMount *mount = g_ptr_array_index (offline, i);
      g_autofree char *name = cli_name (mount->path);

      g_print (_("Offline:  %s (photos kept: %u): %s\n"), name, mount->n_photos,
               _(reasons[mount->away].words));
      print_advice (mount);
    }
}
