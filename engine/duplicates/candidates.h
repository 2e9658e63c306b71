/* candidates.h - compares the sketches of two photos; for engine/duplicates only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/duplicates/moments.h"
#include "engine/index/sketch-place.h"
#include "engine/index/sketch.h"

G_BEGIN_DECLS

/**
 * SemSketchPair:
 *
 * Compares sketches of pairs; the sketch of the first photo is read once for several pairs. For one
 * thread at a time.
 */
typedef struct
{
  SemStore *store;
  gint64 last; /* the photo of @sketch, and whether it has one */
  gboolean has_sketch;
  guint8 sketch[SEM_SKETCH_SIZE];
  SemSketchPart *part; /* (nullable): made of @sketch when it is first needed */
} SemSketchPair;

void sem_sketch_pair_clear (SemSketchPair *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemSketchPair, sem_sketch_pair_clear)

/* @agrees: (out): whether the sketch of @b correlates with that of @a in @orientation; FALSE for
 * photos without a sketch.
 * Returns: %FALSE with an error of the store */
gboolean sem_sketch_pair_agrees (SemSketchPair *self,
                                 gint64 a,
                                 gint64 b,
                                 guint orientation,
                                 gboolean *agrees,
                                 GError **error);

/* @inside: (out): whether the sketch of one of them may be a crop of that of the other. Returns:
 * %FALSE with an error of the store */
gboolean sem_sketch_pair_is_inside (SemSketchPair *self,
                                    const SemMoment *a,
                                    const SemMoment *b,
                                    gboolean *inside,
                                    GError **error);

G_END_DECLS
