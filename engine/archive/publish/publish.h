/* publish.h - a library's photos put into an archive, and taken out of it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/**
 * SemPublishRequest:
 * @uri: as for sem_link_open()
 * @library: (type filename): whose photos
 * @name: (nullable): who owns them in the archive; %NULL for USER@HOST
 * @folders: (nullable) (array zero-terminated) (element-type filename): absolute: only what lies
 *   below them; %NULL for all
 * @thumbnails: whether to publish thumbnails
 * @paths: whether to publish paths; without them a photo has one place in the archive for each
 * owner
 */
typedef struct
{
  const char *uri;
  const char *library;
  const char *name;
  char **folders;
  gboolean thumbnails;
  gboolean paths;
} SemPublishRequest;

/**
 * SemPublished:
 * @archive: what the archive is called, without user and password
 * @owner: who owns the photos there
 * @photos: photos of the library that are there now
 * @new_photos: how many of these nobody had published
 * @new_places: files that are there now and were not
 * @removed: places of the owner that were taken out, since the library no longer has them
 * @quick: photos that are not published until their files were decoded in full
 * @others: photos that are not published since the archive is of another network
 */
typedef struct
{
  char *archive;
  char *owner;
  guint photos;
  guint new_photos;
  guint new_places;
  guint removed;
  guint quick;
  guint others;
} SemPublished;

void sem_published_clear (SemPublished *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemPublished, sem_published_clear)

/* @first: (out): whether the owner has nothing in the archive yet, so that what is published is to
 * be said before; @archive: (out) (transfer full): what the archive is called. */
gboolean sem_publish_is_first (const SemPublishRequest *request,
                               gboolean *first,
                               char **archive,
                               GError **error);

/**
 * sem_publish:
 * @published: (out): to be cleared
 *
 * Brings what the owner has in the archive up to what the library has, in batches that are each
 * done wholly or not at all. It can be stopped or killed at any moment and started again: nothing
 * is lost or done twice. Where the connection is lost or another session is in the way, a batch is
 * tried again a few times, later and later. Blocks.
 *
 * Returns: %FALSE with %SEM_ERROR_FAILED where the name is none or another library's, an error of
 *   sem_archive_open(), the store or the link
 */
gboolean sem_publish (const SemPublishRequest *request,
                      SemPublished *published,
                      const SemProgress *progress,
                      GError **error);

/**
 * sem_unpublish:
 * @request: its library is not looked at
 * @published: (out): only @archive, @owner and @removed are set; to be cleared
 *
 * Takes the owner's places, or those below the folders, out of the archive, and with them the
 * photos that no other owner has. Places without a path are in no folder.
 *
 * Returns: %FALSE with %SEM_ERROR_NOT_FOUND where there is no such owner, or an error of the link
 */
gboolean sem_unpublish (const SemPublishRequest *request, SemPublished *published, GError **error);

G_END_DECLS
