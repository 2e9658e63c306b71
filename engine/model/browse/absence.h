/* absence.h - which files of a library cannot be opened at the moment
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"

G_BEGIN_DECLS

/**
 * SemAbsenceReason:
 * @SEM_ABSENCE_NONE: nothing is known to be wrong with it
 * @SEM_ABSENCE_OFFLINE: its disk is not connected, or its folder is not there
 */
typedef enum
{
  SEM_ABSENCE_NONE,
  SEM_ABSENCE_OFFLINE,
} SemAbsenceReason;

#define SEM_TYPE_ABSENCE (sem_absence_get_type ())

/**
 * SemAbsence:
 *
 * Follows the folders of a library: looks at no disk. Signal "changed". For
 * the main thread.
 */
G_DECLARE_FINAL_TYPE (SemAbsence, sem_absence, SEM, ABSENCE, GObject)

/**
 * sem_library_get_absence:
 *
 * Returns: (transfer none): that of the library
 */
SemAbsence *sem_library_get_absence (SemLibrary *library);
/* @file: (nullable): a photo's; %SEM_ABSENCE_NONE where that is not known. */
SemAbsenceReason sem_absence_find (SemAbsence *self, GFile *file);

G_END_DECLS
