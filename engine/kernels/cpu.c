/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/cpu.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Compilers differ in whether __builtin_cpu_supports() knows F16C; whether the operating system
 * saves the registers is asked for AVX2, which needs the same. */
static bool
cpu_has_f16c (void)
{
  unsigned int a, b, c, d;

  return __get_cpuid (1, &a, &b, &c, &d) && (c & bit_F16C) != 0;
}

static bool
cpu_has_avx2_set (void)
{
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma")
         && __builtin_cpu_supports ("popcnt") && cpu_has_f16c ();
}

static bool
cpu_has_avx512_set (void)
{
  return cpu_has_avx2_set () && __builtin_cpu_supports ("avx512f")
         && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512dq")
         && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("avx512cd");
}

bool
sem_k_cpu_has (SemKSet set)
{
  switch (set)
    {
    case SEM_K_PORTABLE:
      return true;
    case SEM_K_AVX2:
      return cpu_has_avx2_set ();
    case SEM_K_AVX512:
      return cpu_has_avx512_set ();
    case SEM_K_NEON:
    default:
      return false;
    }
}

bool
sem_k_cpu_has_vpopcntdq (void)
{
  return cpu_has_avx512_set () && __builtin_cpu_supports ("avx512vpopcntdq");
}

static SemKSet
find_best_set (void)
{
  if (cpu_has_avx512_set ())
    return SEM_K_AVX512;
  return cpu_has_avx2_set () ? SEM_K_AVX2 : SEM_K_PORTABLE;
}

#else

bool
sem_k_cpu_has (SemKSet set)
{
#if defined(__aarch64__)
  if (set == SEM_K_NEON)
    return true;
#endif
  return set == SEM_K_PORTABLE;
}

bool
sem_k_cpu_has_vpopcntdq (void)
{
  return false;
}

static SemKSet
find_best_set (void)
{
  return sem_k_cpu_has (SEM_K_NEON) ? SEM_K_NEON : SEM_K_PORTABLE;
}

#endif

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
  if (name == NULL || *name == '\0')
    return;

  if (!find_set_by_name (name, &wanted))
    snprintf (choice_note, sizeof choice_note,
              "SEMBLANCE_KERNELS names no kernel set that is known (%.40s); using %s.", name,
              set_names[choice]);
  else if (!sem_k_cpu_has (wanted))
    snprintf (choice_note, sizeof choice_note,
              "SEMBLANCE_KERNELS asks for %s, which this CPU does not have; using %s.",
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
