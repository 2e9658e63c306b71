/* doctor-private.h - state and helpers of the checks, for the files of engine/doctor only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/doctor/doctor.h"
#include "engine/doctor/redactor.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemDoctor:
 * @path: (type filename): the library's file
 * @store: (nullable): the library, where it can be opened
 * @report: what was found so far
 *
 * One examination.
 */
typedef struct
{
  const char *path;
  SemStore *store;
  SemRedactor *redactor;
  SemDoctorReport *report;
} SemDoctor;

/* report.c */

SemDoctorReport *sem_doctor_report_new (void);
/* @text: (transfer full). Returns: (transfer none): the finding, for more to be added */
SemDoctorFinding *sem_doctor_add (SemDoctor *self,
                                  const char *check,
                                  const char *title,
                                  SemFindingLevel level,
                                  char *text);
/* @line: (transfer full) */
void sem_doctor_add_detail (SemDoctor *self, SemDoctorFinding *finding, char *line);
/* @value: (transfer full) */
void sem_doctor_add_fact (SemDoctor *self, const char *key, const char *label, char *value);

/* Each checks one thing and adds its findings. FALSE with @error set only where it was cancelled or
 * the store failed. @progress: (nullable) */

/* files.c: the three databases, and opens the library */
gboolean sem_doctor_check_files (SemDoctor *self, const SemProgress *progress, GError **error);
void sem_doctor_check_decisions (SemDoctor *self);
/* rows.c: orphans, quarantine, folders */
gboolean sem_doctor_check_orphans (SemDoctor *self, const SemProgress *progress, GError **error);
gboolean sem_doctor_check_quarantine (SemDoctor *self, GError **error);
gboolean sem_doctor_check_presence (SemDoctor *self, GError **error);
/* sample.c: whether codes are those of their features */
gboolean sem_doctor_check_codes (SemDoctor *self, const SemProgress *progress, GError **error);
/* system.c: disk, sandbox, libraries */
void sem_doctor_check_space (SemDoctor *self);
void sem_doctor_check_sandbox (SemDoctor *self, GCancellable *cancellable);
void sem_doctor_list_facts (SemDoctor *self);

/* Whether the free space, in bytes, is too little for indexing to continue. */
gboolean sem_doctor_is_low (guint64 free_bytes);

G_END_DECLS
