/* doctor.h - checks a library and repairs it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/base/progress.h"

G_BEGIN_DECLS

/**
 * SemFindingLevel:
 * @SEM_FINDING_GOOD: as it should be
 * @SEM_FINDING_NOTE: worth knowing, and no fault of the library
 * @SEM_FINDING_WRONG: something has to be done
 */
typedef enum
{
  SEM_FINDING_GOOD,
  SEM_FINDING_NOTE,
  SEM_FINDING_WRONG,
} SemFindingLevel;

/**
 * SemFindingRepair:
 *
 * What sem_doctor_mend() can do about a finding.
 */
typedef enum
{
  SEM_REPAIR_NOTHING,
  SEM_REPAIR_FILES,
  SEM_REPAIR_ORPHANS,
  SEM_REPAIR_CODES,
  SEM_REPAIR_QUARANTINE,
  SEM_REPAIR_DECISIONS,
} SemFindingRepair;

/**
 * SemDoctorFinding:
 * @check: (not nullable): name of the check, for programs: "database", "orphans", "features",
 *   "codes", "decisions", "quarantine", "files", "aside", "storage", "space", "sandbox"
 * @title: translated name of the check, for people
 * @text: one or two sentences, for people
 * @details: (element-type utf8): lines that say more
 * @count: number of affected items; 0 where nothing is counted
 * @repair: the repair of sem_doctor_mend(), if any
 * @which: which of several repairs of that kind
 */
typedef struct
{
  const char *check;
  SemFindingLevel level;
  char *title;
  char *text;
  GPtrArray *details;
  guint count;
  SemFindingRepair repair;
  guint which;
} SemDoctorFinding;

/**
 * SemDoctorFact:
 *
 * A line about the program and the system, such as "kernels", "Kernels", "avx2".
 */
typedef struct
{
  const char *key;
  char *label;
  char *value;
} SemDoctorFact;

/**
 * SemDoctorReport:
 * @findings: (element-type SemDoctorFinding): in the order in which to show them
 * @facts: (element-type SemDoctorFact)
 *
 * Immutable once it is made.
 */
typedef struct
{
  GPtrArray *findings;
  GPtrArray *facts;
} SemDoctorReport;

void sem_doctor_report_free (SemDoctorReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemDoctorReport, sem_doctor_report_free)

/* Whether nothing is SEM_FINDING_WRONG. */
gboolean sem_doctor_report_is_healthy (const SemDoctorReport *self);
/* Whether sem_doctor_mend() would do anything. */
gboolean sem_doctor_report_is_mendable (const SemDoctorReport *self);
/* "ok", "note" or "wrong", for programs. */
const char *sem_finding_level_get_name (SemFindingLevel level);

/* Returns: (transfer full): the report as one page of plain text, for people and bug reports */
char *sem_doctor_report_to_text (const SemDoctorReport *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_doctor_examine:
 * @path: (type filename): the library's file
 * @paths: whether to name files and folders; otherwise nothing in the report is private
 * @progress: (nullable)
 *
 * Runs all checks and changes nothing; starts a decoder process to test it. Reads the whole
 * library: about a second for each 100 MB. Faults of the library are findings of the report, not
 * errors.
 *
 * Returns: (transfer full): NULL with SEM_ERROR_NOT_FOUND where there is no library, or
 *   G_IO_ERROR_CANCELLED
 */
SemDoctorReport *sem_doctor_examine (const char *path,
                                     gboolean paths,
                                     const SemProgress *progress,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @line: a translated sentence that says what was done; may name files */
typedef void (*SemDoctorSayFunc) (const char *line, gpointer user_data);

/**
 * SemDoctorMending:
 * @renew: whether a damaged library may be set aside and replaced now, for which no connection to
 * it may be open in this process; otherwise that is left to its next opening
 * @say: (nullable): receives a line for each thing that was done
 * @user_data: for @say
 */
typedef struct
{
  gboolean renew;
  SemDoctorSayFunc say;
  gpointer user_data;
} SemDoctorMending;

/**
 * sem_doctor_mend:
 * @report: of the same library
 * @progress: (nullable)
 * @index: (out): whether the library has to be indexed next, which completes what was begun
 *
 * Repairs the findings that can be repaired. Removes no photo, folder or model, and no file: a
 * damaged database is renamed. Hold the lock, see sem_store_lock(); not in a transaction.
 *
 * Returns: FALSE with an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_doctor_mend (const char *path,
                          const SemDoctorReport *report,
                          const SemDoctorMending *mending,
                          const SemProgress *progress,
                          gboolean *index,
                          GError **error);

G_END_DECLS
