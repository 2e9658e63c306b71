/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stored form, all little-endian: magic (8 bytes); version, method, bits, d, remark, value of
 * the remark (32 bits each); seed, photos trained on (64 bits each); as 32-bit floats: mean, V in
 * panels, offset, frequency (from version 2 on), PCA in panels; SHA-256 of all that precedes.
 * Version 3 is version 2 with codes of features that are not centred, so that programs that would
 * centre them do not read it.
 */

#include "config.h"

#include "engine/hash/models/hash-model-private.h"

#include "engine/kernels/panels.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAGIC "SemHash\n"
#define MAGIC_SIZE 8
#define VERSION 3
#define VERSION_CENTRED 2
/* The last version without frequencies. */
#define VERSION_AFFINE 1
#define HEADER_SIZE (MAGIC_SIZE + 6 * 4 + 2 * 8)
#define DIGEST_SIZE 32

typedef struct
{
  guint32 version;
  guint32 method;
  guint32 n_bits;
  guint32 d;
  guint32 remark;
  guint32 remark_value;
  guint64 seed;
  guint64 n_trained;
} Header;

static void
digest (const guint8 *data, gsize size, guint8 *result)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DIGEST_SIZE;

  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, result, &length);
}

static void
put_u32 (GByteArray *bytes, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static void
put_u64 (GByteArray *bytes, guint64 value)
{
  guint64 little = GUINT64_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static void
put_floats (GByteArray *bytes, const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, values + i, sizeof bits);
      put_u32 (bytes, bits);
    }
}

static gsize
count_floats (guint32 version, gsize d, guint n_bits)
{
  return d + SEM_K_PANELS_SIZE (d, n_bits) + (version > VERSION_AFFINE ? 2 : 1) * n_bits
         + SEM_K_PANELS_SIZE (d, SEM_VECTOR_DIM);
}

GBytes *
sem_hash_model_to_bytes (SemHashModel *self)
{
  GByteArray *bytes;
  guint8 check[DIGEST_SIZE];

  g_return_val_if_fail (self != NULL, NULL);

  bytes = g_byte_array_sized_new (HEADER_SIZE + 4 * count_floats (VERSION, self->d, self->n_bits)
                                  + DIGEST_SIZE);
  g_byte_array_append (bytes, (const guint8 *) MAGIC, MAGIC_SIZE);
  put_u32 (bytes, self->uncentred ? VERSION : VERSION_CENTRED);
  put_u32 (bytes, self->method);
  put_u32 (bytes, self->n_bits);
  put_u32 (bytes, (guint32) self->d);
  put_u32 (bytes, self->remark);
  put_u32 (bytes, self->remark_value);
  put_u64 (bytes, self->seed);
  put_u64 (bytes, self->n_trained);
  put_floats (bytes, self->mean, self->d);
  put_floats (bytes, self->v, SEM_K_PANELS_SIZE (self->d, self->n_bits));
  put_floats (bytes, self->offset, self->n_bits);
  put_floats (bytes, self->frequency, self->n_bits);
  put_floats (bytes, self->pca, SEM_K_PANELS_SIZE (self->d, SEM_VECTOR_DIM));
  digest (bytes->data, bytes->len, check);
  g_byte_array_append (bytes, check, DIGEST_SIZE);
  return g_byte_array_free_to_bytes (bytes);
}

static guint32
get_u32 (const guint8 **at)
{
  guint32 little;

  memcpy (&little, *at, sizeof little);
  *at += sizeof little;
  return GUINT32_FROM_LE (little);
}

static guint64
get_u64 (const guint8 **at)
{
  guint64 little;

  memcpy (&little, *at, sizeof little);
  *at += sizeof little;
  return GUINT64_FROM_LE (little);
}

static gboolean
get_floats (const guint8 **at, float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits = get_u32 (at);

      memcpy (values + i, &bits, sizeof bits);
      if (!isfinite (values[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
get_frequencies (const guint8 **at, SemHashModel *self)
{
  if (!get_floats (at, self->frequency, self->n_bits))
    return FALSE;
  for (guint b = 0; b < self->n_bits; b++)
    if (self->frequency[b] < 0.0f)
      return FALSE;
  return TRUE;
}

static void
read_header (const guint8 **at, Header *header)
{
  *at += MAGIC_SIZE;
  header->version = get_u32 (at);
  header->method = get_u32 (at);
  header->n_bits = get_u32 (at);
  header->d = get_u32 (at);
  header->remark = get_u32 (at);
  header->remark_value = get_u32 (at);
  header->seed = get_u64 (at);
  header->n_trained = get_u64 (at);
}

static gboolean
header_is_sane (const Header *header)
{
  return header->version >= VERSION_AFFINE && header->version <= VERSION
         && sem_hash_method_exists (header->method) && sem_hash_bits_valid (header->n_bits)
         && header->d >= 1 && header->d <= SEM_HASH_MAX_FEATURES
         && header->remark <= SEM_HASH_REMARK_NEIGHBOURS
         && header->remark_value <= SEM_HASH_MAX_BITS && header->n_trained >= 1
         && header->n_trained <= SEM_HASH_MAX_TRAINING;
}

static gboolean
digest_agrees (const guint8 *data, gsize size)
{
  guint8 check[DIGEST_SIZE];

  digest (data, size - DIGEST_SIZE, check);
  return memcmp (check, data + size - DIGEST_SIZE, DIGEST_SIZE) == 0;
}

static SemHashModel *
read_model (const Header *header, const guint8 *at)
{
  g_autoptr (SemHashModel) self = sem_hash_model_alloc (header->method, header->n_bits, header->d);

  self->seed = header->seed;
  self->n_trained = header->n_trained;
  self->uncentred = header->version > VERSION_CENTRED;
  sem_hash_model_set_remark (self, header->remark, header->remark_value);
  if (!get_floats (&at, self->mean, self->d)
      || !get_floats (&at, self->v, SEM_K_PANELS_SIZE (self->d, self->n_bits))
      || !get_floats (&at, self->offset, self->n_bits)
      || (header->version > VERSION_AFFINE && !get_frequencies (&at, self))
      || !get_floats (&at, self->pca, SEM_K_PANELS_SIZE (self->d, SEM_VECTOR_DIM)))
    return NULL;
  return g_steal_pointer (&self);
}

SemHashModel *
sem_hash_model_new_from_bytes (GBytes *bytes, GError **error)
{
  SemHashModel *self = NULL;
  const guint8 *data, *at;
  gsize size;
  Header header = { 0 };

  g_return_val_if_fail (bytes != NULL, NULL);

  data = at = g_bytes_get_data (bytes, &size);
  if (size >= HEADER_SIZE + DIGEST_SIZE && memcmp (data, MAGIC, MAGIC_SIZE) == 0)
    {
      read_header (&at, &header);
      if (header.version > VERSION)
        {
          g_set_error_literal (error, SEM_ERROR, SEM_ERROR_NEWER,
                               _("The stored hash codes' model was written by a newer version of "
                                 "the program. Update the program, or train again."));
          return NULL;
        }
      if (header_is_sane (&header)
          && size
               == HEADER_SIZE + 4 * count_floats (header.version, header.d, header.n_bits)
                    + DIGEST_SIZE
          && digest_agrees (data, size))
        self = read_model (&header, at);
    }
  if (!self)
    g_set_error_literal (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                         _("The stored hash codes' model is damaged. Train again to replace it."));
  return self;
}
