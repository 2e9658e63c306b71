/* hubs.h - photos that are among the nearest of too many others
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/inspect/inspection.h"
#include "engine/inspect/subject.h"

G_BEGIN_DECLS

/* Maximum number of photos among which hubs are searched for; of larger libraries a random
 * sample. */
#define SEM_INSPECT_HUB_PHOTOS 20000
#define SEM_INSPECT_HUBS 30
#define SEM_INSPECT_BEHIND 12

/**
 * sem_inspect_degrees:
 * @codes: (array): shape (n, SEM_HASH_WORDS (@n_bits))
 * @n: at least 2
 * @degrees: (out caller-allocates): shape (n): number of codes among whose ten nearest each code
 *   is; codes at the distance of the tenth share the remaining places
 * @reach: (out caller-allocates): shape (n): the distance of the tenth nearest
 *
 * The in-degrees of the graph of ten nearest neighbours. They do not depend on the order of the
 * codes. Blocks.
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED
 */
gboolean sem_inspect_degrees (const guint64 *codes,
                              gsize n,
                              guint n_bits,
                              double *degrees,
                              guint16 *reach,
                              const SemProgress *progress,
                              GError **error);

/* @inspection: gets the arrays hubs.photos, hubs.counts and hubs.sources, and hubness.
 * Returns: FALSE with G_IO_ERROR_CANCELLED, or an error of the store */
gboolean sem_inspect_hubs (SemInspectSubject *subject,
                           SemInspection *inspection,
                           const SemProgress *progress,
                           GError **error);

G_END_DECLS
