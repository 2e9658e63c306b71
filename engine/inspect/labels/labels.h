/* labels.h - the quality of a library's models with its folders as classes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/protocols/labelled-set.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The most photos that are ranked; of larger libraries a random sample. */
#define SEM_LABELS_MOST 60000
/* The most classes whose confusion is counted, for which there are as many numbers squared. */
#define SEM_LABELS_MOST_CONFUSED 1000

/**
 * SemLabelsOf:
 * @SEM_LABELS_OF_MODELS: the models of the library as they are, which were trained on its photos,
 *   though without their folders
 * @SEM_LABELS_OF_METHODS: before them, the methods of "evaluate", trained anew without the queries
 */
typedef enum
{
  SEM_LABELS_OF_MODELS,
  SEM_LABELS_OF_METHODS,
} SemLabelsOf;

/**
 * SemLabels:
 * @level: as of SemLabelling
 * @set: the photos and their classes; without features
 * @names: (array zero-terminated=1): names of the classes in UTF-8, each once, by class number
 * @evaluation: protocol "folders", one split, with the seed 1: the same figures as those of
 *   "evaluate --seeds 1" for a folder with the same photos
 * @titles: (element-type utf8): names of its rows for people; a row by distance and that by score
 *   have the same
 * @main_row: the row that classes are shown of: that of the active model, by score
 * @sampled: whether the library has more photos than are ranked
 *
 * Immutable; any thread may read it.
 */
typedef struct
{
  guint level;
  SemLabelledSet *set;
  GStrv names;
  SemEvaluation *evaluation;
  GPtrArray *titles;
  guint main_row;
  gboolean sampled;
} SemLabels;

/**
 * sem_labels_measure:
 * @path: (type filename): the library
 * @level: as of SemLabelling
 * @progress: (nullable)
 *
 * Ranks the photos for a tenth of each class, by the features and by codes. Features of the active
 * model's network are the exact order; a model of another network is compared by features of its
 * own, and left out where photos lack them. Writes nothing. Blocks.
 *
 * Returns: (transfer full): the figures, or %NULL with SEM_ERROR_NO_MODEL, an error of
 *   sem_evaluate(), an error of the store, or G_IO_ERROR_CANCELLED
 */
SemLabels *sem_labels_measure (const char *path,
                               SemLabelsOf of,
                               guint level,
                               const SemProgress *progress,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
SemLabels *sem_labels_ref (SemLabels *self);
void sem_labels_unref (SemLabels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemLabels, sem_labels_unref)

/**
 * SemLabelsClass:
 * @n_queries: query photos of the class
 * @figures: means over them; 0 where there are none
 *
 * One class in one row.
 */
typedef struct
{
  guint n_queries;
  double figures[SEM_EVALUATION_N_FIGURES];
} SemLabelsClass;

/* Returns: (transfer full): shape (classes): by class number; free with g_free() */
SemLabelsClass *sem_labels_list_classes (const SemLabels *self,
                                         guint row) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): shape (classes): of how many first hits of a query of the class all may
 *   be of its class, from 1 to %SEM_OUTCOME_HEAD: a class of nine others has one of another among
 *   ten, whatever the codes are; free with g_free() */
guint *sem_labels_list_possible (const SemLabels *self,
                                 const SemOutcome *outcome) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_labels_list_confusion:
 * @classes: (array length=n): numbers of classes, each once
 * @n: at most %SEM_LABELS_MOST_CONFUSED
 *
 * Returns: (transfer full): shape (n, n), row-major: of the first ten hits of the queries of a
 *   class, or as many as it has other photos, the share that is of each class, which is less than 1
 *   in all where other classes have the rest; free with g_free()
 */
double *sem_labels_list_confusion (const SemLabels *self, guint row, const guint *classes, guint n)
  G_GNUC_WARN_UNUSED_RESULT;

/* Adds to the object that is open in @builder: "labels", an object with those of
 * sem_evaluation_to_json(), "level", "levels", "sampled", "classes" (an array of objects with
 * "name", "photos", "queries", "map_all" and "p_10", by the row "main_row") and "confusion" (an
 * array of arrays, by the same row; null for more than %SEM_LABELS_MOST_CONFUSED classes). */
void sem_labels_add_json (JsonBuilder *builder, const SemLabels *self);
/* Returns: (transfer full): tables in fixed-width text: the rows, the classes that are found
 * least, and the pairs that are confused most; ends with a newline */
char *sem_labels_to_text (const SemLabels *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
