/* What an archive's mirror reads: a copy as a server sends it, and a file of a mirror.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdint.h>
#include <string.h>

#include "engine/archive/link/copy-reader.h"
#include "engine/archive/mirror/mirror-file.h"
#include "engine/hash/models/hash-model.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static gboolean
take_row (const SemCell *cells, guint n, gpointer user_data, GError **error)
{
  guint64 *sum = user_data;

  for (guint i = 0; i < n; i++)
    for (gsize at = 0; at < cells[i].size; at++)
      *sum = *sum * 31 + cells[i].data[at];
  *sum += n;
  return TRUE;
}

/* Returns: whether it was a whole copy; the pieces make no difference. */
static gboolean
read_copy (const guint8 *data, gsize size, gsize piece, guint64 *sum)
{
  g_autoptr (SemCopyReader) reader = sem_copy_reader_new (take_row, sum);

  *sum = 0;
  for (gsize at = 0; at < size; at += piece)
    {
      /* A copy of its own, so that reading beyond its end is seen. */
      const gsize n = MIN (piece, size - at);
      g_autofree guint8 *bytes = g_memdup2 (data + at, n);

      if (!sem_copy_reader_push (reader, bytes, n, NULL))
        return FALSE;
    }
  return sem_copy_reader_is_whole (reader);
}

static void
read_file (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  for (gint gone = 0; gone < 2; gone++)
    {
      g_auto (SemMirrorFile) file = { .n = 0 };
      g_auto (SemMirrorRows) none = { NULL }, changes = { NULL };
      g_autoptr (SemHammingIndex) index = NULL;

      if (!sem_mirror_file_parse (&file, bytes, gone))
        continue;
      sem_mirror_rows_init (&none);
      sem_mirror_rows_init (&changes);
      sem_mirror_rows_merge (&changes, &file, &none, file.head.bits);
      g_assert_cmpuint (changes.ids->len, ==, file.n);
      g_assert_cmpuint (changes.codes->len, ==, file.n * SEM_HASH_WORDS (file.head.bits));
      if (gone)
        continue;
      index = sem_mirror_file_index (&file, &none, NULL);
      g_assert_true (index && sem_hamming_index_get_size (index) == file.n);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  guint64 whole, pieces;

  if (read_copy (data, size, size + 1, &whole))
    {
      g_assert_true (read_copy (data, size, 3, &pieces));
      g_assert_cmpuint (whole, ==, pieces);
    }
  read_file (data, size);
  return 0;
}
