/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/request/copy-kind.h"

#include <glib/gi18n-lib.h>

const char *
sem_copy_kind_get_name (SemCopyKind kind)
{
  static const char *const names[] = {
    "alike",    "identical", "same",   "resized",    "cropped",
    "original", "mirrored",  "turned", "recoloured",
  };

  return names[kind];
}

const char *
sem_copy_kind_get_words (SemCopyKind kind)
{
  static const char *const words[] = {
    N_("Alike"),    N_("Identical File"), N_("Same Picture"),
    N_("Resized"),  N_("Crop"),           N_("Original of This Crop"),
    N_("Mirrored"), N_("Rotated"),        N_("Recolored"),
  };

  return _(words[kind]);
}
