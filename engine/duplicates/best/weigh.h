/* weigh.h - compares the pictures of two files to find which is the original
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/duplicates/best/best.h"

G_BEGIN_DECLS

/**
 * sem_duplicate_files_weigh_detail:
 * @a, @b: (inout): files that were proven to be of one picture
 *
 * Sets @is_soft of a file that has less detail than the other. A photo with a camera's date that
 * was not edited is never taken for an enlarged picture: photos of cameras are soft at full size,
 * and must not be deleted in favour of a smaller copy.
 */
void sem_duplicate_files_weigh_detail (SemDuplicateFile *a, SemDuplicateFile *b);

/**
 * sem_duplicate_files_weigh_steps:
 * @a, @b: (inout): likewise, after sem_duplicate_files_weigh_detail() was called for all files of
 *   the picture
 *
 * Sets @is_coarse or @is_resaved of the file that was compressed more than the other, or saved
 * again after it; and @weight of both where the one may have been made of the other.
 */
void sem_duplicate_files_weigh_steps (SemDuplicateFile *a, SemDuplicateFile *b);

G_END_DECLS
