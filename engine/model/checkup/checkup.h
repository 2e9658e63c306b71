/* checkup.h - checks and repairs the library, for the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"

G_BEGIN_DECLS

/**
 * SemFindingMark:
 * @SEM_MARK_GOOD: as it should be
 * @SEM_MARK_NOTE: worth knowing
 * @SEM_MARK_WRONG: something has to be done
 */
typedef enum
{
  SEM_MARK_GOOD,
  SEM_MARK_NOTE,
  SEM_MARK_WRONG,
} SemFindingMark;

#define SEM_TYPE_CHECKUP_ROW (sem_checkup_row_get_type ())

/**
 * SemCheckupRow:
 *
 * One finding. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemCheckupRow, sem_checkup_row, SEM, CHECKUP_ROW, GObject)

/* @title, @text: translated; @text may have several lines. */
SemCheckupRow *sem_checkup_row_new (SemFindingMark mark,
                                    const char *title,
                                    const char *text) G_GNUC_WARN_UNUSED_RESULT;
SemFindingMark sem_checkup_row_get_mark (SemCheckupRow *self);
/* Returns: (transfer none): translated, plain text */
const char *sem_checkup_row_get_title (SemCheckupRow *self);
/* Returns: (transfer none): translated, plain text */
const char *sem_checkup_row_get_text (SemCheckupRow *self);

#define SEM_TYPE_CHECKUP (sem_checkup_get_type ())

/**
 * SemCheckup:
 *
 * Checks the library on another thread, as “semblance-cli doctor” does, and repairs it. For the
 * main thread; all functions return at once. Properties, which change in the main thread only:
 *
 * - "running" (boolean): whether it checks or repairs
 * - "progress" (double): completed share of the check, from 0 to 1
 * - "healthy" (boolean): whether the last check found nothing wrong
 * - "repairable" (boolean): whether sem_checkup_repair() can do something
 * - "problem" (string, nullable): a translated sentence: why it could not check
 */
G_DECLARE_FINAL_TYPE (SemCheckup, sem_checkup, SEM, CHECKUP, GObject)

/* Returns: (transfer full): a checkup that has not started */
SemCheckup *sem_checkup_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/* Does nothing while it runs. */
void sem_checkup_start (SemCheckup *self);
/* Stops a check; a repair is not stopped. */
void sem_checkup_stop (SemCheckup *self);
/* Repairs what can be repaired, indexes the files that have to be read again, and checks again. The
 * library's signal "message" reports what was done. */
void sem_checkup_repair (SemCheckup *self);

gboolean sem_checkup_get_running (SemCheckup *self);
double sem_checkup_get_progress (SemCheckup *self);
gboolean sem_checkup_get_healthy (SemCheckup *self);
gboolean sem_checkup_get_repairable (SemCheckup *self);
/* Returns: (transfer none) (nullable) */
const char *sem_checkup_get_problem (SemCheckup *self);
/**
 * sem_checkup_get_rows:
 *
 * Returns: (transfer none): a list of #SemCheckupRow, empty until the first check
 */
GListModel *sem_checkup_get_rows (SemCheckup *self);
/* Returns: (transfer none) (nullable): the page for a bug report, without private names */
const char *sem_checkup_get_report (SemCheckup *self);

G_END_DECLS
