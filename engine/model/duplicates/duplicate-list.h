/* duplicate-list.h - the groups of duplicates that are shown
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/duplicates/duplicate-set.h"
#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_DUPLICATE_LIST (sem_duplicate_list_get_type ())

/**
 * SemDuplicateList:
 *
 * A GListModel of #SemDuplicateSet, created on demand: groups of the chosen kinds with at least two
 * existing files. When more groups are found, a group stays in its order and keeps its item. Signal
 * "changed": one of the numbers below has changed. For the main thread.
 */
G_DECLARE_FINAL_TYPE (SemDuplicateList, sem_duplicate_list, SEM, DUPLICATE_LIST, GObject)

/* All kinds but pairs, which are intended. */
#define SEM_DUPLICATE_LIST_KINDS                                                                   \
  ((1u << SEM_DUPLICATE_SET_IDENTICAL) | (1u << SEM_DUPLICATE_SET_COPIES)                          \
   | (1u << SEM_DUPLICATE_SET_MAYBE) | (1u << SEM_DUPLICATE_SET_BURST))

SemDuplicateList *sem_duplicate_list_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

/* @kinds: bits 1 << SemDuplicateSetKind; %SEM_DUPLICATE_LIST_KINDS by default. */
void sem_duplicate_list_set_kinds (SemDuplicateList *self, guint kinds);
guint sem_duplicate_list_get_kinds (SemDuplicateList *self);
/* The number of groups of a kind, shown or not. */
guint sem_duplicate_list_get_n_of_kind (SemDuplicateList *self, SemDuplicateSetKind kind);
/* Returns: bytes of the existing files that are suggested to go in the groups that are shown */
gint64 sem_duplicate_list_get_bytes (SemDuplicateList *self);

/* Returns: the position of @set; %G_MAXUINT where it is not shown */
guint sem_duplicate_list_find (SemDuplicateList *self, SemDuplicateSet *set);

/* Accepts the suggestions of the groups that are shown, except where the user decided otherwise. */
void sem_duplicate_list_accept_all (SemDuplicateList *self);
/* Number of groups that are accepted and shown, number of files in them that go, and their
 * bytes. */
guint sem_duplicate_list_get_n_accepted (SemDuplicateList *self);
guint sem_duplicate_list_get_n_going (SemDuplicateList *self);
gint64 sem_duplicate_list_get_bytes_going (SemDuplicateList *self);
/**
 * sem_duplicate_list_dup_accepted:
 *
 * Returns: (transfer full) (element-type SemDuplicateSet): those that are accepted and shown, in
 *   their order
 */
GPtrArray *sem_duplicate_list_dup_accepted (SemDuplicateList *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
