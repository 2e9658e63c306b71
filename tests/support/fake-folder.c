/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-private.h"

struct _SemFolder
{
  GObject parent_instance;

  GFile *file;
  guint n_photos;
  SemFolderPresence presence;
  char *away[2];
  char *moved_to;
  char *patterns;
};

struct _SemProblem
{
  GObject parent_instance;

  GFile *file;
  char *reason;
};

G_DEFINE_FINAL_TYPE (SemFolder, sem_folder, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (SemProblem, sem_problem, G_TYPE_OBJECT)

GType
sem_folder_presence_get_type (void)
{
  static GType type;
  static const GEnumValue values[] = {
    { SEM_FOLDER_PRESENT, "SEM_FOLDER_PRESENT", "present" },
    { SEM_FOLDER_PARTLY_PRESENT, "SEM_FOLDER_PARTLY_PRESENT", "partly-present" },
    { SEM_FOLDER_OFFLINE, "SEM_FOLDER_OFFLINE", "offline" },
    { SEM_FOLDER_EMPTIED, "SEM_FOLDER_EMPTIED", "emptied" },
    { 0 },
  };

  if (type == 0)
    type = g_enum_register_static ("SemFolderPresence", values);
  return type;
}

static void
sem_folder_finalize (GObject *object)
{
  g_object_unref (SEM_FOLDER (object)->file);
  g_free (SEM_FOLDER (object)->away[0]);
  g_free (SEM_FOLDER (object)->moved_to);
  g_free (SEM_FOLDER (object)->patterns);

  G_OBJECT_CLASS (sem_folder_parent_class)->finalize (object);
}

static void
sem_folder_class_init (SemFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_folder_finalize;
}

static void
sem_folder_init (SemFolder *self)
{
}

GFile *
sem_folder_get_file (SemFolder *self)
{
  return self->file;
}

guint
sem_folder_get_n_photos (SemFolder *self)
{
  return self->n_photos;
}

const char *
sem_folder_get_moved_to (SemFolder *self)
{
  return self->moved_to;
}

SemFolderPresence
sem_folder_get_presence (SemFolder *self)
{
  return self->presence;
}

const char *const *
sem_folder_get_away (SemFolder *self)
{
  return (const char *const *) self->away;
}

const char *
sem_folder_get_patterns (SemFolder *self)
{
  return self->patterns;
}

char *
sem_folder_edit_patterns (const char *patterns,
                          const char *pattern,
                          gboolean leave_out,
                          GError **error)
{
  if (!pattern[0])
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "That is no pattern.");
      return NULL;
    }
  return g_strdup_printf ("%s%c%s\n", patterns, leave_out ? '-' : '+', pattern);
}

char *
sem_folder_drop_pattern (const char *patterns, const char *pattern)
{
  GString *kept = g_string_new (patterns);
  g_autofree char *taken_in = g_strdup_printf ("+%s\n", pattern);
  g_autofree char *left_out = g_strdup_printf ("-%s\n", pattern);

  g_string_replace (kept, taken_in, "", 0);
  g_string_replace (kept, left_out, "", 0);
  return g_string_free (kept, FALSE);
}

const char *const *
sem_folder_list_built_in_patterns (void)
{
  static const char *const patterns[] = { "@eaDir/", "*~", NULL };

  return patterns;
}

gboolean
sem_folder_get_forgettable (SemFolder *self)
{
  return self->presence != SEM_FOLDER_PRESENT;
}

static void
sem_problem_finalize (GObject *object)
{
  g_object_unref (SEM_PROBLEM (object)->file);
  g_free (SEM_PROBLEM (object)->reason);

  G_OBJECT_CLASS (sem_problem_parent_class)->finalize (object);
}

static void
sem_problem_class_init (SemProblemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_problem_finalize;
}

static void
sem_problem_init (SemProblem *self)
{
}

GFile *
sem_problem_get_file (SemProblem *self)
{
  return self->file;
}

const char *
sem_problem_get_reason (SemProblem *self)
{
  return self->reason;
}

SemFolder *
sem_fake_folder_new (GFile *file, guint n_photos, SemFolderPresence presence)
{
  SemFolder *self = g_object_new (SEM_TYPE_FOLDER, NULL);

  self->file = g_object_ref (file);
  self->n_photos = n_photos;
  self->presence = presence;
  self->patterns = g_strdup ("");
  if (presence == SEM_FOLDER_OFFLINE || presence == SEM_FOLDER_EMPTIED)
    self->away[0] = g_file_get_path (file);
  return self;
}

void
sem_fake_folder_move (SemFolder *self, const char *place)
{
  self->moved_to = g_strdup (place);
}

SemProblem *
sem_fake_problem_new (const char *path, const char *reason)
{
  SemProblem *self = g_object_new (SEM_TYPE_PROBLEM, NULL);

  self->file = g_file_new_for_path (path);
  self->reason = g_strdup (reason);
  return self;
}
