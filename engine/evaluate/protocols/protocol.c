/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/protocols/protocol.h"
#include "engine/hash/models/hash-options.h"

#include <glib/gi18n-lib.h>

/* Song et al. (ECML-PKDD 2017) for cifar10-ddh and flowers17; cifar10-1 and cifar10-2 are the two
 * splits of the hashing literature (GreedyHash, NeurIPS 2018, calls them I and II). */
static const SemProtocol protocols[] = {
  { "folders",
    /* xgettext:no-c-format */
    N_("10 % of each class are queries; the others are the gallery and the "
       "training set"),
    SEM_CLASS_FOLDER,
    { .max_training = SEM_HASH_MAX_TRAINING },
    FALSE },
  { "cifar10-ddh",
    N_("100 of each class are queries; the others are the gallery; 10,000 of "
       "these are the training set"),
    SEM_CLASS_FOLDER_NAME,
    { .queries_per_class = 100, .max_training = 10000 },
    FALSE },
  { "cifar10-1",
    N_("1,000 of each class are queries; the others are the gallery; 20,000 "
       "of these are the training set"),
    SEM_CLASS_FOLDER_NAME,
    { .queries_per_class = 1000, .max_training = SEM_HASH_MAX_TRAINING },
    FALSE },
  { "cifar10-2",
    N_("1,000 of each class are queries; the others are the gallery; 500 of "
       "each class are the training set"),
    SEM_CLASS_FOLDER_NAME,
    { .queries_per_class = 1000, .training_per_class = 500, .max_training = SEM_HASH_MAX_TRAINING },
    FALSE },
  { "flowers17",
    N_("10 of each class are queries; the others are the gallery and the "
       "training set"),
    SEM_CLASS_FOLDER,
    { .queries_per_class = 10, .max_training = SEM_HASH_MAX_TRAINING },
    FALSE },
  { "scenes",
    N_("every photo is a query for the others of its scene; all photos are "
       "the gallery and the training set"),
    SEM_CLASS_FOLDER,
    { .all_are_queries = TRUE, .max_training = SEM_HASH_MAX_TRAINING },
    TRUE },
};

const SemProtocol *
sem_protocol_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++)
    if (g_strcmp0 (name, protocols[i].name) == 0)
      return &protocols[i];
  return NULL;
}

const SemProtocol *
sem_protocol_list (guint *n)
{
  *n = G_N_ELEMENTS (protocols);
  return protocols;
}
