/* copy-kind.h - what a hit of a search for copies is
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemCopyKind:
 * @SEM_COPY_ALIKE: similar; not shown to be a copy
 * @SEM_COPY_IDENTICAL: a file with the same bytes
 * @SEM_COPY_SAME: the same picture at the same size, saved again
 * @SEM_COPY_RESIZED: the same picture at another size
 * @SEM_COPY_CROPPED: a part of the source
 * @SEM_COPY_ORIGINAL: the source is a part of it
 * @SEM_COPY_MIRRORED: mirrored, and perhaps turned
 * @SEM_COPY_TURNED: turned by quarters
 * @SEM_COPY_RECOLOURED: the same picture in other colours: grey, sepia, tinted
 */
typedef enum
{
  SEM_COPY_ALIKE,
  SEM_COPY_IDENTICAL,
  SEM_COPY_SAME,
  SEM_COPY_RESIZED,
  SEM_COPY_CROPPED,
  SEM_COPY_ORIGINAL,
  SEM_COPY_MIRRORED,
  SEM_COPY_TURNED,
  SEM_COPY_RECOLOURED,
} SemCopyKind;

/* "alike", "identical", "same", "resized", "cropped", "original", "mirrored", "turned",
 * "recoloured": for JSON. Static. */
const char *sem_copy_kind_get_name (SemCopyKind kind);
/* The same, translated, for people: "Same Picture", "Mirrored". Static. */
const char *sem_copy_kind_get_words (SemCopyKind kind);

G_END_DECLS
