/* environments.h - kinds of computers and containers that a worker of the decoder runs on
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/decoder-private.h"

G_BEGIN_DECLS

/* More than any kernel has. */
#define MOST_ABI 1000

enum
{
  PRIVILEGES = SEM_SANDBOX_PRIVILEGES,
  CALLS = SEM_SANDBOX_SYSTEM_CALLS,
  FILES = SEM_SANDBOX_FILES,
  SPACES = SEM_SANDBOX_NAMESPACES,
};

#define OWN (PRIVILEGES | CALLS | FILES)

/* @layers: that the worker itself tries, with Landlock up to @abi
 * @bare: whether it is started without bubblewrap
 * @prepare: (nullable): makes the environment; FALSE where it cannot */
typedef struct
{
  const char *name;
  guint layers;
  guint abi;
  gboolean bare;
  gboolean (*prepare) (void);
} Environment;

/* @n: (out): their number. Returns: (transfer none) (array length=n): all of them */
const Environment *environment_list (guint *n);

/* The layers that a worker must reach in it; probes this process, independently of the decoder, so
 * that it is called after prepare(). */
SemSandbox environment_expect (const Environment *self);

G_END_DECLS
