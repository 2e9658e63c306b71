/* search-source.h - the sources of a request as files and pictures, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/request/search-answer-private.h"
#include "engine/search/request/search-request.h"
#include "engine/search/searcher/searcher-private.h"

G_BEGIN_DECLS

/**
 * SemSearchLook:
 * @source: (transfer none): one of the request's
 * @fd: its contents, -1 for a photo of the library that was not opened
 * @name: what messages call it
 * @subject: filled by the search
 * @own_path: (nullable) (type filename): the file of the source, as the library has it
 * @own_stored: the photo that the library has at @own_path; another one than the subject's, or 0,
 *   where the file was changed since
 * @own: photos that are not ranked, 0 for none
 *
 * The last three are set by engine/search/searcher/search-own.h.
 */
typedef struct
{
  const SemSearchSource *source;
  int fd;
  char *name;
  SemSearchSubject subject;
  char *own_path;
  gint64 own_stored;
  gint64 own[2];
} SemSearchLook;

/* Whether the request has a source of positive weight, or a text.
 * Returns: FALSE with SEM_ERROR_FAILED */
gboolean sem_search_looks_check (const SemSearchRequest *request, GError **error);

/**
 * sem_search_looks_new:
 *
 * Opens the request's files and bytes. Needs no library, so that a file that cannot be read is
 * reported whether or not there is one.
 *
 * Returns: (transfer full) (element-type SemSearchLook): as the request's sources; %NULL with
 *   %SEM_ERROR_UNREADABLE, or %SEM_ERROR_FAILED where there is no memory. Freeing it closes the
 * files
 */
GArray *sem_search_looks_new (const SemSearchRequest *request,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_search_look_take_photo:
 * @photo: id of a photo of the library
 *
 * Sets size and thumbnail of the subject from the library.
 *
 * Returns: %FALSE with %SEM_ERROR_NOT_FOUND where the library has no such photo, or an error of the
 *   store
 */
gboolean sem_search_look_take_photo (SemSearchLook *self,
                                     SemSearcher *searcher,
                                     gint64 photo,
                                     GError **error);

/**
 * sem_search_look_open:
 *
 * Opens the file of a photo of the library where @self has none open: its thumbnail where the file
 * is not there.
 *
 * Returns: %FALSE with %SEM_ERROR_NOT_FOUND, %SEM_ERROR_UNREADABLE, or an error of the store
 */
gboolean sem_search_look_open (SemSearchLook *self, SemSearcher *searcher, GError **error);

/* Whether a source keeps @photo from being ranked.
 * @looks: (element-type SemSearchLook) */
gboolean sem_search_looks_leave_out (const GArray *looks, gint64 photo);

/* Sets size and thumbnail of the subject from a decoded photo. */
void sem_search_look_take_pixels (SemSearchLook *self, const SemDecodedPhoto *pixels);

/* @fd: (out): a photo's thumbnail as a file for the decoder, to be closed; -1 where there is none,
 * and on failure.
 * Returns: FALSE with SEM_ERROR_FAILED or an error of the store */
gboolean sem_search_open_thumbnail (SemSearcher *searcher, gint64 photo, int *fd, GError **error);

/* Sets %SEM_ERROR_NOT_FOUND: the photo is no longer in the library. */
void sem_search_set_gone (GError **error);

G_END_DECLS
