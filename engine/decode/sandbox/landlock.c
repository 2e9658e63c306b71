/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/sandbox/landlock.h"

#include <sys/syscall.h>
#include <unistd.h>

/* The C library has no functions for these, and its headers know only the first versions. The
 * numbers are those of every architecture. */
#define CREATE_RULESET 444
#define RESTRICT_SELF 446
#define ASK_VERSION 1u

/* As the kernel's structure, which has grown at its end. */
typedef struct
{
  guint64 files;
  guint64 network;
  guint64 scopes;
} Ruleset;

/* What each version knows first, of each kind of right, and the size of its structure. */
static const struct
{
  Ruleset rights;
  gsize size;
} versions[] = {
  { { 0x1fff, 0, 0 }, 8 },   /* execute, read, write, remove and make */
  { { 1 << 13, 0, 0 }, 8 },  /* link and rename elsewhere */
  { { 1 << 14, 0, 0 }, 8 },  /* truncate */
  { { 0, 3, 0 }, 16 },       /* bind and connect by TCP */
  { { 1 << 15, 0, 0 }, 16 }, /* ioctl of devices */
  { { 0, 0, 3 }, 24 },       /* abstract sockets and signals */
};

guint
sem_landlock_enter (guint most_abi)
{
  const long known = syscall (CREATE_RULESET, NULL, 0, ASK_VERSION);
  const guint abi = (guint) MIN (MAX (known, 0), (long) most_abi);
  Ruleset ruleset = { 0 };
  gsize size = 0;

  for (guint i = 0; i < MIN (abi, G_N_ELEMENTS (versions)); i++)
    {
      ruleset.files |= versions[i].rights.files;
      ruleset.network |= versions[i].rights.network;
      ruleset.scopes |= versions[i].rights.scopes;
      size = versions[i].size;
    }
  if (abi == 0)
    return 0;

  const int fd = (int) syscall (CREATE_RULESET, &ruleset, size, 0);
  gboolean restricted;

  if (fd < 0)
    return 0;
  restricted = syscall (RESTRICT_SELF, fd, 0) == 0;
  close (fd);
  return restricted ? abi : 0;
}
