/* archive-switch.h - where is asked: on this computer, or in an archive
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
 * A button that says where is asked, with the archives that the person knows behind it, where they
 * are also added and removed. Hidden where the program was built without what archives need.
 *
 * Signal "changed": another place was chosen.
 */
G_DECLARE_FINAL_TYPE (SemArchiveSwitch, sem_archive_switch, SEM, ARCHIVE_SWITCH, GtkWidget)

/* Returns: (nullable): the address of the archive that is asked; %NULL for this computer */
const char *sem_archive_switch_get_uri (SemArchiveSwitch *self);
/* Returns: (nullable): what the person calls it. */
const char *sem_archive_switch_get_name (SemArchiveSwitch *self);
/* Returns: (transfer none): what has the focus. */
GtkWidget *sem_archive_switch_get_button (SemArchiveSwitch *self);

/* @narrow: only shows its icon, and leaves the words to the tooltip. */
void sem_archive_switch_set_narrow (SemArchiveSwitch *self, gboolean narrow);

G_END_DECLS
