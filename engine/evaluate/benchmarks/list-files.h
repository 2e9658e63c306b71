/* list-files.h - the lists below a folder
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/benchmarks/lines.h"

G_BEGIN_DECLS

/**
 * SemListFiles:
 *
 * The files below a folder, at most four folders deep, that may be lists (.txt, .dat, .json), by
 * path. Links to folders are not followed.
 */
typedef struct _SemListFiles SemListFiles;

SemListFiles *sem_list_files_new (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
void sem_list_files_free (SemListFiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemListFiles, sem_list_files_free)

/* Returns: (transfer none) (nullable) (type filename): the first file of that name */
const char *sem_list_files_find (const SemListFiles *self, const char *name);
/* (transfer container) (element-type filename): the files whose names have this prefix and
 * suffix. */
GPtrArray *sem_list_files_match (const SemListFiles *self,
                                 const char *prefix,
                                 const char *suffix) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemListText:
 *
 * A list in memory, and the walk over its lines.
 */
typedef struct
{
  char *name;
  char *text;
  gsize size;
  SemLines lines;
} SemListText;

/* @self: (out): to be cleared, also where this fails: SEM_ERROR_UNREADABLE, or _DAMAGED where it is
 * no text or larger than 512 MB */
gboolean sem_list_text_open (SemListText *self, const char *path, GError **error);
void sem_list_text_clear (SemListText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemListText, sem_list_text_clear)

G_END_DECLS
