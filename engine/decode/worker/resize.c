/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/resize-private.h"
#include "engine/decode/worker/resize.h"

#include <math.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define WEIGHT_BITS 14
#define WEIGHT_ONE (1 << WEIGHT_BITS)

/* Output element i is the sum of weights[i * taps + k] * input[first[i] + k]; taps is even, and the
 * weights from count[i] on are 0.
 */
typedef struct
{
  guint taps;
  guint *first;
  guint *count;
  gint16 *weights;
} Filter;

/* Rounds the running sum and not each weight, so that they add up to WEIGHT_ONE however small they
 * are.
 */
static void
quantize (const double *shares, guint count, double total, gint16 *weights)
{
  double sum = 0;
  int done = 0;

  for (guint k = 0; k < count; k++)
    {
      sum += shares[k];
      int upto = (int) floor (sum / total * WEIGHT_ONE + .5);

      weights[k] = (gint16) (upto - done);
      done = upto;
    }
}

/* Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981, equation 15. */
static double
cubic (double x)
{
  if (x < 1)
    return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

static double
triangle (double x)
{
  return MAX (0., 1 - x);
}

static void
filter_init (Filter *self, SemResizeFilter filter, guint from, guint to)
{
  const gboolean sharp = filter == SEM_RESIZE_SHARP && from > to;
  const double scale = (double) from / to;
  const double stretch = MAX (sharp ? scale / 2 : scale, 1.);
  const double radius = sharp ? 2 * stretch : stretch;

  self->taps = (guint) ceil (radius) * 2 + 2;
  self->first = g_new (guint, to);
  self->count = g_new (guint, to);
  self->weights = g_new0 (gint16, (gsize) to * self->taps);
  g_autofree double *shares = g_new (double, self->taps);

  for (guint i = 0; i < to; i++)
    {
      const double centre = (i + .5) * scale;
      const int low = MAX (0, (int) floor (centre - radius + .5));
      const int high = MIN ((int) from, (int) floor (centre + radius + .5));
      double total = 0;

      for (int j = low; j < high; j++)
        {
          const double x = fabs (j + .5 - centre) / stretch;

          total += shares[j - low] = sharp ? cubic (x) : triangle (x);
        }
      self->first[i] = (guint) low;
      self->count[i] = (guint) (high - low);
      quantize (shares, self->count[i], total, self->weights + (gsize) i * self->taps);
    }
}

static void
filter_clear (Filter *self)
{
  g_free (self->first);
  g_free (self->count);
  g_free (self->weights);
}

/* Works on blocks of a row whose sums fit into the L1 cache. */
#define BLOCK 1024

static void
columns_ref (const Filter *filter,
             const guint8 *src,
             gsize stride,
             guint8 *dst,
             guint dst_height,
             gsize row_size)
{
  gint32 sums[BLOCK];

  for (guint y = 0; y < dst_height; y++)
    for (gsize start = 0; start < row_size; start += BLOCK)
      {
        const gsize n = MIN (row_size - start, BLOCK);

        for (gsize i = 0; i < n; i++)
          sums[i] = WEIGHT_ONE / 2;
        for (guint k = 0; k < filter->count[y]; k++)
          {
            const gint16 weight = filter->weights[(gsize) y * filter->taps + k];
            const guint8 *row = src + (filter->first[y] + k) * stride + start;

            for (gsize i = 0; i < n; i++)
              sums[i] += weight * row[i];
          }
        for (gsize i = 0; i < n; i++)
          dst[y * row_size + start + i] = (guint8) CLAMP (sums[i] >> WEIGHT_BITS, 0, 255);
      }
}

static void
row_ref (const Filter *filter, const guint8 *row, guint8 *dst, guint dst_width)
{
  for (guint x = 0; x < dst_width; x++, dst += 3)
    for (guint c = 0; c < 3; c++)
      {
        const gint16 *weights = filter->weights + (gsize) x * filter->taps;
        const guint8 *byte = row + (gsize) filter->first[x] * 3 + c;
        gint32 sum = WEIGHT_ONE / 2;

        for (guint k = 0; k < filter->count[x]; k++)
          sum += weights[k] * byte[k * 3];
        dst[c] = (guint8) CLAMP (sum >> WEIGHT_BITS, 0, 255);
      }
}

#ifdef __SSE2__

/* Two adjacent weights, repeated four times, as _mm_madd_epi16() needs them. */
static inline __m128i
load_weights (const gint16 *weights)
{
  gint32 pair;

  memcpy (&pair, weights, sizeof pair);
  return _mm_set1_epi32 (pair);
}

static inline __m128i
load_bytes (const guint8 *at, gsize n)
{
  guint8 bytes[16] = { 0 };

  if (n >= 16)
    return _mm_loadu_si128 ((const __m128i *) at);
  memcpy (bytes, at, n);
  return _mm_loadu_si128 ((const __m128i *) bytes);
}

/* Computes 16 columns of one output row, or the @n that are left. */
static inline void
column_sse2 (const guint8 *src,
             gsize stride,
             const gint16 *weights,
             guint taps,
             guint8 *dst,
             gsize n)
{
  const __m128i zero = _mm_setzero_si128 ();
  __m128i sums[4];
  guint8 bytes[16];

  for (guint i = 0; i < 4; i++)
    sums[i] = _mm_set1_epi32 (WEIGHT_ONE / 2);
  for (guint k = 0; k < taps; k += 2)
    {
      const __m128i weight = load_weights (weights + k);
      const __m128i upper = load_bytes (src + k * stride, n);
      const __m128i lower = k + 1 < taps ? load_bytes (src + (k + 1) * stride, n) : zero;
      const __m128i low = _mm_unpacklo_epi8 (upper, lower);
      const __m128i high = _mm_unpackhi_epi8 (upper, lower);
      const __m128i pairs[4] = { _mm_unpacklo_epi8 (low, zero), _mm_unpackhi_epi8 (low, zero),
                                 _mm_unpacklo_epi8 (high, zero), _mm_unpackhi_epi8 (high, zero) };

      for (guint i = 0; i < 4; i++)
        sums[i] = _mm_add_epi32 (sums[i], _mm_madd_epi16 (pairs[i], weight));
    }
  for (guint i = 0; i < 4; i++)
    sums[i] = _mm_srai_epi32 (sums[i], WEIGHT_BITS);

  const __m128i result =
    _mm_packus_epi16 (_mm_packs_epi32 (sums[0], sums[1]), _mm_packs_epi32 (sums[2], sums[3]));

  if (n >= 16)
    {
      _mm_storeu_si128 ((__m128i *) dst, result);
      return;
    }
  _mm_storeu_si128 ((__m128i *) bytes, result);
  memcpy (dst, bytes, n);
}

static void
columns_sse2 (const Filter *filter,
              const guint8 *src,
              gsize stride,
              guint8 *dst,
              guint dst_height,
              gsize row_size)
{
  for (guint y = 0; y < dst_height; y++)
    {
      const gint16 *weights = filter->weights + (gsize) y * filter->taps;
      const guint8 *top = src + filter->first[y] * stride;

      for (gsize i = 0; i < row_size; i += 16)
        column_sse2 (top + i, stride, weights, filter->count[y], dst + y * row_size + i,
                     row_size - i);
    }
}

/* Loads four bytes at each pixel: @row must be readable PADDING bytes past its end. */
static void
row_sse2 (const Filter *filter, const guint8 *row, guint8 *dst, guint dst_width)
{
  const __m128i zero = _mm_setzero_si128 ();

  for (guint x = 0; x < dst_width; x++, dst += 3)
    {
      const gint16 *weights = filter->weights + (gsize) x * filter->taps;
      const guint8 *pixel = row + (gsize) filter->first[x] * 3;
      __m128i sum = _mm_set1_epi32 (WEIGHT_ONE / 2);
      gint32 left, right, result;

      for (guint k = 0; k < filter->count[x]; k += 2, pixel += 6)
        {
          memcpy (&left, pixel, sizeof left);
          memcpy (&right, pixel + 3, sizeof right);

          const __m128i pairs =
            _mm_unpacklo_epi8 (_mm_cvtsi32_si128 (left), _mm_cvtsi32_si128 (right));

          sum = _mm_add_epi32 (sum, _mm_madd_epi16 (_mm_unpacklo_epi8 (pairs, zero),
                                                    load_weights (weights + k)));
        }
      sum = _mm_packs_epi32 (_mm_srai_epi32 (sum, WEIGHT_BITS), zero);
      result = _mm_cvtsi128_si32 (_mm_packus_epi16 (sum, zero));
      memcpy (dst, &result, 3);
    }
}

#endif

typedef struct
{
  void (*columns) (const Filter *filter,
                   const guint8 *src,
                   gsize stride,
                   guint8 *dst,
                   guint dst_height,
                   gsize row_size);
  void (*row) (const Filter *filter, const guint8 *row, guint8 *dst, guint dst_width);
} Passes;

static const Passes passes_ref = { columns_ref, row_ref };

#ifdef __SSE2__
static const Passes passes_fast = { columns_sse2, row_sse2 };
#else
static const Passes passes_fast = { columns_ref, row_ref };
#endif

/* One pixel past the row, and the fourth byte of its load. */
#define PADDING 8

static void
resize_rows (const Passes *passes,
             const Filter *filter,
             const SemRgbImage *src,
             guint8 *dst,
             guint dst_width)
{
  const gsize row_size = (gsize) src->width * 3;
  g_autofree guint8 *row = g_malloc0 (row_size + PADDING);

  for (guint y = 0; y < src->height; y++)
    {
      memcpy (row, src->pixels + y * src->stride, row_size);
      passes->row (filter, row, dst + (gsize) y * dst_width * 3, dst_width);
    }
}

/* Resizing columns first is faster, but must not make the intermediate image larger. */
static void
resize (const Passes *passes,
        SemResizeFilter filter,
        const SemRgbImage *src,
        guint8 *dst,
        guint dst_width,
        guint dst_height)
{
  const gsize row_size = (gsize) src->width * 3, dst_row_size = (gsize) dst_width * 3;
  g_autofree guint8 *between = NULL;
  Filter across, down;

  filter_init (&across, filter, src->width, dst_width);
  filter_init (&down, filter, src->height, dst_height);
  if (src->height >= dst_height)
    {
      const SemRgbImage shrunk = { between = g_malloc (row_size * dst_height), src->width,
                                   dst_height, row_size };

      passes->columns (&down, src->pixels, src->stride, between, dst_height, row_size);
      resize_rows (passes, &across, &shrunk, dst, dst_width);
    }
  else
    {
      between = g_malloc (dst_row_size * src->height);
      resize_rows (passes, &across, src, between, dst_width);
      passes->columns (&down, between, dst_row_size, dst, dst_height, dst_row_size);
    }
  filter_clear (&across);
  filter_clear (&down);
}

void
sem_resize_rgb (SemResizeFilter filter,
                const SemRgbImage *src,
                guint8 *dst,
                guint dst_width,
                guint dst_height)
{
  g_return_if_fail (src->width > 0 && src->height > 0);
  g_return_if_fail (dst_width > 0 && dst_height > 0);

  resize (&passes_fast, filter, src, dst, dst_width, dst_height);
}

void
sem_resize_rgb_ref (SemResizeFilter filter,
                    const SemRgbImage *src,
                    guint8 *dst,
                    guint dst_width,
                    guint dst_height)
{
  g_return_if_fail (src->width > 0 && src->height > 0);
  g_return_if_fail (dst_width > 0 && dst_height > 0);

  resize (&passes_ref, filter, src, dst, dst_width, dst_height);
}
