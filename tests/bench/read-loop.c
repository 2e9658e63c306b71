/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/bench/read-loop.h"

#include "engine/kernels/cpu.h"

#define STEP 256
#define AHEAD 2048

/* Defines a loop over vectors of @size bytes, with four sums; @prefetch: AHEAD bytes ahead */
#define DEFINE_LOOP(name, type, target_attribute, prefetch)                                        \
  target_attribute static guint64 name (const void *data, gsize bytes)                             \
  {                                                                                                \
    type sums[4] = { { 0 }, { 0 }, { 0 }, { 0 } };                                                 \
    const guint per_step = STEP / sizeof (type);                                                   \
    guint64 sum = 0;                                                                               \
                                                                                                   \
    for (gsize i = 0; i < bytes; i += STEP)                                                        \
      {                                                                                            \
        const type *step = (const type *) ((const char *) data + i);                               \
                                                                                                   \
        if (prefetch)                                                                              \
          for (guint j = 0; j < STEP / 64; j++)                                                    \
            __builtin_prefetch ((const char *) step + AHEAD + j * 64);                             \
        for (guint j = 0; j < per_step; j++)                                                       \
          sums[j % 4] += step[j];                                                                  \
      }                                                                                            \
    for (guint j = 0; j < 4; j++)                                                                  \
      for (guint l = 0; l < sizeof (type) / sizeof (guint64); l++)                                 \
        sum += sums[j][l];                                                                         \
    return sum;                                                                                    \
  }

typedef guint64 Words2 __attribute__ ((vector_size (16)));
DEFINE_LOOP (read_16, Words2, , FALSE)
DEFINE_LOOP (read_16_ahead, Words2, , TRUE)

#if defined(__x86_64__)
typedef guint64 Words4 __attribute__ ((vector_size (32)));
typedef guint64 Words8 __attribute__ ((vector_size (64)));
DEFINE_LOOP (read_32, Words4, __attribute__ ((target ("avx2"))), FALSE)
DEFINE_LOOP (read_32_ahead, Words4, __attribute__ ((target ("avx2"))), TRUE)
DEFINE_LOOP (read_64, Words8, __attribute__ ((target ("avx512f"))), FALSE)
DEFINE_LOOP (read_64_ahead, Words8, __attribute__ ((target ("avx512f"))), TRUE)
#endif

const ReadLoop *
read_loops (guint *n)
{
  static ReadLoop loops[6] = { read_16, read_16_ahead };

  *n = 2;
#if defined(__x86_64__)
  if (sem_k_cpu_has (SEM_K_AVX2))
    {
      loops[(*n)++] = read_32;
      loops[(*n)++] = read_32_ahead;
    }
  if (sem_k_cpu_has (SEM_K_AVX512))
    {
      loops[(*n)++] = read_64;
      loops[(*n)++] = read_64_ahead;
    }
#endif
  return loops;
}
