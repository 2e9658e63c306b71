/* blas.h - which kernels OpenBLAS uses, and on how many threads
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_blas_prepare:
 * @argv: main()'s, unchanged
 *
 * OpenBLAS chooses its kernels when it is loaded, from a list of CPUs. For a CPU that is newer than
 * the list it takes kernels for AVX2, which are half as fast as its AVX-512 kernels. In that case
 * this sets the environment variable OPENBLAS_CORETYPE to the right kernels and executes the
 * program again, once. A value that the user has set is respected. Call it first in main(); it
 * returns where nothing is to be done.
 */
void sem_blas_prepare (char **argv);

/**
 * sem_blas_use_one_thread:
 *
 * Limits OpenBLAS to one thread per caller, for the rest of the process: in this thread and in all
 * threads that work (engine/base/work.h) starts from now on, since the work itself is what runs in
 * parallel, and since the order of OpenBLAS's sums depends on its number of threads. Every function
 * that trains, builds a graph or measures with OpenBLAS calls it first. Cheap, and any thread may
 * call it.
 */
void sem_blas_use_one_thread (void);

/* The name of the kernels in use, such as "SkylakeX"; owned by OpenBLAS. */
const char *sem_blas_get_core (void);

G_END_DECLS
