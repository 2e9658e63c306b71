/* query-well.h - the query and the selected hit
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/results.h"

G_BEGIN_DECLS

#define SEM_TYPE_QUERY_WELL (sem_query_well_get_type ())

/**
 * SemQueryWell:
 *
 * A side panel. Its buttons use the actions results.find-similar, results.open and
 * results.show-in-folder, which the page around it provides, and win.toggle-copies.
 */
G_DECLARE_FINAL_TYPE (SemQueryWell, sem_query_well, SEM, QUERY_WELL, GtkWidget)

/* @photo: (nullable): the query, where it is a photo of the library. */
void sem_query_well_set_results (SemQueryWell *self, SemResults *results, SemPhoto *photo);

/* @found: the number of hits, in words; @duration: the time of the search; @code: length of the
 * codes. They replace the texts of sem_query_well_set_results(). */
void sem_query_well_set_found (SemQueryWell *self,
                               const char *found,
                               const char *duration,
                               const char *code);

/* @match: (nullable): the hit whose details are shown. */
void sem_query_well_set_match (SemQueryWell *self, SemMatch *match);

G_END_DECLS
