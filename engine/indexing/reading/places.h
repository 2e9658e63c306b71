/* places.h - numbers files by folder and disk
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-job.h"

G_BEGIN_DECLS

/**
 * SemPlaces:
 *
 * Numbers the files that a scan queues, so that readers can read a rotating disk in order.
 * Initialise it with { 0 }.
 */
typedef struct
{
  guint64 run;  /* of files that follow each other in one folder */
  char *folder; /* of the last file */
  guint64 n_placed;
  guint64 device; /* of the last file */
  gboolean rotates;
} SemPlaces;

void sem_places_clear (SemPlaces *self);
/* Sets the run and the position of the job, and whether its disk rotates. */
void sem_places_set (SemPlaces *self, SemIndexJob *job);

G_END_DECLS
