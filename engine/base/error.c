/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/error.h"

/* clang-format off */
G_DEFINE_QUARK (sem-error-quark, sem_error)
