/* lists.h - parsers of the lists of published sets
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/benchmarks/lines.h"

G_BEGIN_DECLS

/* The most labels of a photo. */
#define SEM_LIST_MAX_LABELS 4096

/* Every parser takes lines that were just initialised, treats them as hostile, and fails with
 * SEM_ERROR_DAMAGED, with file and line in the sentence. */

/* One name a line. Returns: (transfer full) (element-type filename) */
GPtrArray *sem_list_parse_names (SemLines *lines, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @n: number of lines that there must be, each 0 or 1
 * @flags: (out caller-allocates): shape (n) */
gboolean sem_list_parse_flags (SemLines *lines, gsize n, guint8 *flags, GError **error);

/* One whole number a line, from 1 to @most. Returns: (transfer full) (element-type guint32) */
GArray *
sem_list_parse_numbers (SemLines *lines, guint32 most, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemLabelTable:
 * @n: number of photos
 * @names: (nullable) (element-type filename): shape (n)
 * @n_labels: columns; 0 where each photo has the number of its class instead
 * @flags: shape (n, n_labels): 0 or 1
 * @classes: (element-type guint32): shape (n) where @n_labels is 0, else empty
 */
typedef struct
{
  gsize n;
  GPtrArray *names;
  guint n_labels;
  GByteArray *flags;
  GArray *classes;
} SemLabelTable;

void sem_label_table_free (SemLabelTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemLabelTable, sem_label_table_free)

/* Lines of 0 and 1, one for each label. @names is %NULL in the result. */
SemLabelTable *sem_list_parse_vectors (SemLines *lines, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Lines of a path, which may have spaces, and a 0 or 1 for each label, or one number that is the
 * class. All lines have as many numbers as the first. */
SemLabelTable *sem_list_parse_joined (SemLines *lines, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemQueryBox:
 * @x1, @y1, @x2, @y2: in pixels of the whole photo: @x1 < @x2, @y1 < @y2; all finite
 */
typedef struct
{
  double x1, y1, x2, y2;
} SemQueryBox;

/**
 * sem_list_parse_query:
 * @box: (out)
 *
 * One line with a name and a box, as in the query files of Oxford5k and Paris6k. The prefix "oxc1_"
 * is dropped.
 *
 * Returns: (transfer full) (type filename): the name of the photo, without a suffix
 */
char *
sem_list_parse_query (SemLines *lines, SemQueryBox *box, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
