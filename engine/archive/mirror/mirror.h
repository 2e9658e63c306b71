/* mirror.h - a local copy of the codes of an archive, so that they are scanned on this computer
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/* Default memory limit of a mirror, in bytes: codes of 256 bits of some 26 million photos. */
#define SEM_MIRROR_MEMORY G_GUINT64_CONSTANT (1073741824)

/**
 * SemMirrorState:
 * @SEM_MIRROR_NONE: there is no mirror
 * @SEM_MIRROR_FRESH: it has every photo of the archive
 * @SEM_MIRROR_OTHER: it cannot be used: it is of another archive or model, or is damaged, or the
 *   archive does not list the changes since it was written
 * @SEM_MIRROR_BEHIND: there are more changes than a search applies
 * @SEM_MIRROR_FULL: the archive has become larger than the memory that the mirror may take
 */
typedef enum
{
  SEM_MIRROR_NONE,
  SEM_MIRROR_FRESH,
  SEM_MIRROR_OTHER,
  SEM_MIRROR_BEHIND,
  SEM_MIRROR_FULL,
} SemMirrorState;

/* (transfer none): "none", "fresh", "other", "behind" or "full", for JSON. */
const char *sem_mirror_state_get_name (SemMirrorState self);
/* (transfer none): a translated sentence: what the state means for a search; NULL where there is no
 * mirror. */
const char *sem_mirror_state_get_words (SemMirrorState self);

/**
 * SemMirrored:
 * @archive: the display name of the archive, see sem_link_get_name()
 * @photos: photos in the mirror
 * @bytes: memory that its codes take, in bytes
 * @most: memory limit, in bytes
 * @changed: photos that were added or removed since the last update
 * @copied: whether all codes were copied
 * @upgraded: whether the tables of the archive were brought to this version
 */
typedef struct
{
  char *archive;
  gsize photos;
  guint64 bytes;
  guint64 most;
  guint changed;
  gboolean copied;
  gboolean upgraded;
} SemMirrored;

void sem_mirrored_clear (SemMirrored *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemMirrored, sem_mirrored_clear)

/**
 * sem_mirror_update:
 * @uri: as for sem_link_open()
 * @most: memory limit of the mirror, in bytes; 0 for its present limit, or for a new mirror
 *   %SEM_MIRROR_MEMORY
 * @mirrored: (out): to be cleared, also on failure
 *
 * Makes a mirror of the archive's codes, or updates it. If the program is killed, either the old or
 * the new mirror is there and complete. The tables of an archive of an older version are upgraded
 * to this one, which only its owner may do. Blocks.
 *
 * Returns: %FALSE with %SEM_ERROR_TOO_LARGE where the codes take more memory, %SEM_ERROR_BUSY where
 *   another program does the same, %SEM_ERROR_FULL or %SEM_ERROR_UNREADABLE where the file cannot
 * be written, an error of sem_archive_open() or the link
 */
gboolean sem_mirror_update (const char *uri,
                            guint64 most,
                            SemMirrored *mirrored,
                            const SemProgress *progress,
                            GError **error);

/* Called after each update, in the thread of sem_mirror_follow(). */
typedef void (*SemMirrorToldFunc) (const SemMirrored *mirrored, gpointer user_data);

/**
 * sem_mirror_follow:
 * @func: (scope call)
 *
 * As sem_mirror_update(), and again whenever the archive notifies of changes, until @progress is
 * cancelled. A lost connection is made again, after increasing delays. Blocks.
 *
 * Returns: %FALSE, with an error of sem_mirror_update(), or %G_IO_ERROR_CANCELLED
 */
gboolean sem_mirror_follow (const char *uri,
                            guint64 most,
                            SemMirrorToldFunc func,
                            gpointer user_data,
                            const SemProgress *progress,
                            GError **error);

/* Removes the mirror of an archive, which need not exist any more. @removed: (out): whether there
 * was one. Returns: FALSE with an error of the address, SEM_ERROR_BUSY or SEM_ERROR_UNREADABLE. */
gboolean sem_mirror_remove (const char *uri, gboolean *removed, GError **error);

G_END_DECLS
