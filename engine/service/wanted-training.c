/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/wanted-training.h"

#include <glib/gstdio.h>

#define GROUP "training"
/* Of a file that may be a record, in bytes. */
#define MAX_SIZE 4096

static char *
get_name (const char *path)
{
  return g_strconcat (path, ".training", NULL);
}

void
sem_wanted_training_note (const char *path, const SemEngineRequest *request)
{
  g_autofree char *name = get_name (path);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (request->job == SEM_ENGINE_SWITCH)
    g_key_file_set_string (file, GROUP, "backbone", request->name);
  if (request->method)
    {
      g_key_file_set_string (file, GROUP, "method", request->method);
      g_key_file_set_integer (file, GROUP, "bits", (int) request->n_bits);
    }
  g_key_file_set_uint64 (file, GROUP, "seed", request->seed);
  g_key_file_set_boolean (file, GROUP, "paper", request->paper);
  g_key_file_set_integer (file, GROUP, "most", (int) request->most);
  g_key_file_set_string (file, GROUP, "network", sem_finetune_depth_get_name (request->depth));
  g_key_file_set_boolean (file, GROUP, "augment", request->augment);
  text = g_key_file_to_data (file, NULL, NULL);
  /* Newer versions of GLib keep the mode of a file that is replaced. */
  (void) g_chmod (name, 0600);
  if (!g_file_set_contents_full (name, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("noting a training: %s", error->message);
}

void
sem_wanted_training_forget (const char *path)
{
  g_autofree char *name = get_name (path);

  g_unlink (name);
}

/* What an earlier version did not write has its default. */
static void
read_more (GKeyFile *file, SemEngineRequest *request)
{
  g_autofree char *network = g_key_file_get_string (file, GROUP, "network", NULL);
  int most = g_key_file_get_integer (file, GROUP, "most", NULL);

  request->paper = g_key_file_get_boolean (file, GROUP, "paper", NULL);
  request->most = (guint) MAX (most, 0);
  request->augment = g_key_file_get_boolean (file, GROUP, "augment", NULL);
  if (network)
    sem_finetune_depth_from_name (network, &request->depth);
}

gboolean
sem_wanted_training_read (const char *path, SemEngineRequest *request, char **word)
{
  g_autofree char *name = get_name (path);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *found = NULL, *backbone = NULL;
  SemHashMethod known;
  GStatBuf info;
  int bits;

  if (g_stat (name, &info) != 0 || info.st_size > MAX_SIZE
      || !g_key_file_load_from_file (file, name, G_KEY_FILE_NONE, NULL)
      || !g_key_file_has_group (file, GROUP))
    return FALSE;
  backbone = g_key_file_get_string (file, GROUP, "backbone", NULL);
  if (backbone)
    {
      *word = g_steal_pointer (&backbone);
      *request = (SemEngineRequest){ .job = SEM_ENGINE_SWITCH, .name = *word };
      return TRUE;
    }
  found = g_key_file_get_string (file, GROUP, "method", NULL);
  bits = g_key_file_get_integer (file, GROUP, "bits", NULL);
  if (found
      && (bits < 0 || !sem_hash_bits_valid ((guint) bits)
          || !sem_hash_method_from_name (found, &known)))
    return FALSE;
  *word = g_steal_pointer (&found);
  *request = (SemEngineRequest){ .job = SEM_ENGINE_TRAIN,
                                 .method = *word,
                                 .n_bits = (guint) bits,
                                 .seed = g_key_file_get_uint64 (file, GROUP, "seed", NULL) };
  read_more (file, request);
  return TRUE;
}
