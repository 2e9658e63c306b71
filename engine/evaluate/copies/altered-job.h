/* altered-job.h - the photos and alterations of one evaluation
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/copies/altered-maker.h"
#include "engine/evaluate/copies/altered-queries.h"
#include "engine/evaluate/copies/altered.h"

G_BEGIN_DECLS

/**
 * SemAlteredJob:
 * @options: the caller's
 * @queries: (element-type SemAlteredQuery): the photos
 * @chosen: (array length=n_chosen): the alterations, as places in sem_alteration_list()
 *
 * Read-only once it is initialised, so that any thread may use it.
 */
typedef struct
{
  const SemAlteredOptions *options;
  SemStore *store;
  SemAlteredSet *set;
  SemAlteredMaker *maker;
  GArray *queries;
  guint n_chosen;
  guint *chosen;
  GCancellable *cancellable;
} SemAlteredJob;

/* @path: (type filename): a library with codes.
 * Returns: %FALSE with @error set; it is to be cleared in any case */
gboolean sem_altered_job_init (SemAlteredJob *self,
                               const char *path,
                               const char *backbone,
                               const SemAlteredOptions *options,
                               const SemProgress *progress,
                               GError **error);
void sem_altered_job_clear (SemAlteredJob *self);

/**
 * SemAlteredPicture:
 * @query: the number of its first photo
 * @place: of the alteration, in sem_alteration_list()
 */
typedef struct
{
  const SemAlteredJob *job;
  gsize query;
  guint place;
  const SemAlteration *alteration;
} SemAlteredPicture;

/* @number: below the number of queries times that of the chosen alterations; all of a query first.
 */
SemAlteredPicture sem_altered_job_get_picture (const SemAlteredJob *self, gsize number);
/* (transfer full): a JPEG; %NULL with @error set. From any thread. */
GBytes *sem_altered_picture_make (const SemAlteredPicture *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
