/* safetensors.h - parse safetensors files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/* Largest header in bytes, and most dimensions of a tensor. The header of our weights has 10 kB. */
#define SEM_SAFETENSORS_MAX_HEADER (256 * 1024)
/* The header has tensors, and each of them has a shape. */
#define SEM_SAFETENSORS_MAX_DEPTH 3
#define SEM_SAFETENSORS_MAX_DIMS 8
/* The header's member that is not a tensor but an object of notes, which are strings. */
#define SEM_SAFETENSORS_NOTES "__metadata__"

/**
 * SemSafetensors:
 *
 * The tensors of a safetensors file: eight bytes with the header's length, a JSON header with
 * type, shape and offsets of every tensor, then the data, little-endian. Treats the bytes as
 * hostile: every tensor lies inside the file, is aligned for its type, and has the size that type
 * and shape imply. Immutable, hence usable by any number of threads.
 */
typedef struct _SemSafetensors SemSafetensors;

/**
 * sem_safetensors_open:
 * @path: (type filename): a regular file, which stays mapped as long as the object exists
 * @error: return location; %SEM_ERROR_NO_WEIGHTS if there is no such file, %SEM_ERROR_UNREADABLE or
 *   %SEM_ERROR_DAMAGED
 *
 * Returns: (transfer full): the parsed file, or %NULL with @error set
 */
SemSafetensors *sem_safetensors_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_safetensors_new:
 * @bytes: the contents of a file, of which a reference is kept
 * @name: display name for error messages, UTF-8
 * @error: return location; %SEM_ERROR_DAMAGED
 *
 * Returns: (transfer full): the parsed file, or %NULL with @error set
 */
SemSafetensors *
sem_safetensors_new (GBytes *bytes, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_safetensors_free (SemSafetensors *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSafetensors, sem_safetensors_free)

/* (transfer none): the contents of the file. */
GBytes *sem_safetensors_get_bytes (SemSafetensors *self);

/* Lets the kernel drop the pages of a mapped file that have been read; later reads fetch them from
 * disk again. Does nothing for a file from sem_safetensors_new(). */
void sem_safetensors_release (SemSafetensors *self);

/* (transfer none) (nullable): the value of a note, %NULL if there is none of this name or it is not
 * a string. Not trusted: the caller must check it. */
const char *sem_safetensors_get_note (SemSafetensors *self, const char *note);

/**
 * sem_safetensors_get_f32:
 * @tensor: its name
 * @shape: (array length=n_dims): the required shape
 * @n_dims: number of dimensions, at most %SEM_SAFETENSORS_MAX_DIMS
 * @error: return location; %SEM_ERROR_DAMAGED if there is no such tensor, or it has another type
 *   or shape, or contains a value that is not finite
 *
 * Returns: (transfer none) (array): the values, row-major, or %NULL with @error set
 */
const float *sem_safetensors_get_f32 (SemSafetensors *self,
                                      const char *tensor,
                                      const gsize *shape,
                                      gsize n_dims,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
