/* conv-simd.h - the fast convolution kernels, written once for every vector length
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/*
 * Included by one source file a kernel set, which first defines
 *
 *   LANES          floats a vector
 *   TILE           pixels of a full register tile, which is two vectors wide
 *   STRIP          output pixels that the depthwise kernel holds in registers
 *   Vector         a GCC vector of LANES floats
 *   vector_splat (x), vector_fma (a, b, c) = a b + c, vector_min (a, b), vector_max (a, b)
 *   KERNELS        the name of the table at the end
 *
 * A tile keeps TILE × 2 sums in registers: each step loads two vectors of weights and as many
 * single activations as there are pixels, so that loads are scarce beside multiplications. The
 * loops over the tile have constant bounds and are unrolled until only registers are left.
 */

/* Floats from a pixel of an RGB image to the next but one: what the first layer steps by. */
#define RGB_STRIDE_2 6

#define INLINE static inline __attribute__ ((always_inline))
#define UNROLL _Pragma ("GCC unroll 64")

typedef float Loose __attribute__ ((vector_size (LANES * sizeof (float)), aligned (4), may_alias));
typedef uint8_t Bytes __attribute__ ((vector_size (LANES), aligned (1), may_alias));

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

/* One register tile: @rows pixels by @columns vectors, all inputs. @step: floats from a pixel of
 * the input to the next. The three are constants where this is expanded. */
INLINE void
multiply_tile (const SemKPanel *panel, size_t first, size_t rows, size_t columns, size_t step)
{
  const float *weights = panel->weights;
  const float *run = panel->in + first * step;
  Vector sums[TILE][2];

  UNROLL for (size_t i = 0; i < rows; i++)
    UNROLL for (size_t j = 0; j < columns; j++)
      sums[i][j] = load (panel->bias + j * LANES);

  for (size_t rest = panel->n_in; rest > 0; run += panel->run_stride)
    {
      size_t length = rest < panel->run ? rest : panel->run;

      for (size_t k = 0; k < length; k++, weights += columns * LANES)
        {
          Vector w[2];

          UNROLL for (size_t j = 0; j < columns; j++)
            w[j] = load (weights + j * LANES);
          UNROLL for (size_t i = 0; i < rows; i++)
            {
              Vector x = vector_splat (run[i * step + k]);

              UNROLL for (size_t j = 0; j < columns; j++)
                sums[i][j] = vector_fma (x, w[j], sums[i][j]);
            }
        }
      rest -= length;
    }

  if (panel->relu6)
    UNROLL for (size_t i = 0; i < rows; i++)
      UNROLL for (size_t j = 0; j < columns; j++)
        sums[i][j] = clamp (sums[i][j]);
  if (panel->residual != NULL)
    UNROLL for (size_t i = 0; i < rows; i++)
      UNROLL for (size_t j = 0; j < columns; j++)
        sums[i][j] += load (panel->residual + j * panel->out_plane + panel->places[first + i]);
  UNROLL for (size_t i = 0; i < rows; i++)
    UNROLL for (size_t j = 0; j < columns; j++)
      store (panel->out + j * panel->out_plane + panel->places[first + i], sums[i][j]);
}

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

/* @width output pixels of one vector of channels; all but @strip and @first are constants. */
INLINE void
filter_strip (const SemKStrip *strip, size_t first, size_t width, size_t kernel, size_t stride)
{
  const float *weights = strip->weights;
  Vector sums[STRIP];

  UNROLL for (size_t i = 0; i < width; i++)
    sums[i] = load (strip->bias);

  for (size_t ky = 0; ky < kernel; ky++, weights += kernel * LANES)
    {
      const float *row = strip->rows[ky] + first * stride * LANES;

      UNROLL for (size_t kx = 0; kx < kernel; kx++)
        {
          Vector w = load (weights + kx * LANES);

          UNROLL for (size_t i = 0; i < width; i++)
            sums[i] = vector_fma (load (row + (i * stride + kx) * LANES), w, sums[i]);
        }
    }

  UNROLL for (size_t i = 0; i < width; i++)
    store (strip->out + (first + i) * LANES, strip->relu6 ? clamp (sums[i]) : sums[i]);
}

INLINE void
filter_pixels (const SemKStrip *strip, size_t kernel, size_t stride)
{
  size_t i = 0;

  for (; i + STRIP <= strip->n_pixels; i += STRIP)
    filter_strip (strip, i, STRIP, kernel, stride);
  for (; i + 2 <= strip->n_pixels; i += 2)
    filter_strip (strip, i, 2, kernel, stride);
  for (; i < strip->n_pixels; i++)
    filter_strip (strip, i, 1, kernel, stride);
}

static void
filter_row (const SemKStrip *strip)
{
  if (strip->kernel == 3 && strip->stride == 1)
    filter_pixels (strip, 3, 1);
  else if (strip->kernel == 3 && strip->stride == 2)
    filter_pixels (strip, 3, 2);
  else if (strip->kernel == 5 && strip->stride == 1)
    filter_pixels (strip, 5, 1);
  else if (strip->kernel == 5 && strip->stride == 2)
    filter_pixels (strip, 5, 2);
  else
    for (size_t i = 0; i < strip->n_pixels; i++)
      filter_strip (strip, i, 1, strip->kernel, strip->stride);
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
      Vector value = __builtin_convertvector (*(const Bytes *) (bytes + i), Vector);

      store (out + i, (value - vector_splat (127)) * vector_splat (1 / 128.0f));
    }
  for (; i < n; i++)
    out[i] = (bytes[i] - 127) / 128.0f;
}

const SemKConvKernels KERNELS = {
  .lanes = LANES,
  .multiply_panel = multiply_panel,
  .filter_row = filter_row,
  .average = average,
  .scale_bytes = scale_bytes,
};
