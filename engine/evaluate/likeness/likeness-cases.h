/* likeness-cases.h - the queries and libraries of each case, for engine/evaluate/likeness only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/protocols/labelled-set.h"

G_BEGIN_DECLS

/* The absent cases come first. */
typedef enum
{
  SEM_LIKENESS_OTHERS_IN_FEW,
  SEM_LIKENESS_OTHERS_IN_CLASS,
  SEM_LIKENESS_OTHERS_IN_100,
  SEM_LIKENESS_OTHERS_IN_1000,
  SEM_LIKENESS_OTHERS_IN_10000,
  SEM_LIKENESS_OTHERS_IN_CLASSES,
  SEM_LIKENESS_CLASSES_IN_FEW,
  SEM_LIKENESS_CLASSES_IN_OTHERS,
  SEM_LIKENESS_CLASS_IN_FEW,
  SEM_LIKENESS_CLASS_IN_CLASS,
  SEM_LIKENESS_CLASS_IN_100,
  SEM_LIKENESS_CLASS_IN_1000,
  SEM_LIKENESS_CLASS_IN_10000,
  SEM_LIKENESS_CLASS_IN_CLASSES,
  SEM_LIKENESS_CLASS_IN_ALL,
  SEM_LIKENESS_N_CASES,
} SemLikenessCase;

/* Static, not translated: it stands in tables and JSON. */
const char *sem_likeness_case_get_name (SemLikenessCase number);
gboolean sem_likeness_case_is_absent (SemLikenessCase number);

/**
 * SemLikenessLibrary:
 * @gallery: (element-type guint32): rows, ascending
 * @queries: (element-type guint32): by whether they are of a kind that the library has: absent
 *   ones, present ones; none of them is in @gallery
 * @cases: of those
 */
typedef struct
{
  GArray *gallery;
  GArray *queries[2];
  SemLikenessCase cases[2];
} SemLikenessLibrary;

/* (transfer full) (element-type SemLikenessLibrary): drawn by @seed; empty where no class has 20
 * photos. */
GArray *sem_likeness_libraries_new (const SemLabelledSet *set,
                                    guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

/* Draws a library of @size photos of any class, and 100 queries from the rest of them; @size and
 * @part choose which. Returns: (transfer full) */
SemLikenessLibrary *sem_likeness_library_draw (const SemLabelledSet *set,
                                               guint64 seed,
                                               guint part,
                                               guint size) G_GNUC_WARN_UNUSED_RESULT;
void sem_likeness_library_free (SemLikenessLibrary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemLikenessLibrary, sem_likeness_library_free)

G_END_DECLS
