/* cpu.h - which kernels this CPU can run
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>

/*
 * A kernel set is what one group of source files is compiled for. The program itself needs no more
 * than the baseline of its architecture: a function of a set may be called only where
 * sem_k_cpu_has() says so.
 *
 *   SEM_K_PORTABLE   plain C, runs everywhere
 *   SEM_K_AVX2       x86-64 with AVX2, FMA, F16C and POPCNT
 *   SEM_K_AVX512     SEM_K_AVX2 and AVX-512 F, BW, DQ, VL, CD
 *   SEM_K_NEON       AArch64, all of them
 */
typedef enum
{
  SEM_K_PORTABLE,
  SEM_K_AVX2,
  SEM_K_AVX512,
  SEM_K_NEON,
} SemKSet;

#define SEM_K_N_SETS 4

/* Whether the CPU has the set's instructions and the operating system saves its registers. */
bool sem_k_cpu_has (SemKSet set);

/* Whether the CPU also counts bits in 512-bit registers (AVX-512 VPOPCNTDQ); implies
 * SEM_K_AVX512. Says nothing about the choice below. */
bool sem_k_cpu_has_vpopcntdq (void);

/* The set to use, the same for the life of the process: the best that the CPU has, or the one that
 * the environment variable SEMBLANCE_KERNELS names (portable, avx2, avx512, neon). A name that is
 * unknown, or that this CPU cannot run, counts as unset. Thread-safe. */
SemKSet sem_k_get_set (void);

/* Static: "portable", "avx2", "avx512" or "neon". */
const char *sem_k_set_name (SemKSet set);

/* A static English sentence where SEMBLANCE_KERNELS was not followed, or NULL. */
const char *sem_k_get_note (void);
