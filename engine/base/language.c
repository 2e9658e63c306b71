/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/language.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>

static void
set_language (void)
{
  static const char *const any[] = { "en_US.UTF-8", "en_GB.UTF-8", "de_DE.UTF-8", "zh_CN.UTF-8" };
  const char *const asked[] = { g_getenv ("LANGUAGE"), g_getenv ("LC_ALL"),
                                g_getenv ("LC_MESSAGES"), g_getenv ("LANG") };
  g_autofree char *language = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (asked) && !language; i++)
    if (asked[i] && *asked[i])
      language = g_strndup (asked[i], strcspn (asked[i], ".@"));
  /* gettext looks at LANGUAGE in any locale, whatever its own language is, but not in "C" nor, from
   * glibc 2.39 on, in "C.UTF-8". */
  setlocale (LC_MESSAGES, "C.UTF-8");
  if (language && g_setenv ("LANGUAGE", language, TRUE))
    for (gsize i = 0; i < G_N_ELEMENTS (any) && !setlocale (LC_MESSAGES, any[i]); i++)
      ;
}

void
sem_language_set_locale (void)
{
  if (!setlocale (LC_ALL, ""))
    set_language ();
  /* Output would lose characters that are not ASCII. */
  if (g_strcmp0 (nl_langinfo (CODESET), "ANSI_X3.4-1968") == 0)
    setlocale (LC_CTYPE, "C.UTF-8");
}

char *
sem_language_join (const char *one, const char *other)
{
  if (!one || !*one || !other || !*other)
    return g_strdup (one && *one ? one : other);
  /* Translators: two sentences, and what is between them. */
  return g_strdup_printf (_("%s %s"), one, other);
}
