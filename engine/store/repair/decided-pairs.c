/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/repair/decided-pairs.h"

#define KEY "different"
#define PAIR_SIZE 64
/* The file has to stay small enough to be read. */
#define MOST 100000

/* Returns: (transfer full) (nullable) */
static GBytes *
parse (const char *digits)
{
  guint8 pair[PAIR_SIZE];

  for (guint i = 0; i < PAIR_SIZE; i++)
    {
      const int high = g_ascii_xdigit_value (digits[2 * i]);
      const int low = high < 0 ? -1 : g_ascii_xdigit_value (digits[2 * i + 1]);

      if (low < 0)
        return NULL;
      pair[i] = (guint8) (high << 4 | low);
    }
  return digits[2 * PAIR_SIZE] == '\0' ? g_bytes_new (pair, PAIR_SIZE) : NULL;
}

gboolean
sem_decided_pairs_read (GPtrArray *pairs, GKeyFile *file, const char *group)
{
  g_auto (GStrv) list = g_key_file_get_string_list (file, group, KEY, NULL, NULL);

  for (guint i = 0; list && list[i]; i++)
    {
      GBytes *pair = i < MOST ? parse (list[i]) : NULL;

      if (!pair)
        return FALSE;
      g_ptr_array_add (pairs, pair);
    }
  return TRUE;
}

static char *
to_digits (GBytes *pair)
{
  const guint8 *bytes = g_bytes_get_data (pair, NULL);
  GString *digits = g_string_sized_new (2 * PAIR_SIZE + 1);

  for (guint i = 0; i < PAIR_SIZE; i++)
    g_string_append_printf (digits, "%02x", (guint) bytes[i]);
  return g_string_free (digits, FALSE);
}

void
sem_decided_pairs_write (const GPtrArray *pairs, GKeyFile *file, const char *group)
{
  const guint n = MIN (pairs->len, MOST);
  g_auto (GStrv) list = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    list[i] = to_digits (pairs->pdata[i]);
  if (n > 0)
    g_key_file_set_string_list (file, group, KEY, (const char *const *) list, n);
}
