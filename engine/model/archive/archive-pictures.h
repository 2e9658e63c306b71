/* archive-pictures.h - fetches the thumbnails of an archive; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/archive/archive-item-private.h"
#include "engine/service/engine.h"

G_BEGIN_DECLS

#define SEM_ARCHIVE_PICTURES_AT_ONCE 36

/**
 * sem_archive_pictures_start:
 * @items: (element-type SemArchiveItem): at most %SEM_ARCHIVE_PICTURES_AT_ONCE
 * @task: with a cancellable; its callback calls sem_archive_pictures_finish()
 *
 * Fetches and decodes them on a thread of the engine: in the decoder's process, since other people
 * have made them.
 */
void sem_archive_pictures_start (SemEngine *engine,
                                 const char *uri,
                                 const GPtrArray *items,
                                 GTask *task);
/* In the main thread: gives the items their pictures. Those that cannot be had have none. */
void sem_archive_pictures_finish (GAsyncResult *result);

G_END_DECLS
