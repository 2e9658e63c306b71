/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/search/standard-input.h"

#include "engine/base/error.h"

#include <errno.h>
#include <unistd.h>

#include <glib/gi18n.h>

#define BLOCK_SIZE 65536
/* More than any photo has; what never ends shall not fill the memory. */
#define MOST_BYTES (1u << 30)

GBytes *
cli_read_standard_input (GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 block[BLOCK_SIZE];
  gssize n;

  do
    {
      n = read (STDIN_FILENO, block, sizeof block);
      if (n < 0 && errno == EINTR)
        continue;
      if (n > 0)
        g_byte_array_append (bytes, block, (guint) n);
    }
  while (n != 0 && (n > 0 || errno == EINTR) && bytes->len <= MOST_BYTES);
  if (n < 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("Standard input cannot be read: %s."),
                 g_strerror (errno));
  else if (bytes->len == 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("Standard input is empty. Pipe a photo into the command."));
  else if (bytes->len > MOST_BYTES)
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("Standard input is larger than any photo."));
  else
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return NULL;
}
