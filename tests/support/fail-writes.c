/* Simulates a full disk: a preloaded library that lets a process write FAIL_AFTER times to files
 * with FAIL_NAME in their path (".db", that is databases, by default), and then fails with ENOSPC.
 * With FAIL_ONCE the next write alone fails, with EIO, as on a disk with a bad spot.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef ssize_t (*PwriteFunc) (int fd, const void *bytes, size_t size, off_t offset);

ssize_t pwrite64 (int fd, const void *bytes, size_t size, off_t offset);

static atomic_int writes;

/* Whether the write of this number, from 0, fails. */
static int
fails (int number, int after)
{
  if (getenv ("FAIL_ONCE"))
    {
      errno = EIO;
      return number == after;
    }
  errno = ENOSPC;
  return number >= after;
}

static int
is_meant (int fd)
{
  const char *name = getenv ("FAIL_NAME");
  char link[64], path[4096];
  ssize_t n;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, path, sizeof path - 1);
  if (n < 0)
    return 0;
  path[n] = '\0';
  return strstr (path, name ? name : ".db") != NULL;
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t size, off_t offset)
{
  static _Atomic (PwriteFunc) real;
  const char *after = getenv ("FAIL_AFTER");

  if (!real)
    real = (PwriteFunc) dlsym (RTLD_NEXT, "pwrite64");
  if (after && is_meant (fd) && fails (atomic_fetch_add (&writes, 1), atoi (after)))
    return -1;
  return real (fd, bytes, size, offset);
}
