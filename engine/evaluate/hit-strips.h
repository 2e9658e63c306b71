/* hit-strips.h - the first hits of some queries, as a page with pictures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/trials/trial.h"

G_BEGIN_DECLS

/* Queries that are shown, and hits of each. */
#define SEM_HIT_STRIPS_QUERIES 40
#define SEM_HIT_STRIPS_HITS 10

/**
 * SemHitStrips:
 *
 * The first hits of up to SEM_HIT_STRIPS_QUERIES queries, spread evenly over all queries. Ignored
 * photos are left out.
 */
typedef struct _SemHitStrips SemHitStrips;

SemHitStrips *sem_hit_strips_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_hit_strips_free (SemHitStrips *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemHitStrips, sem_hit_strips_free)

/* Adds the ranking of one query; any thread, in any order, once for each query. */
void sem_hit_strips_take (SemHitStrips *self, const SemTrial *trial, const SemRanking *ranking);

/* @row: of the set. Returns: (transfer full) (nullable): its picture as a JPEG file */
typedef GBytes *(*SemHitPictureFunc) (guint32 row, gpointer user_data);

/**
 * sem_hit_strips_to_html:
 * @title: of the page: set, protocol and row
 * @names: (array): by row of the set
 * @func: (nullable): gives pictures; without one the names alone are shown
 *
 * Right hits have a green frame, wrong ones a red and dashed frame, which is said in words as well.
 *
 * Returns: (transfer full): a page that needs no other file
 */
char *sem_hit_strips_to_html (SemHitStrips *self,
                              const char *title,
                              const char *const *names,
                              SemHitPictureFunc func,
                              gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
