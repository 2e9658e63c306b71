/* truth.h - which photos are relevant to which query, in a published set
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/benchmarks/lists.h"
#include "engine/evaluate/benchmarks/photo-finder.h"
#include "engine/evaluate/protocols/protocol.h"

G_BEGIN_DECLS

/**
 * SemMark:
 * @SEM_MARK_OTHER: not relevant
 * @SEM_MARK_RELEVANT: relevant
 * @SEM_MARK_IGNORED: neither: skipped in the ranking, so that later photos move up by one ("junk");
 *   also the query itself, where it is in the gallery
 */
typedef enum
{
  SEM_MARK_OTHER,
  SEM_MARK_RELEVANT,
  SEM_MARK_IGNORED,
} SemMark;

/**
 * SemTruthGrade:
 * @SEM_TRUTH_EASY: "good" in Oxford5k and Paris6k
 * @SEM_TRUTH_HARD: "ok" in Oxford5k and Paris6k
 * @SEM_TRUTH_JUNK: never relevant, always ignored
 */
typedef enum
{
  SEM_TRUTH_EASY,
  SEM_TRUTH_HARD,
  SEM_TRUTH_JUNK,
} SemTruthGrade;

/**
 * SemTruthSetup:
 * @SEM_TRUTH_MEDIUM: easy and hard photos are relevant; that of all protocols but the revisited
 * @SEM_TRUTH_ONLY_EASY: hard photos are ignored
 * @SEM_TRUTH_ONLY_HARD: easy photos are ignored
 *
 * Radenović et al. (CVPR 2018), section 3.3.
 */
typedef enum
{
  SEM_TRUTH_MEDIUM,
  SEM_TRUTH_ONLY_EASY,
  SEM_TRUTH_ONLY_HARD,
} SemTruthSetup;

/**
 * SemTruthRow:
 * @name: (type filename): as in the list
 * @path: (type filename) (nullable): absolute; %NULL where lists were only checked
 * @photo: id in the library; rows of files with equal contents have the same
 * @boxed: whether only @box of the photo is meant
 * @scaled: whether it is described at several sizes, see sem_truth_scale_queries()
 * @same: the row of the gallery that shows the same, and is not found by this one as a query: the
 *   row itself, but for a query that is described in another way than in the gallery
 * @group: of the photo, for a truth by groups
 */
typedef struct
{
  char *name;
  char *path;
  gint64 photo;
  gboolean boxed;
  SemQueryBox box;
  gboolean scaled;
  guint32 same;
  guint32 group;
} SemTruthRow;

/* An entry of the lists of a query. */
typedef struct
{
  guint32 row;
  SemTruthGrade grade;
} SemTruthEntry;

typedef enum
{
  SEM_TRUTH_BY_LABELS,
  SEM_TRUTH_BY_GROUPS,
  SEM_TRUTH_BY_LISTS,
} SemTruthKind;

/**
 * SemTruth:
 * @rows: (element-type SemTruthRow): photos, and parts of photos that are queries
 * @n_words: 64-bit words of a label set
 * @labels: (element-type guint64): shape (rows, n_words), a bit for each label
 * @lists: (element-type GArray): by number of the query, its SemTruthEntry; other rows of the
 *   gallery are not relevant
 * @queries: (element-type guint32): rows, in any order, or none where sem_truth_split() draws them
 * @database: (element-type guint32): rows, rising
 * @training: (element-type guint32): rows, or none where it is the gallery
 * @missing: (element-type filename): names of listed photos that were not found, which are left out
 *   with their labels
 * @n_without: queries that were left out because nothing is relevant to them
 * @whole_queries: whether the boxes of queries were not used
 * @scaled_queries: whether queries are described at several sizes
 *
 * Filled in by the readers; immutable from then on.
 */
typedef struct
{
  SemTruthKind kind;
  GArray *rows;
  guint n_words;
  GArray *labels;
  GPtrArray *lists;
  GArray *queries;
  GArray *database;
  GArray *training;
  GPtrArray *missing;
  guint n_without;
  gboolean whole_queries;
  gboolean scaled_queries;
} SemTruth;

SemTruth *sem_truth_new (SemTruthKind kind) G_GNUC_WARN_UNUSED_RESULT;
void sem_truth_free (SemTruth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemTruth, sem_truth_free)

/* @n: labels of the set, before rows are added. */
void sem_truth_set_n_labels (SemTruth *self, guint n);
/* Returns: (transfer none): valid until the next row is added */
SemTruthRow *sem_truth_get_row (const SemTruth *self, guint row);
/* @found: (nullable). Returns: the new row, without labels */
guint sem_truth_add (SemTruth *self, const char *name, const SemFoundPhoto *found);
void sem_truth_set_label (SemTruth *self, guint row, guint label);
gboolean sem_truth_has_label (const SemTruth *self, guint row, guint label);

/* Removes the queries to which nothing is relevant, and counts them. */
void sem_truth_drop_empty (SemTruth *self);

/* Has the listed queries described at several sizes; those that are in the gallery, too, get rows
 * of their own, so that the gallery stays as it is. At most once, after all else. */
void sem_truth_scale_queries (SemTruth *self);

/**
 * sem_truth_split:
 * @split: numbers of queries and training rows
 * @seed: of what is drawn
 *
 * The queries of the lists; or as drawn: queries_per_class for each label, each photo for the first
 * of its labels that still wants one, at most half of its photos, or @n_queries of all photos.
 *
 * Returns: (transfer full)
 */
SemSplit *sem_truth_split (const SemTruth *self,
                           const SemSplitOptions *split,
                           guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_truth_mark:
 * @query: number of the query in @split, from 0
 * @marks: (out caller-allocates): shape (split->n_database): SemMark by position in the gallery
 *
 * May be called from several threads.
 */
void sem_truth_mark (const SemTruth *self,
                     SemTruthSetup setup,
                     const SemSplit *split,
                     gsize query,
                     guint8 *marks);

/* Number of queries to which a photo is relevant by @setup. */
gsize sem_truth_count_asking (const SemTruth *self, SemTruthSetup setup, const SemSplit *split);

/* (transfer full): a digest of all that the figures depend on but the photos. */
char *sem_truth_dup_digest (const SemTruth *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
