/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-private.h"
#include "tests/support/fake-network.h"

enum
{
  PROP_0,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_STATUS,
  PROP_N_PHOTOS,
  PROP_N_PROBLEMS,
  PROP_SEARCHABLE,
  PROP_TAKES_WORDS,
  PROP_CODES,
  PROP_OFFER,
  PROP_TRAINING,
  PROP_COMING_NETWORK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static gboolean takes_words;

G_DEFINE_FINAL_TYPE (SemLibrary, sem_library, G_TYPE_OBJECT)

GType
sem_library_state_get_type (void)
{
  static GType type;
  static const GEnumValue values[] = {
    { SEM_LIBRARY_OPENING, "SEM_LIBRARY_OPENING", "opening" },
    { SEM_LIBRARY_IDLE, "SEM_LIBRARY_IDLE", "idle" },
    { SEM_LIBRARY_INDEXING, "SEM_LIBRARY_INDEXING", "indexing" },
    { SEM_LIBRARY_PAUSED, "SEM_LIBRARY_PAUSED", "paused" },
    { SEM_LIBRARY_TRAINING, "SEM_LIBRARY_TRAINING", "training" },
    { SEM_LIBRARY_STOPPING, "SEM_LIBRARY_STOPPING", "stopping" },
    { SEM_LIBRARY_BROKEN, "SEM_LIBRARY_BROKEN", "broken" },
    { 0 },
  };

  if (type == 0)
    type = g_enum_register_static ("SemLibraryState", values);
  return type;
}

static gboolean
is_searchable (SemLibrary *self)
{
  return sem_library_get_n_photos (self) > 0;
}

static void
sem_library_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemLibrary *self = SEM_LIBRARY (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_N_PHOTOS:
      g_value_set_uint (value, sem_library_get_n_photos (self));
      break;
    case PROP_N_PROBLEMS:
      g_value_set_uint (value, sem_library_get_n_problems (self));
      break;
    case PROP_SEARCHABLE:
      g_value_set_boolean (value, is_searchable (self));
      break;
    case PROP_TAKES_WORDS:
      g_value_set_boolean (value, takes_words);
      break;
    case PROP_CODES:
      g_value_set_object (value, self->codes);
      break;
    case PROP_OFFER:
      g_value_set_object (value, self->offer);
      break;
    case PROP_TRAINING:
      g_value_set_boolean (value, self->training);
      break;
    case PROP_COMING_NETWORK:
      g_value_set_string (value, self->coming_network);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_library_finalize (GObject *object)
{
  SemLibrary *self = SEM_LIBRARY (object);

  g_free (self->status);
  g_object_unref (self->photos);
  g_object_unref (self->folders);
  g_object_unref (self->problems);
  g_object_unref (self->models);
  g_object_unref (self->epochs);
  g_object_unref (self->jobs);
  g_clear_object (&self->codes);
  g_clear_object (&self->offer);
  g_free (self->coming_network);
  g_string_free (self->calls, TRUE);
  g_free (self->search_error);
  g_ptr_array_unref (self->held);

  G_OBJECT_CLASS (sem_library_parent_class)->finalize (object);
}

static void
sem_library_class_init (SemLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sem_library_finalize;
  object_class->get_property = sem_library_get_property;
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, SEM_TYPE_LIBRARY_STATE, 0, G_PARAM_READABLE);
  properties[PROP_PROGRESS] =
    g_param_spec_double ("progress", NULL, NULL, -1, 1, 0, G_PARAM_READABLE);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, "", G_PARAM_READABLE);
  properties[PROP_N_PHOTOS] =
    g_param_spec_uint ("n-photos", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE);
  properties[PROP_N_PROBLEMS] =
    g_param_spec_uint ("n-problems", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE);
  properties[PROP_SEARCHABLE] =
    g_param_spec_boolean ("searchable", NULL, NULL, FALSE, G_PARAM_READABLE);
  properties[PROP_TAKES_WORDS] =
    g_param_spec_boolean ("takes-words", NULL, NULL, FALSE, G_PARAM_READABLE);
  properties[PROP_CODES] =
    g_param_spec_object ("codes", NULL, NULL, SEM_TYPE_CODES, G_PARAM_READABLE);
  properties[PROP_OFFER] =
    g_param_spec_object ("offer", NULL, NULL, SEM_TYPE_CODES, G_PARAM_READABLE);
  properties[PROP_TRAINING] =
    g_param_spec_boolean ("training", NULL, NULL, FALSE, G_PARAM_READABLE);
  properties[PROP_COMING_NETWORK] =
    g_param_spec_string ("coming-network", NULL, NULL, NULL, G_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_signal_new ("message", SEM_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
}

static void
sem_library_init (SemLibrary *self)
{
  self->status = g_strdup ("");
  self->photos = g_list_store_new (SEM_TYPE_PHOTO);
  self->folders = g_list_store_new (SEM_TYPE_FOLDER);
  self->problems = g_list_store_new (SEM_TYPE_PROBLEM);
  self->models = g_list_store_new (SEM_TYPE_CODES);
  self->epochs = g_list_store_new (SEM_TYPE_EPOCH);
  self->jobs = g_list_store_new (SEM_TYPE_BACKGROUND_JOB);
  self->calls = g_string_new (NULL);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
}

void
sem_fake_library_set_takes_words (SemLibrary *self, gboolean takes)
{
  takes_words = takes;
  g_object_notify (G_OBJECT (self), "takes-words");
}

void
sem_fake_note_call (SemLibrary *self, const char *name, GFile *file)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_string_append_printf (self->calls, "%s%s%s%s", self->calls->len > 0 ? " " : "", name,
                          path != NULL ? " " : "", path != NULL ? path : "");
}

static guint n_open;

guint
sem_fake_library_count_open (void)
{
  return n_open;
}

SemLibrary *
sem_library_new (const char *path)
{
  n_open++;
  return g_object_new (SEM_TYPE_LIBRARY, NULL);
}

void
sem_library_close (SemLibrary *self)
{
  n_open--;
  sem_fake_note_call (self, "close", NULL);
}

SemLibraryState
sem_library_get_state (SemLibrary *self)
{
  return self->state;
}

double
sem_library_get_progress (SemLibrary *self)
{
  return self->progress;
}

const char *
sem_library_get_status (SemLibrary *self)
{
  return self->status;
}

guint
sem_library_get_n_photos (SemLibrary *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->photos));
}

guint
sem_library_get_n_problems (SemLibrary *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->problems));
}

GListModel *
sem_library_get_photos (SemLibrary *self)
{
  return G_LIST_MODEL (self->photos);
}

GListModel *
sem_library_get_jobs (SemLibrary *self)
{
  return G_LIST_MODEL (self->jobs);
}

GListModel *
sem_library_get_folders (SemLibrary *self)
{
  return G_LIST_MODEL (self->folders);
}

GListModel *
sem_library_get_problems (SemLibrary *self)
{
  return G_LIST_MODEL (self->problems);
}

void
sem_library_add_folder (SemLibrary *self, GFile *folder)
{
  g_autofree char *path = g_file_get_path (folder);

  sem_fake_note_call (self, "add-folder", folder);
  sem_fake_library_add_folder (self, path, 0, SEM_FOLDER_PRESENT);
}

void
sem_library_watch (SemLibrary *self)
{
  sem_fake_note_call (self, "watch", NULL);
}

void
sem_library_unwatch (SemLibrary *self)
{
  sem_fake_note_call (self, "unwatch", NULL);
}

const char *
sem_library_get_path (SemLibrary *self)
{
  return "/photos/library.db";
}

void
sem_library_set_thumbnail_cache (SemLibrary *self, guint64 bytes)
{
  self->cache = bytes;
}

guint64
sem_fake_library_get_cache (SemLibrary *self)
{
  return self->cache;
}

void
sem_fake_library_add_job (SemLibrary *self, SemBackgroundJob *job)
{
  g_list_store_append (self->jobs, job);
}

void
sem_fake_library_remove_job (SemLibrary *self, guint position)
{
  g_list_store_remove (self->jobs, position);
}

void
sem_library_remove_folder (SemLibrary *self, GFile *folder)
{
  sem_fake_note_call (self, "remove-folder", folder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->folders)); i++)
    {
      g_autoptr (SemFolder) item = g_list_model_get_item (G_LIST_MODEL (self->folders), i);

      if (g_file_equal (sem_folder_get_file (item), folder))
        g_list_store_remove (self->folders, i--);
    }
}

void
sem_library_forget_missing (SemLibrary *self, GFile *folder)
{
  sem_fake_note_call (self, "forget-missing", folder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->folders)); i++)
    {
      g_autoptr (SemFolder) item = g_list_model_get_item (G_LIST_MODEL (self->folders), i);
      g_autoptr (SemFolder) folder_after = NULL;

      if (!g_file_equal (sem_folder_get_file (item), folder))
        continue;
      folder_after = sem_fake_folder_new (folder, 0, SEM_FOLDER_PRESENT);
      g_list_store_splice (self->folders, i, 1, (gpointer *) &folder_after, 1);
    }
}

void
sem_library_leave_out (SemLibrary *self, GFile *folder, const char *patterns)
{
  g_autofree char *call = g_strdup_printf ("leave-out %s", patterns);

  sem_fake_note_call (self, g_strdelimit (call, "\n", ';'), folder);
}

void
sem_library_retry (SemLibrary *self)
{
  sem_fake_note_call (self, "retry", NULL);
}

void
sem_library_index (SemLibrary *self)
{
  sem_fake_note_call (self, "index", NULL);
}

void
sem_library_update (SemLibrary *self)
{
  sem_fake_note_call (self, "update", NULL);
}

void
sem_library_look_again (SemLibrary *self)
{
  self->n_looks++;
}

void
sem_library_want (SemLibrary *self, gint64 photo)
{
}

guint
sem_fake_library_get_n_looks (SemLibrary *self)
{
  return self->n_looks;
}

void
sem_library_pause (SemLibrary *self)
{
  sem_fake_note_call (self, "pause", NULL);
}

void
sem_library_resume (SemLibrary *self)
{
  sem_fake_note_call (self, "resume", NULL);
}

void
sem_library_cancel (SemLibrary *self)
{
  sem_fake_note_call (self, "cancel", NULL);
}

void
sem_fake_library_add_photos (SemLibrary *self, guint n)
{
  guint first = sem_library_get_n_photos (self);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (added, sem_fake_photo_new (first + i));
  g_list_store_splice (self->photos, first, 0, added->pdata, n);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_PHOTOS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHABLE]);
}

void
sem_fake_library_set_state (SemLibrary *self,
                            SemLibraryState state,
                            double progress,
                            const char *status)
{
  g_free (self->status);
  self->status = g_strdup (status);
  self->progress = progress;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
sem_fake_library_add_folder (SemLibrary *self,
                             const char *path,
                             guint n_photos,
                             SemFolderPresence presence)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SemFolder) folder = sem_fake_folder_new (file, n_photos, presence);

  g_list_store_append (self->folders, folder);
}

void
sem_fake_library_add_moved_folder (SemLibrary *self,
                                   const char *path,
                                   guint n_photos,
                                   const char *place)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SemFolder) folder = sem_fake_folder_new (file, n_photos, SEM_FOLDER_OFFLINE);

  sem_fake_folder_move (folder, place);
  g_list_store_append (self->folders, folder);
}

void
sem_fake_library_add_problem (SemLibrary *self, const char *path, const char *reason)
{
  g_autoptr (SemProblem) problem = sem_fake_problem_new (path, reason);

  g_list_store_append (self->problems, problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_PROBLEMS]);
}

char *
sem_fake_library_steal_calls (SemLibrary *self)
{
  char *calls = g_strdup (self->calls->str);

  g_string_truncate (self->calls, 0);
  return calls;
}
