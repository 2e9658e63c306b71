/* fuzz-training-note.c - the record of an interrupted training
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/hash-options.h"
#include "engine/service/wanted-training.h"

#include <glib/gstdio.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static char *folder;

static void
remove_folder (void)
{
  g_autofree char *note = g_build_filename (folder, "fuzz.db.training", NULL);

  g_remove (note);
  g_rmdir (folder);
  g_free (folder);
}

/* A record that is accepted is of a training that there is, or names a network, and survives being
 * written. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = NULL, *note = NULL, *method = NULL, *again_method = NULL;
  SemEngineRequest request, again;
  SemHashMethod known;

  if (!folder)
    {
      folder = g_dir_make_tmp ("fuzz-training-XXXXXX", NULL);
      g_assert_nonnull (folder);
      atexit (remove_folder);
    }
  path = g_build_filename (folder, "fuzz.db", NULL);
  note = g_strconcat (path, ".training", NULL);
  g_assert_true (g_file_set_contents_full (note, (const char *) data, (gssize) size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  if (!sem_wanted_training_read (path, &request, &method))
    return 0;
  g_assert_true (request.job == SEM_ENGINE_TRAIN || request.job == SEM_ENGINE_SWITCH);
  g_assert_true (request.job == SEM_ENGINE_TRAIN || request.name == method);
  if (method && request.job == SEM_ENGINE_TRAIN)
    {
      g_assert_true (sem_hash_method_from_name (method, &known));
      g_assert_true (sem_hash_bits_valid (request.n_bits));
    }
  sem_wanted_training_note (path, &request);
  g_assert_true (sem_wanted_training_read (path, &again, &again_method));
  g_assert_cmpstr (again_method, ==, method);
  g_assert_cmpuint (again.seed, ==, request.seed);
  if (method)
    g_assert_cmpuint (again.n_bits, ==, request.n_bits);
  return 0;
}
