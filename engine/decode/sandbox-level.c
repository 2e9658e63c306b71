/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/decode/sandbox-level.h"

#include <glib/gi18n-lib.h>

static const struct
{
  SemSandboxLayers layer;
  const char *name;
} layers[] = {
  { SEM_SANDBOX_PRIVILEGES, "setrlimit" },
  { SEM_SANDBOX_SYSTEM_CALLS, "seccomp" },
  { SEM_SANDBOX_FILES, "Landlock" },
  { SEM_SANDBOX_NAMESPACES, "bubblewrap" },
};

SemSandboxLevel
sem_sandbox_get_level (const SemSandbox *self)
{
  const guint32 walls = SEM_SANDBOX_SYSTEM_CALLS | SEM_SANDBOX_FILES | SEM_SANDBOX_NAMESPACES;

  if ((self->layers & SEM_SANDBOX_ALL) == SEM_SANDBOX_ALL)
    return SEM_SANDBOX_FULL;
  return self->layers & walls ? SEM_SANDBOX_REDUCED : SEM_SANDBOX_NONE;
}

const char *
sem_sandbox_get_level_name (const SemSandbox *self)
{
  static const char *const names[] = { "none", "reduced", "full" };

  return names[sem_sandbox_get_level (self)];
}

const char **
sem_sandbox_list_missing (const SemSandbox *self)
{
  const char **missing = g_new0 (const char *, G_N_ELEMENTS (layers) + 1);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    if (!(self->layers & layers[i].layer))
      missing[n++] = layers[i].name;
  return missing;
}

char *
sem_sandbox_describe (const SemSandbox *self)
{
  g_autofree const char **missing = sem_sandbox_list_missing (self);
  g_autofree char *list = g_strjoinv (", ", (char **) missing);

  switch (sem_sandbox_get_level (self))
    {
    case SEM_SANDBOX_FULL:
      return g_strdup (C_ ("sandbox", "full"));
    case SEM_SANDBOX_REDUCED:
      /* Translators: %s is a list of names of software, such as "Landlock, bubblewrap". */
      return g_strdup_printf (C_ ("sandbox", "reduced (missing: %s)"), list);
    default:
      return g_strdup (C_ ("sandbox", "none"));
    }
}
