/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/cpu.h"
#include "engine/kernels/f16.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define N_HALVES 65536

static float
from_bits (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);

  return value;
}

/* The value of a half, by the standard's formula. */
static double
get_value (guint16 half)
{
  int exponent = half >> 10 & 0x1f;
  double mantissa = half & 0x3ff;
  double sign = half & 0x8000 ? -1 : 1;

  if (exponent == 0x1f)
    return mantissa != 0 ? NAN : sign * INFINITY;
  if (exponent == 0)
    return sign * ldexp (mantissa, -24);

  return sign * ldexp (1024 + mantissa, exponent - 25);
}

static void
test_every_half (void)
{
  g_autofree guint16 *halves = g_new (guint16, N_HALVES);
  g_autofree guint16 *back = g_new (guint16, N_HALVES);
  g_autofree float *values = g_new (float, N_HALVES);

  for (guint i = 0; i < N_HALVES; i++)
    halves[i] = i;
  sem_k_f16_to_f32_ref (halves, N_HALVES, values);
  sem_k_f32_to_f16_ref (values, N_HALVES, back);

  for (guint i = 0; i < N_HALVES; i++)
    {
      double expected = get_value (i);

      if (isnan (expected))
        {
          g_assert_true (isnan (values[i]));
          g_assert_cmphex (back[i], ==, i | 0x200);
          continue;
        }
      g_assert_true (values[i] == expected && !signbit (values[i]) == !signbit (expected));
      g_assert_cmphex (back[i], ==, i);
    }
}

/* A value half-way between two halves is rounded to the even one, and others to the nearest. */
static void
test_rounding (void)
{
  for (guint16 half = 0; half < 0x7bff; half++)
    {
      float middle = (float) ((get_value (half) + get_value (half + 1)) / 2);
      const float values[3] = { nextafterf (middle, 0), middle, nextafterf (middle, INFINITY) };
      guint16 halves[3];

      sem_k_f32_to_f16_ref (values, 3, halves);
      g_assert_cmphex (halves[0], ==, half);
      g_assert_cmphex (halves[1], ==, half + (half & 1));
      g_assert_cmphex (halves[2], ==, half + 1);
    }

  {
    const float values[4] = { 65519.996f, 65520, -65520, 1e30f };
    guint16 halves[4];

    sem_k_f32_to_f16_ref (values, 4, halves);
    g_assert_cmphex (halves[0], ==, 0x7bff);
    g_assert_cmphex (halves[1], ==, 0x7c00);
    g_assert_cmphex (halves[2], ==, 0xfc00);
    g_assert_cmphex (halves[3], ==, 0x7c00);
  }
}

/* The chosen kernels against the reference, for floats of every kind. */
static void
test_twins (void)
{
  const guint n = 1 << 20;
  g_autofree float *values = g_new (float, n);
  g_autofree guint16 *halves = g_new (guint16, n);
  g_autofree guint16 *expected_halves = g_new (guint16, n);
  g_autofree float *back = g_new (float, n);

  g_test_message ("kernel set: %s", sem_k_set_name (sem_k_get_set ()));
  for (guint round = 0; round < 4; round++)
    {
      for (guint i = 0; i < n; i++)
        values[i] = from_bits (i * 4096u + round * 1024 + i % 7);
      sem_k_f32_to_f16 (values, n, halves);
      sem_k_f32_to_f16_ref (values, n, expected_halves);
      g_assert_true (memcmp (halves, expected_halves, n * sizeof *halves) == 0);
      sem_k_f16_to_f32 (halves, n, back);
      sem_k_f16_to_f32_ref (halves, n, values);
      g_assert_true (memcmp (back, values, n * sizeof *back) == 0);
    }
}

/* Every length and alignment: nothing is written past the end. */
static void
test_lengths (void)
{
  float values[304];
  float back[304];
  guint16 halves[304];
  guint16 expected[304];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = (float) sin (i) * 100;
  sem_k_f32_to_f16_ref (values, G_N_ELEMENTS (values), expected);

  for (guint n = 0; n <= 300; n++)
    for (guint shift = 0; shift < 3; shift++)
      {
        memset (halves, 0xaa, sizeof halves);
        memset (back, 0xaa, sizeof back);
        sem_k_f32_to_f16 (values + shift, n, halves + shift);
        sem_k_f16_to_f32 (halves + shift, n, back + shift);
        g_assert_cmpmem (halves + shift, n * sizeof *halves, expected + shift, n * sizeof *halves);
        g_assert_cmphex (halves[shift + n], ==, 0xaaaa);
        for (guint i = shift; i < shift + n; i++)
          g_assert_true (back[i] == (float) get_value (expected[i]));
        g_assert_cmphex (((const guint8 *) (back + shift + n))[0], ==, 0xaa);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kernels/f16/every-half", test_every_half);
  g_test_add_func ("/kernels/f16/rounding", test_rounding);
  g_test_add_func ("/kernels/f16/twins", test_twins);
  g_test_add_func ("/kernels/f16/lengths", test_lengths);

  return g_test_run ();
}
