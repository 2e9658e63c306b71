/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/weights.h"

#include "engine/base/installed.h"

#include <glib/gi18n-lib.h>

#include <string.h>

static const char *
get_chosen (void)
{
  const char *chosen = g_getenv ("SEMBLANCE_WEIGHTS");

  return chosen && *chosen ? chosen : NULL;
}

char **
sem_weights_list_places (void)
{
  const char *chosen = get_chosen ();
  g_autofree char *installed = NULL;
  char **places = g_new0 (char *, 3);

  if (chosen)
    {
      places[0] = g_strdup (chosen);
      return places;
    }
  installed = sem_installed_get_folder (SEM_INSTALLED_DATA);
  places[0] = g_build_filename (installed, SEM_WEIGHTS_NAME, NULL);
  places[1] = g_build_filename (g_get_user_data_dir (), "semblance", SEM_WEIGHTS_NAME, NULL);
  return places;
}

static gboolean
open_named (SemWeights *self, const char *path, GError **error)
{
  GBytes *bytes;

  self->file = sem_safetensors_open (path, error);
  if (!self->file)
    return FALSE;
  self->path = g_strdup (path);
  bytes = sem_safetensors_get_bytes (self->file);
  sha256_init (&self->hash);
  sha256_update (&self->hash, g_bytes_get_size (bytes), g_bytes_get_data (bytes, NULL));
  return TRUE;
}

static gboolean
is_published (const SemWeights *self)
{
  struct sha256_ctx hash = self->hash;
  guint8 digest[SHA256_DIGEST_SIZE];
  char text[2 * SHA256_DIGEST_SIZE + 1];

  sha256_digest (&hash, sizeof digest, digest);
  for (gsize i = 0; i < sizeof digest; i++)
    g_snprintf (text + 2 * i, 3, "%02x", digest[i]);
  return strcmp (text, SEM_WEIGHTS_SHA256) == 0;
}

static gboolean
open_published (SemWeights *self, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (!open_named (self, path, error))
    return FALSE;
  if (is_published (self))
    return TRUE;
  sem_weights_clear (self);
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("The weights file “%s” is not the published one: its contents have changed. "
                 "Remove it, and semblance-weights gets it again."),
               name);
  return FALSE;
}

/* Keeps the first error, but replaces that of a missing file by that of an unusable one, which is
 * more helpful. */
static void
keep_error (GError **kept, GError *error)
{
  if (*kept
      && (!g_error_matches (*kept, SEM_ERROR, SEM_ERROR_NO_WEIGHTS)
          || g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_WEIGHTS)))
    {
      g_error_free (error);
      return;
    }
  g_clear_error (kept);
  *kept = error;
}

gboolean
sem_weights_open (SemWeights *self, const char *path, GError **error)
{
  g_auto (GStrv) places = NULL;
  g_autoptr (GError) kept = NULL;

  memset (self, 0, sizeof *self);
  if (!path)
    path = get_chosen ();
  if (path)
    return open_named (self, path, error);

  places = sem_weights_list_places ();
  for (gsize i = 0; places[i]; i++)
    {
      GError *local = NULL;

      if (open_published (self, places[i], &local))
        return TRUE;
      keep_error (&kept, local);
    }
  g_propagate_error (error, g_steal_pointer (&kept));
  return FALSE;
}

void
sem_weights_clear (SemWeights *self)
{
  g_clear_pointer (&self->file, sem_safetensors_free);
  g_clear_pointer (&self->path, g_free);
}
