/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/output/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Of the whole program. @mutex guards the rest: notes come from any thread. @error: the errno of
 * the first write that failed, or 0. */
static struct
{
  GMutex mutex;
  gboolean json;
  gboolean printed;
  int error;
  char *library;
  char *complaint;
  char *sentence;
  char *path;
} output;

void
cli_output_write (const char *bytes, gsize n_bytes)
{
  g_mutex_lock (&output.mutex);
  output.printed = TRUE;
  errno = 0;
  /* At once, so that what goes to standard error comes in order. */
  if (output.error == 0 && (fwrite (bytes, 1, n_bytes, stdout) != n_bytes || fflush (stdout) != 0))
    output.error = errno ? errno : EIO;
  g_mutex_unlock (&output.mutex);
}

/* (transfer full): @text as a terminal may have it. */
static char *
tame (const char *text)
{
  g_autofree char *escaped = cli_escape (text, TRUE);
  const char *charset;
  char *converted;

  if (g_get_charset (&charset))
    return g_steal_pointer (&escaped);
  converted = g_convert_with_fallback (escaped, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  return converted ? converted : g_steal_pointer (&escaped);
}

static void
print_cb (const char *text)
{
  g_autofree char *tamed = isatty (STDOUT_FILENO) ? tame (text) : NULL;

  if (tamed)
    text = tamed;
  cli_output_write (text, strlen (text));
}

static void
print_error_cb (const char *text)
{
  g_autofree char *tamed = isatty (STDERR_FILENO) ? tame (text) : NULL;

  cli_output_draw (tamed ? tamed : text);
}

void
cli_output_draw (const char *text)
{
  fputs (text, stderr);
  fflush (stderr);
}

void
cli_output_begin (gboolean json)
{
  output.json = json;
  g_set_print_handler (print_cb);
  g_set_printerr_handler (print_error_cb);
}

void
cli_output_set_complaint (const char *sentence)
{
  g_mutex_lock (&output.mutex);
  g_free (output.complaint);
  output.complaint = g_strdup (sentence);
  g_mutex_unlock (&output.mutex);
}

void
cli_output_set_failure (const char *sentence, const char *path)
{
  g_mutex_lock (&output.mutex);
  if (!output.sentence)
    {
      output.sentence = g_strdup (sentence);
      output.path = g_strdup (path);
    }
  g_mutex_unlock (&output.mutex);
}

void
cli_output_set_library (const char *path)
{
  g_free (output.library);
  output.library = g_strdup (path);
}

const char *
cli_output_get_library (void)
{
  return output.library;
}

gboolean
cli_output_get_failure (const char **sentence, const char **path)
{
  *sentence = output.sentence;
  *path = output.path;
  return output.sentence != NULL;
}

gboolean
cli_output_wants_failure (const char **sentence, const char **path)
{
  if (!output.json || output.printed)
    return FALSE;
  *sentence = output.sentence ? output.sentence : output.complaint;
  *path = output.path;
  return *sentence != NULL;
}

int
cli_output_get_error (void)
{
  return output.error;
}

void
cli_print_path (const char *path, gboolean null)
{
  g_autofree char *name = NULL;

  if (null)
    {
      cli_output_write (path, strlen (path) + 1);
      return;
    }
  name = cli_name (path);
  g_print ("%s\n", name);
}
