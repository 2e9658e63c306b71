/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/base/told.h"
#include "engine/model/library-private.h"
#include "engine/photos/excludes.h"
#include "engine/store/mounts.h"
#include "engine/store/folders.h"

/* Folder --------------------------------------------------------------------------------------- */

struct _SemFolder
{
  GObject parent_instance;

  GFile *file;
  guint n_photos;
  SemFolderPresence presence;
  gboolean forgettable;
  char *moved_to; /* (nullable) */
  char *patterns;
  GPtrArray *away; /* char *; the last one is NULL */
};

G_DEFINE_ENUM_TYPE (SemFolderPresence,
                    sem_folder_presence,
                    G_DEFINE_ENUM_VALUE (SEM_FOLDER_PRESENT, "present"),
                    G_DEFINE_ENUM_VALUE (SEM_FOLDER_PARTLY_PRESENT, "partly-present"),
                    G_DEFINE_ENUM_VALUE (SEM_FOLDER_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (SEM_FOLDER_EMPTIED, "emptied"))
G_DEFINE_FINAL_TYPE (SemFolder, sem_folder, G_TYPE_OBJECT)

enum
{
  PROP_FOLDER_0,
  PROP_FOLDER_FILE,
  PROP_FOLDER_N_PHOTOS,
  PROP_FOLDER_PRESENCE,
  PROP_FOLDER_FORGETTABLE,
  N_FOLDER_PROPS
};

static GParamSpec *folder_properties[N_FOLDER_PROPS];

static void
sem_folder_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  SemFolder *self = SEM_FOLDER (object);

  switch (prop_id)
    {
    case PROP_FOLDER_FILE:
      g_value_set_object (value, self->file);
      break;
    case PROP_FOLDER_N_PHOTOS:
      g_value_set_uint (value, self->n_photos);
      break;
    case PROP_FOLDER_PRESENCE:
      g_value_set_enum (value, self->presence);
      break;
    case PROP_FOLDER_FORGETTABLE:
      g_value_set_boolean (value, self->forgettable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sem_folder_finalize (GObject *object)
{
  g_clear_object (&SEM_FOLDER (object)->file);
  g_free (SEM_FOLDER (object)->moved_to);
  g_free (SEM_FOLDER (object)->patterns);
  g_ptr_array_unref (SEM_FOLDER (object)->away);
  G_OBJECT_CLASS (sem_folder_parent_class)->finalize (object);
}

static void
sem_folder_class_init (SemFolderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sem_folder_get_property;
  object_class->finalize = sem_folder_finalize;
  folder_properties[PROP_FOLDER_FILE] =
    g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, flags);
  folder_properties[PROP_FOLDER_N_PHOTOS] =
    g_param_spec_uint ("n-photos", NULL, NULL, 0, G_MAXUINT, 0, flags);
  folder_properties[PROP_FOLDER_PRESENCE] =
    g_param_spec_enum ("presence", NULL, NULL, SEM_TYPE_FOLDER_PRESENCE, SEM_FOLDER_PRESENT, flags);
  folder_properties[PROP_FOLDER_FORGETTABLE] =
    g_param_spec_boolean ("forgettable", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_FOLDER_PROPS, folder_properties);
}

static void
sem_folder_init (SemFolder *self)
{
  self->away = g_ptr_array_new_with_free_func (g_free);
}

static void
note_mount (SemFolder *self, const SemStoreFolder *row, const SemStoreMount *mount)
{
  gboolean root = g_str_equal (mount->path, row->path);

  g_ptr_array_add (self->away, g_strdup (mount->path));
  if (root)
    self->moved_to = g_strdup (mount->moved_to);
  if (root && mount->away == SEM_AWAY_EMPTIED)
    self->presence = SEM_FOLDER_EMPTIED;
  else if (root)
    self->presence = SEM_FOLDER_OFFLINE;
  else if (self->presence == SEM_FOLDER_PRESENT)
    self->presence = SEM_FOLDER_PARTLY_PRESENT;
  /* It is unknown which photos are missing in a folder that exists but cannot be read. */
  self->forgettable |= mount->n_photos > 0 && mount->away != SEM_AWAY_UNREADABLE;
}

SemFolder *
sem_folder_new (const SemStoreFolder *row, const GPtrArray *mounts)
{
  SemFolder *self = g_object_new (SEM_TYPE_FOLDER, NULL);

  self->file = g_file_new_for_path (row->path);
  self->n_photos = row->n_photos;
  self->patterns = g_strdup (row->patterns);
  self->presence = row->online ? SEM_FOLDER_PRESENT : SEM_FOLDER_OFFLINE;
  for (guint i = 0; i < mounts->len; i++)
    {
      const SemStoreMount *mount = g_ptr_array_index (mounts, i);

      if (mount->folder == row->id && mount->away)
        note_mount (self, row, mount);
    }
  if (self->presence == SEM_FOLDER_OFFLINE)
    g_ptr_array_add (self->away, g_strdup (row->path));
  g_ptr_array_add (self->away, NULL);
  return self;
}

GFile *
sem_folder_get_file (SemFolder *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER (self), NULL);
  return self->file;
}

guint
sem_folder_get_n_photos (SemFolder *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER (self), 0);
  return self->n_photos;
}

SemFolderPresence
sem_folder_get_presence (SemFolder *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER (self), SEM_FOLDER_OFFLINE);
  return self->presence;
}

const char *const *
sem_folder_get_away (SemFolder *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER (self), NULL);
  return (const char *const *) self->away->pdata;
}

const char *
sem_folder_get_moved_to (SemFolder *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER (self), NULL);
  return self->moved_to;
}

const char *
sem_folder_get_patterns (SemFolder *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER (self), NULL);
  return self->patterns;
}

char *
sem_folder_edit_patterns (const char *patterns,
                          const char *pattern,
                          gboolean leave_out,
                          GError **error)
{
  return sem_excludes_edit (patterns, pattern, leave_out, error);
}

char *
sem_folder_drop_pattern (const char *patterns, const char *pattern)
{
  return sem_excludes_drop (patterns, pattern);
}

const char *const *
sem_folder_list_built_in_patterns (void)
{
  return sem_excludes_list_built_in ();
}

gboolean
sem_folder_get_forgettable (SemFolder *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER (self), FALSE);
  return self->forgettable;
}

/* Problem -------------------------------------------------------------------------------------- */

struct _SemProblem
{
  GObject parent_instance;

  GFile *file;
  char *reason;
};

G_DEFINE_FINAL_TYPE (SemProblem, sem_problem, G_TYPE_OBJECT)

static void
sem_problem_finalize (GObject *object)
{
  SemProblem *self = SEM_PROBLEM (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->reason, g_free);
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

SemProblem *
sem_problem_new (const char *path, const char *record)
{
  SemProblem *self = g_object_new (SEM_TYPE_PROBLEM, NULL);

  self->file = g_file_new_for_path (path);
  self->reason = sem_told_dup_sentence (record);
  return self;
}

GFile *
sem_problem_get_file (SemProblem *self)
{
  g_return_val_if_fail (SEM_IS_PROBLEM (self), NULL);
  return self->file;
}

const char *
sem_problem_get_reason (SemProblem *self)
{
  g_return_val_if_fail (SEM_IS_PROBLEM (self), NULL);
  return self->reason;
}
