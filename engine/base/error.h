/* error.h - what can go wrong outside the program
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SEM_ERROR (sem_error_quark ())

/**
 * SemError:
 * @SEM_ERROR_FAILED: none of the others
 * @SEM_ERROR_UNREADABLE: a file or folder cannot be opened or read
 * @SEM_ERROR_NOT_AN_IMAGE: the file's first bytes are of no image format that we know
 * @SEM_ERROR_DAMAGED: the bytes are not what their format promises (image, database, weights)
 * @SEM_ERROR_TOO_LARGE: the image exceeds a stated limit
 * @SEM_ERROR_DECODER_DIED: the decoder's process ended while it worked on the file
 * @SEM_ERROR_DECODER_TIMED_OUT: the decoder ran out of time on the file
 * @SEM_ERROR_NO_DECODER: the decoder cannot be started
 * @SEM_ERROR_NO_WEIGHTS: the backbone's weights are missing
 * @SEM_ERROR_NEWER: the file was written by a newer version of the program
 * @SEM_ERROR_FULL: no space left where the library lies
 * @SEM_ERROR_BUSY: another process holds the library
 * @SEM_ERROR_TOO_FEW: too few photos for what was asked
 * @SEM_ERROR_NO_MODEL: there are no codes yet
 * @SEM_ERROR_NOT_FOUND: the library does not know the photo or folder
 * @SEM_ERROR_NO_COLMAP: COLMAP, which makes 3D models of photos, is not installed
 * @SEM_ERROR_OUT_OF_TIME: the time that was given for it is over
 *
 * Every message in this domain is a translated sentence that says what happened, to which file,
 * and what to do. %G_IO_ERROR_CANCELLED stays in its own domain.
 */
typedef enum
{
  SEM_ERROR_FAILED,
  SEM_ERROR_UNREADABLE,
  SEM_ERROR_NOT_AN_IMAGE,
  SEM_ERROR_DAMAGED,
  SEM_ERROR_TOO_LARGE,
  SEM_ERROR_DECODER_DIED,
  SEM_ERROR_DECODER_TIMED_OUT,
  SEM_ERROR_NO_DECODER,
  SEM_ERROR_NO_WEIGHTS,
  SEM_ERROR_NEWER,
  SEM_ERROR_FULL,
  SEM_ERROR_BUSY,
  SEM_ERROR_TOO_FEW,
  SEM_ERROR_NO_MODEL,
  SEM_ERROR_NOT_FOUND,
  SEM_ERROR_NO_COLMAP,
  SEM_ERROR_OUT_OF_TIME,
} SemError;

GQuark sem_error_quark (void);

/**
 * SemProgressFunc:
 * @fraction: how much is done, from 0 to 1, never falling
 * @user_data: as given with the function
 *
 * Called from the thread that works, often: it must return at once.
 */
typedef void (*SemProgressFunc) (double fraction, gpointer user_data);

G_END_DECLS
