/* mirror-private.h - opening a mirror for a search, for engine/archive only
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
 * @state: (out): whether there is a mirror, and whether it can be used
 *
 * Loads the mirror of an archive, fetches the changes since it was written, and applies them in
 * memory and in its file. Never fails: where it returns %NULL, the archive itself has to be
 * scanned. The connection may be lost afterwards, and its time limit is changed.
 *
 * Returns: (transfer full) (nullable): all photos of the archive with their codes
 */
SemHammingIndex *sem_mirror_open (const SemArchive *archive,
                                  SemMirrorState *state,
                                  GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
