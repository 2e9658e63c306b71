/* The choice of kernels, and the environment variable that forces it.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>

#include "engine/kernels/cpu.h"

/* The choice is made once per process, so each case runs in a child process. */
static void
run_child (const char *value, const char *path)
{
  if (value)
    g_setenv ("SEMBLANCE_KERNELS", value, TRUE);
  else
    g_unsetenv ("SEMBLANCE_KERNELS");
  g_test_trap_subprocess (path, 0, 0);
  g_test_trap_assert_passed ();
}

static void
child_each_set (void)
{
  const char *wanted = g_getenv ("SEMBLANCE_KERNELS");

  for (int i = 0; i < SEM_K_N_SETS; i++)
    if (g_str_equal (sem_k_set_name (i), wanted))
      {
        if (sem_k_cpu_has (i))
          {
            g_assert_cmpint (sem_k_get_set (), ==, i);
            g_assert_null (sem_k_get_note ());
          }
        else
          {
            g_assert_cmpint (sem_k_get_set (), !=, i);
            g_assert_nonnull (strstr (sem_k_get_note (), wanted));
          }
        return;
      }
  g_assert_not_reached ();
}

static void
child_unset (void)
{
  g_assert_null (sem_k_get_note ());
  g_assert_true (sem_k_cpu_has (sem_k_get_set ()));
  if (sem_k_cpu_has (SEM_K_AVX512))
    g_assert_cmpint (sem_k_get_set (), ==, SEM_K_AVX512);
  else if (sem_k_cpu_has (SEM_K_AVX2))
    g_assert_cmpint (sem_k_get_set (), ==, SEM_K_AVX2);
}

static void
child_unknown (void)
{
  g_assert_nonnull (strstr (sem_k_get_note (), "sse9"));
  g_assert_true (sem_k_cpu_has (sem_k_get_set ()));
}

static void
test_choice (void)
{
  for (int i = 0; i < SEM_K_N_SETS; i++)
    run_child (sem_k_set_name (i), "/kernels/cpu/choice/subprocess/each-set");
  run_child (NULL, "/kernels/cpu/choice/subprocess/unset");
  run_child ("", "/kernels/cpu/choice/subprocess/unset");
  run_child ("sse9", "/kernels/cpu/choice/subprocess/unknown");
}

static void
test_sets (void)
{
  g_assert_true (sem_k_cpu_has (SEM_K_PORTABLE));
  if (sem_k_cpu_has (SEM_K_AVX512))
    g_assert_true (sem_k_cpu_has (SEM_K_AVX2));
  if (sem_k_cpu_has_vpopcntdq ())
    g_assert_true (sem_k_cpu_has (SEM_K_AVX512));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/cpu/sets", test_sets);
  g_test_add_func ("/kernels/cpu/choice", test_choice);
  g_test_add_func ("/kernels/cpu/choice/subprocess/each-set", child_each_set);
  g_test_add_func ("/kernels/cpu/choice/subprocess/unset", child_unset);
  g_test_add_func ("/kernels/cpu/choice/subprocess/unknown", child_unknown);
  return g_test_run ();
}
