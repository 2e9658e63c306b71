/* Values that an archive sends: a server, or another publisher, may send anything.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdint.h>
#include <string.h>

#include "engine/archive/link/cells.h"
#include "engine/archive/link/wire.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is taken for a code is sent as the same bytes. */
static void
check_code (const SemCell *cell, guint n_bits)
{
  g_autoptr (GByteArray) back = g_byte_array_new ();
  guint64 code[8];

  if (!sem_cell_get_code (cell, n_bits, code))
    return;
  sem_wire_put_code (back, code, n_bits);
  g_assert_cmpmem (back->data, back->len, cell->data, cell->size);
}

static void
check_words (const SemCell *cell)
{
  g_autofree char *text = sem_cell_dup_text (cell, SEM_ARCHIVE_MAX_NAME);
  g_autofree char *path = sem_cell_dup_path (cell);

  g_assert_true (!text || (g_utf8_validate (text, -1, NULL) && strlen (text) == cell->size));
  g_assert_true (!path || (g_path_is_absolute (path) && strlen (path) == cell->size));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  /* A copy of its own, so that reading beyond its end is seen. */
  g_autofree guint8 *bytes = g_memdup2 (data, size);
  const SemCell cell = { bytes, size };
  g_autofree guint16 *half = g_new (guint16, size / 2 + 1);
  gint64 value;

  if (sem_cell_get_int (&cell, -5, 1000, &value))
    g_assert_true (value >= -5 && value <= 1000);
  sem_cell_is_true (&cell);
  for (guint n_bits = 16; n_bits <= 512; n_bits *= 2)
    check_code (&cell, n_bits);
  check_words (&cell);
  if (sem_cell_get_halves (&cell, size / 2, half))
    for (gsize i = 0; i < size / 2; i++)
      g_assert_true ((half[i] & 0x7c00) != 0x7c00);
  return 0;
}
