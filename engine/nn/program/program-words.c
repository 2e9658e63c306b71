/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/program/program-words.h"

#include <glib/gi18n-lib.h>

static char *
say (SemWireFault fault, const char *name)
{
  switch (fault)
    {
    case SEM_WIRE_NO_HELLO:
      return g_strdup_printf (
        _("The program of the backbone “%s” did not begin with the hello that is due, and was "
          "ended. Nothing else may be written to its standard output."),
        name);
    case SEM_WIRE_OTHER_VERSION:
      return g_strdup_printf (
        _(
          "The program of the backbone “%s” speaks another version of the protocol, and was ended. "
          "This version of Semblance speaks version 1."),
        name);
    case SEM_WIRE_BAD_TITLE:
      return g_strdup_printf (
        _("The program of the backbone “%s” did not say what it is in a title "
          "of 1 to 200 bytes, and was ended."),
        name);
    case SEM_WIRE_OTHER_LENGTH:
      return g_strdup_printf (
        _(
          "The program of the backbone “%s” answered with another number of bytes than is due, and "
          "was ended: each picture has as many float32 numbers as --dimensions says."),
        name);
    case SEM_WIRE_BAD_NUMBER:
      return g_strdup_printf (_("The program of the backbone “%s” answered with a number that is "
                                "not finite, or above 60,000, and was ended."),
                              name);
    default:
      return g_strdup_printf (_(
                                "The program of the backbone “%s” answered something else than was "
                                "asked, and was ended."),
                              name);
    }
}

void
sem_program_set_fault (SemWireFault fault, const char *name, GError **error)
{
  g_autofree char *sentence = say (fault, name);

  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM, sentence);
}
