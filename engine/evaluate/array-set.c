/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/array-set.h"

#include "engine/base/npz/npz-reader.h"
#include "engine/hash/models/hash-model.h"

#include <glib/gi18n-lib.h>

/* As many as published sets have, and more. */
#define MAX_LABELS 65536

void
sem_array_set_free (SemArraySet *self)
{
  if (!self)
    return;
  g_free (self->features);
  g_free (self->labels);
  g_clear_pointer (&self->truth, sem_truth_free);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self);
}

gboolean
sem_array_set_allows (const SemProtocol *protocol)
{
  return protocol->lists == SEM_LISTS_NONE || protocol->lists == SEM_LISTS_JOINED
         || protocol->lists == SEM_LISTS_NUS_WIDE || protocol->lists == SEM_LISTS_MIRFLICKR;
}

/* @what: a translated sentence. Returns: FALSE */
static gboolean
refuse (const SemNpzArray *array, const char *what, GError **error)
{
  g_autofree char *file = g_filename_display_name (array->file);

  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, _("The array “%s” of “%s” cannot be used: %s"),
               array->name, file, what);
  return FALSE;
}

static gboolean
read_features (SemArraySet *self, SemNpzReader *reader, GError **error)
{
  g_autoptr (SemNpzArray) array = sem_npz_reader_read (reader, "features", error);

  if (!array)
    return FALSE;
  if (array->n_dims != 2 || array->columns == 0)
    return refuse (array, _("a feature is a row of it, so it needs two dimensions."), error);
  if (array->columns > SEM_HASH_MAX_FEATURES)
    return refuse (array, _("its features are longer than 8,192 numbers."), error);
  if (array->rows < 2)
    return refuse (array, _("it has fewer than two rows."), error);
  self->n = array->rows;
  self->d = array->columns;
  self->features = sem_npz_array_to_floats (array, error);
  return self->features != NULL;
}

static gboolean
read_names (SemArraySet *self, SemNpzReader *reader, GError **error)
{
  g_autoptr (SemNpzArray) array = NULL;

  self->names = g_ptr_array_new_with_free_func (g_free);
  if (!sem_npz_reader_is_single (reader) && sem_npz_reader_has (reader, "paths"))
    {
      array = sem_npz_reader_read (reader, "paths", error);
      if (!array)
        return FALSE;
      if (array->rows != self->n || array->n_dims != 1 || sem_npz_array_is_whole (array)
          || array->kind == 'f')
        return refuse (array, _("it needs a text for each feature."), error);
    }
  for (gsize i = 0; i < self->n; i++)
    g_ptr_array_add (self->names,
                     array ? sem_npz_array_dup_text (array, i) : g_strdup_printf ("%zu", i));
  return TRUE;
}

static gboolean
take_classes (SemArraySet *self, const SemNpzArray *array, GError **error)
{
  self->labels = g_new (guint32, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      const gint64 label = sem_npz_array_get_int (array, i, 0);

      if (label < -1 || label >= SEM_NO_CLASS)
        return refuse (array, _("classes are numbers from 0, or -1 for none."), error);
      self->labels[i] = label < 0 ? SEM_NO_CLASS : (guint32) label;
    }
  return TRUE;
}

static gboolean
take_sets (SemArraySet *self, const SemNpzArray *array, GError **error)
{
  if (array->columns == 0 || array->columns > MAX_LABELS)
    return refuse (array, _("it needs a column for each label."), error);
  sem_truth_set_n_labels (self->truth, (guint) array->columns);
  for (gsize i = 0; i < self->n; i++)
    {
      sem_truth_add (self->truth, g_ptr_array_index (self->names, i), NULL);
      for (gsize l = 0; l < array->columns; l++)
        {
          const gint64 value = sem_npz_array_get_int (array, i, l);

          if (value != 0 && value != 1)
            return refuse (array, _("photos have a label, 1, or do not, 0."), error);
          if (value == 1)
            sem_truth_set_label (self->truth, (guint) i, (guint) l);
        }
    }
  return TRUE;
}

/* Classes as groups, for a split that is given. */
static gboolean
take_groups (SemArraySet *self, const SemNpzArray *array, GError **error)
{
  g_autofree guint32 *labels = NULL;
  const gboolean ok = take_classes (self, array, error);

  labels = g_steal_pointer (&self->labels);
  self->truth->kind = SEM_TRUTH_BY_GROUPS;
  for (gsize i = 0; ok && i < self->n; i++)
    {
      const guint row = sem_truth_add (self->truth, g_ptr_array_index (self->names, i), NULL);

      sem_truth_get_row (self->truth, row)->group = labels[i];
    }
  return ok;
}

static gboolean
read_labels (SemArraySet *self, SemNpzReader *reader, const SemProtocol *protocol, GError **error)
{
  const gboolean by_class = protocol->lists == SEM_LISTS_NONE;
  g_autoptr (SemNpzArray) array = sem_npz_reader_read (reader, "labels", error);

  if (!array)
    return FALSE;
  if (!sem_npz_array_is_whole (array))
    return refuse (array, _("it has no whole numbers."), error);
  if (array->rows != self->n)
    return refuse (array, _("it needs a row for each feature."), error);
  if (by_class && array->n_dims != 1)
    return refuse (array,
                   _("this protocol takes one class for each photo; sets of labels need "
                     "--protocol list, nus-wide or mirflickr."),
                   error);
  if (by_class)
    return take_classes (self, array, error);
  self->truth = sem_truth_new (SEM_TRUTH_BY_LABELS);
  if (array->n_dims == 2)
    return take_sets (self, array, error);
  if (protocol->lists == SEM_LISTS_JOINED)
    return take_groups (self, array, error);
  return refuse (array, _("this protocol needs a column for each label."), error);
}

/* Row numbers of a list. @rising: whether each counts once, in the order of the rows */
static gboolean
read_rows (SemArraySet *self,
           SemNpzReader *reader,
           const char *name,
           gboolean rising,
           GArray *rows,
           GError **error)
{
  g_autoptr (SemNpzArray) array = sem_npz_reader_read (reader, name, error);
  g_autofree gboolean *chosen = g_new0 (gboolean, self->n);

  if (!array)
    return FALSE;
  if (array->n_dims != 1 || !sem_npz_array_is_whole (array) || array->kind == 'b')
    return refuse (array, _("it has no row numbers."), error);
  for (gsize i = 0; i < array->rows; i++)
    {
      const gint64 value = sem_npz_array_get_int (array, i, 0);
      const guint32 row = (guint32) value;

      if (value < 0 || (guint64) value >= self->n)
        return refuse (array, _("there is no feature of such a number, which count from 0."),
                       error);
      if (chosen[row])
        return refuse (array, _("it has a row twice."), error);
      chosen[row] = TRUE;
      if (!rising)
        g_array_append_val (rows, row);
    }
  for (guint32 i = 0; rising && i < self->n; i++)
    if (chosen[i])
      g_array_append_val (rows, i);
  return TRUE;
}

/* Photos without a class are relevant to nothing, so they cannot be queries. */
static gboolean
check_queries (const SemTruth *truth, const char *file, GError **error)
{
  g_autofree char *name = g_filename_display_name (file);

  for (guint i = 0; truth->kind == SEM_TRUTH_BY_GROUPS && i < truth->queries->len; i++)
    {
      const guint32 row = g_array_index (truth->queries, guint32, i);

      if (sem_truth_get_row (truth, row)->group != SEM_NO_CLASS)
        continue;
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("Row %u of “%s” is a query, and has no class. Leave it out."), row, name);
      return FALSE;
    }
  if (truth->queries->len > 0 && truth->database->len > 0)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
               _("“%s” names no query, or no photo to find. Add row numbers to the arrays "
                 "“queries” and “database”."),
               name);
  return FALSE;
}

static gboolean
read_lists (SemArraySet *self, SemNpzReader *reader, const char *file, GError **error)
{
  SemTruth *truth = self->truth;

  return read_rows (self, reader, "queries", FALSE, truth->queries, error)
         && read_rows (self, reader, "database", TRUE, truth->database, error)
         && (!sem_npz_reader_has (reader, "training")
             || read_rows (self, reader, "training", TRUE, truth->training, error))
         && check_queries (truth, file, error);
}

SemArraySet *
sem_array_set_new (const char *features,
                   const char *labels,
                   const SemProtocol *protocol,
                   GError **error)
{
  g_autoptr (SemArraySet) self = g_new0 (SemArraySet, 1);
  g_autoptr (SemNpzReader) first = sem_npz_reader_new (features, error);
  g_autoptr (SemNpzReader) second = first ? sem_npz_reader_new (labels, error) : NULL;

  if (!second || !read_features (self, first, error) || !read_names (self, first, error)
      || !read_labels (self, second, protocol, error)
      || (protocol->lists == SEM_LISTS_JOINED && !read_lists (self, second, labels, error)))
    return NULL;
  return g_steal_pointer (&self);
}
