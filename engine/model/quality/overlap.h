/* overlap.h - two photos of a scene and what they have in common
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

#define SEM_TYPE_OVERLAP (sem_overlap_get_type ())

/**
 * SemOverlap:
 *
 * A pair from which BCDH learns. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemOverlap, sem_overlap, SEM, OVERLAP, GObject)

/* @title: the overlap; @words: the points, and the pair's role in training BCDH. Both
 * translated. */
SemOverlap *sem_overlap_new (SemPhoto *first,
                             SemPhoto *second,
                             const char *title,
                             const char *words) G_GNUC_WARN_UNUSED_RESULT;
/* Each (transfer none). @which: 0 or 1 */
SemPhoto *sem_overlap_get_photo (SemOverlap *self, guint which);
const char *sem_overlap_get_title (SemOverlap *self);
const char *sem_overlap_get_words (SemOverlap *self);

G_END_DECLS
