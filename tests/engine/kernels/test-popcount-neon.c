/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compares the NEON popcount kernel with the portable one, for cross/cross-test.sh. Runs the fuzz
 * target, which aborts if they differ, on tables of every size up to 300.
 */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "engine/kernels/scan/popcount.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define HEADER_BYTES 8
#define MASK_BYTES 128
#define MAX_CODES 300

static uint64_t random_state = 88172645463325252u;

static uint64_t
next_random (void)
{
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}

static void
fill_random (uint8_t *bytes, size_t n)
{
  for (size_t i = 0; i < n; i++)
    bytes[i] = (uint8_t) (next_random () >> 32);
}

/* Codes that differ from the query by a few bits, so that there are ties and distances of 0. */
static size_t
make_input (unsigned length, size_t n_codes, uint8_t *data)
{
  size_t code_bytes = (size_t) 4 << length;
  uint8_t *query = data + HEADER_BYTES, *codes = query + code_bytes + MASK_BYTES;

  fill_random (data, HEADER_BYTES + code_bytes + MASK_BYTES);
  data[0] = (uint8_t) length;
  for (size_t i = 0; i < n_codes; i++)
    {
      memcpy (codes + i * code_bytes, query, code_bytes);
      for (uint64_t b = next_random () % 12; b > 0; b--)
        codes[i * code_bytes + next_random () % code_bytes] ^= (uint8_t) (1u << (b % 8));
    }
  return HEADER_BYTES + code_bytes + MASK_BYTES + n_codes * code_bytes;
}

int
main (void)
{
  static uint8_t data[HEADER_BYTES + MASK_BYTES + (MAX_CODES + 1) * 64];

  printf ("1..6\n");
  printf ("%sok 1 the CPU has NEON\n", sem_k_cpu_has (SEM_K_NEON) ? "" : "not ");
  for (unsigned length = 0; length < 5; length++)
    {
      for (size_t n = 0; n <= MAX_CODES; n++)
        for (int repeat = 0; repeat < 4; repeat++)
          LLVMFuzzerTestOneInput (data, make_input (length, n, data));
      printf ("ok %u %u bits\n", length + 2, 32u << length);
      fflush (stdout);
    }
  return 0;
}
