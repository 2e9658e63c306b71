/* evaluate-options.h - the options of the command "evaluate"
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/evaluate/evaluate-output.h"
#include "app/cli/hash-options.h"

G_BEGIN_DECLS

/* A protocol that is not in sem_protocol_list(), with reconstructions instead of classes as truth.
 */
#define EVALUATE_SCENES_OVERLAP "scenes-overlap"

/**
 * EvaluateTyped:
 *
 * The options, as typed; %CLI_NO_NUMBER or %NULL if not given. @queries is a number, or with the
 * protocol "list" a file.
 */
typedef struct
{
  char *protocol;
  char *methods;
  char *bits;
  EvaluateFiles files;
  char *unseen;
  GStrv distractors;
  CliHashWords hash;
  gboolean again;
  int n_seeds;
  char *queries;
  char *database;
  char *training;
  gboolean whole_queries;
  gboolean multi_scale;
  char *pooling;
  char *backbone;
  char *features;
  char *labels;
  char *from;
  char *library;
  char *rankings;
  char *rankings_of;
  char *strips;
  int level;
  char *alterations;
} EvaluateTyped;

#define EVALUATE_TYPED_NONE                                                                        \
  {                                                                                                \
    .n_seeds = 5, .level = CLI_NO_NUMBER, .hash = CLI_HASH_WORDS_NONE                              \
  }

void evaluate_typed_clear (EvaluateTyped *typed);

/* (transfer full): the names of all protocols. */
char *evaluate_list_protocols (void) G_GNUC_WARN_UNUSED_RESULT;

/* Whether any method fine-tunes the network, which needs all photos in one library. */
gboolean evaluate_finetunes (const SemEvaluateOptions *options);

/* The options for GOption, which fill in @typed and @job. */
typedef struct EvaluateEntries EvaluateEntries;

EvaluateEntries *evaluate_entries_new (EvaluateTyped *typed,
                                       EvaluateJob *job) G_GNUC_WARN_UNUSED_RESULT;
void evaluate_entries_free (EvaluateEntries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EvaluateEntries, evaluate_entries_free)
/* Returns: (transfer none): zero-terminated; valid as long as @self */
const GOptionEntry *evaluate_entries_get (const EvaluateEntries *self);

G_END_DECLS
