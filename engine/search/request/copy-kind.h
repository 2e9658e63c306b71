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
 * @SEM_COPY_ALIKE: similar, and perhaps a copy: not certain
 * @SEM_COPY_SAME: the same picture at the same size (recompressed, or saved again)
 * @SEM_COPY_RESIZED: the same picture at another size
 * @SEM_COPY_MIRRORED: mirrored, and perhaps turned
 * @SEM_COPY_TURNED: turned by quarters
 * @SEM_COPY_WHOLE: the original that the query is cropped from
 * @SEM_COPY_PART: cropped from the query
 */
typedef enum
{
  SEM_COPY_ALIKE,
  SEM_COPY_SAME,
  SEM_COPY_RESIZED,
  SEM_COPY_MIRRORED,
  SEM_COPY_TURNED,
  SEM_COPY_WHOLE,
  SEM_COPY_PART,
} SemCopyKind;

/* "alike", "same", "resized", "mirrored", "turned", "whole", "part": for JSON. Static. */
const char *sem_copy_kind_get_name (SemCopyKind kind);
/* The same, translated, for people: "Copy", "Mirrored". Static. */
const char *sem_copy_kind_get_words (SemCopyKind kind);

G_END_DECLS
