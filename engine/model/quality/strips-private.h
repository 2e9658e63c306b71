/* strips-private.h - comparing with all photos, for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/quality/strips.h"

G_BEGIN_DECLS

/* The strips of one query. @photo: (nullable): of the library; @hits: lists of #SemStripHit */
typedef struct
{
  SemPhoto *photo;
  GListStore *hits[SEM_N_STRIPS];
} SemStripsAnswer;

SemStripsAnswer *sem_strips_answer_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* @answer: (nullable) */
void sem_strips_answer_free (gpointer answer);

/**
 * sem_strips_measure_async:
 * @query: (nullable): each of its sources is a query
 * @photos: (nullable) (element-type gint64): where there is no query: photos of the library
 * @callback: (scope async): called in the main thread
 */
void sem_strips_measure_async (SemLibrary *library,
                               SemQuery *query,
                               GArray *photos,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* Compares two models by some photos of the library; ends as the other. */
void sem_strips_measure_models_async (SemLibrary *library,
                                      gint64 before,
                                      gint64 after,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* Returns: (transfer full) (element-type SemStripsAnswer): in the order of the queries; %NULL
 *   with @error set */
GPtrArray *sem_strips_measure_finish (SemLibrary *library,
                                      GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
