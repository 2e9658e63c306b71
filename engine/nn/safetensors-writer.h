/* safetensors-writer.h - write safetensors files
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
 * Builds the contents of a file for sem_safetensors_new(). The data of every tensor starts at a
 * multiple of 64 bytes. For one thread at a time.
 */
typedef struct _SemSafetensorsWriter SemSafetensorsWriter;

/* Returns: (transfer full): a writer without tensors and notes */
SemSafetensorsWriter *sem_safetensors_writer_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_safetensors_writer_free (SemSafetensorsWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSafetensorsWriter, sem_safetensors_writer_free)

/* Sets a note, replacing one of the same name. @note: its name; @text: its value; both UTF-8 */
void
sem_safetensors_writer_add_note (SemSafetensorsWriter *self, const char *note, const char *text);
/**
 * sem_safetensors_writer_add_f32:
 * @tensor: its name, UTF-8, different from those added before
 * @values: (array): shape (n), copied; sem_safetensors_get_f32() rejects values that are not finite
 * @n: number of values
 *
 * Adds a tensor of one dimension. The data of all tensors must be less than 4 GiB.
 */
void sem_safetensors_writer_add_f32 (SemSafetensorsWriter *self,
                                     const char *tensor,
                                     const float *values,
                                     gsize n);
/* The same for a matrix. @values: (array): shape (rows, columns), row-major */
void sem_safetensors_writer_add_f32_rows (SemSafetensorsWriter *self,
                                          const char *tensor,
                                          const float *values,
                                          gsize rows,
                                          gsize columns);
/* Returns: (transfer full): a file with all that was added so far */
GBytes *sem_safetensors_writer_finish (SemSafetensorsWriter *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_safetensors_set_note:
 * @bytes: a file that sem_safetensors_new() has accepted
 * @note: name of the note, UTF-8
 * @text: its value, UTF-8
 *
 * Returns: (transfer full): a file with the same tensors and the note added or replaced
 */
GBytes *sem_safetensors_set_note (GBytes *bytes,
                                  const char *note,
                                  const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
