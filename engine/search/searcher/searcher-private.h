/* searcher-private.h - the parts of a searcher, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/decoder.h"
#include "engine/hash/models/hash-model.h"
#include "engine/index/hamming-index.h"
#include "engine/proof/picture/picture-cache.h"
#include "engine/search/likeness/likeness.h"
#include "engine/search/searcher/search-gallery.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Maximum number of decoders of a searcher, and so of threads that decode files. */
#define SEM_SEARCHER_MAX_DECODERS 4

/* An inner picture of a photo; the rest as in engine/search/copies/inner-pictures.h. */
typedef struct
{
  gint64 photo;
  guint8 x, y;
  guint8 width, height;
} SemSearcherInner;

/**
 * SemSearcher:
 * @decoder: the first of its decoders
 * @more_decoders: started when they are first needed
 * @pictures: (nullable): described for proofs before
 * @model_id: row of the model that @model and @index are of; 0 while there is none in memory
 * @likeness: (nullable): of the active model; %NULL where its backbone has no reference
 * @gallery: (nullable): what is searched instead of a library; @store and @index are %NULL then
 * @generation: of the library when @index was loaded
 * @last: id of the last photo in @index
 * @dct: (nullable): the perceptual hashes, loaded by the first search for copies
 * @inner: (nullable): the perceptual hashes of inner pictures, by numbers from 1, loaded likewise
 * @inner_places: (nullable): (element-type SemSearcherInner): by the same numbers, less 1
 * @scope_ids: (nullable): (element-type gint64): photos of the last scope, ascending
 * @scope_key: (nullable): identifies that scope
 * @scope_version: sem_store_get_data_version() before @scope_ids were read
 */
struct _SemSearcher
{
  char *path;
  SemBackbone *backbone;
  SemBackboneWorkspace *workspace;
  SemDecoder *decoder;
  SemDecoder *more_decoders[SEM_SEARCHER_MAX_DECODERS - 1];
  SemProofCache *pictures;
  SemStore *store;

  const SemSearchGallery *gallery;
  gint64 model_id;
  gint64 generation;
  gint64 last;
  SemHashModel *model;
  SemLikeness *likeness;
  SemHammingIndex *index;

  SemHammingIndex *dct;
  gint64 dct_generation;
  gint64 dct_last;

  SemHammingIndex *inner;
  GArray *inner_places;
  gint64 inner_generation;
  gint64 inner_last;

  GArray *scope_ids;
  char *scope_key;
  gint64 scope_version;
};

/* One of the searcher's decoders, 0 to SEM_SEARCHER_MAX_DECODERS - 1. */
SemDecoder *sem_searcher_get_decoder (SemSearcher *self, guint i);

/* Whether the model in memory is still the active one. Replacing a model deletes its vectors: what
 * was ranked before this has returned %TRUE may lack some of them, and has to be ranked again. */
gboolean sem_searcher_is_current (SemSearcher *self);

G_END_DECLS
