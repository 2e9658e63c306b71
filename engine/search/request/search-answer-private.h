/* search-answer-private.h - making an answer, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/request/search-answer.h"

G_BEGIN_DECLS

/* (transfer full) (element-type SemSearchHit): empty; elements own their paths. */
GArray *sem_search_hits_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_search_answer_new:
 * @about: the other fields of the answer, besides its hits and subjects
 * @hits: (transfer full): made by sem_search_hits_new()
 * @subjects: (transfer full) (array length=n_subjects): owns features and thumbnails
 */
SemSearchAnswer *sem_search_answer_new (const SemSearchAnswer *about,
                                        GArray *hits,
                                        SemSearchSubject *subjects,
                                        guint n_subjects) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full) (element-type SemSearchHit): copies of the hits that own their paths. */
GArray *sem_search_answer_copy_hits (const SemSearchAnswer *self) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (array): copies of the subjects. */
SemSearchSubject *
sem_search_answer_copy_subjects (const SemSearchAnswer *self) G_GNUC_WARN_UNUSED_RESULT;

void sem_search_subject_clear (SemSearchSubject *subject);

G_END_DECLS
