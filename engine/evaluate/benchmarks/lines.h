/* lines.h - the lines of a list that came with a published set
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemLines:
 * @name: what messages call the file, UTF-8; borrowed
 * @number: of the line in @line, from 1; 0 before the first
 * @line: the line without the blanks and carriage returns around it, with each backslash as a
 * slash; owned
 *
 * Walks over the lines of a text. Blank lines at the end are ignored.
 */
typedef struct
{
  const char *name;
  const char *next;
  const char *end;
  guint number;
  char *line;
} SemLines;

/* @text: (array length=size): borrowed. Fails with SEM_ERROR_DAMAGED where it contains a null byte.
 */
gboolean
sem_lines_init (SemLines *self, const char *name, const char *text, gsize size, GError **error);
void sem_lines_clear (SemLines *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemLines, sem_lines_clear)

/* Steps to the next line. Returns: FALSE behind the last one */
gboolean sem_lines_next (SemLines *self);

/* Sets SEM_ERROR_DAMAGED, with the file, the line and @what, a translated sentence. */
void sem_lines_fail (const SemLines *self, const char *what, GError **error);

G_END_DECLS
