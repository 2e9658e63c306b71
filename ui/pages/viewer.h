/* viewer.h - the page that shows one photo
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/browse/absence.h"
#include "engine/model/photo.h"

G_BEGIN_DECLS

#define SEM_TYPE_VIEWER (sem_viewer_get_type ())

/**
 * SemViewer:
 *
 * One photo of a list, with its details, and buttons to the previous and the next one.
 *
 * Signals:
 *
 * - "closed": the user wants to go back; the viewer still has its list
 * - "find-similar" (#SemPhoto), "find-copies" (#SemPhoto): the user searches for the photo
 * - "find-region" (#SemPhoto): the user searches for the part of it that
 *   sem_viewer_get_region() gives
 * - "trash" (#SemPhoto): the user wants its file in the trash
 *
 * Actions, all below "viewer.": close, next, previous, find-similar, find-copies, mark-region,
 * open-with, show-in-folder, copy, trash, details, zoom-in, zoom-out, fit, full.
 */
G_DECLARE_FINAL_TYPE (SemViewer, sem_viewer, SEM, VIEWER, GtkWidget)

/* @list: #SemPhoto or #SemMatch items; the viewer follows its changes, and closes where it becomes
 * empty. */
void sem_viewer_open (SemViewer *self, GListModel *list, guint position);
/* Drops the list and the loaded pictures. */
void sem_viewer_close (SemViewer *self);

/* Returns: (transfer none) (nullable): the photo that is shown. */
SemPhoto *sem_viewer_get_photo (SemViewer *self);
/* Returns: (transfer none) (nullable): the list that was opened. */
GListModel *sem_viewer_get_list (SemViewer *self);
/* Returns: its position in the list. */
guint sem_viewer_get_position (SemViewer *self);

/* @absence: (nullable): by which the viewer tells why a photo cannot be shown. */
void sem_viewer_set_absence (SemViewer *self, SemAbsence *absence);

/* A region of the photo is marked as soon as its picture shows. */
void sem_viewer_mark_when_shown (SemViewer *self);
/* @region: (out caller-allocates) (array fixed-size=4): x, y, width and height of the region that
 * is marked, as shares of the sides of the photo. */
void sem_viewer_get_region (SemViewer *self, double *region);

/* @id: the photo that has no file but @file; -1 where it has another one
 * @hidden: whether @file is left out on the way through the list; if it is shown, the next one is
 * instead. Photos whose file is not known yet are by @id. */
void sem_viewer_set_hidden (SemViewer *self, GFile *file, gint64 id, gboolean hidden);

G_END_DECLS
