/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/facts.h"
#include "engine/model/browse/natural.h"
#include "engine/model/browse/rule.h"

#include <stdlib.h>
#include <string.h>

struct _SemFacts
{
  SemFact *rows;
  guint n_rows;
  char *names; /* each with a zero at its end */
  GPtrArray *folders;
  GMutex mutex;        /* guards the ranks */
  guint32 *name_ranks; /* (nullable) */
};

static void
facts_clear (gpointer data)
{
  SemFacts *self = data;

  g_free (self->rows);
  g_free (self->names);
  g_ptr_array_unref (self->folders);
  g_mutex_clear (&self->mutex);
  g_free (self->name_ranks);
}

SemFacts *
sem_facts_ref (SemFacts *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
sem_facts_unref (SemFacts *self)
{
  g_atomic_rc_box_release_full (self, facts_clear);
}

const SemFact *
sem_facts_get_rows (SemFacts *self, guint *n)
{
  *n = self->n_rows;
  return self->rows;
}

gboolean
sem_facts_has_photo (SemFacts *self, gint64 photo, SemHiddenFiles *hidden)
{
  guint from = 0, to = self->n_rows;

  while (from < to)
    {
      const guint middle = from + (to - from) / 2;

      if (self->rows[middle].photo < photo)
        from = middle + 1;
      else
        to = middle;
    }
  for (guint i = from; i < self->n_rows && self->rows[i].photo == photo; i++)
    {
      g_autofree char *path = sem_facts_dup_path (self, &self->rows[i]);

      if (!sem_hidden_files_contains (hidden, path))
        return TRUE;
    }
  return FALSE;
}

gboolean
sem_facts_is_one_of_several (SemFacts *self, guint32 row)
{
  const SemFact *rows = self->rows;

  return (row > 0 && rows[row - 1].photo == rows[row].photo)
         || (row + 1 < self->n_rows && rows[row + 1].photo == rows[row].photo);
}

const char *
sem_facts_get_name (SemFacts *self, const SemFact *fact)
{
  return self->names + fact->name;
}

guint
sem_facts_get_n_folders (SemFacts *self)
{
  return self->folders->len;
}

const char *
sem_facts_get_folder (SemFacts *self, guint folder)
{
  return g_ptr_array_index (self->folders, folder);
}

char *
sem_facts_dup_path (SemFacts *self, const SemFact *fact)
{
  return g_build_filename (sem_facts_get_folder (self, fact->folder),
                           sem_facts_get_name (self, fact), NULL);
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  SemFacts *self = data;
  const SemFact *x = &self->rows[*(const guint32 *) a], *y = &self->rows[*(const guint32 *) b];

  return sem_natural_compare (self->names + x->name, self->names + y->name);
}

static guint32 *
rank_names (SemFacts *self)
{
  g_autofree guint32 *order = g_new (guint32, self->n_rows);
  guint32 *ranks = g_new (guint32, self->n_rows);

  for (guint i = 0; i < self->n_rows; i++)
    order[i] = i;
  /* Stable: equal names keep the order of their photos. */
  g_qsort_with_data (order, (int) self->n_rows, sizeof *order, compare_names, self);
  for (guint i = 0; i < self->n_rows; i++)
    ranks[order[i]] = i;
  return ranks;
}

const guint32 *
sem_facts_get_name_ranks (SemFacts *self)
{
  g_mutex_lock (&self->mutex);
  if (!self->name_ranks)
    self->name_ranks = rank_names (self);
  g_mutex_unlock (&self->mutex);
  return self->name_ranks;
}

/* Building ------------------------------------------------------------------------------------- */

struct _SemFactsBuilder
{
  GArray *rows;
  GByteArray *names;
  GPtrArray *folders;
  GHashTable *known; /* folder to its position + 1 */
  guint last;        /* position of the folder that was found last */
};

SemFactsBuilder *
sem_facts_builder_new (void)
{
  SemFactsBuilder *self = g_new0 (SemFactsBuilder, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (SemFact));
  self->names = g_byte_array_new ();
  self->folders = g_ptr_array_new_with_free_func (g_free);
  self->known = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

/* Most files follow one of the same folder. */
static guint32
find_folder (SemFactsBuilder *self, const char *path, gsize length)
{
  const char *last = self->folders->len ? g_ptr_array_index (self->folders, self->last) : NULL;
  g_autofree char *folder = NULL;
  gpointer known;

  if (last && strncmp (last, path, length) == 0 && last[length] == '\0')
    return self->last;
  folder = g_strndup (path, length);
  known = g_hash_table_lookup (self->known, folder);
  if (!known)
    {
      known = GUINT_TO_POINTER (self->folders->len + 1);
      g_hash_table_insert (self->known, folder, known);
      g_ptr_array_add (self->folders, g_steal_pointer (&folder));
    }
  self->last = GPOINTER_TO_UINT (known) - 1;
  return self->last;
}

void
sem_facts_builder_add (SemFactsBuilder *self,
                       const SemFact *fact,
                       const char *path,
                       guint width,
                       guint height)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash ? slash + 1 : path;
  const gsize length = strlen (name) + 1;
  SemFact row = *fact;

  if (!slash || self->names->len + length > G_MAXUINT32)
    return;
  row.folder = find_folder (self, path, slash == path ? 1 : (gsize) (slash - path));
  row.name = self->names->len;
  row.kind = (guint8) sem_photo_kind_of_name (name);
  row.shape = (guint8) sem_photo_shape_of_size (width, height);
  g_byte_array_append (self->names, (const guint8 *) name, (guint) length);
  g_array_append_val (self->rows, row);
}

static int
compare_photos (gconstpointer a, gconstpointer b)
{
  const SemFact *x = a, *y = b;

  if (x->photo != y->photo)
    return x->photo < y->photo ? -1 : 1;
  if (x->away != y->away)
    return x->away - y->away;
  return (x->name > y->name) - (x->name < y->name);
}

static gboolean
is_sorted (const GArray *rows)
{
  for (guint i = 1; i < rows->len; i++)
    if (compare_photos (&g_array_index (rows, SemFact, i - 1), &g_array_index (rows, SemFact, i))
        > 0)
      return FALSE;
  return TRUE;
}

SemFacts *
sem_facts_builder_end (SemFactsBuilder *self)
{
  SemFacts *facts = g_atomic_rc_box_new0 (SemFacts);
  gsize n;

  if (!is_sorted (self->rows))
    g_array_sort (self->rows, compare_photos);
  n = self->rows->len;
  facts->n_rows = (guint) n;
  facts->rows =
    g_realloc_n (g_array_free (g_steal_pointer (&self->rows), FALSE), n ? n : 1, sizeof (SemFact));
  n = self->names->len;
  facts->names = g_realloc (g_byte_array_free (g_steal_pointer (&self->names), FALSE), n ? n : 1);
  facts->folders = g_steal_pointer (&self->folders);
  g_mutex_init (&facts->mutex);
  sem_facts_builder_free (self);
  return facts;
}

void
sem_facts_builder_free (SemFactsBuilder *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->names, g_byte_array_unref);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_hash_table_unref (self->known);
  g_free (self);
}
