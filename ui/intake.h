/* intake.h - turns dropped, pasted and opened content into queries
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/results.h"

G_BEGIN_DECLS

#define SEM_TYPE_INTAKE (sem_intake_get_type ())

/**
 * SemIntake:
 *
 * Accepts files, images and text, determines in the background what they are, and emits one of:
 *
 * - signal "query" (#SemQuery, #SemPhoto or %NULL): a query, and its photo where it is one of the
 *   library
 * - signal "folder" (GFile): a folder for the library
 * - signal "failed" (string): a translated sentence that says why it is neither
 *
 * New input cancels the input before.
 */
G_DECLARE_FINAL_TYPE (SemIntake, sem_intake, SEM, INTAKE, GObject)

SemIntake *sem_intake_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): the types that sem_intake_take_value() accepts, preferred ones first.
 */
GdkContentFormats *sem_intake_get_formats (gboolean picture_first) G_GNUC_WARN_UNUSED_RESULT;

/* @value: of a type of sem_intake_get_formats(). Returns: whether it was accepted. */
gboolean sem_intake_take_value (SemIntake *self, const GValue *value);
/* @files: (element-type GFile): every folder is added; the files are one query. */
void sem_intake_take_files (SemIntake *self, GSList *files);
/* Reads files or a picture from @clipboard, in the background; a message says where it has neither.
 */
void sem_intake_take_clipboard (SemIntake *self, GdkClipboard *clipboard);

/* Cancels the input that is still being examined. */
void sem_intake_cancel (SemIntake *self);

G_END_DECLS
