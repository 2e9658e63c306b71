/* claims.h - how often a search for copies claims a copy where there is none
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/nn/backbone.h"
#include "engine/search/request/copy-kind.h"

G_BEGIN_DECLS

/* Number of first hits of a query that are counted: those that a search proves. */
#define SEM_CLAIMS_HITS 10

/**
 * SemClaim:
 * @query, @hit: (type filename): relative to the folder where they are below it
 *
 * A wrong claim: a hit that is called a copy, and is none.
 */
typedef struct
{
  char *query;
  char *hit;
  SemCopyKind kind;
} SemClaim;

/**
 * SemClaimRow:
 * @kind: (type filename): the name of the folder of look-alikes
 * @n_queries: photos of it that were queries
 * @n_hits: hits of these queries, each with a kind
 * @n_wrong: hits that are called more than alike
 * @n_queries_wrong: queries with at least one of these
 * @seconds: mean time of a search, without the proof
 * @proof_seconds: mean time of the proof of its first hits
 */
typedef struct
{
  char *kind;
  guint n_queries;
  guint n_hits;
  guint n_wrong;
  guint n_queries_wrong;
  double seconds;
  double proof_seconds;
} SemClaimRow;

/**
 * SemClaimsOptions:
 * @folder: (type filename): absolute; each of its folders is a kind of look-alikes, no two of which
 *   are copies of each other, or of any other photo of the library
 * @kind: (nullable) (type filename): the name of the only folder whose photos are queries, %NULL
 *   for all
 * @n_queries: query photos of each kind, drawn by @seed; 0 for all
 */
typedef struct
{
  const char *folder;
  const char *kind;
  guint n_queries;
  guint64 seed;
} SemClaimsOptions;

/**
 * SemClaims:
 * @rows: (element-type SemClaimRow): by name
 * @wrong: (element-type SemClaim): in the order of the queries
 */
typedef struct
{
  GArray *rows;
  GArray *wrong;
} SemClaims;

void sem_claims_free (SemClaims *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemClaims, sem_claims_free)

/**
 * sem_claims_evaluate:
 * @path: (type filename): a library with codes
 * @error: return location; SEM_ERROR_TOO_FEW, or an error of sem_search()
 *
 * Each of these photos is a query for its copies among all photos of the library, itself left out.
 * Every hit among the first %SEM_CLAIMS_HITS that is called more than alike is wrong; identical
 * ones are not counted, since a file with the same bytes is certainly a copy. Blocks; uses one
 * thread per processor.
 *
 * Returns: (transfer full): what was claimed, or %NULL with @error set
 */
SemClaims *sem_claims_evaluate (const char *path,
                                SemBackbone *backbone,
                                const SemClaimsOptions *options,
                                const SemProgress *progress,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): a table in fixed-width text, and the first of the wrong claims. */
char *sem_claims_to_text (const SemClaims *self, guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
