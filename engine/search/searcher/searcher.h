/* searcher.h - the codes, model and connection that searches use
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/nn/backbone.h"
#include "engine/proof/picture/picture-cache.h"

G_BEGIN_DECLS

/* About ten photos, or eight and a query. */
#define SEM_SEARCHER_PICTURES (32 << 20)

/**
 * SemSearcher:
 *
 * The codes of one library in memory, a decoder, a workspace of the backbone and a connection to
 * the library. One thread at a time. sem_search() of engine/search/search.h uses it.
 */
typedef struct _SemSearcher SemSearcher;

/**
 * sem_searcher_new:
 * @path: (type filename): the library, opened by the first search
 * @backbone: used until a search finds that the active model's features come from another one
 *
 * Cannot fail: errors are reported by the first search.
 *
 * Returns: (transfer full): a searcher that has not opened the library yet
 */
SemSearcher *sem_searcher_new (const char *path, SemBackbone *backbone) G_GNUC_WARN_UNUSED_RESULT;
void sem_searcher_free (SemSearcher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSearcher, sem_searcher_free)

/**
 * sem_searcher_set_pictures:
 * @pictures: (nullable): %NULL to describe every picture anew
 *
 * Has the searcher share what was described for proofs with others. Without this call it has a
 * cache of its own of %SEM_SEARCHER_PICTURES bytes, which serves a search that is repeated with
 * other bounds.
 */
void sem_searcher_set_pictures (SemSearcher *self, SemProofCache *pictures);

/**
 * sem_searcher_refresh:
 *
 * Loads what the library has committed since the last call: the codes of new photos, or all codes
 * where another model has become active or a photo was removed or hidden. Every search does so
 * first.
 *
 * Returns: %FALSE with %SEM_ERROR_NO_MODEL where there are no codes yet, an error of the store, or
 *   one of sem_backbones_load()
 */
gboolean sem_searcher_refresh (SemSearcher *self, GError **error);

G_END_DECLS
