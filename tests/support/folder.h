/* folder.h - a folder for a test's files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): a new empty folder, without links in its path. */
char *test_folder_new (void);
/* @folder: (transfer full): removed with all that is in it, whatever its permissions. */
void test_folder_remove (char *folder);

G_END_DECLS
