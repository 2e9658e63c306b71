/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/reading-private.h"

#include <glib/gi18n-lib.h>

/* The three lists of a split, of which the last may be missing. */
typedef enum
{
  DATABASE,
  QUERIES,
  TRAINING,
  N_LISTS,
} List;

typedef struct
{
  SemLabelTable *tables[N_LISTS];
  char *names[N_LISTS];
} Lists;

static void
lists_clear (Lists *lists)
{
  for (guint i = 0; i < N_LISTS; i++)
    {
      g_clear_pointer (&lists->tables[i], sem_label_table_free);
      g_clear_pointer (&lists->names[i], g_free);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lists, lists_clear)

static gboolean
read_joined (Lists *lists, List list, const char *path, GError **error)
{
  g_auto (SemListText) text = { 0 };

  if (!sem_list_text_open (&text, path, error))
    return FALSE;
  lists->names[list] = g_strdup (text.name);
  lists->tables[list] = sem_list_parse_joined (&text.lines, error);
  return lists->tables[list] != NULL;
}

/* The other form of the hashing literature: names in one file, labels in another. */
static gboolean
read_apart (Lists *lists, List list, const char *names, const char *labels, GError **error)
{
  g_auto (SemListText) names_text = { 0 };
  g_auto (SemListText) labels_text = { 0 };
  g_autoptr (GPtrArray) all = NULL;
  SemLabelTable *table;

  if (!sem_list_text_open (&names_text, names, error)
      || !(all = sem_list_parse_names (&names_text.lines, error))
      || !sem_list_text_open (&labels_text, labels, error))
    return FALSE;
  table = sem_list_parse_vectors (&labels_text.lines, error);
  if (!table)
    return FALSE;
  lists->tables[list] = table;
  lists->names[list] = g_strdup (labels_text.name);
  if (table->n == all->len)
    {
      table->names = g_steal_pointer (&all);
      return TRUE;
    }
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("“%s” has %zu lines, and “%s” has %u: labels and photos do not belong together."),
               labels_text.name, table->n, names_text.name, all->len);
  return FALSE;
}

/* All lists have as many labels, or all have classes. */
static gboolean
check_labels (const Lists *lists, GError **error)
{
  const SemLabelTable *first = lists->tables[DATABASE];

  for (guint i = QUERIES; i < N_LISTS; i++)
    if (lists->tables[i] && lists->tables[i]->n > 0
        && lists->tables[i]->n_labels != first->n_labels)
      {
        g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                     _("“%s” has %u labels for each photo, and “%s” has %u."), lists->names[i],
                     MAX (1, lists->tables[i]->n_labels), lists->names[DATABASE],
                     MAX (1, first->n_labels));
        return FALSE;
      }
  return TRUE;
}

static void
set_labels (SemTruth *truth, guint32 row, const SemLabelTable *table, gsize i)
{
  if (table->n_labels == 0)
    sem_truth_get_row (truth, row)->group = g_array_index (table->classes, guint32, i);
  for (guint l = 0; l < table->n_labels; l++)
    if (table->flags->data[i * table->n_labels + l])
      sem_truth_set_label (truth, row, l);
}

/* @known: (nullable): rows + 1 by file, or by name where lists alone are read, which are taken
 * instead of new ones */
static void
add_table (SemReading *self, const SemLabelTable *table, GHashTable *known, GArray *rows)
{
  for (guint i = 0; i < table->n; i++)
    {
      const char *name = g_ptr_array_index (table->names, i);
      const SemFoundPhoto *found;
      guint32 row;

      if (!sem_reading_find (self, name, &found))
        continue;
      row = known ? GPOINTER_TO_UINT (g_hash_table_lookup (known, found ? found->path : name)) : 0;
      if (row > 0)
        {
          row--;
          g_array_append_val (rows, row);
        }
      else
        set_labels (self->truth, sem_reading_add (self, name, found, rows), table, i);
    }
}

/* A query that is in the gallery is that row, so that it is ignored there and is no hit of its own;
 * a photo to learn from is, too: it would only need memory twice. */
static GHashTable *
index_gallery (const SemTruth *truth)
{
  GHashTable *known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < truth->database->len; i++)
    {
      const guint32 number = g_array_index (truth->database, guint32, i);
      const SemTruthRow *row = sem_truth_get_row (truth, number);

      g_hash_table_insert (known, row->path ? row->path : row->name, GUINT_TO_POINTER (number + 1));
    }
  return known;
}

static gboolean
fill (SemReading *self, const Lists *lists, GError **error)
{
  SemTruth *truth = self->truth;
  g_autoptr (GHashTable) known = NULL;

  if (!check_labels (lists, error))
    return FALSE;
  if (lists->tables[DATABASE]->n_labels == 0)
    truth->kind = SEM_TRUTH_BY_GROUPS;
  sem_truth_set_n_labels (truth, lists->tables[DATABASE]->n_labels);
  for (guint i = 0; i < N_LISTS; i++)
    if (lists->tables[i])
      sem_reading_note (self, lists->tables[i]->names);
  add_table (self, lists->tables[DATABASE], NULL, truth->database);
  known = index_gallery (truth);
  add_table (self, lists->tables[QUERIES], known, truth->queries);
  if (!lists->tables[TRAINING])
    return TRUE;
  add_table (self, lists->tables[TRAINING], known, truth->training);
  if (truth->training->len > 0)
    return TRUE;
  /* Without a list it is learned from the gallery, which would be another protocol. */
  g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
               _("“%s” names no photo that is in the folder, so there is nothing to train on. "
                 "Copy its photos there, or leave the list out to train on the gallery."),
               lists->names[TRAINING]);
  return FALSE;
}

static gboolean
read_apart_all (SemReading *self, GError **error)
{
  static const char *const parts[] = { "database", "test", "train" };
  g_auto (Lists) lists = { 0 };

  for (guint i = 0; i < N_LISTS; i++)
    {
      g_autofree char *names = g_strconcat (parts[i], "_img.txt", NULL);
      g_autofree char *labels = g_strconcat (parts[i], "_label_onehot.txt", NULL);
      const char *names_path = sem_list_files_find (self->files, names);
      const char *labels_path = sem_list_files_find (self->files, labels);

      if (i == TRAINING && !names_path)
        continue;
      if (!names_path || !labels_path)
        return sem_reading_lacks (self, names_path ? labels : names, error);
      if (!read_apart (&lists, i, names_path, labels_path, error))
        return FALSE;
    }
  return fill (self, &lists, error);
}

gboolean
sem_read_list (SemReading *self, GError **error)
{
  const SemTruthSource *source = self->source;
  const char *const typed[] = { source->database, source->queries, source->training };
  static const char *const names[] = { "database.txt", "test.txt", "train.txt" };
  g_auto (Lists) lists = { 0 };

  if (!source->database && sem_list_files_find (self->files, "database_img.txt"))
    return read_apart_all (self, error);
  for (guint i = 0; i < N_LISTS; i++)
    {
      g_autofree char *path =
        typed[i] ? g_strdup (typed[i]) : g_build_filename (source->folder, names[i], NULL);

      if (!typed[i] && !g_file_test (path, G_FILE_TEST_EXISTS))
        {
          if (i == TRAINING)
            continue;
          return sem_reading_lacks (self, names[i], error);
        }
      if (!read_joined (&lists, i, path, error))
        return FALSE;
    }
  return fill (self, &lists, error);
}
