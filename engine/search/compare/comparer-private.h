/* comparer-private.h - the photos that a comparer keeps in memory, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/decoder.h"
#include "engine/search/compare/comparer.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"

G_BEGIN_DECLS

/* Photos that are kept: 3 MB each. */
#define SEM_COMPARER_N_LOOKS 4

/**
 * SemComparerLook:
 * @path: (nullable): %NULL where nothing is kept
 * @photo: with a picture in colour of at most %SEM_PROOF_SIDE pixels
 * @parts: shape (%SEM_HEAT_CELLS, %SEM_BACKBONE_DIM)
 * @feature: as the library would store it
 * @used: the value of the clock when it was last used
 */
typedef struct
{
  char *path;
  SemFileIdentity identity;
  guint8 hash[SEM_STORE_HASH_SIZE];
  SemDecodedPhoto *photo;
  float *parts;
  float feature[SEM_BACKBONE_DIM];
  guint used;
} SemComparerLook;

typedef struct
{
  SemDecoder *decoder;
  SemBackbone *backbone; /* (nullable) */
  SemBackboneMap *map;
  SemComparerLook looks[SEM_COMPARER_N_LOOKS];
  guint clock;
} SemComparerLooks;

void sem_comparer_looks_init (SemComparerLooks *self);
void sem_comparer_looks_clear (SemComparerLooks *self);
/* Drops the photos, unless they were described by the same backbone. */
void sem_comparer_looks_set_backbone (SemComparerLooks *self, SemBackbone *backbone);

/* Returns: (transfer none): the photo, decoded where it is not kept; valid until this was called
 * for two other photos; %NULL with an error of the file or the decoder */
const SemComparerLook *sem_comparer_looks_get (SemComparerLooks *self,
                                               const char *path,
                                               GCancellable *cancellable,
                                               GError **error);

/* Views, see sem_comparer_draw(). Return: (transfer full) (nullable) */
GBytes *sem_compare_view_heat (const SemComparerLook *const *looks,
                               const SemComparison *comparison,
                               guint *width,
                               guint *height);
GBytes *sem_compare_view_difference (const SemComparerLook *const *looks,
                                     const SemComparison *comparison,
                                     guint *width,
                                     guint *height);

G_END_DECLS
