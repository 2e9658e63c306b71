/* trash-info.h - parses the original path of a file in the trash
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longer than any path that is escaped can be. */
#define SEM_TRASH_INFO_MAX_SIZE 65536

/**
 * sem_trash_info_parse:
 * @text: (array length=size): a .trashinfo file, not trusted
 * @top: (nullable): what a path in it is relative to; %NULL where it has to be absolute
 *
 * By the freedesktop.org trash specification 1.0.
 *
 * Returns: (transfer full) (nullable) (type filename): an absolute path; %NULL where there is none
 */
char *
sem_trash_info_parse (const char *text, gsize size, const char *top) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
