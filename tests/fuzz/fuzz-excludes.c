/* fuzz-excludes.c - what a library says is to be left out of its folders
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first line of an input is the name of a file, and the rest the text of its folder.
 */

#include "engine/photos/excludes.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *whole = g_strndup (size > 0 ? (const char *) data : "", size);
  char *text = strchr (whole, '\n');
  g_autoptr (SemExcludes) excludes = sem_excludes_new ();
  g_autofree char *path = NULL, *less = NULL, *more = NULL;
  const char *pattern;

  if (text)
    *text++ = '\0';
  else
    text = whole + strlen (whole);
  path = g_strconcat ("/photos/", whole, NULL);
  sem_excludes_add (excludes, "/photos", text);
  pattern = sem_excludes_find (excludes, path, size & 1, size & 2);
  g_assert_true (!pattern || *pattern);
  /* Of a person's text nothing that was left out stays so when its pattern is dropped. */
  less = sem_excludes_drop (text, pattern ? pattern : "*.gif");
  g_assert_cmpuint (strlen (less), <=, strlen (text) + 1);
  more = sem_excludes_edit (text, whole, size & 1, NULL);
  g_assert_true (!more || strstr (more, whole));
  return 0;
}
