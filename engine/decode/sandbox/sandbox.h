/* sandbox.h - lock the worker in, from inside
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/sandbox-level.h"

G_BEGIN_DECLS

/**
 * SemSandboxPlan:
 * @layers: set of SemSandboxLayers to try; that of namespaces is the client's
 * @landlock_abi: the newest version of Landlock to use, at least 1
 * @socket: descriptor of the channel to the client
 * @debug: whether messages go to a terminal, and a debugger may attach
 */
typedef struct
{
  guint32 layers;
  guint32 landlock_abi;
  int socket;
  gboolean debug;
} SemSandboxPlan;

/**
 * sem_sandbox_enter:
 * @reached: (out): what this computer provides of the plan
 *
 * To be called once, by a process with one thread, after everything was loaded: from here on no
 * file can be opened, no library loaded and no program started, and there is no way back. Threads
 * that start later are locked in as well. Where a layer cannot be had the others are set all the
 * same.
 */
void sem_sandbox_enter (const SemSandboxPlan *plan, SemSandbox *reached);

G_END_DECLS
