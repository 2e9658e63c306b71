/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/protocols/protocol.h"
#include "engine/hash/models/hash-options.h"

#include <glib/gi18n-lib.h>

#define LANDMARKS                                                                                  \
  N_("each query is a photo cut to its box; good and ok photos are relevant, junk "                \
     "is skipped; all photos, also those that queries are cut from, are the "                     \
     "gallery and the training set")

/* Song et al. (ECML-PKDD 2017) for cifar10-ddh and flowers17. Names of CIFAR-10's other splits say
 * whose they are: GreedyHash (NeurIPS 2018) calls its I and II, DeepHash-pytorch calls its cifar10,
 * cifar10-1 and cifar10-2. NUS-WIDE: Chua et al. (CIVR 2009) by the split of the hashing
 * literature. MIRFlickr: Huiskes and Lew (MIR 2008). Holidays: Jégou et al. (ECCV 2008). Oxford5k
 * and Paris6k: Philbin et al. (CVPR 2007 and 2008), revisited by Radenović et al. (CVPR 2018).
 * UKBench: Nistér and Stewénius (CVPR 2006). */
static const SemProtocol protocols[] = {
  { .name = "folders",
    /* xgettext:no-c-format */
    .description = N_("10 % of each class are queries; the others are the gallery and the "
                      "training set"),
    .split = { .max_training = SEM_HASH_MAX_TRAINING } },
  { .name = "cifar10-ddh",
    .description = N_("100 of each class are queries; the others are the gallery; 10,000 of "
                      "these are the training set"),
    .naming = SEM_CLASS_FOLDER_NAME,
    .split = { .queries_per_class = 100, .max_training = 10000 } },
  { .name = "cifar10-greedyhash-1",
    .description = N_("1,000 of each class are queries; the others are the gallery; 20,000 "
                      "of these are the training set"),
    .naming = SEM_CLASS_FOLDER_NAME,
    .split = { .queries_per_class = 1000, .max_training = SEM_HASH_MAX_TRAINING } },
  { .name = "cifar10-greedyhash-2",
    .description = N_("1,000 of each class are queries; the others are the gallery; 500 of "
                      "each class are the training set"),
    .naming = SEM_CLASS_FOLDER_NAME,
    .split = { .queries_per_class = 1000,
               .training_per_class = 500,
               .max_training = SEM_HASH_MAX_TRAINING } },
  { .name = "cifar10-deephash",
    .description = N_("100 of each class are queries and 500 are the training set; the others are "
                      "the gallery"),
    .naming = SEM_CLASS_FOLDER_NAME,
    .split = { .queries_per_class = 100,
               .training_per_class = 500,
               .max_training = SEM_HASH_MAX_TRAINING,
               .training_apart = TRUE } },
  { .name = "cifar10-deephash-1",
    .description = N_("100 of each class are queries; the others are the gallery; 500 of each "
                      "class are the training set"),
    .naming = SEM_CLASS_FOLDER_NAME,
    .split = { .queries_per_class = 100,
               .training_per_class = 500,
               .max_training = SEM_HASH_MAX_TRAINING } },
  { .name = "flowers17",
    .description = N_("10 of each class are queries; the others are the gallery and the "
                      "training set"),
    .split = { .queries_per_class = 10, .max_training = SEM_HASH_MAX_TRAINING } },
  { .name = "scenes",
    .description = N_("every photo is a query for the others of its scene; all photos are "
                      "the gallery and the training set"),
    .split = { .all_are_queries = TRUE, .max_training = SEM_HASH_MAX_TRAINING },
    .distractors = TRUE },
  { .name = "list",
    .description = N_("queries, gallery and training set as listed; photos are relevant that have "
                      "a label in common with the query, which is itself skipped where it is in "
                      "the gallery"),
    .split = { .max_training = SEM_HASH_MAX_TRAINING },
    .lists = SEM_LISTS_JOINED },
  { .name = "nus-wide",
    .description =
      N_("100 photos of each of the 21 most frequent concepts are queries; the others "
         "are the gallery; 500 of each concept are the training set; photos are "
         "relevant that have a concept in common with the query"),
    .split = { .queries_per_class = 100,
               .training_per_class = 500,
               .max_training = SEM_HASH_MAX_TRAINING },
    .lists = SEM_LISTS_NUS_WIDE,
    .measuring = { SEM_AP_HASH, 5000 },
    .n_labels = 21 },
  { .name = "mirflickr",
    .description =
      N_("2,000 photos with any of the 24 labels are queries; the others are the "
         "gallery; 5,000 of these are the training set; photos are relevant that have "
         "a label in common with the query"),
    .split = { .n_queries = 2000, .max_training = 5000 },
    .lists = SEM_LISTS_MIRFLICKR,
    .measuring = { SEM_AP_HASH, 5000 },
    .n_labels = 24 },
  { .name = "mirflickr-38",
    .description =
      N_("2,000 photos with any of the 38 labels are queries; the others are the "
         "gallery; 5,000 of these are the training set; photos are relevant that have "
         "a label in common with the query"),
    .split = { .n_queries = 2000, .max_training = 5000 },
    .lists = SEM_LISTS_MIRFLICKR,
    .measuring = { SEM_AP_HASH, 5000 },
    .n_labels = 38 },
  { .name = "holidays",
    .description = N_("the first photo of each group is a query for the others of it; all photos "
                      "are the gallery, of which the query itself is skipped, and the training "
                      "set; photos are upright as their files say"),
    .split = { .max_training = SEM_HASH_MAX_TRAINING },
    .lists = SEM_LISTS_HOLIDAYS,
    .measuring = { SEM_AP_TRAPEZOIDAL, 0 } },
  { .name = "oxford5k",
    .description = LANDMARKS,
    .split = { .max_training = SEM_HASH_MAX_TRAINING },
    .lists = SEM_LISTS_LANDMARKS,
    .measuring = { SEM_AP_TRAPEZOIDAL, 0 } },
  { .name = "paris6k",
    .description = LANDMARKS,
    .split = { .max_training = SEM_HASH_MAX_TRAINING },
    .lists = SEM_LISTS_LANDMARKS,
    .measuring = { SEM_AP_TRAPEZOIDAL, 0 } },
  { .name = "roxford",
    .description = N_("each query is a photo cut to its box; easy and hard photos are relevant, "
                      "or one of both, and the others and junk are skipped; the listed photos, "
                      "without the queries, are the gallery and the training set"),
    .split = { .max_training = SEM_HASH_MAX_TRAINING },
    .lists = SEM_LISTS_REVISITED,
    .measuring = { SEM_AP_TRAPEZOIDAL, 0 },
    .file = "roxford5k" },
  { .name = "rparis",
    .description = N_("each query is a photo cut to its box; easy and hard photos are relevant, "
                      "or one of both, and the others and junk are skipped; the listed photos, "
                      "without the queries, are the gallery and the training set"),
    .split = { .max_training = SEM_HASH_MAX_TRAINING },
    .lists = SEM_LISTS_REVISITED,
    .measuring = { SEM_AP_TRAPEZOIDAL, 0 },
    .file = "rparis6k" },
  { .name = "ukbench",
    .description = N_("every photo is a query for the four of its group, itself among them; all "
                      "photos are the gallery and the training set; mAP is without the query"),
    .split = { .all_are_queries = TRUE, .max_training = SEM_HASH_MAX_TRAINING },
    .lists = SEM_LISTS_UKBENCH,
    .measuring = { SEM_AP_TRAPEZOIDAL, 0 } },
};

/* Others use these names for other splits. */
static const char *const renamed[][2] = {
  { "cifar10-1", "cifar10-greedyhash-1" },
  { "cifar10-2", "cifar10-greedyhash-2" },
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

const char *
sem_protocol_get_new_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (renamed); i++)
    if (g_strcmp0 (name, renamed[i][0]) == 0)
      return renamed[i][1];
  return NULL;
}

gboolean
sem_protocol_has_boxes (const SemProtocol *self)
{
  return self->lists == SEM_LISTS_LANDMARKS || self->lists == SEM_LISTS_REVISITED;
}
