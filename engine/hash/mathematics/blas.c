/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-hash"

#include "config.h"

#include "engine/hash/mathematics/blas.h"

#include "engine/base/work.h"
#include "engine/kernels/cpu.h"

#include <cblas.h>
#include <string.h>
#include <unistd.h>

#define VARIABLE "OPENBLAS_CORETYPE"
/* OpenBLAS's oldest AVX-512 kernels, which run on every CPU with F, BW, DQ, VL and CD. */
#define AVX512_CORE "SkylakeX"

/* Whether OpenBLAS uses these kernels for x86-64 CPUs that are not in its list. */
static gboolean
is_fallback (const char *core)
{
  static const char *const fallbacks[] = { "Haswell", "Zen", "Prescott", "Sandybridge", "Unknown" };

  for (gsize i = 0; i < G_N_ELEMENTS (fallbacks); i++)
    if (g_ascii_strcasecmp (core, fallbacks[i]) == 0)
      return TRUE;
  return FALSE;
}

void
sem_blas_prepare (char **argv)
{
  if (g_getenv (VARIABLE) || !strstr (openblas_get_config (), "DYNAMIC_ARCH")
      || !is_fallback (openblas_get_corename ()) || !sem_k_cpu_has (SEM_K_AVX512))
    return;
  g_setenv (VARIABLE, AVX512_CORE, TRUE);
  execv ("/proc/self/exe", argv);
  /* Continues with the slower kernels. */
  g_unsetenv (VARIABLE);
}

/* An OpenMP build of OpenBLAS keeps the number of threads per calling thread. */
static void
set_one_thread (void)
{
  if (openblas_get_parallel () != OPENBLAS_SEQUENTIAL && openblas_get_num_threads () != 1)
    openblas_set_num_threads (1);
}

void
sem_blas_use_one_thread (void)
{
  sem_work_set_thread_func (set_one_thread);
  set_one_thread ();
}

const char *
sem_blas_get_core (void)
{
  return openblas_get_corename ();
}
