/* revisited.h - the truth of Revisited Oxford and Paris
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/benchmarks/lists.h"
#include "engine/base/error.h"

G_BEGIN_DECLS

/* @places: (element-type guint32): of each SemTruthGrade, places in the list of photos */
typedef struct
{
  SemQueryBox box;
  GArray *places[3];
} SemRevisitedQuery;

/**
 * SemRevisited:
 * @photos: (element-type filename): names without a suffix: the gallery
 * @query_names: (element-type filename): shape (queries)
 * @queries: (element-type SemRevisitedQuery): shape (queries)
 */
typedef struct
{
  GPtrArray *photos;
  GPtrArray *query_names;
  GArray *queries;
} SemRevisited;

void sem_revisited_free (SemRevisited *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemRevisited, sem_revisited_free)

/**
 * sem_revisited_parse:
 * @name: what messages call the file, UTF-8
 * @text: (array length=size): JSON: {"imlist": [name…], "qimlist": [name…], "gnd": [{"bbx": [x1,
 * y1, x2, y2], "easy": [place…], "hard": [place…], "junk": [place…]}…]}, places from 0 in imlist
 *
 * Treats the text as hostile; fails with SEM_ERROR_DAMAGED.
 *
 * Returns: (transfer full)
 */
SemRevisited *sem_revisited_parse (const char *name, const char *text, gsize size, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
