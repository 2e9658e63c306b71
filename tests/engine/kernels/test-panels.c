/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/panels.h"

#include "engine/kernels/cpu.h"

#include <glib.h>

#define MAX_D 1280
#define MAX_COLUMNS 256

typedef void (*Apply) (const float *panels, size_t d, size_t columns, const float *x, float *out);

static void
fill (float *values, gsize n, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < n; i++)
    values[i] = (float) g_rand_double_range (random, -1.0, 1.0);
}

static void
check (Apply apply)
{
  static const gsize dimensions[] = { 1, 3, 16, 77, MAX_D };
  static const gsize widths[] = { 16, 32, 80, MAX_COLUMNS };
  g_autofree float *v = g_new (float, MAX_D *MAX_COLUMNS);
  g_autofree float *panels = g_new (float, MAX_D *MAX_COLUMNS);
  g_autofree float *x = g_new (float, SEM_K_PANEL_ROWS *MAX_D);
  g_autofree float *out = g_new (float, SEM_K_PANEL_ROWS *MAX_COLUMNS);

  fill (v, MAX_D * MAX_COLUMNS, 1);
  fill (x, SEM_K_PANEL_ROWS * MAX_D, 2);
  for (guint i = 0; i < G_N_ELEMENTS (dimensions); i++)
    for (guint j = 0; j < G_N_ELEMENTS (widths); j++)
      {
        gsize d = dimensions[i];
        gsize columns = widths[j];

        sem_k_panels_pack (v, d, columns, panels);
        apply (panels, d, columns, x, out);
        for (gsize r = 0; r < SEM_K_PANEL_ROWS; r++)
          for (gsize c = 0; c < columns; c++)
            {
              volatile float sum = 0.0f;

              for (gsize k = 0; k < d; k++)
                {
                  volatile float product = x[r * d + k] * v[k * columns + c];

                  sum = sum + product;
                }
              g_assert_cmpfloat (out[r * columns + c], ==, sum);
            }
      }
}

static void
test_portable (void)
{
  check (sem_k_panels_apply_ref);
}

static void
test_avx2 (void)
{
#ifdef __x86_64__
  if (sem_k_cpu_has (SEM_K_AVX2))
    {
      check (sem_k_panels_apply_avx2);
      return;
    }
#endif
  g_test_skip ("this CPU has no AVX2");
}

static void
test_avx512 (void)
{
#ifdef __x86_64__
  if (sem_k_cpu_has (SEM_K_AVX512))
    {
      check (sem_k_panels_apply_avx512);
      return;
    }
#endif
  g_test_skip ("this CPU has no AVX-512");
}

static void
test_chosen (void)
{
  check (sem_k_panels_apply);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/panels/portable", test_portable);
  g_test_add_func ("/kernels/panels/avx2", test_avx2);
  g_test_add_func ("/kernels/panels/avx512", test_avx512);
  g_test_add_func ("/kernels/panels/chosen", test_chosen);
  return g_test_run ();
}
