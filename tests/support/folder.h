/* folder.h - a folder for a test's files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): path, without symbolic links, of a new empty folder. */
char *test_folder_new (void);
/* @folder: (transfer full): is removed with all its contents, whatever their permissions. */
void test_folder_remove (char *folder);

G_END_DECLS
