/* mirror.h - the codes of an archive kept here, so that they are scanned here
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/* The memory that a mirror may take where nothing is said, in bytes: codes of 256 bits of some 26
 * million photos. */
#define SEM_MIRROR_MEMORY G_GUINT64_CONSTANT (1073741824)

/**
 * SemMirrorState:
 * @SEM_MIRROR_NONE: there is none
 * @SEM_MIRROR_FRESH: it has every photo of the archive
 * @SEM_MIRROR_OTHER: it is of another archive or model than the one that is there now, is damaged,
 *   or the archive does not list what has changed since
 * @SEM_MIRROR_BEHIND: more has changed than a search catches up with
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
/* (transfer none): what a state means for a search, as a sentence for people; NULL where there is
 * no mirror. */
const char *sem_mirror_state_get_words (SemMirrorState self);

/**
 * SemMirrored:
 * @archive: what the archive is called, without user and password
 * @photos: photos in the mirror
 * @bytes: what its codes take in memory
 * @most: what they may take
 * @changed: photos that came or went since it was last brought up to date
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
 * @most: memory that the mirror may take, in bytes; 0 for what it may take already, or
 *   %SEM_MIRROR_MEMORY
 * @mirrored: (out): to be cleared, also on failure
 *
 * Makes a mirror of the archive's codes, or brings it up to date. Where it is killed, a whole
 * mirror is there, the one before or the new one. An archive of an older version is brought to this
 * one, which its owner alone may do. Blocks.
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

/* What is told of each update while a mirror follows its archive. */
typedef void (*SemMirrorToldFunc) (const SemMirrored *mirrored, gpointer user_data);

/**
 * sem_mirror_follow:
 * @func: (scope call)
 *
 * As sem_mirror_update(), and again whenever the archive tells that photos came or went, until
 * @progress is cancelled. A lost connection is made again, later and later. Blocks.
 *
 * Returns: %FALSE, with an error of sem_mirror_update(), or %G_IO_ERROR_CANCELLED
 */
gboolean sem_mirror_follow (const char *uri,
                            guint64 most,
                            SemMirrorToldFunc func,
                            gpointer user_data,
                            const SemProgress *progress,
                            GError **error);

/* Removes the mirror of an archive, which need not be there any more. @removed: (out): whether
 * there was one. Returns: FALSE with an error of the address, SEM_ERROR_BUSY or
 * SEM_ERROR_UNREADABLE. */
gboolean sem_mirror_remove (const char *uri, gboolean *removed, GError **error);

G_END_DECLS
