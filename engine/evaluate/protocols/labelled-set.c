/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/protocols/labelled-set.h"
#include "engine/photos/codes.h"
#include "engine/nn/backbone.h"
#include "engine/store/backbones.h"
#include "engine/store/folders.h"
#include "engine/store/photos.h"

#include <string.h>

#include <glib/gi18n-lib.h>

void
sem_labelled_set_free (SemLabelledSet *set)
{
  g_free (set->features);
  g_free (set->labels);
  g_free (set->ids);
  g_clear_pointer (&set->paths, g_ptr_array_unref);
  g_ptr_array_unref (set->classes);
  g_free (set);
}

typedef struct
{
  SemStore *store;
  const char *backbone;
  const SemLabelling *labelling;
  GPtrArray *folders; /* of the library */
  GHashTable *numbers;
  SemLabelledSet *set;
} Loading;

/* The length of the library's folder that @folder lies in, or is. */
static gsize
get_root_length (const Loading *loading, const char *folder)
{
  for (guint i = 0; i < loading->folders->len; i++)
    {
      const SemStoreFolder *root = g_ptr_array_index (loading->folders, i);

      if (sem_path_covers (root->path, folder))
        return strlen (root->path);
    }
  return 0;
}

/* @below: "" or "/a/b" */
static guint
count_levels (const char *below)
{
  guint n = 0;

  for (; *below; below++)
    n += *below == '/' && below[1] != '\0';
  return n;
}

/* Leaves the first @level folders; all where it is 0. */
static void
cut (char *below, guint level)
{
  for (guint n = 0; *below && level > 0; below++)
    if (*below == '/' && n++ == level)
      *below = '\0';
}

/* The class number of the folder that contains @path. */
static guint32
label_of (Loading *loading, const char *path)
{
  SemLabelledSet *set = loading->set;
  GHashTable *numbers = loading->numbers;
  g_autofree char *folder = g_path_get_dirname (path);
  gsize root = get_root_length (loading, folder);
  gpointer number;

  set->n_levels = MAX (set->n_levels, count_levels (folder + root));
  cut (folder + root, loading->labelling->level);
  if (loading->labelling->naming == SEM_CLASS_FOLDER_NAME)
    {
      char *name = g_path_get_basename (folder);

      g_free (folder);
      folder = name;
    }
  if (!g_hash_table_lookup_extended (numbers, folder, NULL, &number))
    {
      number = GUINT_TO_POINTER (set->classes->len);
      g_ptr_array_add (set->classes, g_strdup (folder));
      g_hash_table_insert (numbers, g_steal_pointer (&folder), number);
    }
  return GPOINTER_TO_UINT (number);
}

static gboolean
load_photo (Loading *loading, gint64 id, GError **error)
{
  SemLabelledSet *set = loading->set;
  SemStorePhoto photo = { 0 };
  gboolean found = FALSE;
  gboolean ok =
    sem_store_get_photo (loading->store, id, &photo, error)
    && sem_codes_load_feature (loading->store, id, loading->backbone,
                               set->features + set->n * SEM_BACKBONE_DIM, &found, error);

  if (ok && found && photo.path)
    {
      set->labels[set->n] = label_of (loading, photo.path);
      set->ids[set->n] = id;
      g_ptr_array_add (set->paths, g_strdup (photo.path));
      set->n++;
    }
  sem_store_photo_clear (&photo);
  return ok;
}

SemLabelledSet *
sem_labelled_set_load (SemStore *store,
                       const char *backbone,
                       const SemLabelling *labelling,
                       GError **error)
{
  g_autoptr (GArray) ids = sem_store_list_training (store, backbone, error);
  g_autoptr (GPtrArray) folders = ids ? sem_store_list_folders (store, error) : NULL;
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (SemLabelledSet) set = g_new0 (SemLabelledSet, 1);
  Loading loading = { store, backbone, labelling, folders, numbers, set };

  set->paths = g_ptr_array_new_with_free_func (g_free);
  set->classes = g_ptr_array_new_with_free_func (g_free);
  if (!folders)
    return NULL;
  if (labelling->most > 0 && ids->len > labelling->most)
    {
      set->n_left_out = ids->len - labelling->most;
      g_array_set_size (ids, labelling->most);
    }
  set->features = g_try_new (float, (gsize) MAX (ids->len, 1) * SEM_BACKBONE_DIM);
  set->labels = g_new (guint32, MAX (ids->len, 1));
  set->ids = g_new (gint64, MAX (ids->len, 1));
  if (!set->features)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("There is not enough memory to evaluate %u photos at once."), ids->len);
      return NULL;
    }
  for (guint i = 0; i < ids->len; i++)
    if (!load_photo (&loading, g_array_index (ids, gint64, i), error))
      return NULL;
  return g_steal_pointer (&set);
}

void
sem_labelled_set_add_distractors (SemLabelledSet *set, const SemLabelledSet *other)
{
  gsize n = set->n + other->n;

  set->features = g_renew (float, set->features, n *SEM_BACKBONE_DIM);
  set->labels = g_renew (guint32, set->labels, n);
  set->ids = g_renew (gint64, set->ids, n);
  memcpy (set->features + set->n * SEM_BACKBONE_DIM, other->features,
          other->n * SEM_BACKBONE_DIM * sizeof (float));
  memcpy (set->ids + set->n, other->ids, other->n * sizeof *set->ids);
  for (gsize i = set->n; i < n; i++)
    {
      set->labels[i] = SEM_NO_CLASS;
      g_ptr_array_add (set->paths, g_strdup (g_ptr_array_index (other->paths, i - set->n)));
    }
  set->n = n;
}
