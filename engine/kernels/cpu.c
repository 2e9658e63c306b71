/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/cpu.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Queried once: CPUID takes microseconds in a virtual machine. */
static pthread_once_t features_once = PTHREAD_ONCE_INIT;
static bool has_set[SEM_K_N_SETS] = { [SEM_K_PORTABLE] = true };
static bool has_vpopcntdq;

static pthread_once_t choice_once = PTHREAD_ONCE_INIT;
static SemKSet choice;
static char choice_note[160];

static const char *const set_names[SEM_K_N_SETS] = {
  [SEM_K_PORTABLE] = "portable",
  [SEM_K_AVX2] = "avx2",
  [SEM_K_AVX512] = "avx512",
  [SEM_K_NEON] = "neon",
};

#if defined(__x86_64__)

#include <cpuid.h>

/* Not every compiler's __builtin_cpu_supports() knows F16C. Whether the operating system saves the
 * registers is covered by the check for AVX2, which needs the same ones. */
static bool
cpu_has_f16c (void)
{
  unsigned int a, b, c, d;

  return __get_cpuid (1, &a, &b, &c, &d) && (c & bit_F16C) != 0;
}

static void
find_features (void)
{
  has_set[SEM_K_AVX2] = __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma")
                        && __builtin_cpu_supports ("popcnt") && cpu_has_f16c ();
  has_set[SEM_K_AVX512] =
    has_set[SEM_K_AVX2] && __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw")
    && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vl")
    && __builtin_cpu_supports ("avx512cd");
  has_vpopcntdq = has_set[SEM_K_AVX512] && __builtin_cpu_supports ("avx512vpopcntdq");
}

#else

static void
find_features (void)
{
#if defined(__aarch64__)
  has_set[SEM_K_NEON] = true;
#endif
}

#endif

bool
sem_k_cpu_has (SemKSet set)
{
  pthread_once (&features_once, find_features);
  return has_set[set];
}

bool
sem_k_cpu_has_vpopcntdq (void)
{
  pthread_once (&features_once, find_features);
  return has_vpopcntdq;
}

static SemKSet
find_best_set (void)
{
  static const SemKSet best_first[] = { SEM_K_AVX512, SEM_K_AVX2, SEM_K_NEON };

  for (size_t i = 0; i < sizeof best_first / sizeof *best_first; i++)
    if (sem_k_cpu_has (best_first[i]))
      return best_first[i];
  return SEM_K_PORTABLE;
}

static bool
find_set_by_name (const char *name, SemKSet *set)
{
  for (int i = 0; i < SEM_K_N_SETS; i++)
    if (strcmp (name, set_names[i]) == 0)
      {
        *set = (SemKSet) i;
        return true;
      }
  return false;
}

static void
choose_set (void)
{
  const char *name = getenv ("SEMBLANCE_KERNELS");
  SemKSet wanted;

  choice = find_best_set ();
  if (!name || *name == '\0')
    return;

  if (!find_set_by_name (name, &wanted))
    snprintf (choice_note, sizeof choice_note,
              "SEMBLANCE_KERNELS names no kernel set that is known (%.40s); using %s.", name,
              set_names[choice]);
  else if (!sem_k_cpu_has (wanted))
    snprintf (choice_note, sizeof choice_note,
              "SEMBLANCE_KERNELS requests %s, which this CPU does not have; using %s.",
              set_names[wanted], set_names[choice]);
  else
    choice = wanted;
}

SemKSet
sem_k_get_set (void)
{
  pthread_once (&choice_once, choose_set);
  return choice;
}

const char *
sem_k_set_name (SemKSet set)
{
  return set_names[set];
}

const char *
sem_k_get_note (void)
{
  pthread_once (&choice_once, choose_set);
  return choice_note[0] != '\0' ? choice_note : NULL;
}
