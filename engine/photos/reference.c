/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/photos/reference.h"
#include "engine/nn/program/program-wire.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <nettle/sha2.h>

/* The file, little-endian: magic (8), SHA-256 of what follows (32), id of the backbone (64, filled
 * up with zeros), SHA-256 over the photos (32), provenance (256, likewise), number of photos, of
 * styles and of dimensions (4 each), the spread (4), then mean and styles (4 a number). One that
 * was measured for a program has the second magic, no styles, and the line (16) at its end. */
#define MAGIC "SEMREF01"
#define MAGIC_OF_PROGRAM "SEMREF02"
#define LINE_SIZE 16
#define AT_HASH 8
#define AT_ID 40
#define AT_COUNTS 392
#define AT_SPREAD 404
#define AT_NUMBERS 408
#define ID_SIZE 64
/* No feature of our own network is above 6, and no entry of a direction above 1. */
#define MAX_FEATURE 6.0f
#define MAX_PHOTOS 1e9f
/* How far the product of two rows may be from 0 or 1. */
#define ORTHONORMAL 1e-4

extern const guint8 sem_reference_data[];
extern const gsize sem_reference_size;

static guint32
read_count (const guint8 *data, guint number)
{
  guint32 value;

  memcpy (&value, data + AT_COUNTS + number * 4, sizeof value);
  return GUINT32_FROM_LE (value);
}

static float
read_float (const guint8 *data)
{
  float value;
  guint32 bits;

  memcpy (&bits, data, sizeof bits);
  bits = GUINT32_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);
  return value;
}

static gboolean
read_floats (const guint8 *data, gsize n, float most, float *values)
{
  for (gsize i = 0; i < n; i++)
    {
      values[i] = read_float (data + i * 4);
      if (!isfinite (values[i]) || fabsf (values[i]) > most)
        return FALSE;
    }
  return TRUE;
}

static double
dot (const float *a, const float *b)
{
  double sum = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    sum += (double) a[i] * (double) b[i];
  return sum;
}

static gboolean
are_orthonormal (const float *rows, guint n)
{
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j <= i; j++)
      if (fabs (dot (rows + (gsize) i * SEM_BACKBONE_DIM, rows + (gsize) j * SEM_BACKBONE_DIM)
                - (i == j))
          > ORTHONORMAL)
        return FALSE;
  return TRUE;
}

static gboolean
is_of_program (const guint8 *data)
{
  return memcmp (data, MAGIC_OF_PROGRAM, AT_HASH) == 0;
}

/* Whether the file is whole, so that its counts can be believed. */
static gboolean
is_whole (const guint8 *data, gsize size)
{
  guint8 digest[SHA256_DIGEST_SIZE];
  struct sha256_ctx hash;

  if (size < AT_NUMBERS || (!is_of_program (data) && memcmp (data, MAGIC, AT_HASH) != 0))
    return FALSE;
  sha256_init (&hash);
  sha256_update (&hash, size - AT_ID, data + AT_ID);
  sha256_digest (&hash, sizeof digest, digest);
  return memcmp (digest, data + AT_HASH, sizeof digest) == 0
         && memchr (data + AT_ID, 0, ID_SIZE) != NULL && read_count (data, 0) > 0
         && read_count (data, 1) <= SEM_REFERENCE_MAX_STYLES
         && read_count (data, 2) == SEM_BACKBONE_DIM
         && (!is_of_program (data) || read_count (data, 1) == 0)
         && size
              == AT_NUMBERS + ((gsize) read_count (data, 1) + 1) * SEM_BACKBONE_DIM * 4
                   + (is_of_program (data) ? LINE_SIZE : 0);
}

static gboolean
read_line (const guint8 *data, gsize size, SemReferenceLine *line)
{
  float numbers[4] = { 0 };

  if (is_of_program (data) && !read_floats (data + size - LINE_SIZE, 4, MAX_PHOTOS, numbers))
    return FALSE;
  *line = (SemReferenceLine){ numbers[0], numbers[1], numbers[2], numbers[3] };
  return !is_of_program (data)
         || (line->photos >= 1 && fabsf (line->at) <= 1 && fabsf (line->slope) <= 1
             && fabsf (line->least) <= 1);
}

static SemReference *
reference_alloc (const char *backbone, guint n_photos, guint n_styles)
{
  SemReference *self = g_new0 (SemReference, 1);

  self->backbone = g_strdup (backbone);
  self->n_photos = n_photos;
  self->n_styles = n_styles;
  self->mean = g_new0 (float, SEM_BACKBONE_DIM);
  self->styles = g_new0 (float, (gsize) MAX (n_styles, 1) * SEM_BACKBONE_DIM);
  return self;
}

SemReference *
sem_reference_new_from_bytes (const guint8 *data, gsize size, GError **error)
{
  g_autoptr (SemReference) self = NULL;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  if (is_whole (data, size))
    self =
      reference_alloc ((const char *) data + AT_ID, read_count (data, 0), read_count (data, 1));
  if (self)
    self->spread = read_float (data + AT_SPREAD);
  if (!self || !(self->spread > 0) || !isfinite (self->spread)
      || !read_floats (data + AT_NUMBERS, SEM_BACKBONE_DIM,
                       is_of_program (data) ? SEM_WIRE_MAX_NUMBER : MAX_FEATURE, self->mean)
      || !read_floats (data + AT_NUMBERS + SEM_BACKBONE_DIM * 4,
                       (gsize) self->n_styles * SEM_BACKBONE_DIM, MAX_FEATURE, self->styles)
      || !read_line (data, size, &self->line) || !are_orthonormal (self->styles, self->n_styles))
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                           _("The mean of varied photos is damaged. Measure it again with "
                             "resources/backbone/measure.py."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

const SemReference *
sem_reference_get (void)
{
  static gsize once;
  static SemReference *own;

  if (g_once_init_enter (&once))
    {
      g_autoptr (GError) error = NULL;

      own = sem_reference_new_from_bytes (sem_reference_data, sem_reference_size, &error);
      /* Part of the program itself; tests/engine/nn reads it. */
      g_assert_no_error (error);
      g_once_init_leave (&once, 1);
    }
  return own;
}

void
sem_reference_lend (const SemReference *self, SemHashOptions *options)
{
  if (!self)
    return;
  options->reference_mean = self->mean;
  options->reference_spread = (double) self->spread;
}

SemReference *
sem_reference_copy (const SemReference *self)
{
  SemReference *copy = reference_alloc (self->backbone, self->n_photos, self->n_styles);

  copy->spread = self->spread;
  copy->line = self->line;
  memcpy (copy->mean, self->mean, SEM_BACKBONE_DIM * sizeof (float));
  memcpy (copy->styles, self->styles, (gsize) self->n_styles * SEM_BACKBONE_DIM * sizeof (float));
  return copy;
}

static void
append_floats (GByteArray *bytes, const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, values + i, sizeof bits);
      bits = GUINT32_TO_LE (bits);
      g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
    }
}

GBytes *
sem_reference_to_bytes (const SemReference *self)
{
  const guint32 counts[3] = { GUINT32_TO_LE (self->n_photos), 0, GUINT32_TO_LE (SEM_BACKBONE_DIM) };
  const float line[4] = { self->line.photos, self->line.at, self->line.slope, self->line.least };
  GByteArray *bytes = g_byte_array_new ();
  struct sha256_ctx hash;

  g_return_val_if_fail (self->n_styles == 0 && strlen (self->backbone) < ID_SIZE, NULL);

  g_byte_array_set_size (bytes, AT_COUNTS);
  memset (bytes->data, 0, bytes->len);
  memcpy (bytes->data, MAGIC_OF_PROGRAM, AT_HASH);
  memcpy (bytes->data + AT_ID, self->backbone, strlen (self->backbone));
  g_byte_array_append (bytes, (const guint8 *) counts, sizeof counts);
  append_floats (bytes, &self->spread, 1);
  append_floats (bytes, self->mean, SEM_BACKBONE_DIM);
  append_floats (bytes, line, G_N_ELEMENTS (line));
  sha256_init (&hash);
  sha256_update (&hash, bytes->len - AT_ID, bytes->data + AT_ID);
  sha256_digest (&hash, SHA256_DIGEST_SIZE, bytes->data + AT_HASH);
  return g_byte_array_free_to_bytes (bytes);
}

void
sem_reference_free (SemReference *self)
{
  if (!self)
    return;
  g_free (self->backbone);
  g_free (self->mean);
  g_free (self->styles);
  g_free (self);
}

/* Fine-tuned backbones -------------------------------------------------------------------------*/

/* Share of the mean square of the features by which the ridge keeps the regression from following
 * single photos. */
#define RIDGE 0.1

/* The photos as they are regressed on: @x: shape (n, d): centred features before; @moves: shape
 * (n, d): how fine-tuning moved each, centred; @factor: shape (n, n): lower Cholesky factor of
 * XX' + ridge. */
typedef struct
{
  guint n;
  float *x;
  float *moves;
  double *factor;
  float centre[SEM_BACKBONE_DIM];
  float move[SEM_BACKBONE_DIM];
} Regression;

static void
centre_rows (float *rows, guint n, float *mean)
{
  for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
    {
      double sum = 0;

      for (guint i = 0; i < n; i++)
        sum += (double) rows[(gsize) i * SEM_BACKBONE_DIM + j];
      mean[j] = (float) (sum / n);
      for (guint i = 0; i < n; i++)
        rows[(gsize) i * SEM_BACKBONE_DIM + j] -= mean[j];
    }
}

/* Cholesky of a positive definite matrix, in place, lower half. */
static void
factorise (double *a, guint n)
{
  for (guint j = 0; j < n; j++)
    for (guint i = j; i < n; i++)
      {
        double sum = a[(gsize) i * n + j];

        for (guint k = 0; k < j; k++)
          sum -= a[(gsize) i * n + k] * a[(gsize) j * n + k];
        a[(gsize) i * n + j] = i == j ? sqrt (sum) : sum / a[(gsize) j * n + j];
      }
}

static void
solve (const double *factor, guint n, double *b)
{
  for (guint i = 0; i < n; i++)
    {
      for (guint k = 0; k < i; k++)
        b[i] -= factor[(gsize) i * n + k] * b[k];
      b[i] /= factor[(gsize) i * n + i];
    }
  for (guint i = n; i-- > 0;)
    {
      for (guint k = i + 1; k < n; k++)
        b[i] -= factor[(gsize) k * n + i] * b[k];
      b[i] /= factor[(gsize) i * n + i];
    }
}

static void
regression_init (Regression *self, const float *before, const float *after, guint n)
{
  gsize size = (gsize) n * SEM_BACKBONE_DIM;
  double trace = 0;

  *self = (Regression){ .n = n };
  self->x = g_memdup2 (before, size * sizeof (float));
  self->moves = g_new (float, size);
  self->factor = g_new (double, (gsize) n *n);
  for (gsize i = 0; i < size; i++)
    self->moves[i] = after[i] - before[i];
  centre_rows (self->x, n, self->centre);
  centre_rows (self->moves, n, self->move);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j <= i; j++)
      self->factor[(gsize) i * n + j] =
        dot (self->x + (gsize) i * SEM_BACKBONE_DIM, self->x + (gsize) j * SEM_BACKBONE_DIM);
  for (guint i = 0; i < n; i++)
    trace += self->factor[(gsize) i * n + i];
  for (guint i = 0; i < n; i++)
    self->factor[(gsize) i * n + i] += RIDGE * trace / n + 1e-6;
  factorise (self->factor, n);
}

static void
regression_clear (Regression *self)
{
  g_free (self->x);
  g_free (self->moves);
  g_free (self->factor);
}

/* Adds to @direction what A makes of it: moves' (XX' + ridge)^-1 X direction. */
static void
regression_add (const Regression *self, float *direction)
{
  g_autofree double *weights = g_new (double, self->n);

  for (guint i = 0; i < self->n; i++)
    weights[i] = dot (self->x + (gsize) i * SEM_BACKBONE_DIM, direction);
  solve (self->factor, self->n, weights);
  for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
    {
      double sum = (double) direction[j];

      for (guint i = 0; i < self->n; i++)
        sum += weights[i] * (double) self->moves[(gsize) i * SEM_BACKBONE_DIM + j];
      direction[j] = (float) sum;
    }
}

/* Gram and Schmidt's. A row that the others span becomes 0. */
static void
orthonormalise (float *rows, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      float *row = rows + (gsize) i * SEM_BACKBONE_DIM;
      double norm;

      for (guint k = 0; k < i; k++)
        {
          const float *other = rows + (gsize) k * SEM_BACKBONE_DIM;
          double share = dot (row, other);

          for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
            row[j] -= (float) (share * (double) other[j]);
        }
      norm = sqrt (dot (row, row));
      for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
        row[j] = norm > 1e-3 ? (float) ((double) row[j] / norm) : 0;
    }
}

SemReference *
sem_reference_map (const SemReference *self,
                   const char *backbone,
                   const float *before,
                   const float *after,
                   guint n)
{
  SemReference *mapped;
  Regression regression;

  g_return_val_if_fail (self != NULL && backbone != NULL, NULL);
  g_return_val_if_fail (before != NULL && after != NULL, NULL);
  g_return_val_if_fail (n >= 1 && n <= SEM_REFERENCE_MAX_PAIRS, NULL);

  mapped = reference_alloc (backbone, self->n_photos, self->n_styles);
  mapped->spread = self->spread;
  regression_init (&regression, before, after, n);
  for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
    mapped->mean[j] = self->mean[j] - regression.centre[j];
  regression_add (&regression, mapped->mean);
  for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
    mapped->mean[j] += regression.centre[j] + regression.move[j];
  memcpy (mapped->styles, self->styles, (gsize) self->n_styles * SEM_BACKBONE_DIM * sizeof (float));
  for (guint i = 0; i < self->n_styles; i++)
    regression_add (&regression, mapped->styles + (gsize) i * SEM_BACKBONE_DIM);
  orthonormalise (mapped->styles, self->n_styles);
  regression_clear (&regression);
  return mapped;
}
