/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/program/program-settings.h"
#include "engine/nn/program/program-wire.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define PREFIX "program-"
#define DIGITS 8
#define MAX_NAME 40
#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

SemProgramSettings *
sem_program_settings_copy (const SemProgramSettings *self)
{
  SemProgramSettings *copy = g_new (SemProgramSettings, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);
  copy->command = g_strdup (self->command);
  copy->folder = g_strdup (self->folder);
  copy->title = g_strdup (self->title);
  return copy;
}

void
sem_program_settings_free (SemProgramSettings *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->command);
  g_free (self->folder);
  g_free (self->title);
  g_free (self);
}

/* Ids ----------------------------------------------------------------------------------------- */

gboolean
sem_program_name_is_valid (const char *name)
{
  const gsize length = strlen (name);

  return length >= 1 && length <= MAX_NAME && strspn (name, NAME_LETTERS) == length
         && name[0] != '-';
}

char *
sem_program_settings_get_id (const SemProgramSettings *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const guint32 numbers[2] = { GUINT32_TO_LE (self->side), GUINT32_TO_LE (self->d) };

  g_checksum_update (checksum, (const guchar *) self->title, (gssize) strlen (self->title) + 1);
  g_checksum_update (checksum, (const guchar *) numbers, sizeof numbers);
  return g_strdup_printf (PREFIX "%u-%s-%.*s", self->d, self->name, DIGITS,
                          g_checksum_get_string (checksum));
}

/* Returns: numbers of a feature; 0 where it is no such id. An id may come from a library that
 * somebody else made, and becomes part of a path and of sentences.
 * @name: (out) (transfer full) (nullable) */
static guint
read_id (const char *id, char **name)
{
  g_autofree char *found = NULL;
  const char *last;
  guint64 d;
  char *end;

  *name = NULL;
  if (!id || !g_str_has_prefix (id, PREFIX) || !g_ascii_isdigit (id[strlen (PREFIX)]))
    return 0;
  d = g_ascii_strtoull (id + strlen (PREFIX), &end, 10);
  last = strrchr (id, '-');
  if (d < SEM_PROGRAM_MIN_DIM || d > SEM_PROGRAM_MAX_DIM || *end != '-' || last <= end
      || strlen (last + 1) != DIGITS || strspn (last + 1, "0123456789abcdef") != DIGITS)
    return 0;
  found = g_strndup (end + 1, (gsize) (last - end - 1));
  if (!sem_program_name_is_valid (found))
    return 0;
  *name = g_steal_pointer (&found);
  return (guint) d;
}

gboolean
sem_program_is_id (const char *id)
{
  return sem_program_get_dim_of_id (id) > 0;
}

guint
sem_program_get_dim_of_id (const char *id)
{
  g_autofree char *name = NULL;

  return read_id (id, &name);
}

char *
sem_program_get_name_of_id (const char *id)
{
  char *name;

  read_id (id, &name);
  return name;
}

/* The file ------------------------------------------------------------------------------------- */

static char *
get_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "semblance", "backbones.ini", NULL);
}

char *
sem_program_get_reference_path (const char *id)
{
  g_autofree char *file = g_strconcat (id, ".reference", NULL);

  return g_build_filename (g_get_user_config_dir (), "semblance", file, NULL);
}

/* (transfer full): empty where there is no file yet. */
static GKeyFile *
load (GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *path = get_path ();
  g_autofree char *name = g_filename_display_name (path);

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, &local)
      || g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_steal_pointer (&file);
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _(
                 "The list of backbones “%s” cannot be read: %s. Mend it, or remove it and add the "
                 "backbones again."),
               name, local->message);
  return NULL;
}

static gboolean
save (GKeyFile *file, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *path = get_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_filename_display_name (path);
  gsize size;
  g_autofree char *data = g_key_file_to_data (file, &size, NULL);

  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &local))
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, _("“%s” cannot be written: %s."), name,
               local->message);
  return FALSE;
}

static guint
get_number (GKeyFile *file, const char *name, const char *key, guint least, guint most)
{
  const int value = g_key_file_get_integer (file, name, key, NULL);

  return value >= (int) least && value <= (int) most ? (guint) value : 0;
}

/* (nullable): NULL where something is missing or out of range. */
static SemProgramSettings *
read_one (GKeyFile *file, const char *name)
{
  g_autoptr (SemProgramSettings) self = g_new0 (SemProgramSettings, 1);

  self->name = g_strdup (name);
  self->command = g_key_file_get_string (file, name, "command", NULL);
  self->folder = g_key_file_get_string (file, name, "folder", NULL);
  self->title = g_key_file_get_string (file, name, "title", NULL);
  self->words = g_key_file_get_boolean (file, name, "words", NULL);
  self->rate = g_key_file_get_double (file, name, "rate", NULL);
  if (!(self->rate > 0) || !isfinite (self->rate))
    self->rate = 0;
  self->side = get_number (file, name, "side", SEM_PROGRAM_MIN_SIDE, SEM_PROGRAM_MAX_SIDE);
  self->d = get_number (file, name, "dimensions", SEM_PROGRAM_MIN_DIM, SEM_PROGRAM_MAX_DIM);
  self->seconds = get_number (file, name, "seconds", 1, SEM_PROGRAM_MAX_SECONDS);
  if (!sem_program_name_is_valid (name) || !self->command || !self->folder || !self->title
      || !*self->title || strlen (self->title) > SEM_WIRE_MAX_TITLE || !self->side || !self->d
      || !self->seconds)
    return NULL;
  return g_steal_pointer (&self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const SemProgramSettings *const *one = a, *const *other = b;

  return strcmp ((*one)->name, (*other)->name);
}

GPtrArray *
sem_programs_list (GError **error)
{
  g_autoptr (GKeyFile) file = load (error);
  GPtrArray *all;
  g_auto (GStrv) names = NULL;

  if (!file)
    return NULL;
  all = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_program_settings_free);
  names = g_key_file_get_groups (file, NULL);
  for (guint i = 0; names[i]; i++)
    {
      SemProgramSettings *settings = read_one (file, names[i]);

      if (settings)
        g_ptr_array_add (all, settings);
    }
  g_ptr_array_sort (all, compare_names);
  return all;
}

gboolean
sem_programs_take_words (void)
{
  g_autoptr (GPtrArray) all = sem_programs_list (NULL);

  for (guint i = 0; all && i < all->len; i++)
    if (((const SemProgramSettings *) g_ptr_array_index (all, i))->words)
      return TRUE;
  return FALSE;
}

SemProgramSettings *
sem_programs_find (const char *name, GError **error)
{
  g_autoptr (GPtrArray) all = sem_programs_list (error);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; all && i < all->len; i++)
    {
      const SemProgramSettings *settings = g_ptr_array_index (all, i);

      if (g_str_equal (settings->name, name))
        return sem_program_settings_copy (settings);
      g_string_append_printf (names, i > 0 ? ", %s" : "%s", settings->name);
    }
  if (all && all->len > 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                 _("There is no backbone “%s”. Those that were added are: %s."), name, names->str);
  else if (all)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                 _("There is no backbone “%s”. Add it with “semblance-cli backbone add %s”."),
                 name, name);
  return NULL;
}

SemProgramSettings *
sem_programs_find_id (const char *id, GError **error)
{
  g_autoptr (GPtrArray) all = sem_programs_list (error);
  g_autofree char *name = sem_program_get_name_of_id (id);

  for (guint i = 0; all && i < all->len; i++)
    {
      const SemProgramSettings *settings = g_ptr_array_index (all, i);
      g_autofree char *own = sem_program_settings_get_id (settings);

      if (g_str_equal (own, id))
        return sem_program_settings_copy (settings);
    }
  if (all)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
                 _(
                   "The photos were described by the backbone “%s”, which this user has not added, "
                   "or which is another one now. Add its program with “semblance-cli backbone "
                   "add”, or go back with “semblance-cli backbone use default”."),
                 name ? name : id);
  return NULL;
}

gboolean
sem_programs_put (const SemProgramSettings *settings, GError **error)
{
  g_autoptr (GKeyFile) file = load (error);
  const char *name = settings->name;

  if (!file)
    return FALSE;
  g_key_file_remove_group (file, name, NULL);
  g_key_file_set_string (file, name, "command", settings->command);
  g_key_file_set_string (file, name, "folder", settings->folder);
  g_key_file_set_string (file, name, "title", settings->title);
  g_key_file_set_integer (file, name, "side", (int) settings->side);
  g_key_file_set_integer (file, name, "dimensions", (int) settings->d);
  g_key_file_set_integer (file, name, "seconds", (int) settings->seconds);
  g_key_file_set_boolean (file, name, "words", settings->words);
  g_key_file_set_double (file, name, "rate", settings->rate);
  return save (file, error);
}

gboolean
sem_programs_remove (const char *name, GError **error)
{
  g_autoptr (SemProgramSettings) settings = sem_programs_find (name, error);
  g_autoptr (GKeyFile) file = settings ? load (error) : NULL;
  g_autofree char *id = settings ? sem_program_settings_get_id (settings) : NULL;
  g_autofree char *reference = id ? sem_program_get_reference_path (id) : NULL;

  if (!file || !g_key_file_remove_group (file, name, NULL) || !save (file, error))
    return FALSE;
  g_unlink (reference);
  return TRUE;
}
