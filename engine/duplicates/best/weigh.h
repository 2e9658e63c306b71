/* weigh.h - what the pictures of two files say about which of them is the original
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/duplicates/best/best.h"

G_BEGIN_DECLS

/**
 * sem_duplicate_files_weigh_detail:
 * @a, @b: of pictures that were proven to be one
 *
 * Notes which of the two is soft beside the other. What has the date of a camera, and was not
 * edited, is never taken for an enlarged picture: photos of cameras are soft where one looks
 * closely, and nobody wants to lose them for a smaller copy.
 */
void sem_duplicate_files_weigh_detail (SemDuplicateFile *a, SemDuplicateFile *b);

/**
 * sem_duplicate_files_weigh_steps:
 * @a, @b: likewise, once the detail of all files of the picture was weighed
 *
 * Notes which of the two is coarse, or was saved again, beside the other.
 */
void sem_duplicate_files_weigh_steps (SemDuplicateFile *a, SemDuplicateFile *b);

G_END_DECLS
