/* photo-actions.h - handing a photo to other programs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/photo.h"

G_BEGIN_DECLS

/* Opens @file in the user's viewer. Errors are shown in the window around @widget. */
void sem_file_open (GFile *file, GtkWidget *widget);
/* Shows @file in the file manager, or its folder where that cannot select files. */
void sem_file_show_in_folder (GFile *file, GtkWidget *widget);
/* Puts the file, and its picture where @texture is not %NULL, on the clipboard. */
void sem_file_copy (GFile *file, GdkTexture *texture, GtkWidget *widget);
/* Puts files on the clipboard, and the picture of one where @texture is not %NULL. @files:
 * (element-type GFile): at least one. */
void sem_files_copy (GSList *files, GdkTexture *texture, GtkWidget *widget);

/* Most files that are handed on at once. */
#define SEM_FILES_MOST 10000

/* Returns: (transfer full): the files, and the picture of one where @texture is not %NULL. @files:
 * (element-type GFile): at least one. */
GdkContentProvider *sem_files_make_content (GSList *files,
                                            GdkTexture *texture) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): the content of a drag of @photo, for this window and for other
 * programs. */
GdkContentProvider *sem_photo_make_content (SemPhoto *photo,
                                            GdkTexture *texture) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
