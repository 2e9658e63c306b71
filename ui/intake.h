/* intake.h - makes queries of what is dropped, pasted or opened
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
 * Takes files, pictures and text, finds out in the background what they are, and says so:
 *
 * - signal "query" (#SemQuery, #SemPhoto or %NULL): something to look for; the photo where it is
 *   one of the library
 * - signal "folder" (GFile): a folder for the library
 * - signal "failed" (string): a sentence that says why it is neither
 *
 * Something new cancels what came before.
 */
G_DECLARE_FINAL_TYPE (SemIntake, sem_intake, SEM, INTAKE, GObject)

SemIntake *sem_intake_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): what sem_intake_take_value() understands, the best first. */
GdkContentFormats *sem_intake_get_formats (gboolean picture_first) G_GNUC_WARN_UNUSED_RESULT;

/* @value: holds a type of sem_intake_get_formats(). Returns: whether it was taken. */
gboolean sem_intake_take_value (SemIntake *self, const GValue *value);
/* @files: (element-type GFile): every folder is added; the first file is the query. */
void sem_intake_take_files (SemIntake *self, GSList *files);
void sem_intake_take_clipboard (SemIntake *self, GdkClipboard *clipboard);

/* Forgets what has not been found out yet. */
void sem_intake_cancel (SemIntake *self);

G_END_DECLS
