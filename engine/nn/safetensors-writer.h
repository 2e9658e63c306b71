/* safetensors-writer.h - named arrays of numbers into one file
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/safetensors.h"

G_BEGIN_DECLS

/**
 * SemSafetensorsWriter:
 *
 * Makes the bytes of a file that sem_safetensors_new() takes. Every array begins at a multiple of
 * 64 bytes. One thread at a time.
 */
typedef struct _SemSafetensorsWriter SemSafetensorsWriter;

SemSafetensorsWriter *sem_safetensors_writer_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_safetensors_writer_free (SemSafetensorsWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSafetensorsWriter, sem_safetensors_writer_free)

/* @note, @text: UTF-8 */
void
sem_safetensors_writer_add_note (SemSafetensorsWriter *self, const char *note, const char *text);
/* @values: (array): shape (n), copied; not read back where one of them is not finite. All arrays
 * together are below 4 GiB. */
void sem_safetensors_writer_add_f32 (SemSafetensorsWriter *self,
                                     const char *tensor,
                                     const float *values,
                                     gsize n);
/* Returns: (transfer full): the file so far */
GBytes *sem_safetensors_writer_finish (SemSafetensorsWriter *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_safetensors_set_note:
 * @bytes: a file that sem_safetensors_new() takes
 * @note, @text: UTF-8
 *
 * Returns: (transfer full): the same tensors, with the note added or changed
 */
GBytes *sem_safetensors_set_note (GBytes *bytes,
                                  const char *note,
                                  const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
