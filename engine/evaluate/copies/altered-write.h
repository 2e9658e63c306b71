/* altered-write.h - writes the altered pictures, to look at and to measure other programs with
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/copies/altered.h"

G_BEGIN_DECLS

/**
 * sem_altered_write:
 * @path: (type filename): a library with codes
 * @folder: (type filename): gets a folder for each alteration, with a picture for each photo
 *
 * Writes the altered pictures that are the queries of sem_altered_evaluate(), as
 * FOLDER/ALTERATION/NUMBER.jpg, and the photos that they are made of, one path a line, in
 * FOLDER/originals.txt. Pictures that are there already are kept. Blocks.
 *
 * Returns: %FALSE with @error set
 */
gboolean sem_altered_write (const char *path,
                            const char *backbone,
                            const SemAlteredOptions *options,
                            const char *folder,
                            const SemProgress *progress,
                            GError **error);

G_END_DECLS
