/* safetensors.h - named arrays of numbers in one file
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/* What is longer or deeper than this is damaged: our own header takes 10 kB. */
#define SEM_SAFETENSORS_MAX_HEADER (256 * 1024)
#define SEM_SAFETENSORS_MAX_DIMS 8
/* The header's member that is no tensor: notes, each a text by its name. */
#define SEM_SAFETENSORS_NOTES "__metadata__"

/**
 * SemSafetensors:
 *
 * The tensors of a safetensors file: eight bytes with the header's length, a JSON header with every
 * tensor's type, shape and place, then the numbers, little-endian. The bytes are not trusted: a
 * tensor that is found lies inside the file, at its type's alignment, and is as long as its shape
 * says. Immutable; any thread may use it.
 */
typedef struct _SemSafetensors SemSafetensors;

/**
 * sem_safetensors_open:
 * @path: (type filename): the file, which is mapped for the object's life
 * @error: return location; %SEM_ERROR_NO_WEIGHTS where there is no such file, %SEM_ERROR_UNREADABLE
 *   or %SEM_ERROR_DAMAGED
 */
SemSafetensors *sem_safetensors_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_safetensors_new:
 * @bytes: the contents of a file
 * @name: what messages call it (UTF-8, for people)
 * @error: return location; %SEM_ERROR_DAMAGED
 */
SemSafetensors *
sem_safetensors_new (GBytes *bytes, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_safetensors_free (SemSafetensors *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSafetensors, sem_safetensors_free)

/* The whole file; owned by the object. */
GBytes *sem_safetensors_get_bytes (SemSafetensors *self);

/* Gives back the memory that reading a mapped file took; what is read later is fetched anew. */
void sem_safetensors_release (SemSafetensors *self);

/* The note of that name in the header, %NULL where there is none or it is no text. Owned by the
 * object; like all else in the file, to be checked by who reads it. */
const char *sem_safetensors_get_note (SemSafetensors *self, const char *note);

/**
 * sem_safetensors_get_f32:
 * @tensor: its name
 * @shape: (array length=n_dims): the shape that it must have
 * @n_dims: at most %SEM_SAFETENSORS_MAX_DIMS
 * @error: return location; %SEM_ERROR_DAMAGED where there is no such tensor, or it has another type
 *   or shape, or holds a number that is not finite
 *
 * Returns: (array): the numbers, row-major, owned by the object, or %NULL with @error set
 */
const float *sem_safetensors_get_f32 (SemSafetensors *self,
                                      const char *tensor,
                                      const gsize *shape,
                                      gsize n_dims,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
