/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/backbones.h"
#include "engine/nn/pooling.h"
#include "engine/store/backbones.h"
#include "engine/store/models.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define SUFFIX ".safetensors"
#define MAX_ID 100

char *
sem_backbones_get_folder (const char *library)
{
  gsize length = strlen (library);

  if (g_str_has_suffix (library, ".db"))
    length -= 3;
  return g_strdup_printf ("%.*s.backbones", (int) length, library);
}

/* An id from the library becomes part of a path: only characters of our own ids are allowed. */
static gboolean
is_name (const char *id)
{
  gsize length = strlen (id);

  return length > 0 && length <= MAX_ID
         && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

char *
sem_backbones_get_path (const char *library, const char *id)
{
  g_autofree char *folder = sem_backbones_get_folder (library);
  g_autofree char *name = g_strconcat (id, SUFFIX, NULL);

  return is_name (id) ? g_build_filename (folder, name, NULL) : NULL;
}

static SemBackbone *
load_tuned (const char *path, const char *id, GError **error)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (path, error);
  g_autofree char *name = g_filename_display_name (path);

  if (!backbone || strcmp (sem_backbone_get_id (backbone), id) == 0)
    return g_steal_pointer (&backbone);
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("The weights file “%s” is not the one that the model was trained with. Put that "
                 "back, or train a new model with “semblance-cli train”."),
               name);
  return NULL;
}

static void
set_missing (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path ? path : "?");

  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_WEIGHTS,
               _("The weights of the network that the model was trained with are gone: “%s”. Put "
                 "the file back, or train a new model with “semblance-cli train”."),
               name);
}

/* Photos of the library are found without the program, too. */
static SemBackbone *
load_program (const char *id)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (SemProgramSettings) settings = sem_programs_find_id (id, &local);

  return settings ? sem_backbone_new_for_program (settings) : sem_backbone_new_lost (id, local);
}

SemBackbone *
sem_backbones_load (SemStore *store, const char *id, GError **error)
{
  g_autofree char *path = id ? sem_backbones_get_path (sem_store_get_path (store), id) : NULL;
  g_autoptr (SemBackbone) own = NULL;
  gint64 kind;

  if (sem_program_is_id (id))
    return load_program (id);
  if (path && g_file_test (path, G_FILE_TEST_EXISTS))
    return load_tuned (path, id, error);
  kind = id ? sem_store_get_backbone_kind (store, id, error) : SEM_BACKBONE_FOUND;
  if (kind < 0)
    return NULL;
  if (kind != SEM_BACKBONE_FOUND)
    {
      set_missing (path, error);
      return NULL;
    }
  own = sem_backbone_new (NULL, error);
  if (own && id && strcmp (sem_backbone_get_id (own), id) != 0)
    {
      g_autoptr (SemBackbone) gem = sem_backbone_new_pooled (NULL, SEM_POOLING_GEM, error);

      if (!gem || strcmp (sem_backbone_get_id (gem), id) == 0)
        return g_steal_pointer (&gem);
    }
  return g_steal_pointer (&own);
}

SemBackbone *
sem_backbones_load_active (SemStore *store, GError **error)
{
  SemStoreModel row = { 0 };
  SemBackbone *backbone;

  if (!sem_store_get_active_row (store, &row, error))
    return NULL;
  backbone = sem_backbones_load (store, row.backbone, error);
  sem_store_model_clear (&row);
  return backbone;
}

void
sem_backbones_sweep (SemStore *store)
{
  g_autofree char *folder = sem_backbones_get_folder (sem_store_get_path (store));
  g_autoptr (GPtrArray) names = sem_store_list_tuned (store, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (names && dir && (file = g_dir_read_name (dir)))
    {
      g_autofree char *id = g_strndup (file, strlen (file) - MIN (strlen (file), strlen (SUFFIX)));
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (g_str_has_suffix (file, SUFFIX) && strcmp (file, SEM_BACKBONES_NEW) != 0
          && !g_ptr_array_find_with_equal_func (names, id, g_str_equal, NULL))
        g_unlink (path);
    }
}
