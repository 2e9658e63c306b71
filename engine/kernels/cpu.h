/* cpu.h - the kernel sets that this CPU can run
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>

/*
 * A kernel set is a group of instruction set extensions that some source files are compiled for.
 * All other code runs on the baseline of its architecture. A function of a set may be called only
 * if sem_k_cpu_has() returns true for the set.
 *
 *   SEM_K_PORTABLE   plain C for every CPU
 *   SEM_K_AVX2       x86-64 with AVX2, FMA, F16C and POPCNT
 *   SEM_K_AVX512     SEM_K_AVX2 and AVX-512 F, BW, DQ, VL, CD
 *   SEM_K_NEON       every AArch64 CPU
 */
typedef enum
{
  SEM_K_PORTABLE,
  SEM_K_AVX2,
  SEM_K_AVX512,
  SEM_K_NEON,
} SemKSet;

#define SEM_K_N_SETS 4

/* Whether the CPU has the set's instructions and the operating system saves their registers. Any
 * thread may call this and all functions below. */
bool sem_k_cpu_has (SemKSet set);

/* Whether the CPU has AVX-512 VPOPCNTDQ, which counts the bits of 512-bit registers; implies
 * SEM_K_AVX512. Independent of SEMBLANCE_KERNELS. */
bool sem_k_cpu_has_vpopcntdq (void);

/* The set to use, the same for the whole process: the one named by the environment variable
 * SEMBLANCE_KERNELS (portable, avx2, avx512, neon), or else the fastest that the CPU has. An
 * unknown name and a set that this CPU does not have are ignored. */
SemKSet sem_k_get_set (void);

/* Static: "portable", "avx2", "avx512" or "neon". */
const char *sem_k_set_name (SemKSet set);

/* A static English sentence if SEMBLANCE_KERNELS was ignored, or NULL. */
const char *sem_k_get_note (void);
