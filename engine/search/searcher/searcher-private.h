/* searcher-private.h
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/hamming-index.h"
#include "engine/search/searcher/searcher.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

struct _SemSearcher
{
  char *path;
  SemBackbone *backbone;
  SemBackboneWorkspace *workspace;
  SemDecoder *decoder;
  SemStore *store;

  /* What is in memory, as of a model, a generation of the library and a last photo. */
  gint64 model_id;
  gint64 generation;
  gint64 last;
  SemHashModel *model;
  SemHammingIndex *index;

  /* The perceptual hashes, loaded by the first search for copies. */
  SemHammingIndex *dct;
  gint64 dct_generation;
  gint64 dct_last;
};

/* Whether what is in memory is of the model that answers now. */
gboolean sem_searcher_is_current (SemSearcher *self);

G_END_DECLS
