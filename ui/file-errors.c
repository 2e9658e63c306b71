/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-file-errors"

#include "config.h"

#include "ui/file-errors.h"

#include <glib/gi18n-lib.h>

static char *
dup_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return base != NULL ? g_filename_display_name (base) : g_file_get_parse_name (file);
}

/* What both kinds of failure have in common; NULL for others. */
static char *
describe_absence (const char *name, const GError *error)
{
  g_debug ("“%s”: %s", name, error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_MOUNTED))
    return g_strdup_printf (_("“%s” is not there. It may have been moved or deleted, or its disk "
                              "is not connected."),
                            name);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_strdup_printf (_("“%s” may not be read. Change its permissions, or copy it into a "
                              "folder of your own."),
                            name);
  return NULL;
}

char *
sem_words_for_read_error (GFile *file, const GError *error)
{
  g_autofree char *name = NULL;
  char *sentence;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error != NULL, NULL);

  name = dup_name (file);
  sentence = describe_absence (name, error);
  if (sentence)
    return sentence;
  return g_strdup_printf (_("“%s” could not be read. Copy it to another disk and try again."),
                          name);
}

char *
sem_words_for_open_error (GFile *file, const GError *error)
{
  g_autofree char *name = NULL;
  char *sentence;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error != NULL, NULL);

  name = dup_name (file);
  sentence = describe_absence (name, error);
  if (sentence)
    return sentence;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return g_strdup_printf (_("No program on this computer opens “%s”. Install one that does: an "
                              "image viewer for photos, a file manager for folders."),
                            name);
  return g_strdup_printf (_("“%s” could not be opened. Open it from its folder."), name);
}
