/* protocol.h - the evaluation protocols of published figures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/protocols/split.h"

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
 * SemProtocol:
 * @name: for the command line, files and JSON; static
 * @description: a sentence, to be translated with _()
 * @naming: what a class is
 * @split: numbers of query and training photos; its max_training is at most SEM_HASH_MAX_TRAINING
 * @distractors: whether photos without a class may be added to the gallery
 */
typedef struct
{
  const char *name;
  const char *description;
  SemClassNaming naming;
  SemSplitOptions split;
  gboolean distractors;
} SemProtocol;

/* (nullable): the protocol of a name; "folders" is the default. */
const SemProtocol *sem_protocol_find (const char *name);
/* All of them, the default one first. */
const SemProtocol *sem_protocol_list (guint *n);

G_END_DECLS
