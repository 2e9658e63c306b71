/* blas-core.h - OpenBLAS's kernels for CPUs that it does not know
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_blas_core_prepare:
 * @argv: main()'s, unchanged
 *
 * OpenBLAS chooses its kernels when it is loaded, by a list of CPUs; one that is newer than the
 * list gets kernels for AVX2, half as fast as its AVX-512. Where that has happened, this names the
 * right kernels in the environment (OPENBLAS_CORETYPE) and starts the program anew, once. Call it
 * first in main(). A choice of the user's is left alone. Returns where nothing is to be done.
 */
void sem_blas_core_prepare (char **argv);

/* The name of the kernels in use, such as "SkylakeX"; owned by OpenBLAS. */
const char *sem_blas_core_get_name (void);

G_END_DECLS
