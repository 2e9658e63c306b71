/* mirror-private.h - a mirror as a search has it, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/archive.h"
#include "engine/archive/mirror/mirror.h"
#include "engine/index/hamming-index.h"

G_BEGIN_DECLS

/**
 * sem_mirror_open:
 * @state: (out): whether there is one, and whether it can be used
 *
 * Loads the mirror of an archive, after asking what has changed since it was written; what has is
 * put into it, here and in its file. Never fails: without a mirror that has every photo of the
 * archive the archive itself is asked. The connection may be lost afterwards, and its patience is
 * another.
 *
 * Returns: (transfer full) (nullable): all photos of the archive with their codes
 */
SemHammingIndex *sem_mirror_open (const SemArchive *archive,
                                  SemMirrorState *state,
                                  GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
