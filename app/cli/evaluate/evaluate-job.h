/* evaluate-job.h - the job of the command "evaluate"
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/evaluate/benchmarks/reading.h"
#include "engine/evaluate/copies/altered-report.h"
#include "engine/evaluate/copies/altered-reverse.h"
#include "engine/evaluate/copies/altered-write.h"
#include "engine/evaluate/copies/claims.h"
#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/reports/growth.h"
#include "engine/evaluate/likeness/likeness-evaluate.h"
#include "engine/evaluate/protocols/labelled-set.h"
#include "engine/evaluate/scenes/scene-evaluate.h"
#include "engine/indexing/indexer.h"

G_BEGIN_DECLS

/**
 * EvaluateJob:
 * @folder: absolute path
 * @distractors: (nullable): absolute paths, %NULL-terminated
 * @level: which folders are classes, as of SemLabelling
 * @copies: whether altered copies are the queries
 * @altering: with @copies, the photos and alterations
 * @only: (nullable): owns the names of @altering.only
 * @reverse: with @copies, whether the originals are the queries for the altered copies
 * @pictures: (nullable): with @copies, folder to write the altered pictures to
 * @look_alikes: whether the subfolders hold look-alikes, and claims of copies are counted
 * @kind: (nullable): with @look_alikes, the only subfolder whose photos are queries
 * @n_asking: with @look_alikes, number of query photos of each subfolder, 0 for all
 * @seed: seed for drawing these query photos
 * @evaluation: the result, without @copies, @look_alikes and @by_overlap
 * @altered: (element-type SemAlteredRow): the result, with @copies
 * @n_asked: with @copies, number of photos that were altered
 * @claims: the result, with @look_alikes
 * @by_overlap: whether the protocol is scenes-overlap, with reconstructions as the truth
 * @whole_pairs: with @by_overlap, whether training uses reconstructions of all photos, without the
 *   pairs of the queries, instead of reconstructions of each fold's training set
 * @scenes: with @by_overlap
 * @scene_result: the result, with @by_overlap
 * @likeness: whether the end of likeness is measured
 * @likeness_result: the result, with @likeness
 * @lists: with a protocol that has lists, the lists to read
 * @truth: with such a protocol, the truth of its lists
 * @arrays: (nullable) (type filename): the features to evaluate, instead of photos; the name of
 *   imported features with @imported_of
 * @imported_of: (nullable) (type filename): the library that has the imported features
 * @array_labels: (nullable) (type filename): with @arrays, the file of labels
 * @pooling_power: of the network (pooling.h), or 0 for that which its weights state
 * @d: numbers of a feature
 * @arguments: (array zero-terminated=1) (element-type filename): the arguments that run it again
 * @digest: (nullable): of features and truth
 * @rankings: (nullable) (type filename): file for the rankings of a row, options.rankings_row
 * @strips: (nullable) (type filename): page for the first hits of the same row
 * @library: (nullable) (type filename): the library with the pictures of the rows
 * @photos: (nullable): shape (n_photos): of the first rows, their photos in @library
 * @mutex: protects the fields after it, which the job's thread writes and the progress reads
 */
typedef struct
{
  char *folder;
  GStrv distractors;
  guint level;
  gboolean copies;
  SemAlteredOptions altering;
  GStrv only;
  gboolean reverse;
  char *pictures;
  gboolean look_alikes;
  char *kind;
  guint n_asking;
  guint64 seed;
  SemBackbone *backbone;
  SemEvaluateOptions options;
  SemEvaluation *evaluation;
  GArray *growth; /* of SemGrowthPoint, with --plots */
  GArray *altered;
  guint n_asked;
  SemClaims *claims;
  gboolean by_overlap;
  gboolean whole_pairs;
  SemSceneTestOptions scenes;
  SemSceneResult *scene_result;
  gboolean likeness;
  SemLikenessResult *likeness_result;
  SemTruthSource lists;
  SemTruth *truth;
  const char *arrays;
  char *imported_of;
  const char *array_labels;
  guint pooling_power;
  gsize d;
  GStrv arguments;
  char *digest;
  const char *rankings;
  const char *strips;
  const char *library;
  const gint64 *photos;
  gsize n_photos;
  GMutex mutex;
  SemIndexer *indexer;
  char *sentence;
  double fraction;
} EvaluateJob;

/* (transfer full) (nullable): the absolute path; %NULL after printing an error. */
char *evaluate_resolve_folder (const char *path);
/* (transfer full): the folder for the finished rows of each seed. */
char *evaluate_dup_cells_folder (void);
/* CliJobFuncs: index the folders, evaluate, and store the result in the job, an EvaluateJob. By
 * classes, with altered copies, and with look-alikes. */
gboolean evaluate_classes_run (gpointer job, GCancellable *cancellable, GError **error);
gboolean evaluate_copies_run (gpointer job, GCancellable *cancellable, GError **error);
gboolean evaluate_claims_run (gpointer job, GCancellable *cancellable, GError **error);
/* Likewise for the end of likeness. */
gboolean evaluate_likeness_run (gpointer job, GCancellable *cancellable, GError **error);
/* Their CliProgressFunc. */
void evaluate_job_progress (gpointer job, char **text, double *fraction);
/**
 * evaluate_measure:
 * @paths: (array) (type filename): by row, absolute; in rankings they are relative to the folder
 *
 * Calls sem_evaluate() with the job's options, stores the result in the job, and writes the file of
 * rankings where it is wanted.
 *
 * Returns: FALSE with @error set
 */
gboolean evaluate_measure (EvaluateJob *job,
                           const float *features,
                           const guint32 *labels,
                           const char *const *paths,
                           gsize n,
                           const SemProgress *progress,
                           GError **error);
/* Sets the job's digest, of features of shape (n, job->d) and (nullable) labels, and of its truth.
 */
void evaluate_digest (EvaluateJob *job, const float *features, const guint32 *labels, gsize n);
/* A SemProgressFunc and a SemEvaluateStepFunc that store the progress in the job, which is their
 * data. */
void evaluate_job_report (double fraction, gpointer job);
void evaluate_job_step (const char *sentence, gpointer job);
/* Brings the library of these folders up to date; %FALSE with @error set on failure. */
gboolean evaluate_index (EvaluateJob *job,
                         const char *library,
                         const char *const *folders,
                         GCancellable *cancellable,
                         GError **error);
/* (transfer full): the path of the library of one or more evaluated folders; one that a program
 * describes has its own. */
char *evaluate_dup_library_path (const EvaluateJob *job, const char *const *folders);
/* (transfer full): indexes a folder and loads its photos; %NULL with @error set on failure. */
SemLabelledSet *evaluate_load_folder (EvaluateJob *job,
                                      const char *folder,
                                      GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Indexes the folders of distractors, and appends their photos to @set. */
gboolean evaluate_add_distractors (EvaluateJob *job,
                                   SemLabelledSet *set,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
