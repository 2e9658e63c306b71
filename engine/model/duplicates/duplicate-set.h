/* duplicate-set.h - one group of duplicates as the window sees it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

/**
 * SemDuplicateSetKind:
 * @SEM_DUPLICATE_SET_MAYBE: candidates for copies that are not proven yet
 *
 * The others are as in engine/duplicates/groups.h.
 */
typedef enum
{
  SEM_DUPLICATE_SET_IDENTICAL,
  SEM_DUPLICATE_SET_COPIES,
  SEM_DUPLICATE_SET_MAYBE,
  SEM_DUPLICATE_SET_BURST,
  SEM_DUPLICATE_SET_PAIR,
  SEM_DUPLICATE_SET_N_KINDS
} SemDuplicateSetKind;

#define SEM_TYPE_DUPLICATE_SET (sem_duplicate_set_get_type ())

/**
 * SemDuplicateSet:
 *
 * Files that are the same or very similar, which of them go to the trash, and whether the user has
 * accepted that. At first the suggested files go; where nothing is suggested, none. Signal
 * "changed": files or decisions have changed. For the main thread.
 */
G_DECLARE_FINAL_TYPE (SemDuplicateSet, sem_duplicate_set, SEM, DUPLICATE_SET, GObject)

SemDuplicateSetKind sem_duplicate_set_get_kind (SemDuplicateSet *self);
/**
 * sem_duplicate_set_get_photos:
 *
 * Returns: (transfer none): #SemPhoto of each file; where one is suggested, it is the first
 */
GListModel *sem_duplicate_set_get_photos (SemDuplicateSet *self);
/* Whether the first is suggested to be kept, and the others to go. */
gboolean sem_duplicate_set_get_suggests (SemDuplicateSet *self);
/* Returns: (transfer none): why the first is suggested, in a few words; "" where it is not */
const char *sem_duplicate_set_get_reasons (SemDuplicateSet *self);

/* Of the files, in the order of the photos; @index: below their number. */
guint sem_duplicate_set_get_n_files (SemDuplicateSet *self);
/* Returns: 0 to 1; 1 for the first */
double sem_duplicate_set_get_likeness (SemDuplicateSet *self, guint index);
/* Returns: bytes */
gint64 sem_duplicate_set_get_size (SemDuplicateSet *self, guint index);
/* Returns: width and height of the upright photo, in pixels */
void sem_duplicate_set_get_pixels (SemDuplicateSet *self, guint index, guint *width, guint *height);
/* Whether the file stays. */
gboolean sem_duplicate_set_get_kept (SemDuplicateSet *self, guint index);
void sem_duplicate_set_set_kept (SemDuplicateSet *self, guint index, gboolean kept);

/* Number of files that go, and their bytes. */
guint sem_duplicate_set_get_n_going (SemDuplicateSet *self);
gint64 sem_duplicate_set_get_bytes_going (SemDuplicateSet *self);
/* Whether some go and at least one stays. */
gboolean sem_duplicate_set_get_can_go (SemDuplicateSet *self);
/* Whether the user has accepted which files go. Setting it does nothing where
 * sem_duplicate_set_get_can_go() is FALSE. */
gboolean sem_duplicate_set_get_accepted (SemDuplicateSet *self);
void sem_duplicate_set_set_accepted (SemDuplicateSet *self, gboolean accepted);

G_END_DECLS
