/* sandbox-level.h - how well the worker is locked in
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemSandboxLayers:
 * @SEM_SANDBOX_PRIVILEGES: it has no capabilities and can gain none, and its resources are limited
 * @SEM_SANDBOX_SYSTEM_CALLS: it may only use those system calls that decoding needs (seccomp)
 * @SEM_SANDBOX_FILES: it may open, change and execute no file (Landlock)
 * @SEM_SANDBOX_NAMESPACES: it sees no network, no other process and no files but the system's
 *   libraries (bubblewrap)
 *
 * The layers around the worker. Each of them stops a decoder that was taken over by itself, as far
 * as it reaches. Values travel between processes.
 */
typedef enum
{
  SEM_SANDBOX_PRIVILEGES = 1 << 0,
  SEM_SANDBOX_SYSTEM_CALLS = 1 << 1,
  SEM_SANDBOX_FILES = 1 << 2,
  SEM_SANDBOX_NAMESPACES = 1 << 3,
  SEM_SANDBOX_ALL = (1 << 4) - 1
} SemSandboxLayers;

/**
 * SemSandbox:
 * @layers: set of SemSandboxLayers that were reached
 * @landlock_abi: version of Landlock that was used, 0 for none
 */
typedef struct
{
  guint32 layers;
  guint32 landlock_abi;
} SemSandbox;

/**
 * SemSandboxLevel:
 * @SEM_SANDBOX_NONE: neither system calls nor files nor namespaces are restricted
 * @SEM_SANDBOX_REDUCED: some layer is missing
 * @SEM_SANDBOX_FULL: every layer is there
 */
typedef enum
{
  SEM_SANDBOX_NONE,
  SEM_SANDBOX_REDUCED,
  SEM_SANDBOX_FULL
} SemSandboxLevel;

SemSandboxLevel sem_sandbox_get_level (const SemSandbox *self);

/* "none", "reduced" or "full", for programs. */
const char *sem_sandbox_get_level_name (const SemSandbox *self);

/**
 * sem_sandbox_list_missing:
 *
 * Returns: (transfer container) (array zero-terminated=1): what would provide the missing layers:
 *   names of software, for programs and people; the caller frees the array, not the names
 */
const char **sem_sandbox_list_missing (const SemSandbox *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_sandbox_describe:
 *
 * Returns: (transfer full): for people: "full", "none", or "reduced" with what is missing
 */
char *sem_sandbox_describe (const SemSandbox *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
