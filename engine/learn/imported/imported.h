/* imported.h - features of other networks in a library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemImported:
 * @name: the name that the user gave them: 1 to 40 letters, digits, "-", "_" or ".", a letter or
 *   digit first
 * @backbone: id that the store files them under, "imported-D-NAME"; its kind is SEM_BACKBONE_FOUND
 * @d: numbers of a feature, up to %SEM_HASH_MAX_FEATURES
 *
 * Features imported from a file, assigned to photos of the library by the hashes of their contents.
 * The program cannot describe other photos by that network: only photos that have such a feature
 * can be trained on, used as queries, and found.
 */
typedef struct
{
  char *name;
  char *backbone;
  guint d;
} SemImported;

void sem_imported_free (SemImported *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemImported, sem_imported_free)

gboolean sem_imported_name_is_valid (const char *name);
/* Whether the id is that of imported features, which cannot be computed for other photos. */
gboolean sem_imported_is_backbone (const char *backbone);

/* Returns: (transfer full) (element-type SemImported): all of a library, by backbone */
GPtrArray *sem_imported_list (SemStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): NULL with SEM_ERROR_NOT_FOUND, which names those that there are */
SemImported *
sem_imported_find (SemStore *store, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemImportSummary:
 * @d: numbers of a feature
 * @n_rows: rows of the file
 * @n_photos: how many of them belong to photos of the library
 * @n_models: models of earlier features of this name, which were removed
 */
typedef struct
{
  guint d;
  gsize n_rows;
  gsize n_photos;
  guint n_models;
} SemImportSummary;

/**
 * sem_imported_read:
 * @path: (type filename): the library; the caller holds the lock of sem_store_lock()
 * @file: (type filename): see npz-reader.h, with "features", shape (n, d), and "hashes", n × 32
 *   bytes: SHA-256 of the contents, as "export features" writes it
 * @name: valid
 *
 * Reads the file, which is not trusted, and stores its features under @name, in half precision like
 * all features. Earlier features of that name are replaced, and their models removed, as soon as a
 * photo of the library was found in the file. A batch of rows is one transaction; photos of batches
 * that were committed keep their features on failure. Blocks.
 *
 * Returns: FALSE with what sem_npz_reader_read() sets, SEM_ERROR_FAILED with what is wrong in which
 *   array, SEM_ERROR_NOT_FOUND where no photo of the library is in the file, an error of the store,
 *   or G_IO_ERROR_CANCELLED
 */
gboolean sem_imported_read (const char *path,
                            const char *file,
                            const char *name,
                            SemImportSummary *summary,
                            const SemProgress *progress,
                            GError **error);

/* Removes features and their models; the caller holds the lock. Returns: FALSE with
 * SEM_ERROR_NOT_FOUND or an error of the store */
gboolean sem_imported_remove (const char *path, const char *name, GError **error);

G_END_DECLS
