/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/near-hashes.h"
#include "engine/index/sketch.h"

#include <string.h>

#define N_BANDS 4
#define BAND_BITS 16
#define N_BUCKETS (1 << BAND_BITS)
/* Bits that a part may differ in: (REACH + 1) / N_BANDS - 1. */
#define BAND_REACH 2
#define N_PROBES (1 + BAND_BITS + BAND_BITS * (BAND_BITS - 1) / 2)
/* Hashes that one query compares. */
#define BUDGET 200000

G_STATIC_ASSERT (SEM_NEAR_HASHES_REACH < N_BANDS * (BAND_REACH + 1));

typedef struct
{
  guint32 *starts; /* N_BUCKETS + 1 */
  guint32 *indices;
  guint64 *hashes; /* beside them, so that a bucket is read in a row */
} Band;

struct _SemNearHashes
{
  guint64 *hashes;
  guint n;
  Band bands[N_BANDS];
  guint16 probes[N_PROBES]; /* the fewest bits first */
};

static guint
get_part (guint64 hash, guint band)
{
  return (hash >> (band * BAND_BITS)) & (N_BUCKETS - 1);
}

static void
fill_band (SemNearHashes *self, guint b)
{
  Band *band = &self->bands[b];

  band->starts = g_new0 (guint32, N_BUCKETS + 1);
  band->indices = g_new (guint32, MAX (self->n, 1));
  band->hashes = g_new (guint64, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    band->starts[get_part (self->hashes[i], b) + 1]++;
  for (guint i = 0; i < N_BUCKETS; i++)
    band->starts[i + 1] += band->starts[i];
  for (guint i = 0; i < self->n; i++)
    {
      const guint32 at = band->starts[get_part (self->hashes[i], b)]++;

      band->indices[at] = i;
      band->hashes[at] = self->hashes[i];
    }
  /* Each start has moved to its end. */
  memmove (band->starts + 1, band->starts, N_BUCKETS * sizeof *band->starts);
  band->starts[0] = 0;
}

SemNearHashes *
sem_near_hashes_new (const guint64 *hashes, guint n)
{
  SemNearHashes *self = g_new0 (SemNearHashes, 1);
  guint n_probes = 1;

  self->hashes = g_memdup2 (hashes, n * sizeof *hashes);
  self->n = n;
  for (guint b = 0; b < N_BANDS; b++)
    fill_band (self, b);
  for (guint i = 0; i < BAND_BITS; i++)
    self->probes[n_probes++] = (guint16) (1u << i);
  for (guint i = 0; i < BAND_BITS; i++)
    for (guint j = i + 1; j < BAND_BITS; j++)
      self->probes[n_probes++] = (guint16) (1u << i | 1u << j);
  g_assert (n_probes == N_PROBES);
  return self;
}

void
sem_near_hashes_free (SemNearHashes *self)
{
  for (guint b = 0; b < N_BANDS; b++)
    {
      g_free (self->bands[b].starts);
      g_free (self->bands[b].indices);
      g_free (self->bands[b].hashes);
    }
  g_free (self->hashes);
  g_free (self);
}

static guint64
mirror (guint64 hash)
{
  /* Bits of odd u: the second of each two. */
  return hash ^ G_GUINT64_CONSTANT (0xaaaaaaaaaaaaaaaa);
}

/* Clockwise: coefficient (u, v) is that of (v, u) before, with the sign of u. */
static guint64
turn (guint64 hash)
{
  guint64 turned = 0;

  for (guint v = 0; v < 8; v++)
    for (guint u = 0; u < 8; u++)
      turned |= (((hash >> (8 * u + v)) & 1) ^ (u & 1)) << (8 * v + u);
  return turned;
}

guint64
sem_near_hashes_orient (guint64 hash, guint orientation)
{
  if (orientation & 4)
    hash = mirror (hash);
  for (guint i = 0; i < (orientation & 3); i++)
    hash = turn (hash);
  return hash;
}

typedef struct
{
  const SemNearHashes *hashes;
  guint64 hash;
  guint orientation;
  guint before;
  guint budget;
  SemNearHash *found;
  guint n;
  guint most;
} Query;

static void
add (Query *self, guint32 index, guint distance)
{
  guint at;

  for (guint i = 0; i < self->n; i++)
    if (self->found[i].index == index)
      {
        /* In another orientation, as of a picture that is its own mirror image. */
        if (self->found[i].distance <= distance)
          return;
        memmove (self->found + i, self->found + i + 1, (--self->n - i) * sizeof *self->found);
        break;
      }
  for (at = self->n; at > 0; at--)
    if (self->found[at - 1].distance < distance
        || (self->found[at - 1].distance == distance && self->found[at - 1].index < index))
      break;
  if (at >= self->most)
    return;
  self->n = MIN (self->n + 1, self->most);
  memmove (self->found + at + 1, self->found + at, (self->n - 1 - at) * sizeof *self->found);
  self->found[at] = (SemNearHash){ index, (guint16) distance, (guint16) self->orientation };
}

/* Whether another part before @band has found it already. */
static gboolean
is_found_before (guint64 difference, guint band)
{
  for (guint b = 0; b < band; b++)
    if (__builtin_popcount (get_part (difference, b)) <= BAND_REACH)
      return TRUE;
  return FALSE;
}

static void
look_in_bucket (Query *self, guint b, guint bucket)
{
  const Band *band = &self->hashes->bands[b];

  for (guint32 i = band->starts[bucket]; i < band->starts[bucket + 1] && self->budget > 0; i++)
    {
      const guint64 difference = band->hashes[i] ^ self->hash;
      const guint distance = (guint) __builtin_popcountll (difference);

      /* They ascend. */
      if (band->indices[i] >= self->before)
        return;
      self->budget--;
      if (distance <= SEM_NEAR_HASHES_REACH && !is_found_before (difference, b))
        add (self, band->indices[i], distance);
    }
}

guint
sem_near_hashes_ask (const SemNearHashes *self, guint index, SemNearHash *found, guint most)
{
  Query query = { .hashes = self, .before = index, .budget = BUDGET, .found = found, .most = most };

  /* The likely places first, for where the budget ends. */
  for (guint probe = 0; probe < N_PROBES; probe++)
    for (guint orientation = 0; orientation < SEM_N_ORIENTATIONS; orientation++)
      {
        query.hash = sem_near_hashes_orient (self->hashes[index], orientation);
        query.orientation = orientation;
        for (guint b = 0; b < N_BANDS; b++)
          look_in_bucket (&query, b, get_part (query.hash, b) ^ self->probes[probe]);
      }
  return query.n;
}
