/* Simulates a disk that is far away, or fails: a preloaded library that slows down files below
 * SLOW_FOLDER. Each open takes SLOW_OPEN and each read SLOW_READ milliseconds; all of them together
 * read SLOW_RATE megabytes a second at most. After SLOW_FAILS_AFTER reads, when folder
 * SLOW_FAILS_LISTED is listed, or once the file SLOW_FAILS_WHEN exists, all that is done there
 * fails with the errno SLOW_ERROR, or reads alone where SLOW_FAILS_ONLY is "read". SLOW_COUNT is a
 * file that the number of bytes and of reads is written to at the end.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

ssize_t pread64 (int fd, void *bytes, size_t size, off_t offset);
int open64 (const char *path, int flags, ...);
int stat64 (const char *path, struct stat64 *st);
int lstat64 (const char *path, struct stat64 *st);

static atomic_long n_reads, n_bytes, n_opens, n_listed;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static double busy_until; /* seconds; of @mutex */

static double
get_number (const char *name)
{
  const char *value = getenv (name);

  return value ? atof (value) : 0;
}

static double
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

static void
wait_for (double seconds)
{
  struct timespec time = { (time_t) seconds, (long) ((seconds - (double) (time_t) seconds) * 1e9) };

  if (seconds > 0)
    nanosleep (&time, NULL);
}

static int
is_meant (const char *path)
{
  const char *folder = getenv ("SLOW_FOLDER");

  return folder && strncmp (path, folder, strlen (folder)) == 0;
}

static int
is_meant_fd (int fd)
{
  char link[64], path[4096];
  ssize_t n;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, path, sizeof path - 1);
  if (n < 0)
    return 0;
  path[n] = '\0';
  return is_meant (path);
}

static int
fails (int reads)
{
  const char *after = getenv ("SLOW_FAILS_AFTER");
  const char *listed = getenv ("SLOW_FAILS_LISTED");
  const char *when = getenv ("SLOW_FAILS_WHEN");

  if (!reads && getenv ("SLOW_FAILS_ONLY"))
    return 0;
  if (!(after && n_reads >= atol (after)) && !(listed && n_listed >= atol (listed))
      && !(when && faccessat (AT_FDCWD, when, F_OK, 0) == 0))
    return 0;
  errno = getenv ("SLOW_ERROR") ? atoi (getenv ("SLOW_ERROR")) : EIO;
  return 1;
}

/* Waits as long as one line to the disk takes for so many bytes, after those before them. */
static void
wait_for_bytes (ssize_t size)
{
  const double rate = get_number ("SLOW_RATE") * 1e6, now = get_time ();
  double end;

  if (rate <= 0 || size <= 0)
    return;
  pthread_mutex_lock (&mutex);
  busy_until = (busy_until > now ? busy_until : now) + (double) size / rate;
  end = busy_until;
  pthread_mutex_unlock (&mutex);
  wait_for (end - now);
}

ssize_t
pread64 (int fd, void *bytes, size_t size, off_t offset)
{
  static ssize_t (*_Atomic real) (int, void *, size_t, off_t);
  ssize_t n;

  if (!real)
    real = (ssize_t (*) (int, void *, size_t, off_t)) dlsym (RTLD_NEXT, "pread64");
  if (!getenv ("SLOW_FOLDER") || !is_meant_fd (fd))
    return real (fd, bytes, size, offset);
  if (fails (1))
    return -1;
  atomic_fetch_add (&n_reads, 1);
  wait_for (get_number ("SLOW_READ") / 1000);
  n = real (fd, bytes, size, offset);
  atomic_fetch_add (&n_bytes, n > 0 ? n : 0);
  wait_for_bytes (n);
  return n;
}

int
open64 (const char *path, int flags, ...)
{
  static int (*_Atomic real) (const char *, int, ...);
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = flags & (O_CREAT | O_TMPFILE) ? va_arg (args, mode_t) : 0;
  va_end (args);
  if (!real)
    real = (int (*) (const char *, int, ...)) dlsym (RTLD_NEXT, "open64");
  if (is_meant (path))
    {
      if (fails (0))
        return -1;
      atomic_fetch_add (&n_opens, 1);
      wait_for (get_number ("SLOW_OPEN") / 1000);
    }
  return real (path, flags, mode);
}

DIR *
opendir (const char *path)
{
  static DIR *(*_Atomic real) (const char *);

  if (!real)
    real = (DIR * (*) (const char *) ) dlsym (RTLD_NEXT, "opendir");
  if (!is_meant (path))
    return real (path);
  atomic_fetch_add (&n_listed, 1);
  return fails (0) ? NULL : real (path);
}

int
stat64 (const char *path, struct stat64 *st)
{
  static int (*_Atomic real) (const char *, struct stat64 *);

  if (!real)
    real = (int (*) (const char *, struct stat64 *)) dlsym (RTLD_NEXT, "stat64");
  return is_meant (path) && fails (0) ? -1 : real (path, st);
}

int
lstat64 (const char *path, struct stat64 *st)
{
  static int (*_Atomic real) (const char *, struct stat64 *);

  if (!real)
    real = (int (*) (const char *, struct stat64 *)) dlsym (RTLD_NEXT, "lstat64");
  return is_meant (path) && fails (0) ? -1 : real (path, st);
}

__attribute__ ((destructor)) static void
write_count (void)
{
  const char *path = getenv ("SLOW_COUNT");
  FILE *file = path ? fopen (path, "w") : NULL;

  if (!file)
    return;
  fprintf (file, "%ld %ld %ld\n", n_bytes, n_reads, n_opens);
  fclose (file);
}
