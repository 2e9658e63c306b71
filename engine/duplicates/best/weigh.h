/* weigh.h - what the pictures of two files say about which of them is the original
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/duplicates/best/best.h"

G_BEGIN_DECLS

/**
 * sem_duplicate_files_weigh:
 * @a, @b: of pictures that were proven to be one
 *
 * Notes which of the two is soft, coarse or saved again beside the other. What has the date of a
 * camera, and was not edited, is never taken for an enlarged picture: photos of cameras are soft
 * where one looks closely, and nobody wants to lose them for a smaller copy.
 */
void sem_duplicate_files_weigh (SemDuplicateFile *a, SemDuplicateFile *b);

G_END_DECLS
