/* labelled-set.h - the photos of a library with their folders as classes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/protocols/protocol.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemLabelledSet:
 * @features: (array): shape (n, SEM_BACKBONE_DIM), rows by content hash
 * @labels: (array): n class numbers, from 0, or SEM_NO_CLASS
 * @ids: (array): n row ids of the photos in the store that they come from
 * @n: photos
 * @classes: (element-type filename): the folders' paths or names, by number
 */
typedef struct
{
  float *features;
  guint32 *labels;
  gint64 *ids;
  gsize n;
  GPtrArray *classes;
} SemLabelledSet;

void sem_labelled_set_free (SemLabelledSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemLabelledSet, sem_labelled_set_free)

/**
 * sem_labelled_set_load:
 * @backbone: id of the features
 *
 * A photo's class is the folder that it lies in, told apart as @naming says; of several copies the
 * first path counts. Photos that are hidden, or have no feature of the backbone, are left out.
 */
SemLabelledSet *sem_labelled_set_load (SemStore *store,
                                       const char *backbone,
                                       SemClassNaming naming,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds the photos of @other behind those of @set, without a class. */
void sem_labelled_set_add_distractors (SemLabelledSet *set, const SemLabelledSet *other);

G_END_DECLS
