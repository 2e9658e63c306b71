/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/viewer/trash-table.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/model/viewer/trash-info.h"

#define INFO_ENDING ".trashinfo"

/* @bins: (element-type filename): folders of trashes that were read
 * @infos: (element-type filename GArray): by the path of a file, its Info in them */
struct _SemTrashTable
{
  GHashTable *bins;
  GHashTable *infos;
};

/* @time: when it was written, in nanoseconds */
typedef struct
{
  char *path;
  gint64 time;
} Info;

SemTrashTable *
sem_trash_table_new (void)
{
  SemTrashTable *self = g_new (SemTrashTable, 1);

  self->bins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->infos =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  return self;
}

void
sem_trash_table_free (SemTrashTable *self)
{
  g_hash_table_unref (self->bins);
  g_hash_table_unref (self->infos);
  g_free (self);
}

/* Trashes -------------------------------------------------------------------------------------- */

/* @folder: of the trash; @top: what paths in it are relative to, NULL for none */
typedef struct
{
  char *folder;
  char *top;
} Bin;

static void
bin_clear (gpointer data)
{
  Bin *bin = data;

  g_free (bin->folder);
  g_free (bin->top);
}

/* The folder of the mount that holds @path. */
static char *
find_top (const char *path)
{
  g_autofree char *top = g_path_get_dirname (path);
  GStatBuf info, above;

  if (g_stat (top, &info) != 0)
    return g_steal_pointer (&top);
  while (strcmp (top, "/") != 0)
    {
      g_autofree char *parent = g_path_get_dirname (top);

      if (g_stat (parent, &above) != 0 || above.st_dev != info.st_dev)
        break;
      g_free (top);
      top = g_steal_pointer (&parent);
    }
  return g_steal_pointer (&top);
}

static void
add_bin (GArray *bins, char *folder, const char *top)
{
  const Bin bin = { folder, g_strdup (top) };

  g_array_append_val (bins, bin);
}

static GArray *
list_bins (const char *path)
{
  GArray *bins = g_array_new (FALSE, FALSE, sizeof (Bin));
  g_autofree char *top = find_top (path);
  g_autofree char *shared = g_strdup_printf (".Trash/%u", (guint) getuid ());
  g_autofree char *own = g_strdup_printf (".Trash-%u", (guint) getuid ());

  g_array_set_clear_func (bins, bin_clear);
  add_bin (bins, g_build_filename (g_get_user_data_dir (), "Trash", NULL), NULL);
  add_bin (bins, g_build_filename (top, shared, NULL), top);
  add_bin (bins, g_build_filename (top, own, NULL), top);
  return bins;
}

/* (transfer full) (nullable): where the file of an info was. */
static char *
read_origin (const Bin *bin, const char *info)
{
  g_autofree char *text = NULL;
  GStatBuf st;
  gsize size;

  /* Other programs and, on shared disks, other people write there. */
  if (g_stat (info, &st) != 0 || !S_ISREG (st.st_mode) || st.st_size > SEM_TRASH_INFO_MAX_SIZE
      || !g_file_get_contents (info, &text, &size, NULL))
    return NULL;
  return sem_trash_info_parse (text, size, bin->top);
}

static void
info_clear (gpointer data)
{
  g_free (((Info *) data)->path);
}

/* @origin: (transfer full) */
static void
add_info (SemTrashTable *self, char *origin, const char *path)
{
  GArray *infos = g_hash_table_lookup (self->infos, origin);
  Info info = { NULL, 0 };
  GStatBuf st;

  if (g_stat (path, &st) != 0)
    {
      g_free (origin);
      return;
    }
  info.path = g_strdup (path);
  info.time = (gint64) st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
  if (infos)
    g_free (origin);
  else
    {
      infos = g_array_new (FALSE, FALSE, sizeof (Info));
      g_array_set_clear_func (infos, info_clear);
      g_hash_table_insert (self->infos, origin, infos);
    }
  g_array_append_val (infos, info);
}

static void
read_bin (SemTrashTable *self, const Bin *bin)
{
  g_autofree char *folder = g_build_filename (bin->folder, "info", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_hash_table_add (self->bins, g_strdup (bin->folder)))
    return;
  dir = g_dir_open (folder, 0, NULL);
  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *info = g_build_filename (folder, name, NULL);
      char *origin = g_str_has_suffix (name, INFO_ENDING) ? read_origin (bin, info) : NULL;

      if (origin)
        add_info (self, origin, info);
    }
}

/* Files ---------------------------------------------------------------------------------------- */

/* Returns: the index of the newest; there is at least one */
static guint
find_newest (GArray *infos)
{
  guint newest = 0;

  for (guint i = 1; i < infos->len; i++)
    if (g_array_index (infos, Info, i).time >= g_array_index (infos, Info, newest).time)
      newest = i;
  return newest;
}

const char *
sem_trash_table_find (SemTrashTable *self, const char *path)
{
  g_autoptr (GArray) bins = list_bins (path);
  GArray *infos;

  for (guint i = 0; i < bins->len; i++)
    read_bin (self, &g_array_index (bins, Bin, i));
  infos = g_hash_table_lookup (self->infos, path);
  return infos && infos->len > 0 ? g_array_index (infos, Info, find_newest (infos)).path : NULL;
}

void
sem_trash_table_drop (SemTrashTable *self, const char *path)
{
  GArray *infos = g_hash_table_lookup (self->infos, path);

  if (infos && infos->len > 0)
    g_array_remove_index (infos, find_newest (infos));
}
