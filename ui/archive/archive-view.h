/* archive-view.h - the results of a search in an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/session.h"

G_BEGIN_DECLS

#define SEM_TYPE_ARCHIVE_VIEW (sem_archive_view_get_type ())

/**
 * SemArchiveView:
 *
 * Searches an archive for each query of the session, as long as an archive is set, and shows the
 * hits, that the search is running, or why it failed. A hit can become a query of the session.
 *
 * Signal "changed": the contents have changed.
 */
G_DECLARE_FINAL_TYPE (SemArchiveView, sem_archive_view, SEM, ARCHIVE_VIEW, GtkWidget)

/* To be called once. */
void sem_archive_view_set_session (SemArchiveView *self, SemSession *session);
/* @name, @uri: (nullable): the archive to search; %NULL for none */
void sem_archive_view_set_archive (SemArchiveView *self, const char *name, const char *uri);
/* @duration: (out) (transfer full): "120 ms"; @code: (out) (transfer full): length of the archive's
 * codes, "64 bits". Returns: (transfer full): "66 photos"; all are "" until there is an answer */
char *sem_archive_view_dup_found (SemArchiveView *self,
                                  char **duration,
                                  char **code) G_GNUC_WARN_UNUSED_RESULT;
/* Gives the focus to the first hit, or to the button that is shown. */
void sem_archive_view_take_focus (SemArchiveView *self);

G_END_DECLS
