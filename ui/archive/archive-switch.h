/* archive-switch.h - chooses where to search: on this computer, or in an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SEM_TYPE_ARCHIVE_SWITCH (sem_archive_switch_get_type ())

/**
 * SemArchiveSwitch:
 *
 * A button that shows where the window searches. Its menu has the archives that the user has added,
 * and adds and removes archives. Hidden where the program was built without libpq.
 *
 * Signal "changed": another place was chosen.
 */
G_DECLARE_FINAL_TYPE (SemArchiveSwitch, sem_archive_switch, SEM, ARCHIVE_SWITCH, GtkWidget)

/* Returns: (nullable): the address of the archive to search; %NULL for this computer */
const char *sem_archive_switch_get_uri (SemArchiveSwitch *self);
/* Returns: (nullable): the user's name for the archive; %NULL for this computer. */
const char *sem_archive_switch_get_name (SemArchiveSwitch *self);
/* Returns: (transfer none): the button, which takes the focus. */
GtkWidget *sem_archive_switch_get_button (SemArchiveSwitch *self);

/* @narrow: whether only its icon is shown, with the name in the tooltip. */
void sem_archive_switch_set_narrow (SemArchiveSwitch *self, gboolean narrow);

G_END_DECLS
