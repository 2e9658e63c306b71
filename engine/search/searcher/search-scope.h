/* search-scope.h - the photos that a request may return, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/searcher/search-source.h"
#include "engine/store/scope.h"

G_BEGIN_DECLS

/**
 * SemSearchFilter:
 *
 * The scope of a request, with the folders of its sources.
 */
typedef struct _SemSearchFilter SemSearchFilter;

/**
 * sem_search_filter_new:
 * @looks: (element-type SemSearchLook): the request's sources, whose photos are set
 *
 * Returns: (transfer full): %NULL with an error of the store
 */
SemSearchFilter *sem_search_filter_new (SemSearcher *searcher,
                                        const SemSearchRequest *request,
                                        const GArray *looks,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_search_filter_free (SemSearchFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSearchFilter, sem_search_filter_free)

/* Whether folder, type and date of a file are within the scope. */
gboolean sem_search_filter_allows_file (const SemSearchFilter *self,
                                        const char *path,
                                        const SemStoreDate *date);

/* Whether an upright photo of @width times @height pixels has an orientation within the scope. */
gboolean sem_search_filter_allows_size (const SemSearchFilter *self, guint width, guint height);

/**
 * sem_search_filter_make_scope:
 * @index: the codes or the perceptual hashes of @searcher
 * @scope: (out) (nullable): the rows within the scope, or %NULL where every photo is; g_free() it
 *
 * The photos of the last scope stay in the searcher's memory until the library changes.
 *
 * Returns: %FALSE with an error of the store, or %G_IO_ERROR_CANCELLED
 */
gboolean sem_search_filter_make_scope (const SemSearchFilter *self,
                                       SemSearcher *searcher,
                                       SemHammingIndex *index,
                                       SemHammingScope **scope,
                                       GError **error);

G_END_DECLS
