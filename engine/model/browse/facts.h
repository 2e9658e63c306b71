/* facts.h - the data that photos are arranged by; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/hidden.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemFact:
 * @photo: the photo's id
 * @folder: position of the file's folder in the list of folders
 * @name: where the file's name begins in the text of all names
 * @size: of the file in bytes, 4 GiB − 1 at most
 * @date: seconds since 1970 on the clock of the place where the photo was taken, or of the file's
 *   last change where nothing says when it was taken
 * @kind: #SemPhotoKind
 * @shape: #SemPhotoShape
 * @away: whether the file lies in a folder that is offline
 *
 * A file that holds a photo and is not missing.
 */
typedef struct
{
  guint32 photo;
  guint32 folder;
  guint32 name;
  guint32 size;
  gint64 date;
  guint8 kind;
  guint8 shape;
  guint8 away;
} SemFact;

/**
 * SemFacts:
 *
 * The facts of all files of a library at one moment, those of one photo next to each other, offline
 * ones last. Immutable and shared: any thread. Half a million files need about 25 MB.
 */
typedef struct _SemFacts SemFacts;

SemFacts *sem_facts_ref (SemFacts *self);
void sem_facts_unref (SemFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemFacts, sem_facts_unref)

/* Returns: (transfer none) (array length=n): by photo */
const SemFact *sem_facts_get_rows (SemFacts *self, guint *n);
/* Returns: (transfer none) (type filename): the file's name without its folder */
const char *sem_facts_get_name (SemFacts *self, const SemFact *fact);
/* The number of folders that hold files. */
guint sem_facts_get_n_folders (SemFacts *self);
/* Returns: (transfer none) (type filename): a folder that holds files; absolute */
const char *sem_facts_get_folder (SemFacts *self, guint folder);
/* Returns: (transfer full) (type filename): the file's path */
char *sem_facts_dup_path (SemFacts *self, const SemFact *fact);
/* Whether the photo of a row has other files as well. */
gboolean sem_facts_is_one_of_several (SemFacts *self, guint32 row);
/* Whether the photo has a file that is not among @hidden. */
gboolean sem_facts_has_photo (SemFacts *self, gint64 photo, SemHiddenFiles *hidden);
/* Returns: (array): for each row its place among all names, by sem_natural_compare(). The first
 * call sorts them, which takes about a second for a million. */
const guint32 *sem_facts_get_name_ranks (SemFacts *self);

/* Collects facts. For one thread. */
typedef struct _SemFactsBuilder SemFactsBuilder;

SemFactsBuilder *sem_facts_builder_new (void);
/* @fact: without folder, name, kind and shape; @path: (type filename): absolute. */
void sem_facts_builder_add (SemFactsBuilder *self,
                            const SemFact *fact,
                            const char *path,
                            guint width,
                            guint height);
/* Returns: (transfer full): the facts. Frees @self. */
SemFacts *sem_facts_builder_end (SemFactsBuilder *self);
void sem_facts_builder_free (SemFactsBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemFactsBuilder, sem_facts_builder_free)

/* Reads those of a library. Blocks. @cancellable: (nullable).
 * Returns: (transfer full): NULL with an error of the store, or where it is cancelled */
SemFacts *sem_facts_read (SemStore *store, GCancellable *cancellable, GError **error);

G_END_DECLS
