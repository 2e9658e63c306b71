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
 * @SEM_ABSENCE_NONE: the file is not known to be absent
 * @SEM_ABSENCE_OFFLINE: its disk is not connected, or its folder does not exist
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
 * Uses the folders of the library, without any access to disks. Signal "changed": files may have
 * become absent or present. For the main thread.
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
