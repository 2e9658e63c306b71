/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/duplicates/duplicate-set-private.h"

/* @files: (element-type SemDuplicateFile): of @duplicates, those that are there
 * @going: whether each of them is to go
 * @photos: (nullable): their items, created on demand */
struct _SemDuplicateSet
{
  GObject parent_instance;

  SemLibrary *library;
  SemDuplicates *duplicates;
  SemDuplicateSetKind kind;
  GPtrArray *files;
  GArray *going;
  gboolean suggests;
  char *reasons;
  GListStore *photos;
  gboolean accepted;
  guint decisions;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemDuplicateSet, sem_duplicate_set, G_TYPE_OBJECT)

static void
sem_duplicate_set_finalize (GObject *object)
{
  SemDuplicateSet *self = SEM_DUPLICATE_SET (object);

  g_clear_object (&self->photos);
  g_ptr_array_unref (self->files);
  g_array_unref (self->going);
  g_clear_pointer (&self->duplicates, sem_duplicates_unref);
  g_clear_object (&self->library);
  g_free (self->reasons);

  G_OBJECT_CLASS (sem_duplicate_set_parent_class)->finalize (object);
}

static void
sem_duplicate_set_class_init (SemDuplicateSetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_duplicate_set_finalize;
  changed_signal = g_signal_new ("changed", SEM_TYPE_DUPLICATE_SET, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_duplicate_set_init (SemDuplicateSet *self)
{
  self->files = g_ptr_array_new ();
  self->going = g_array_new (FALSE, FALSE, sizeof (gboolean));
  self->reasons = g_strdup ("");
}

SemDuplicateSet *
sem_duplicate_set_new (SemLibrary *library)
{
  SemDuplicateSet *self = g_object_new (SEM_TYPE_DUPLICATE_SET, NULL);

  self->library = g_object_ref (library);
  return self;
}

SemDuplicateSetKind
sem_duplicate_set_find_kind (const SemDuplicateGroup *group)
{
  static const SemDuplicateSetKind kinds[] = {
    [SEM_DUPLICATES_IDENTICAL] = SEM_DUPLICATE_SET_IDENTICAL,
    [SEM_DUPLICATES_COPIES] = SEM_DUPLICATE_SET_COPIES,
    [SEM_DUPLICATES_BURST] = SEM_DUPLICATE_SET_BURST,
    [SEM_DUPLICATES_PAIR] = SEM_DUPLICATE_SET_PAIR,
  };

  return group->proven ? kinds[group->kind] : SEM_DUPLICATE_SET_MAYBE;
}

/* Updating ------------------------------------------------------------------------------------- */

static GPtrArray *
list_there (const SemDuplicateGroup *group, GHashTable *hidden)
{
  GPtrArray *files = g_ptr_array_new ();

  for (guint i = 0; i < group->files->len; i++)
    {
      SemDuplicateFile *file = &g_array_index (group->files, SemDuplicateFile, i);

      if (!g_hash_table_contains (hidden, file->path))
        g_ptr_array_add (files, file);
    }
  return files;
}

static gboolean
equal_files (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const SemDuplicateFile *x = a->pdata[i], *y = b->pdata[i];

      if (x->photo != y->photo || x->size != y->size || x->mtime != y->mtime
          || g_strcmp0 (x->path, y->path) != 0)
        return FALSE;
    }
  return TRUE;
}

/* What was decided before, by path; by default what is suggested. */
static GArray *
decide (SemDuplicateSet *self, GPtrArray *files, gboolean suggests, gboolean keep_decisions)
{
  GArray *going = g_array_new (FALSE, FALSE, sizeof (gboolean));

  for (guint i = 0; i < files->len; i++)
    {
      const SemDuplicateFile *file = files->pdata[i];
      gboolean goes = suggests && i > 0;

      for (guint k = 0; keep_decisions && k < self->files->len; k++)
        if (g_str_equal (((SemDuplicateFile *) self->files->pdata[k])->path, file->path))
          goes = g_array_index (self->going, gboolean, k);
      g_array_append_val (going, goes);
    }
  return going;
}

void
sem_duplicate_set_update (SemDuplicateSet *self,
                          SemDuplicates *duplicates,
                          const SemDuplicateGroup *group,
                          GHashTable *hidden)
{
  g_autoptr (GPtrArray) files = list_there (group, hidden);
  const SemDuplicateSetKind kind = sem_duplicate_set_find_kind (group);
  const SemDuplicateFile *first = &g_array_index (group->files, SemDuplicateFile, 0);
  /* The others were compared with the first, not with each other. */
  const gboolean suggests = first->suggested && files->len > 1 && files->pdata[0] == first;
  const gboolean same =
    kind == self->kind && suggests == self->suggests && equal_files (files, self->files);
  GArray *going = decide (self, files, suggests, suggests == self->suggests);

  g_free (self->reasons);
  self->reasons = suggests ? sem_duplicate_dup_reasons (group->reasons) : g_strdup ("");
  g_ptr_array_unref (self->files);
  self->files = g_steal_pointer (&files);
  g_array_unref (self->going);
  self->going = going;
  sem_duplicates_ref (duplicates);
  g_clear_pointer (&self->duplicates, sem_duplicates_unref);
  self->duplicates = duplicates;
  self->kind = kind;
  self->suggests = suggests;
  if (same)
    return;
  /* What was accepted was something else. */
  self->accepted = FALSE;
  g_clear_object (&self->photos);
  g_signal_emit (self, changed_signal, 0);
}

/* What is known -------------------------------------------------------------------------------- */

const SemDuplicateFile *
sem_duplicate_set_get_file (SemDuplicateSet *self, guint index)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self) && index < self->files->len, NULL);
  return self->files->pdata[index];
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

GArray *
sem_duplicate_set_list_ids (SemDuplicateSet *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n = 0;

  for (guint i = 0; i < self->files->len; i++)
    g_array_append_val (ids, sem_duplicate_set_get_file (self, i)->photo);
  g_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    if (i == 0 || g_array_index (ids, gint64, i) != g_array_index (ids, gint64, n - 1))
      g_array_index (ids, gint64, n++) = g_array_index (ids, gint64, i);
  g_array_set_size (ids, n);
  return ids;
}

guint
sem_duplicate_set_get_decisions (SemDuplicateSet *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self), 0);
  return self->decisions;
}

SemDuplicateSetKind
sem_duplicate_set_get_kind (SemDuplicateSet *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self), SEM_DUPLICATE_SET_MAYBE);
  return self->kind;
}

GListModel *
sem_duplicate_set_get_photos (SemDuplicateSet *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self), NULL);

  if (self->photos)
    return G_LIST_MODEL (self->photos);
  self->photos = g_list_store_new (SEM_TYPE_PHOTO);
  for (guint i = 0; i < self->files->len; i++)
    {
      const SemDuplicateFile *file = self->files->pdata[i];
      g_autoptr (SemPhoto) photo = sem_library_dup_photo (self->library, file->photo, file->path);

      g_list_store_append (self->photos, photo);
    }
  return G_LIST_MODEL (self->photos);
}

gboolean
sem_duplicate_set_get_suggests (SemDuplicateSet *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self), FALSE);
  return self->suggests;
}

const char *
sem_duplicate_set_get_reasons (SemDuplicateSet *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self), "");
  return self->reasons;
}

guint
sem_duplicate_set_get_n_files (SemDuplicateSet *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self), 0);
  return self->files->len;
}

double
sem_duplicate_set_get_likeness (SemDuplicateSet *self, guint index)
{
  const SemDuplicateFile *file = sem_duplicate_set_get_file (self, index);

  return file ? file->likeness : 0;
}

gint64
sem_duplicate_set_get_size (SemDuplicateSet *self, guint index)
{
  const SemDuplicateFile *file = sem_duplicate_set_get_file (self, index);

  return file ? file->size : 0;
}

void
sem_duplicate_set_get_pixels (SemDuplicateSet *self, guint index, guint *width, guint *height)
{
  const SemDuplicateFile *file = sem_duplicate_set_get_file (self, index);

  *width = file ? file->width : 0;
  *height = file ? file->height : 0;
}

/* What is decided ------------------------------------------------------------------------------ */

gboolean
sem_duplicate_set_get_kept (SemDuplicateSet *self, guint index)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self) && index < self->files->len, TRUE);
  return !g_array_index (self->going, gboolean, index);
}

void
sem_duplicate_set_set_kept (SemDuplicateSet *self, guint index, gboolean kept)
{
  g_return_if_fail (SEM_IS_DUPLICATE_SET (self) && index < self->files->len);

  if (sem_duplicate_set_get_kept (self, index) == kept)
    return;
  g_array_index (self->going, gboolean, index) = !kept;
  self->decisions++;
  self->accepted = self->accepted && sem_duplicate_set_get_can_go (self);
  g_signal_emit (self, changed_signal, 0);
}

guint
sem_duplicate_set_get_n_going (SemDuplicateSet *self)
{
  guint n = 0;

  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self), 0);

  for (guint i = 0; i < self->going->len; i++)
    n += g_array_index (self->going, gboolean, i) ? 1 : 0;
  return n;
}

gint64
sem_duplicate_set_get_bytes_going (SemDuplicateSet *self)
{
  gint64 bytes = 0;

  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self), 0);

  for (guint i = 0; i < self->going->len; i++)
    bytes += g_array_index (self->going, gboolean, i) ? sem_duplicate_set_get_size (self, i) : 0;
  return bytes;
}

gboolean
sem_duplicate_set_get_can_go (SemDuplicateSet *self)
{
  const guint n = sem_duplicate_set_get_n_going (self);

  return n > 0 && n < self->files->len;
}

gboolean
sem_duplicate_set_get_accepted (SemDuplicateSet *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_SET (self), FALSE);
  return self->accepted;
}

void
sem_duplicate_set_set_accepted (SemDuplicateSet *self, gboolean accepted)
{
  g_return_if_fail (SEM_IS_DUPLICATE_SET (self));

  accepted = accepted && sem_duplicate_set_get_can_go (self);
  if (self->accepted == accepted)
    return;
  self->accepted = accepted;
  self->decisions += accepted ? 0 : 1;
  g_signal_emit (self, changed_signal, 0);
}
