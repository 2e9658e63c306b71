/* duplicates-words.h - texts about groups of duplicates
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/duplicates/duplicate-list.h"

G_BEGIN_DECLS

/* Translated. Returns: (transfer none): of one group: "Identical Files" */
const char *sem_duplicates_words_for_kind (SemDuplicateSetKind kind);
/* Returns: (transfer none): of all groups, in a menu: "_Bursts" */
const char *sem_duplicates_words_for_kinds (SemDuplicateSetKind kind);
/* Returns: (transfer none): what happens to a photo: "Keep", "To the Trash", or "" */
const char *sem_duplicates_words_for_fate (SemDuplicateSet *set, guint index);

/* The following return (transfer full). */

/* "3 photos · 2 to the trash, 4.2 MB" */
char *sem_duplicates_words_for_set (SemDuplicateSet *set);
/* Why the first is suggested: "most pixels, original date"; of others how alike they are: "90 %
 * alike" */
char *sem_duplicates_words_for_reason (SemDuplicateSet *set, guint index);
/* "4000 × 3000 · 3.1 MB" */
char *sem_duplicates_words_for_facts (SemDuplicateSet *set, guint index);
/* For a screen reader. @title: of the photo */
char *sem_duplicates_words_for_photo (SemDuplicateSet *set, guint index, const char *title);
/* "41 groups · 1.2 GB"; "" for none */
char *sem_duplicates_words_for_list (SemDuplicateList *list);
/* What was decided: "12 groups accepted · 30 photos, 340 MB", or what to do first. */
char *sem_duplicates_words_for_accepted (SemDuplicateList *list);

G_END_DECLS
