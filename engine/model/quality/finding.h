/* finding.h - a photo that stands out in the quality of a library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

#define SEM_TYPE_FINDING (sem_finding_get_type ())

/**
 * SemFinding:
 *
 * A photo and why it stands out. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemFinding, sem_finding, SEM, FINDING, GObject)

/* @words: a translated sentence */
SemFinding *sem_finding_new (SemPhoto *photo, const char *words) G_GNUC_WARN_UNUSED_RESULT;
/* Each (transfer none). */
SemPhoto *sem_finding_get_photo (SemFinding *self);
const char *sem_finding_get_words (SemFinding *self);

G_END_DECLS
