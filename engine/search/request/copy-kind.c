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
  static const char *const names[] = { "alike",  "same",  "resized", "mirrored",
                                       "turned", "whole", "part" };

  return names[kind];
}

const char *
sem_copy_kind_get_words (SemCopyKind kind)
{
  static const char *const words[] = {
    N_("Similar"),  N_("Copy"),    N_("Resized"),
    N_("Mirrored"), N_("Rotated"), N_("Original of This Crop"),
    N_("Crop"),
  };

  return _(words[kind]);
}
