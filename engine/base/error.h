/* error.h - the error domain of the engine, and progress callbacks
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
 * @SEM_ERROR_FAILED: none of the errors below
 * @SEM_ERROR_UNREADABLE: a file or folder cannot be opened or read
 * @SEM_ERROR_NOT_AN_IMAGE: the file's first bytes match no known image format
 * @SEM_ERROR_DAMAGED: the contents violate their format (image, database, weights, model)
 * @SEM_ERROR_TOO_LARGE: the image exceeds a stated limit
 * @SEM_ERROR_DECODER_DIED: the decoder process ended while it decoded the file
 * @SEM_ERROR_DECODER_TIMED_OUT: the decoder ran out of time on the file
 * @SEM_ERROR_NO_DECODER: the decoder cannot be started
 * @SEM_ERROR_NO_WEIGHTS: the backbone's weights are missing
 * @SEM_ERROR_NEWER: the file was written by a newer version of the program
 * @SEM_ERROR_FULL: no space is left on the disk
 * @SEM_ERROR_BUSY: another process is using the library
 * @SEM_ERROR_TOO_FEW: too few photos for the request
 * @SEM_ERROR_NO_MODEL: no model has been trained, so there are no codes
 * @SEM_ERROR_NOT_FOUND: the photo or folder is not in the library
 * @SEM_ERROR_NO_COLMAP: COLMAP, which makes 3D models of photos, is not installed
 * @SEM_ERROR_OUT_OF_TIME: the time limit was exceeded
 * @SEM_ERROR_NO_PROGRAM: a program of the user's own that describes pictures does not
 * @SEM_ERROR_REFUSED: it describes others, but not this one
 *
 * Every message in this domain is a translated sentence for the user: what happened, to which file,
 * and what to do about it. Cancellation is reported as %G_IO_ERROR_CANCELLED instead.
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
  SEM_ERROR_NO_PROGRAM,
  SEM_ERROR_REFUSED,
} SemError;

GQuark sem_error_quark (void);

/**
 * SemProgressFunc:
 * @fraction: share that is done, 0 to 1, never decreasing
 * @user_data: the pointer given with the function
 *
 * Called often, in the thread that does the work, so it must return quickly.
 */
typedef void (*SemProgressFunc) (double fraction, gpointer user_data);

G_END_DECLS
