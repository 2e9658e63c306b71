/* Simulates a disk that fails: a preloaded library that lets a process write FAIL_AFTER times to
 * files with FAIL_NAME in their path (".db", that is databases, by default), and then fails with
 * ENOSPC. With FAIL_ONCE the next write alone fails, with EIO, as on a disk with a bad spot; what
 * waits for the disk counts as a write then. At its end the process tells the file FAIL_COUNT how
 * many it made.
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

static int
fails_now (int fd)
{
  const char *after = getenv ("FAIL_AFTER");

  return after && is_meant (fd) && fails (atomic_fetch_add (&writes, 1), atoi (after));
}

__attribute__ ((destructor)) static void
tell (void)
{
  const char *name = getenv ("FAIL_COUNT");
  FILE *file = name ? fopen (name, "w") : NULL;

  if (!file)
    return;
  fprintf (file, "%d\n", atomic_load (&writes));
  fclose (file);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t size, off_t offset)
{
  typedef ssize_t (*Func) (int fd, const void *bytes, size_t size, off_t offset);
  static _Atomic (Func) real;

  if (!real)
    real = (Func) dlsym (RTLD_NEXT, "pwrite64");
  return fails_now (fd) ? -1 : real (fd, bytes, size, offset);
}

ssize_t
write (int fd, const void *bytes, size_t size)
{
  typedef ssize_t (*Func) (int fd, const void *bytes, size_t size);
  static _Atomic (Func) real;

  if (!real)
    real = (Func) dlsym (RTLD_NEXT, "write");
  return fails_now (fd) ? -1 : real (fd, bytes, size);
}

int
fdatasync (int fd)
{
  typedef int (*Func) (int fd);
  static _Atomic (Func) real;

  if (!real)
    real = (Func) dlsym (RTLD_NEXT, "fdatasync");
  return getenv ("FAIL_ONCE") && fails_now (fd) ? -1 : real (fd);
}

int
fsync (int fd)
{
  typedef int (*Func) (int fd);
  static _Atomic (Func) real;

  if (!real)
    real = (Func) dlsym (RTLD_NEXT, "fsync");
  return getenv ("FAIL_ONCE") && fails_now (fd) ? -1 : real (fd);
}
