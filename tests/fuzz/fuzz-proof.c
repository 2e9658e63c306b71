/* fuzz-proof.c - comparing two pictures of any size and content
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first bytes are the sides of both pictures and how the second is made: of its own bytes, or
 * of the first picture's pixels, shifted. Then follow pixels, which are repeated as needed.
 */

#include "engine/proof/proof.h"

#include <math.h>

#define HEADER 6
#define MAX_SIDE 56

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static GBytes *
make_pixels (const guint8 *data, gsize size, guint width, guint height, guint shift)
{
  const gsize n = (gsize) width * height * 3;
  guint8 *pixels = g_malloc (n);

  /* Larger dots than pixels, so that there are points to find. */
  for (gsize i = 0; i < n; i++)
    {
      const gsize x = i / 3 % width + shift, y = i / 3 / width;

      pixels[i] = data[(x / 5 + y / 5 * 31) % size];
    }
  return g_bytes_new_take (pixels, n);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  SemProof proof;

  if (size <= HEADER)
    return 0;

  const guint sides[4] = { 1 + data[0] % MAX_SIDE, 1 + data[1] % MAX_SIDE, 1 + data[2] % MAX_SIDE,
                           1 + data[3] % MAX_SIDE };
  const gsize own = data[4] % 2 ? (size - HEADER) / 2 : 0;
  g_autoptr (GBytes) first = make_pixels (data + HEADER, size - HEADER, sides[0], sides[1], 0);
  g_autoptr (GBytes) second =
    make_pixels (data + HEADER + own, size - HEADER - own, sides[2], sides[3], data[5]);
  g_autoptr (SemProofPicture) query =
    sem_proof_picture_new (SEM_PROOF_QUERY, first, sides[0], sides[1], sides[0], sides[1]);
  g_autoptr (SemProofPicture) stored =
    sem_proof_picture_new (SEM_PROOF_STORED, second, sides[2], sides[3], sides[2], sides[3]);

  sem_proof_compare (query, stored, &proof);
  g_assert_cmpint (proof.kind, <=, (int) SEM_PROOF_RECOLOURED);
  g_assert_true (proof.agreement >= 0 && proof.agreement <= 1);
  g_assert_true (isfinite (proof.turn) && fabs (proof.turn) <= 180);
  g_assert_true (proof.region.x >= 0 && proof.region.x + proof.region.width <= 1.0001);
  g_assert_true (proof.region.y >= 0 && proof.region.y + proof.region.height <= 1.0001);
  g_assert_true (proof.part.x >= 0 && proof.part.x + proof.part.width <= 1.0001);
  g_assert_true (proof.part.y >= 0 && proof.part.y + proof.part.height <= 1.0001);
  return 0;
}
