/* library-private.h - for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

SemFolder *sem_folder_new (const SemStoreFolder *row);
SemProblem *sem_problem_new (const char *path, const char *reason);

G_END_DECLS
