/* content-trim.h - a picture without its plain borders
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/copies/content-rectangles.h"

G_BEGIN_DECLS

/**
 * sem_content_trim:
 *
 * The part of @picture without its plain borders: rows over the whole width, each like the corner
 * above or below, then columns between them. A picture that is almost all of one colour stays as it
 * is.
 */
void sem_content_trim (const SemRgbImage *picture, SemContentRectangle *trimmed);

G_END_DECLS
