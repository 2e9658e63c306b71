/* protocol.h - the evaluation protocols of published figures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/protocols/split.h"
#include "engine/measure/record.h"

G_BEGIN_DECLS

/**
 * SemClassNaming:
 * @SEM_CLASS_FOLDER: the photos of one folder are one class
 * @SEM_CLASS_FOLDER_NAME: the photos of all folders with one name are one class: "cat" for
 *   train/cat and test/cat
 */
typedef enum
{
  SEM_CLASS_FOLDER,
  SEM_CLASS_FOLDER_NAME,
} SemClassNaming;

/**
 * SemProtocolLists:
 * @SEM_LISTS_NONE: folders are classes
 * @SEM_LISTS_JOINED: test.txt, database.txt and train.txt, a path and its labels a line
 * @SEM_LISTS_NUS_WIDE: Imagelist.txt and Labels_CONCEPT.txt
 * @SEM_LISTS_MIRFLICKR: a file of photo numbers for each concept
 * @SEM_LISTS_HOLIDAYS: numbers in the names of photos, groups of a hundred numbers
 * @SEM_LISTS_UKBENCH: the same, groups of four
 * @SEM_LISTS_LANDMARKS: for each query its photo with a box, and good, ok and junk photos
 * @SEM_LISTS_REVISITED: for each query its photo with a box, and easy, hard and junk photos
 *
 * The lists that define which photos are relevant to a query.
 */
typedef enum
{
  SEM_LISTS_NONE,
  SEM_LISTS_JOINED,
  SEM_LISTS_NUS_WIDE,
  SEM_LISTS_MIRFLICKR,
  SEM_LISTS_HOLIDAYS,
  SEM_LISTS_UKBENCH,
  SEM_LISTS_LANDMARKS,
  SEM_LISTS_REVISITED,
} SemProtocolLists;

/**
 * SemProtocol:
 * @name: for the command line, files and JSON; static
 * @description: a sentence, to be translated with _()
 * @naming: how classes are formed from folders
 * @split: numbers of query and training photos; its max_training is at most SEM_HASH_MAX_TRAINING
 * @distractors: whether photos without a class may be added to the gallery
 * @lists: the lists that define which photos are relevant
 * @measuring: the rule of its own mAP
 * @n_labels: maximum number of concepts that are used, for lists of concepts
 * @file: (nullable): of revisited sets, their name in the name of the file
 */
typedef struct
{
  const char *name;
  const char *description;
  SemClassNaming naming;
  SemSplitOptions split;
  gboolean distractors;
  SemProtocolLists lists;
  SemMeasuring measuring;
  guint n_labels;
  const char *file;
} SemProtocol;

/* (nullable): the protocol of a name; "folders" is the default. */
const SemProtocol *sem_protocol_find (const char *name);
/* (nullable): the present name of a protocol that had @name before. */
const char *sem_protocol_get_new_name (const char *name);
/* Whether queries are boxes in photos. */
gboolean sem_protocol_has_boxes (const SemProtocol *self);
/* All of them, the default one first. */
const SemProtocol *sem_protocol_list (guint *n);

G_END_DECLS
