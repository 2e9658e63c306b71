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
 * Fetches and decodes thumbnails on a thread of the engine; in the decoder process, since they come
 * from other people.
 */
void sem_archive_pictures_start (SemEngine *engine,
                                 const char *uri,
                                 const GPtrArray *items,
                                 GTask *task);
/* In the main thread: sets the pictures of the items; items whose thumbnail is missing or damaged
 * have none. */
void sem_archive_pictures_finish (GAsyncResult *result);

G_END_DECLS
