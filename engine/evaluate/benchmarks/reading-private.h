/* reading-private.h - the readers of single layouts
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/benchmarks/list-files.h"
#include "engine/evaluate/benchmarks/reading.h"

G_BEGIN_DECLS

/**
 * SemReading:
 * @source: the lists to read
 * @files: the lists below its folder
 * @listed: the paths that are listed for each name: the path, or "" for several
 * @missed: the names that were not found so far
 * @truth: the result
 */
typedef struct
{
  const SemTruthSource *source;
  SemListFiles *files;
  GHashTable *listed;
  GHashTable *missed;
  SemTruth *truth;
} SemReading;

/* Records the names of a list, so that ambiguous ones are known; call it before sem_reading_find().
 * @names: (element-type filename) */
void sem_reading_note (SemReading *self, const GPtrArray *names);
/* @found: (out) (nullable) (transfer none): the photo; %NULL without a finder. Returns: FALSE where
 * it is missing; its name is then added to the missing ones */
gboolean sem_reading_find (SemReading *self, const char *name, const SemFoundPhoto **found);
/* Adds the row of a photo to an array of rows. Returns: the row */
guint32
sem_reading_add (SemReading *self, const char *name, const SemFoundPhoto *found, GArray *rows);
/* Sets SEM_ERROR_NOT_FOUND: the folder lacks the file @name. Returns: FALSE */
gboolean sem_reading_lacks (const SemReading *self, const char *name, GError **error);

gboolean sem_read_list (SemReading *self, GError **error);
gboolean sem_read_nus_wide (SemReading *self, GError **error);
gboolean sem_read_mirflickr (SemReading *self, GError **error);
gboolean sem_read_holidays (SemReading *self, GError **error);
gboolean sem_read_ukbench (SemReading *self, GError **error);
gboolean sem_read_landmarks (SemReading *self, GError **error);
gboolean sem_read_revisited (SemReading *self, GError **error);

G_END_DECLS
