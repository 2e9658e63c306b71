/* What a person decided, read from the file beside a library: anything may stand there.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdint.h>
#include <string.h>

#include "engine/store/repair/decisions.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The checksum would stop nearly every change: the text gets its own. */
static char *
seal (const uint8_t *data, size_t size, gsize *sealed)
{
  g_autofree char *checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
  GString *text = g_string_new (NULL);

  g_string_printf (text, "# %s\n", checksum);
  g_string_append_len (text, (const char *) data, (gssize) size);
  *sealed = text->len;
  return g_string_free (text, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (SemDecisions) raw G_GNUC_UNUSED = sem_decisions_parse ((const char *) data, size);
  gsize sealed;
  g_autofree char *text = seal (data, size, &sealed);
  g_autoptr (SemDecisions) decisions = sem_decisions_parse (text, sealed);

  if (decisions)
    {
      g_autofree char *written = sem_decisions_to_text (decisions);
      g_autoptr (SemDecisions) again = sem_decisions_parse (written, strlen (written));
      g_autofree char *twice = again ? sem_decisions_to_text (again) : NULL;

      /* What can be read can be written, and says the same. */
      g_assert_cmpstr (written, ==, twice);
    }
  return 0;
}
