/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/benchmarks/truth.h"

#include <stdlib.h>
#include <string.h>

#define WORD_BITS 64
/* The length type of GChecksum may not hold all rows at once. */
#define DIGEST_BYTES (1 << 20)

static void
clear_row (gpointer data)
{
  SemTruthRow *row = data;

  g_free (row->name);
  g_free (row->path);
}

SemTruth *
sem_truth_new (SemTruthKind kind)
{
  SemTruth *self = g_new (SemTruth, 1);

  *self = (SemTruth){
    .kind = kind,
    .rows = g_array_new (FALSE, FALSE, sizeof (SemTruthRow)),
    .labels = g_array_new (FALSE, TRUE, sizeof (guint64)),
    .lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref),
    .queries = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .database = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .training = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .missing = g_ptr_array_new_with_free_func (g_free),
  };
  g_array_set_clear_func (self->rows, clear_row);
  return self;
}

void
sem_truth_free (SemTruth *self)
{
  if (!self)
    return;
  g_array_unref (self->rows);
  g_array_unref (self->labels);
  g_ptr_array_unref (self->lists);
  g_array_unref (self->queries);
  g_array_unref (self->database);
  g_array_unref (self->training);
  g_ptr_array_unref (self->missing);
  g_free (self);
}

void
sem_truth_set_n_labels (SemTruth *self, guint n)
{
  g_return_if_fail (self->rows->len == 0);

  self->n_words = (n + WORD_BITS - 1) / WORD_BITS;
}

SemTruthRow *
sem_truth_get_row (const SemTruth *self, guint row)
{
  g_return_val_if_fail (row < self->rows->len, NULL);

  return &g_array_index (self->rows, SemTruthRow, row);
}

guint
sem_truth_add (SemTruth *self, const char *name, const SemFoundPhoto *found)
{
  const SemTruthRow row = {
    .name = g_strdup (name),
    .path = found ? g_strdup (found->path) : NULL,
    .photo = found ? found->photo : 0,
    .same = self->rows->len,
  };

  g_array_append_val (self->rows, row);
  g_array_set_size (self->labels, self->rows->len * self->n_words);
  return self->rows->len - 1;
}

static guint64 *
get_labels (const SemTruth *self, guint row)
{
  return (guint64 *) self->labels->data + (gsize) row * self->n_words;
}

void
sem_truth_set_label (SemTruth *self, guint row, guint label)
{
  g_return_if_fail (label < self->n_words * WORD_BITS);

  get_labels (self, row)[label / WORD_BITS] |= G_GUINT64_CONSTANT (1) << label % WORD_BITS;
}

gboolean
sem_truth_has_label (const SemTruth *self, guint row, guint label)
{
  return get_labels (self, row)[label / WORD_BITS] >> label % WORD_BITS & 1;
}

/* At least one label in common. */
static void
mark_by_labels (const SemTruth *self, const SemSplit *split, guint32 row, guint8 *marks)
{
  const guint64 *wanted = get_labels (self, row);

  for (gsize i = 0; i < split->n_database; i++)
    {
      const guint64 *other = get_labels (self, split->database[i]);
      guint64 common = 0;

      for (guint w = 0; w < self->n_words; w++)
        common |= wanted[w] & other[w];
      marks[i] = common ? SEM_MARK_RELEVANT : SEM_MARK_OTHER;
    }
}

static void
mark_by_groups (const SemTruth *self, const SemSplit *split, guint32 row, guint8 *marks)
{
  const guint32 group = sem_truth_get_row (self, row)->group;

  for (gsize i = 0; i < split->n_database; i++)
    marks[i] = sem_truth_get_row (self, split->database[i])->group == group ? SEM_MARK_RELEVANT
                                                                            : SEM_MARK_OTHER;
}

static SemMark
get_mark (SemTruthGrade grade, SemTruthSetup setup)
{
  if (grade == SEM_TRUTH_JUNK || (grade == SEM_TRUTH_HARD && setup == SEM_TRUTH_ONLY_EASY)
      || (grade == SEM_TRUTH_EASY && setup == SEM_TRUTH_ONLY_HARD))
    return SEM_MARK_IGNORED;
  return SEM_MARK_RELEVANT;
}

static int
compare_rows (const void *a, const void *b)
{
  const guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;

  return (left > right) - (left < right);
}

static gsize
find_position (const SemSplit *split, guint32 row)
{
  const guint32 *found =
    bsearch (&row, split->database, split->n_database, sizeof row, compare_rows);

  return found ? (gsize) (found - split->database) : G_MAXSIZE;
}

static void
mark_by_lists (const GArray *list, SemTruthSetup setup, const SemSplit *split, guint8 *marks)
{
  memset (marks, SEM_MARK_OTHER, split->n_database);
  for (guint i = 0; i < list->len; i++)
    {
      const SemTruthEntry *entry = &g_array_index (list, SemTruthEntry, i);
      const gsize position = find_position (split, entry->row);

      if (position != G_MAXSIZE)
        marks[position] = (guint8) get_mark (entry->grade, setup);
    }
}

void
sem_truth_mark (const SemTruth *self,
                SemTruthSetup setup,
                const SemSplit *split,
                gsize query,
                guint8 *marks)
{
  const guint32 row = split->queries[query];
  const gsize position = find_position (split, sem_truth_get_row (self, row)->same);

  if (self->kind == SEM_TRUTH_BY_LISTS)
    mark_by_lists (g_ptr_array_index (self->lists, query), setup, split, marks);
  else if (self->kind == SEM_TRUTH_BY_GROUPS)
    mark_by_groups (self, split, row, marks);
  else
    mark_by_labels (self, split, row, marks);
  if (position != G_MAXSIZE)
    marks[position] = SEM_MARK_IGNORED;
}

static gboolean
is_asking (const SemTruth *self,
           SemTruthSetup setup,
           const SemSplit *split,
           gsize query,
           guint8 *marks)
{
  sem_truth_mark (self, setup, split, query, marks);
  return memchr (marks, SEM_MARK_RELEVANT, split->n_database) != NULL;
}

gsize
sem_truth_count_asking (const SemTruth *self, SemTruthSetup setup, const SemSplit *split)
{
  g_autofree guint8 *marks = g_new (guint8, split->n_database + 1);
  gsize n = 0;

  for (gsize q = 0; q < split->n_queries; q++)
    n += is_asking (self, setup, split, q, marks);
  return n;
}

/* Returns: another row of the same photo */
static guint32
add_again (SemTruth *self, guint32 number)
{
  const SemTruthRow *row = sem_truth_get_row (self, number);
  const SemFoundPhoto found = { .path = row->path, .photo = row->photo };
  const guint32 same = row->same, group = row->group;
  const guint32 again = sem_truth_add (self, row->name, &found);
  SemTruthRow *added = sem_truth_get_row (self, again);

  added->same = same;
  added->group = group;
  for (guint i = 0; i < self->n_words; i++)
    get_labels (self, again)[i] = get_labels (self, number)[i];
  return again;
}

static void
mark_rows (const GArray *rows, gboolean *marked)
{
  for (guint i = 0; i < rows->len; i++)
    marked[g_array_index (rows, guint32, i)] = TRUE;
}

void
sem_truth_scale_queries (SemTruth *self)
{
  const guint n = self->rows->len;
  g_autofree gboolean *shown = g_new0 (gboolean, n + 1);

  mark_rows (self->database, shown);
  mark_rows (self->training, shown);
  for (guint i = 0; i < self->queries->len; i++)
    {
      guint32 *row = &g_array_index (self->queries, guint32, i);

      if (shown[*row])
        *row = add_again (self, *row);
      sem_truth_get_row (self, *row)->scaled = TRUE;
    }
  self->scaled_queries = TRUE;
}

void
sem_truth_drop_empty (SemTruth *self)
{
  g_autofree guint8 *marks = g_new (guint8, self->database->len + 1);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  GArray *queries = g_array_new (FALSE, FALSE, sizeof (guint32));
  const SemSplit split = {
    .queries = (guint32 *) self->queries->data,
    .n_queries = self->queries->len,
    .database = (guint32 *) self->database->data,
    .n_database = self->database->len,
  };

  for (gsize q = 0; q < split.n_queries; q++)
    {
      if (!is_asking (self, SEM_TRUTH_MEDIUM, &split, q, marks))
        {
          self->n_without++;
          continue;
        }
      g_array_append_val (queries, split.queries[q]);
      if (self->kind == SEM_TRUTH_BY_LISTS)
        g_ptr_array_add (lists, g_array_ref (g_ptr_array_index (self->lists, q)));
    }
  g_array_unref (self->queries);
  self->queries = queries;
  g_ptr_array_unref (self->lists);
  self->lists = g_steal_pointer (&lists);
}

static void
digest_array (GChecksum *checksum, const GArray *array)
{
  const gsize size = (gsize) array->len * g_array_get_element_size ((GArray *) array);
  g_autofree char *head = g_strdup_printf (" %u ", array->len);

  g_checksum_update (checksum, (const guchar *) head, -1);
  for (gsize done = 0; done < size; done += DIGEST_BYTES)
    g_checksum_update (checksum, (const guchar *) array->data + done,
                       (gssize) MIN (DIGEST_BYTES, size - done));
}

char *
sem_truth_dup_digest (const SemTruth *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const guint32 kind = self->kind;

  g_checksum_update (checksum, (const guchar *) &kind, sizeof kind);
  digest_array (checksum, self->labels);
  digest_array (checksum, self->queries);
  digest_array (checksum, self->database);
  digest_array (checksum, self->training);
  for (guint i = 0; i < self->rows->len; i++)
    g_checksum_update (checksum, (const guchar *) &sem_truth_get_row (self, i)->group,
                       sizeof (guint32));
  for (guint i = 0; i < self->lists->len; i++)
    digest_array (checksum, g_ptr_array_index (self->lists, i));
  return g_strdup (g_checksum_get_string (checksum));
}
