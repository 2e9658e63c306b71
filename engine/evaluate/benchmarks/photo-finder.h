/* photo-finder.h - finds the photo of a name in a list
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemFoundPhoto:
 * @path: (type filename): absolute
 * @photo: id in the library; files with equal contents have the same
 */
typedef struct
{
  char *path;
  gint64 photo;
} SemFoundPhoto;

/**
 * SemPhotoFinder:
 *
 * The photos below a folder. Add all photos, sort it, then find; for one thread at a time.
 */
typedef struct _SemPhotoFinder SemPhotoFinder;

SemPhotoFinder *sem_photo_finder_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_photo_finder_free (SemPhotoFinder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemPhotoFinder, sem_photo_finder_free)

/* @path: (type filename): absolute, copied */
void sem_photo_finder_add (SemPhotoFinder *self, const char *path, gint64 photo);
/* Sorts the photos by path; to be called once, after adding them. */
void sem_photo_finder_sort (SemPhotoFinder *self);

guint sem_photo_finder_get_n (SemPhotoFinder *self);
/* Returns: (transfer none): by the order of paths */
const SemFoundPhoto *sem_photo_finder_get (SemPhotoFinder *self, guint i);

/**
 * sem_photo_finder_find:
 * @name: (type filename): as in a list: a path with slashes, or a name, with or without a suffix
 * @by_name: whether the last part alone may identify the photo; FALSE where the list has two photos
 *   of one name
 *
 * Compares the last two parts of the path, then the name, then the name without its suffix. Where
 * several files have the same two last parts, the whole path decides; a name that several files
 * have finds none of them.
 *
 * Returns: (transfer none) (nullable)
 */
const SemFoundPhoto *
sem_photo_finder_find (SemPhotoFinder *self, const char *name, gboolean by_name);

/* (transfer full) (type filename): the name of a file without its folders and its suffix. */
char *sem_photo_finder_dup_stem (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
