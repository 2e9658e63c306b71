/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/products.h"

#include "engine/kernels/cpu.h"

#include <glib.h>

#define MAX_CELLS 9
#define PADDED SEM_K_PRODUCTS_SIDE

typedef void (*Multiply) (const int16_t *cells,
                          size_t side,
                          const int16_t *pixels,
                          size_t stride,
                          size_t n,
                          int32_t *out);

/* The first values are the largest there are, of both signs. */
static void
fill (gint16 *values, gsize n, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < n; i++)
    values[i] =
      (gint16) (i < 3 * PADDED ? (i % 3 ? 255 : -255) : g_rand_int_range (random, -255, 256));
}

/* @pixels has exactly what may be read, so that the sanitizers notice what is read beyond. */
static void
check_cells (Multiply multiply, gsize side, gsize n, gsize more)
{
  const gsize stride = n * side + more;
  const gsize length = (side - 1) * stride + n * side + PADDED - side;
  g_autofree gint16 *cells = g_new0 (gint16, n * side * PADDED);
  g_autofree gint16 *pixels = g_new (gint16, length);
  g_autofree gint16 *plane = g_new (gint16, side * side * n);
  g_autofree gint32 *out = g_new (gint32, n);

  fill (pixels, length, (guint32) (side * n));
  fill (plane, side * side * n, (guint32) (side + n));
  for (gsize i = 0; i < n * side; i++)
    for (gsize x = 0; x < side; x++)
      cells[i * PADDED + x] = plane[i * side + x];
  multiply (cells, side, pixels, stride, n, out);
  for (gsize i = 0; i < n; i++)
    {
      gint32 sum = 0;

      for (gsize y = 0; y < side; y++)
        for (gsize x = 0; x < side; x++)
          sum += plane[(i * side + y) * side + x] * pixels[y * stride + i * side + x];
      g_assert_cmpint (out[i], ==, sum);
    }
}

static void
check (Multiply multiply)
{
  for (gsize side = 1; side <= PADDED; side++)
    for (gsize n = 1; n <= MAX_CELLS; n++)
      for (gsize more = 0; more <= 4; more += 4)
        check_cells (multiply, side, n, more);
}

static void
test_portable (void)
{
  check (sem_k_products_ref);
}

static void
test_avx2 (void)
{
#ifdef __x86_64__
  if (sem_k_cpu_has (SEM_K_AVX2))
    {
      check (sem_k_products_avx2);
      return;
    }
#endif
  g_test_skip ("this CPU has no AVX2");
}

static void
test_chosen (void)
{
  check (sem_k_products);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/products/portable", test_portable);
  g_test_add_func ("/kernels/products/avx2", test_avx2);
  g_test_add_func ("/kernels/products/chosen", test_chosen);
  return g_test_run ();
}
