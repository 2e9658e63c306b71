/* benchmark-set.h - miniatures of published sets
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/benchmarks/reading.h"
#include "engine/evaluate/judging.h"
#include "engine/evaluate/trials/trial-private.h"
#include "tests/support/folder.h"

#include <string.h>

#include <glib/gstdio.h>

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon (a, b, 1e-12)

/* A miniature of a published set: its lists as files, and its photos as names alone. */
typedef struct
{
  char *folder;
  SemPhotoFinder *finder;
  gint64 n_photos;
} Set;

static inline void
set_up (Set *set, gconstpointer data)
{
  *set = (Set){ test_folder_new (), sem_photo_finder_new (), 0 };
}

static inline void
tear_down (Set *set, gconstpointer data)
{
  test_folder_remove (set->folder);
  sem_photo_finder_free (set->finder);
}

static inline void
write_list (Set *set, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (set->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static inline void
add_photos (Set *set, const char *names)
{
  g_auto (GStrv) all = g_strsplit (names, " ", -1);

  for (guint i = 0; all[i]; i++)
    {
      g_autofree char *path = g_build_filename (set->folder, all[i], NULL);

      sem_photo_finder_add (set->finder, path, ++set->n_photos);
    }
}

static inline SemTruth *
read_set (Set *set, const char *protocol, GError **error)
{
  const SemTruthSource source = { .folder = set->folder,
                                  .protocol = sem_protocol_find (protocol),
                                  .finder = set->finder };

  g_assert_nonnull (source.protocol);
  sem_photo_finder_sort (set->finder);
  return sem_truth_read (&source, error);
}

/* Reads what must be refused, with a sentence that has each of these words. */
static inline void
assert_refused (Set *set, const char *protocol, const char *one, const char *two)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTruth) truth = read_set (set, protocol, &error);

  g_assert_null (truth);
  g_assert_error (error, SEM_ERROR, error->code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, one));
  g_assert_nonnull (strstr (error->message, two));
}

static inline guint32
find_position (const SemTruth *truth, const SemSplit *split, const char *name)
{
  for (guint32 i = 0; i < split->n_database; i++)
    if (g_str_equal (sem_truth_get_row (truth, split->database[i])->name, name))
      return i;
  g_assert_not_reached ();
}

/* The figures of a query whose ranking begins with @names; the rest of the gallery follows in its
 * order where @all. */
static inline void
rank (const SemTruth *truth,
      const char *protocol,
      gsize query,
      const char *names,
      SemRecord *record)
{
  const SemProtocol *by = sem_protocol_find (protocol);
  SemSplit *split = sem_truth_split (truth, &by->split, 1);
  g_auto (GStrv) all = g_strsplit (names, " ", -1);
  g_autofree guint32 *order = g_new0 (guint32, split->n_database + 1);
  g_autofree guint8 *relevant = g_new0 (guint8, split->n_database + 1);
  double factors[SEM_EVALUATION_N_FIGURES];
  SemRanking ranking = { .query = query, .n = g_strv_length (all), .order = order };
  SemTrial trial;

  for (guint i = 0; all[i]; i++)
    order[i] = find_position (truth, split, all[i]);
  sem_trial_init (&trial, NULL, NULL, 1, split, 1);
  trial.measuring = &by->measuring;
  sem_judging_set_up (&trial, truth, factors);
  sem_trial_find_relevant (&trial, query, relevant);
  memset (record, 0, sizeof *record);
  sem_trial_measure (&trial, SEM_EVALUATION_SCORE, &ranking, relevant, record);
  sem_trial_clear (&trial);
}

static inline double
get_map (const SemTruth *truth, const char *protocol, gsize query, const char *names)
{
  SemRecord record;

  rank (truth, protocol, query, names, &record);
  return record.figures[SEM_EVALUATION_MAP];
}
