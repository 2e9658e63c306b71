/* conv-simd.h - the fast convolution kernels, for any vector length
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/*
 * Included by one source file per kernel set, which first defines
 *
 *   LANES          floats per vector
 *   TILE           pixels of a full register tile, which is two vectors wide
 *   STRIP          pixels of a row of a depthwise tile
 *   BAND           rows of a depthwise tile, 2 or 1
 *   PREFETCH       how to prefetch the next panel's weights: 2 for all lines with each tile, 1 for
 *                  each line once, some with each tile, on CPUs where prefetches compete with loads
 *   HOLD           whether there are enough registers to also hold a tile's row of activations
 *   MIDDLE_BYTES, GROUP_BYTES   as in SemKConvKernels
 *   Vector         a GCC vector of LANES floats
 *   vector_splat (x), vector_fma (a, b, c) = a b + c, vector_min (a, b), vector_max (a, b)
 *   vector_from_bytes (p), from LANES unsigned bytes
 *   KERNELS        the name of the table at the end
 *
 * A tile keeps TILE × 2 sums in registers. Each step loads two vectors of weights and one
 * activation per pixel, so that there are far fewer loads than multiplications. The loops over the
 * tile have constant bounds and are unrolled completely, so that the sums are only in registers.
 */

/* Floats from an RGB pixel to the next but one: the step of the first layer. */
#define RGB_STRIDE_2 6

/* Floats of a cache line. */
#define LINE 16

/* Largest kernel compiled for a constant size. */
#define MAX_KERNEL 5

#define INLINE static inline __attribute__ ((always_inline))
/* With a sanitizer, which checks every access, compiling the unrolled code takes half a minute and
 * a gigabyte, so the loops are not unrolled. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define UNROLL _Pragma ("GCC unroll 1")
#else
#define UNROLL _Pragma ("GCC unroll 64")
#endif

typedef float Loose __attribute__ ((vector_size (LANES * sizeof (float)), aligned (4), may_alias));

INLINE Vector
load (const float *from)
{
  return (Vector) * (const Loose *) from;
}

INLINE void
store (float *to, Vector value)
{
  *(Loose *) to = (Loose) value;
}

INLINE Vector
clamp (Vector value)
{
  return vector_min (vector_max (value, vector_splat (0)), vector_splat (6));
}

/* Adds the products of all inputs to the sums of one tile. */
INLINE void
multiply_inputs (const SemKPanel *panel,
                 size_t first,
                 size_t rows,
                 size_t columns,
                 size_t step,
                 Vector (*sums)[2])
{
  const float *weights = panel->weights;
  const float *run = panel->in + first * step;
  size_t next = panel->n_in * columns * LANES;
  size_t ahead = first / TILE * (panel->n_in / panel->run) * LINE;

  ahead = ahead < next ? ahead : 0;
  for (size_t rest = panel->n_in; rest > 0; run += panel->run_stride, ahead += LINE)
    {
      size_t length = rest < panel->run ? rest : panel->run;

      if (PREFETCH == 1)
        __builtin_prefetch (panel->next + ahead, 0, 2);
      for (size_t k = 0; k < length; k++, weights += columns * LANES)
        {
          Vector w[2];

          UNROLL for (size_t j = 0; j < columns; j++)
          {
            w[j] = load (weights + j * LANES);
            if (PREFETCH == 2)
              __builtin_prefetch (weights + next + j * LANES, 0, 2);
          }
          UNROLL for (size_t i = 0; i < rows; i++)
          {
            Vector x = vector_splat (run[i * step + k]);

            UNROLL for (size_t j = 0; j < columns; j++) sums[i][j] =
              vector_fma (x, w[j], sums[i][j]);
          }
        }
      rest -= length;
    }
}

/* One register tile: @rows pixels by @columns vectors. @step: floats from one pixel of the input to
 * the next. All three are constants in each inlined copy. */
INLINE void
multiply_tile (const SemKPanel *panel, size_t first, size_t rows, size_t columns, size_t step)
{
  const uint32_t *places = panel->places + first;
  const float *residual = panel->residual;
  size_t plane = panel->out_plane;
  float *out = panel->out;
  Vector sums[TILE][2];

  if (panel->resume)
    UNROLL for (size_t i = 0; i < rows; i++) UNROLL for (size_t j = 0; j < columns; j++)
      sums[i][j] = load (out + j * plane + places[i]);
  else
    UNROLL for (size_t i = 0; i < rows; i++) UNROLL for (size_t j = 0; j < columns; j++)
      sums[i][j] = load (panel->bias + j * LANES);

  multiply_inputs (panel, first, rows, columns, step, sums);

  if (panel->relu6)
    UNROLL for (size_t i = 0; i < rows; i++) UNROLL for (size_t j = 0; j < columns; j++)
      sums[i][j] = clamp (sums[i][j]);
  if (residual)
    UNROLL for (size_t i = 0; i < rows; i++) UNROLL for (size_t j = 0; j < columns; j++)
      sums[i][j] += load (residual + j * plane + places[i]);
  UNROLL for (size_t i = 0; i < rows; i++)
  {
    float *place = out + places[i];

    UNROLL for (size_t j = 0; j < columns; j++) store (place + j * plane, sums[i][j]);
  }
}

#if TILE == 6
/* All pixels of a panel, in as few tiles as possible, whose sizes differ by at most one, since
 * small tiles have too few sums to keep the multipliers busy. */
INLINE void
multiply_pixels (const SemKPanel *panel, size_t columns, size_t step)
{
  size_t i = 0;

  for (size_t n_tiles = (panel->n_pixels + TILE - 1) / TILE; n_tiles > 0; n_tiles--)
    {
      size_t rows = (panel->n_pixels - i + n_tiles - 1) / n_tiles;

      switch (rows)
        {
        case 6:
          multiply_tile (panel, i, 6, columns, step);
          break;
        case 5:
          multiply_tile (panel, i, 5, columns, step);
          break;
        case 4:
          multiply_tile (panel, i, 4, columns, step);
          break;
        case 3:
          multiply_tile (panel, i, 3, columns, step);
          break;
        case 2:
          multiply_tile (panel, i, 2, columns, step);
          break;
        default:
          multiply_tile (panel, i, 1, columns, step);
        }
      i += rows;
    }
}
#else
/* All pixels of a panel: full tiles, then smaller ones for the rest. */
INLINE void
multiply_pixels (const SemKPanel *panel, size_t columns, size_t step)
{
  size_t i = 0;

  for (; i + TILE <= panel->n_pixels; i += TILE)
    multiply_tile (panel, i, TILE, columns, step);
  if (TILE > 7 && i + 7 <= panel->n_pixels)
    {
      multiply_tile (panel, i, 7, columns, step);
      i += 7;
    }
  if (TILE > 4 && i + 4 <= panel->n_pixels)
    {
      multiply_tile (panel, i, 4, columns, step);
      i += 4;
    }
  if (i + 2 <= panel->n_pixels)
    {
      multiply_tile (panel, i, 2, columns, step);
      i += 2;
    }
  if (i < panel->n_pixels)
    multiply_tile (panel, i, 1, columns, step);
}
#endif

static void
multiply_panel (const SemKPanel *panel)
{
  if (panel->step == LANES && panel->n_vectors == 2)
    multiply_pixels (panel, 2, LANES);
  else if (panel->step == LANES)
    multiply_pixels (panel, 1, LANES);
  else if (panel->step == RGB_STRIDE_2 && panel->n_vectors == 2)
    multiply_pixels (panel, 2, RGB_STRIDE_2);
  else if (panel->n_vectors == 2)
    multiply_pixels (panel, 2, panel->step);
  else
    multiply_pixels (panel, 1, panel->step);
}

#if BAND == 1
/* One row of @width output pixels. Each activation is a memory operand, so that all registers but
 * one hold sums; otherwise the compiler would keep activations for the next tap and spill sums. */
INLINE void
filter_run (const SemKStrip *strip, size_t y, size_t x, size_t width, size_t kernel, size_t stride)
{
  const float *const *in = strip->rows + y * stride;
  const float *weights = strip->weights;
  size_t start = x * stride * LANES;
  float *out = strip->out + (y * strip->n_pixels + x) * LANES;
  bool relu6 = strip->relu6;
  Vector sums[STRIP];

  UNROLL for (size_t i = 0; i < width; i++) sums[i] = load (strip->bias);

  for (size_t ky = 0; ky < kernel; ky++)
    {
      const float *from = in[ky] + start;

      UNROLL for (size_t kx = 0; kx < kernel; kx++, from += LANES, weights += LANES)
      {
        Vector w = load (weights);

        UNROLL for (size_t i = 0; i < width; i++) sums[i] =
          vector_fma (load (from + i * stride * LANES), w, sums[i]);
        __asm__ volatile("" ::: "memory");
      }
    }

  UNROLL for (size_t i = 0; i < width; i++)
    store (out + i * LANES, relu6 ? clamp (sums[i]) : sums[i]);
}

INLINE void
filter_band (const SemKStrip *strip, size_t kernel, size_t stride)
{
  for (size_t y = 0; y < strip->n_rows; y++)
    {
      size_t x = 0;

      for (; x + STRIP <= strip->n_pixels; x += STRIP)
        filter_run (strip, y, x, STRIP, kernel, stride);
      for (; x + STRIP / 2 <= strip->n_pixels; x += STRIP / 2)
        filter_run (strip, y, x, STRIP / 2, kernel, stride);
      for (; x < strip->n_pixels; x++)
        filter_run (strip, y, x, 1, kernel, stride);
    }
}
#else
/* Adds the products of one row of the input to @rows rows of the output. The second of them uses
 * the kernel's row @stride rows earlier, so that an activation is loaded once for both. */
INLINE void
filter_input (const float *in,
              const float *weights,
              size_t rows,
              size_t width,
              size_t kernel,
              size_t stride,
              Vector *sums)
{
  const bool hold = HOLD && stride == 1;
  Vector held[STRIP + MAX_KERNEL];

  if (hold)
    UNROLL for (size_t i = 0; i < width - 1 + kernel; i++) held[i] = load (in + i * LANES);

  UNROLL for (size_t kx = 0; kx < kernel; kx++)
  {
    Vector w[2];

    UNROLL for (size_t j = 0; j < rows; j++) w[j] =
      load (weights + (kx - j * stride * kernel) * LANES);
    UNROLL for (size_t i = 0; i < width; i++)
    {
      Vector x = hold ? held[i + kx] : load (in + (i * stride + kx) * LANES);

      UNROLL for (size_t j = 0; j < rows; j++) sums[j * STRIP + i] =
        vector_fma (x, w[j], sums[j * STRIP + i]);
    }
  }
}

/* A tile of @rows by @width output pixels; all arguments but @strip, @y and @x are constants. */
INLINE void
filter_tile (const SemKStrip *strip,
             size_t y,
             size_t x,
             size_t rows,
             size_t width,
             size_t kernel,
             size_t stride)
{
  const float *const *in = strip->rows + y * stride;
  const float *weights = strip->weights;
  size_t start = x * stride * LANES;
  size_t shared = rows == 2 ? stride : kernel;
  size_t last = rows == 2 ? kernel + stride : kernel;
  float *out = strip->out + (y * strip->n_pixels + x) * LANES;
  Vector sums[2 * STRIP];

  UNROLL for (size_t j = 0; j < rows; j++) UNROLL for (size_t i = 0; i < width; i++)
    sums[j * STRIP + i] = load (strip->bias);

  UNROLL for (size_t ky = 0; ky < shared; ky++, weights += kernel * LANES)
    filter_input (in[ky] + start, weights, 1, width, kernel, stride, sums);
  UNROLL for (size_t ky = shared; ky < kernel; ky++, weights += kernel * LANES)
    filter_input (in[ky] + start, weights, 2, width, kernel, stride, sums);
  UNROLL for (size_t ky = kernel; ky < last; ky++)
    filter_input (in[ky] + start, strip->weights + (ky - stride) * kernel * LANES, 1, width, kernel,
                  stride, sums + STRIP);

  UNROLL for (size_t j = 0; j < rows; j++) UNROLL for (size_t i = 0; i < width; i++)
    store (out + (j * strip->n_pixels + i) * LANES,
           strip->relu6 ? clamp (sums[j * STRIP + i]) : sums[j * STRIP + i]);
}

INLINE void
filter_pixels (const SemKStrip *strip, size_t y, size_t rows, size_t kernel, size_t stride)
{
  size_t x = 0;

  for (; x + STRIP <= strip->n_pixels; x += STRIP)
    filter_tile (strip, y, x, rows, STRIP, kernel, stride);
  for (; x < strip->n_pixels; x++)
    filter_tile (strip, y, x, rows, 1, kernel, stride);
}

INLINE void
filter_band (const SemKStrip *strip, size_t kernel, size_t stride)
{
  size_t y = 0;

  for (; y + 2 <= strip->n_rows; y += 2)
    filter_pixels (strip, y, 2, kernel, stride);
  for (; y < strip->n_rows; y++)
    filter_pixels (strip, y, 1, kernel, stride);
}
#endif

/* Kernel sizes and strides that the backbone does not use. */
static void
filter_any (const SemKStrip *strip)
{
  for (size_t y = 0; y < strip->n_rows; y++)
    for (size_t x = 0; x < strip->n_pixels; x++)
      {
        const float *weights = strip->weights;
        Vector sum = load (strip->bias);

        for (size_t ky = 0; ky < strip->kernel; ky++)
          for (size_t kx = 0; kx < strip->kernel; kx++, weights += LANES)
            {
              const float *row = strip->rows[y * strip->stride + ky];

              sum = vector_fma (load (row + (x * strip->stride + kx) * LANES), load (weights), sum);
            }
        store (strip->out + (y * strip->n_pixels + x) * LANES, strip->relu6 ? clamp (sum) : sum);
      }
}

static void
filter_rows (const SemKStrip *strip)
{
  if (strip->kernel == 3 && strip->stride == 1)
    filter_band (strip, 3, 1);
  else if (strip->kernel == 3 && strip->stride == 2)
    filter_band (strip, 3, 2);
  else if (strip->kernel == 5 && strip->stride == 1)
    filter_band (strip, 5, 1);
  else if (strip->kernel == 5 && strip->stride == 2)
    filter_band (strip, 5, 2);
  else
    filter_any (strip);
}

static void
average (const float *map, size_t n_pixels, float *mean)
{
  Vector sum = vector_splat (0);

  for (size_t i = 0; i < n_pixels; i++)
    sum += load (map + i * LANES);
  store (mean, sum / vector_splat (n_pixels));
}

static void
scale_bytes (const uint8_t *bytes, size_t n, float *out)
{
  size_t i;

  for (i = 0; i + LANES <= n; i += LANES)
    {
      Vector value = vector_from_bytes (bytes + i);

      store (out + i, (value - vector_splat (127)) * vector_splat (1 / 128.0f));
    }
  for (; i < n; i++)
    out[i] = (bytes[i] - 127) / 128.0f;
}

const SemKConvKernels KERNELS = {
  .lanes = LANES,
  .middle_bytes = MIDDLE_BYTES,
  .group_bytes = GROUP_BYTES,
  .multiply_panel = multiply_panel,
  .filter_rows = filter_rows,
  .average = average,
  .scale_bytes = scale_bytes,
};
