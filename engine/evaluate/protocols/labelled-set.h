/* labelled-set.h - the photos of a library, with their folders as classes
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
 * @labels: (array): shape (n): class numbers, from 0, or SEM_NO_CLASS
 * @ids: (array): shape (n): ids of the photos in the store that they were loaded from
 * @n: number of photos
 * @paths: (nullable) (element-type filename): shape (n): the first path of each photo
 * @classes: (element-type filename): paths or names of the folders, by class number
 * @n_left_out: photos beyond SemLabelling.most
 * @n_levels: depth of the deepest folder with photos below the library's folders
 */
typedef struct
{
  float *features;
  guint32 *labels;
  gint64 *ids;
  gsize n;
  GPtrArray *paths;
  GPtrArray *classes;
  guint n_left_out;
  guint n_levels;
} SemLabelledSet;

/**
 * SemLabelling:
 * @naming: how classes are formed from folders
 * @level: 0 where the folder that a photo lies in is its class, or how many levels below the
 *   library's folders the folders are that are classes; photos that lie higher have their own
 *   folder as class
 * @most: the most photos that are loaded, the first by content hash, which is a random sample; 0
 *   for all
 */
typedef struct
{
  SemClassNaming naming;
  guint level;
  guint most;
} SemLabelling;

void sem_labelled_set_free (SemLabelledSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemLabelledSet, sem_labelled_set_free)

/**
 * sem_labelled_set_load:
 * @backbone: id of the backbone whose features to load
 * @error: return location; an error of the store, or SEM_ERROR_FAILED if there is not enough memory
 *
 * The class of a photo is a folder of its first path, or that folder's name. Photos that are
 * hidden, or have no feature of the backbone, are left out.
 *
 * Returns: (transfer full): the set, or %NULL with @error set
 */
SemLabelledSet *sem_labelled_set_load (SemStore *store,
                                       const char *backbone,
                                       const SemLabelling *labelling,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends the photos of @other to @set, without a class. */
void sem_labelled_set_add_distractors (SemLabelledSet *set, const SemLabelledSet *other);

G_END_DECLS
