/* media.h - disks that fail while they are read
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemMedia:
 *
 * Distinguishes a disk that fails or is removed from files that are damaged. A medium is the part
 * of a folder of the library that lies on one device. It is *lost* when its folder no longer
 * exists, or when many files in a row cannot be read and neither can a few others: the last file
 * that could be read, some files that could be read in an earlier run, and the last one that the
 * scan found; or where there are none of these, some files from all its folders. It stays lost for
 * the rest of the run. Any thread.
 */
typedef struct _SemMedia SemMedia;

/* The access to a file that succeeded or failed: a folder may still be listed from the cache when
 * its disk is gone. */
typedef enum
{
  SEM_MEDIA_LOOK, /* stat() or the listing of a folder */
  SEM_MEDIA_READ,
  SEM_MEDIA_N_ACTIONS
} SemMediaAction;

/**
 * SemMediaPlace:
 * @root: (type filename): the folder of the library
 * @path: (type filename): of the file
 * @folder: the folder's id
 * @device: of the file, as the scan found it
 */
typedef struct
{
  const char *root;
  const char *path;
  gint64 folder;
  guint64 device;
} SemMediaPlace;

/**
 * SemMediaLoss:
 * @folder: id of the library's folder
 * @path: a file that was on the medium
 * @device: of the folders on the medium
 * @code: errno of its last failure
 */
typedef struct
{
  gint64 folder;
  char *path;
  guint64 device;
  int code;
} SemMediaLoss;

SemMedia *sem_media_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_media_free (SemMedia *self);

/* Whether this errno indicates a failure of a disk or network; others concern only the file. */
gboolean sem_media_is_failure (int code);

gboolean sem_media_is_lost (SemMedia *self, const SemMediaPlace *place);
/* Records that an access to a file succeeded. Reading an empty file does not count. */
void sem_media_note_success (SemMedia *self, const SemMediaPlace *place, SemMediaAction action);
/* Records a file that is not empty, by which the medium can be tested later. @known: whether it
 * could be read in an earlier run and is unchanged */
void sem_media_note_met (SemMedia *self, const SemMediaPlace *place, gboolean known);
/**
 * sem_media_note_failure:
 * @code: errno
 *
 * May block for as long as the disk does.
 *
 * Returns: whether the medium is lost
 */
gboolean sem_media_note_failure (SemMedia *self,
                                 const SemMediaPlace *place,
                                 SemMediaAction action,
                                 int code);

/* (transfer container) (element-type SemMediaLoss): those that are lost; valid as long as @self. */
GPtrArray *sem_media_list_lost (SemMedia *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
