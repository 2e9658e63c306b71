/* alteration.h - the alterations of photos whose originals are searched for
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/random.h"
#include "engine/evaluate/pictures/picture.h"
#include "engine/search/request/search-request.h"

G_BEGIN_DECLS

/* The most photos that one altered picture shows. */
#define SEM_ALTERATION_MAX_PHOTOS 4

/**
 * SemAlterFunc:
 * @photos: (array): the photo, and others where the alteration shows several
 *
 * Returns: (transfer full): the altered picture; the same for the same numbers of @random
 */
typedef SemPicture *(*SemAlterFunc) (SemPicture *const *photos, SemRandom *random);

/**
 * SemAlteration:
 * @id: name in the table of results and of the folders of pictures
 * @name: the same for people, to be translated
 * @n_photos: photos that the altered picture shows, from 1 to %SEM_ALTERATION_MAX_PHOTOS
 * @crop: percent of the area to keep, at a place that is drawn; 0 for all; for @view
 * @view: what the decoder does; unused where there is @alter
 * @alter: (nullable): makes the picture
 * @kinds: a bit for each #SemCopyKind that is a right kind of the original
 * @reverse_kinds: the same, for the altered picture where the original is the query
 */
typedef struct
{
  const char *id;
  const char *name;
  guint n_photos;
  guint crop;
  SemDecodeView view;
  SemAlterFunc alter;
  guint kinds;
  guint reverse_kinds;
} SemAlteration;

/* Returns: (transfer none) (array length=n): all alterations; static */
const SemAlteration *sem_alteration_list (guint *n);

/* The decoder's view of one without @alter, its crop drawn. */
SemDecodeView sem_alteration_make_view (const SemAlteration *self, SemRandom *random);

G_END_DECLS
