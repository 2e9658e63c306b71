/* end-to-end-private.h - what the parts of an end-to-end training share
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/scenes.h"
#include "engine/learn/end-to-end.h"
#include "engine/store/backbones.h"

G_BEGIN_DECLS

/* One call of sem_end_to_end_library(). */
typedef struct
{
  const SemEndToEndRequest *request;
  SemEndToEndSummary *summary;
  GCancellable *cancellable;
  SemStore *store;
  char *folder;
  char *checkpoint;
  SemBackbone *own;
  SemBackbone *tuned;
  SemHashModel *model;
  SemScenes *scenes; /* of the photos to learn from; NULL where the method needs none */
  double from, to;
} SemEndToEndCourse;

/* A SemProgressFunc of the course's stage. */
void sem_end_to_end_progress (double fraction, gpointer course);
/* The next stage ends at @to, of the whole. */
void sem_end_to_end_enter (SemEndToEndCourse *course, double to);
gboolean
sem_end_to_end_note_backbone (SemEndToEndCourse *course, SemBackboneKind kind, GError **error);
/* All photos by @backbone. */
gboolean sem_end_to_end_describe (SemEndToEndCourse *course, SemBackbone *backbone, GError **error);

/* From a network and a model that were learned to codes that answer, or are offered; takes the
 * library's lock. */
gboolean sem_end_to_end_switch (SemEndToEndCourse *course, GError **error);

G_END_DECLS
