/* picture-cache.h - pictures that were described for a proof and may be needed again
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/proof.h"

G_BEGIN_DECLS

#define SEM_PROOF_HASH_SIZE 32

/**
 * SemProofKey:
 * @hash: SHA-256 of the bytes of the file, all of whose picture is described
 * @role: of the description
 * @full_width, @full_height: as they were given to sem_proof_picture_new(), or 0 where the decoder
 *   said them
 */
typedef struct
{
  guint8 hash[SEM_PROOF_HASH_SIZE];
  SemProofRole role;
  guint full_width;
  guint full_height;
} SemProofKey;

/**
 * SemProofCache:
 *
 * Descriptions by the contents of their files, up to a number of bytes: what was not used for
 * longest goes first. The same key always has the same description, so that a proof is the same
 * with and without. Any thread.
 */
typedef struct _SemProofCache SemProofCache;

/* @max_bytes: of all pictures in it; a picture that is larger is not kept */
SemProofCache *sem_proof_cache_new (gsize max_bytes) G_GNUC_WARN_UNUSED_RESULT;
SemProofCache *sem_proof_cache_ref (SemProofCache *self);
void sem_proof_cache_unref (SemProofCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemProofCache, sem_proof_cache_unref)

/* Returns: (transfer full) (nullable): %NULL where it has none of @key */
SemProofPicture *sem_proof_cache_find (SemProofCache *self,
                                       const SemProofKey *key) G_GNUC_WARN_UNUSED_RESULT;

/* Keeps a reference to @picture, which is that of @key. */
void sem_proof_cache_add (SemProofCache *self, const SemProofKey *key, SemProofPicture *picture);

/* @n_found: (out): how many calls of sem_proof_cache_find() returned a picture
 * Returns: the bytes of all pictures in it */
gsize sem_proof_cache_measure (SemProofCache *self, guint *n_found);

G_END_DECLS
