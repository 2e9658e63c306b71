/* glib.h - as much of GLib as the kernels' tests use, for systems that have none
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/*
 * The kernels are plain C, so that their tests can be cross-compiled and emulated where there is a
 * compiler for the other architecture but no libraries. Only cross-test.sh includes this file. The
 * names are GLib's; a failed assertion prints its place and aborts.
 */

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef size_t gsize;
typedef unsigned int guint;
typedef uint8_t guint8;
typedef uint16_t guint16;
typedef int32_t gint32;
typedef uint32_t guint32;
typedef uint64_t guint64;
typedef void *gpointer;
typedef const void *gconstpointer;

#define FALSE 0
#define TRUE 1
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define CLAMP(x, low, high) ((x) < (low) ? (low) : (x) > (high) ? (high) : (x))
#define G_MAXINT32 INT32_MAX
#define G_N_ELEMENTS(array) (sizeof (array) / sizeof ((array)[0]))
#define G_GUINT64_CONSTANT(value) (value##ULL)
#define GINT_TO_POINTER(value) ((gpointer) (intptr_t) (value))
#define GPOINTER_TO_INT(pointer) ((int) (intptr_t) (pointer))

static inline void
free_place (void *place)
{
  free (*(void **) place);
}

#define g_autofree __attribute__ ((cleanup (free_place)))
#define g_new(type, n) ((type *) malloc (sizeof (type) * (n)))
#define g_new0(type, n) ((type *) calloc (n, sizeof (type)))
#define g_free free
#define g_aligned_free free

/* aligned_alloc() wants a multiple of the alignment. */
static inline void *
g_aligned_alloc (size_t n, size_t size, size_t alignment)
{
  return aligned_alloc (alignment, (n * size + alignment - 1) / alignment * alignment);
}

static inline void *
g_memdup2 (const void *from, size_t size)
{
  return memcpy (malloc (size), from, size);
}

#define g_assert_true(condition)                                                                   \
  do                                                                                               \
    if (!(condition))                                                                              \
      {                                                                                            \
        printf ("Bail out! %s:%d: %s\n", __FILE__, __LINE__, #condition);                          \
        abort ();                                                                                  \
      }                                                                                            \
  while (0)
#define g_assert_cmpfloat(a, operation, b) g_assert_true ((a) operation (b))
#define g_assert_cmpfloat_with_epsilon(a, b, epsilon)                                              \
  g_assert_true ((a) - (b) <= (epsilon) && (b) - (a) <= (epsilon))
#define g_assert_cmpuint(a, operation, b) g_assert_true ((a) operation (b))
#define g_assert_cmphex(a, operation, b) g_assert_true ((a) operation (b))
#define g_assert_cmpmem(a, n, b, m) g_assert_true ((n) == (m) && memcmp (a, b, n) == 0)

typedef struct
{
  char *name;
  void (*alone) (void);
  void (*set_up) (void *fixture, gconstpointer data);
  void (*function) (void *fixture, gconstpointer data);
  gconstpointer data;
} Test;

static Test tests_found[64];
static int n_tests_found;

static inline void
add_test (Test test)
{
  test.name = strdup (test.name);
  tests_found[n_tests_found++] = test;
}

#define g_test_init(argc, argv, end) ((void) (argc), (void) (argv))
#define g_test_message(...) (printf ("# " __VA_ARGS__), printf ("\n"))
#define g_test_skip(reason) g_test_message ("skipped: %s", reason)
#define g_test_add_func(path, test) add_test ((Test){ (char *) (path), test, NULL, NULL, NULL })
#define g_test_add(path, type, user_data, before, test, after)                                     \
  ((void) (after), add_test ((Test){ path, NULL, (void (*) (void *, gconstpointer)) (before),      \
                                     (void (*) (void *, gconstpointer)) (test), user_data }))

static inline char *
g_strdup_printf (const char *format, const char *a, const char *b)
{
  size_t size = strlen (format) + strlen (a) + strlen (b) + 1;
  char *text = malloc (size);

  snprintf (text, size, format, a, b);

  return text;
}

static inline int
g_test_run (void)
{
  printf ("1..%d\n", n_tests_found);
  for (int i = 0; i < n_tests_found; i++)
    {
      char fixture[256] = { 0 };

      if (tests_found[i].set_up)
        tests_found[i].set_up (fixture, tests_found[i].data);
      if (tests_found[i].alone)
        tests_found[i].alone ();
      else
        tests_found[i].function (fixture, tests_found[i].data);
      printf ("ok %d %s\n", i + 1, tests_found[i].name);
      fflush (stdout);
    }

  return 0;
}
