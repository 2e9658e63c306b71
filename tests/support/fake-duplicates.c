/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/duplicates/duplicate-finder.h"
#include "engine/model/duplicates/duplicate-list-private.h"
#include "engine/model/duplicates/removal-private.h"
#include "tests/support/fake-private.h"

#include <string.h>

/* Its list is the real one; what it finds is said by the test. */
struct _SemDuplicateFinder
{
  GObject parent_instance;

  SemDuplicateList *list;
  gboolean running;
  gboolean done;
  char *problem;
  gint64 looked_at;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_PROBLEM,
};

G_DEFINE_FINAL_TYPE (SemDuplicateFinder, sem_duplicate_finder, G_TYPE_OBJECT)

static void
sem_duplicate_finder_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemDuplicateFinder *self = SEM_DUPLICATE_FINDER (object);

  if (id == PROP_RUNNING)
    g_value_set_boolean (value, self->running);
  else if (id == PROP_PROBLEM)
    g_value_set_string (value, self->problem);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_duplicate_finder_finalize (GObject *object)
{
  SemDuplicateFinder *self = SEM_DUPLICATE_FINDER (object);

  g_object_unref (self->list);
  g_free (self->problem);

  G_OBJECT_CLASS (sem_duplicate_finder_parent_class)->finalize (object);
}

static void
sem_duplicate_finder_class_init (SemDuplicateFinderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sem_duplicate_finder_get_property;
  object_class->finalize = sem_duplicate_finder_finalize;
  g_object_class_install_property (object_class, PROP_RUNNING,
                                   g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_PROBLEM,
                                   g_param_spec_string ("problem", NULL, NULL, NULL,
                                                        G_PARAM_READABLE));
  g_signal_new ("message", SEM_TYPE_DUPLICATE_FINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sem_duplicate_finder_init (SemDuplicateFinder *self)
{
}

SemDuplicateFinder *
sem_duplicate_finder_new (SemLibrary *library)
{
  SemDuplicateFinder *self = g_object_new (SEM_TYPE_DUPLICATE_FINDER, NULL);

  self->list = sem_duplicate_list_new (library);
  return self;
}

static void
set_running (SemDuplicateFinder *self, gboolean running)
{
  if (self->running == running)
    return;
  self->running = running;
  g_object_notify (G_OBJECT (self), "running");
}

void
sem_duplicate_finder_start (SemDuplicateFinder *self)
{
  set_running (self, TRUE);
}

void
sem_duplicate_finder_stop (SemDuplicateFinder *self)
{
  set_running (self, FALSE);
}

gboolean
sem_duplicate_finder_get_running (SemDuplicateFinder *self)
{
  return self->running;
}

const char *
sem_duplicate_finder_get_problem (SemDuplicateFinder *self)
{
  return self->problem;
}

gboolean
sem_duplicate_finder_get_done (SemDuplicateFinder *self)
{
  return self->done;
}

SemDuplicateList *
sem_duplicate_finder_get_list (SemDuplicateFinder *self)
{
  return self->list;
}

void
sem_duplicate_finder_look_at (SemDuplicateFinder *self, SemDuplicateSet *set)
{
  self->looked_at = set ? sem_duplicate_set_get_file (set, 0)->photo : 0;
}

void
sem_duplicate_finder_set_different (SemDuplicateFinder *self,
                                    SemDuplicateSet *set,
                                    gboolean different)
{
  sem_duplicate_list_dismiss (self->list, set, different);
}

/* Control -------------------------------------------------------------------------------------- */

static void
file_clear (gpointer file)
{
  g_free (((SemDuplicateFile *) file)->path);
}

static void
group_free (gpointer group)
{
  g_array_unref (((SemDuplicateGroup *) group)->files);
  g_free (group);
}

/* "4" is the file of photo 4, and "4b" another one of it in the folder "b". */
static char *
dup_path (gint64 photo, const char *word)
{
  const char *letter = word + strspn (word, "0123456789");
  g_autofree char *path = sem_fake_photo_dup_path (photo);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);

  return g_build_filename (folder, letter, base, NULL);
}

static SemDuplicateGroup *
make_group (const char *word)
{
  const char *numbers = word + strcspn (word, "!?");
  g_auto (GStrv) photos = g_strsplit (numbers + 1, ",", 0);
  SemDuplicateGroup *group = g_new0 (SemDuplicateGroup, 1);

  group->kind = g_str_has_prefix (word, "burst")  ? SEM_DUPLICATES_BURST
                : g_str_has_prefix (word, "pair") ? SEM_DUPLICATES_PAIR
                : g_str_has_prefix (word, "same") ? SEM_DUPLICATES_IDENTICAL
                                                  : SEM_DUPLICATES_COPIES;
  group->proven = !g_str_has_prefix (word, "maybe");
  group->reasons = *numbers == '!' ? 1u << SEM_DUPLICATE_PIXELS : 0;
  group->files = g_array_new (FALSE, TRUE, sizeof (SemDuplicateFile));
  g_array_set_clear_func (group->files, file_clear);
  for (guint i = 0; photos[i]; i++)
    {
      const gint64 photo = g_ascii_strtoll (photos[i], NULL, 10);
      SemDuplicateFile file = { .photo = photo,
                                .path = dup_path (photo, photos[i]),
                                .size = 1000000,
                                .width = 4000,
                                .height = 3000,
                                .likeness = i == 0 ? 1 : .9,
                                .suggested = *numbers == '!' && i == 0,
                                .is_there = TRUE };

      g_array_append_val (group->files, file);
    }
  return group;
}

void
sem_fake_duplicates_show (SemDuplicateFinder *self, const char *text)
{
  SemDuplicates *duplicates = g_new0 (SemDuplicates, 1);
  g_auto (GStrv) words = g_strsplit (text, " ", 0);

  g_atomic_ref_count_init (&duplicates->n_refs);
  duplicates->groups = g_ptr_array_new_with_free_func (group_free);
  duplicates->open = g_array_new (FALSE, FALSE, sizeof (SemStoreDuplicate));
  for (guint i = 0; words[i]; i++)
    if (*words[i])
      g_ptr_array_add (duplicates->groups, make_group (words[i]));
  sem_duplicate_list_show (self->list, duplicates);
  sem_duplicates_unref (duplicates);
}

void
sem_fake_duplicates_finish (SemDuplicateFinder *self, const char *text)
{
  self->done = TRUE;
  self->running = FALSE;
  g_clear_pointer (&self->problem, g_free);
  g_object_notify (G_OBJECT (self), "running");
  sem_fake_duplicates_show (self, text);
}

void
sem_fake_duplicates_fail (SemDuplicateFinder *self, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  set_running (self, FALSE);
}

gint64
sem_fake_duplicates_get_looked_at (SemDuplicateFinder *self)
{
  return self->looked_at;
}

/* Removals ------------------------------------------------------------------------------------- */

static void
add_file (GPtrArray *files, const char *path, gint64 photo, gboolean is_companion)
{
  SemRemovalFile *file = g_new (SemRemovalFile, 1);

  *file = (SemRemovalFile){ g_file_new_for_path (path), photo, is_companion };
  g_ptr_array_add (files, file);
}

static gboolean
photo_stays (GArray *items, gint64 photo)
{
  for (guint i = 0; i < items->len; i++)
    {
      const SemRemovalItem *item = &g_array_index (items, SemRemovalItem, i);

      if (!item->goes && item->file.photo == photo)
        return TRUE;
    }
  return FALSE;
}

/* Each photo whose number can be divided by 7 has notes beside it. */
static GPtrArray *
list_going (GArray *items)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_removal_file_free);
  guint n_kept = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const SemRemovalItem *item = &g_array_index (items, SemRemovalItem, i);
      const gint64 photo = item->file.photo;
      g_autofree char *notes = g_strconcat (item->file.path, ".xmp", NULL);

      n_kept += item->goes ? 0 : 1;
      if (item->goes)
        add_file (files, item->file.path, photo_stays (items, photo) ? -1 : photo, FALSE);
      if (item->goes && photo % 7 == 0)
        add_file (files, notes, -1, TRUE);
    }
  if (n_kept == 0)
    g_clear_pointer (&files, g_ptr_array_unref);
  return files;
}

static gboolean
prepare_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GPtrArray *files = list_going (g_task_get_task_data (task));

  if (files)
    g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "This is the last of its group.");
  return G_SOURCE_REMOVE;
}

/* Takes a while, as it does where there is a disk. */
void
sem_removal_prepare_async (SemRemoval *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, g_array_ref (self->items), (GDestroyNotify) g_array_unref);
  g_idle_add (prepare_cb, task);
}

GPtrArray *
sem_removal_prepare_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
