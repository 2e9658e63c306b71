/* duplicate-list-private.h - for engine/model and its tests only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/hidden.h"
#include "engine/model/duplicates/duplicate-list.h"
#include "engine/model/duplicates/duplicate-set-private.h"

G_BEGIN_DECLS

/* An item that exists, and its contribution to the sums. */
typedef struct
{
  gint64 key;
  SemDuplicateSet *set;
  gboolean shown;
  gboolean accepted;
  guint n_going;
  gint64 bytes_going;
} SemDuplicateMade;

/**
 * SemDuplicateSums:
 * @made: (element-type SemDuplicateMade): by key, and @by_set the same by set
 * @busy: whether "changed" is not emitted
 *
 * The existing items, and the sums over the accepted ones that are shown.
 */
typedef struct
{
  GObject *owner;
  GHashTable *made;
  GHashTable *by_set;
  guint n_accepted;
  guint n_going;
  gint64 bytes_going;
  gboolean busy;
} SemDuplicateSums;

/* duplicate-sums.c. @owner: has the signal "changed" and outlives it. */
void sem_duplicate_sums_init (SemDuplicateSums *self, GObject *owner);
void sem_duplicate_sums_clear (SemDuplicateSums *self);
/* @set: (transfer full), shown. Its decisions count from now on. */
void sem_duplicate_sums_add (SemDuplicateSums *self, gint64 key, SemDuplicateSet *set);
void sem_duplicate_sums_drop (SemDuplicateSums *self, SemDuplicateMade *made);
/* Changes the key of an item. */
void sem_duplicate_sums_rename (SemDuplicateSums *self, SemDuplicateMade *made, gint64 key);
/* @keys: (element-type gint64 gpointer): of the items that are shown from now on */
void sem_duplicate_sums_show (SemDuplicateSums *self, GHashTable *keys);
/* Emits "changed" of the owner, unless it is busy. */
void sem_duplicate_sums_tell (SemDuplicateSums *self);

/* Updates the list. @duplicates: the present groups; a reference is kept. */
void sem_duplicate_list_show (SemDuplicateList *self, SemDuplicates *duplicates);
/* Sets whether groups of exactly the photos of @set are left out of the list. */
void sem_duplicate_list_dismiss (SemDuplicateList *self, SemDuplicateSet *set, gboolean dismissed);

G_END_DECLS
