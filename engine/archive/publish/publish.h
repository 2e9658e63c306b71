/* publish.h - publishes a library's photos into an archive, and removes them
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
 * @library: (type filename): the library whose photos are published
 * @name: (nullable): name of the owner in the archive; %NULL for USER@HOST
 * @folders: (nullable) (array zero-terminated) (element-type filename): absolute: only files below
 *   them; %NULL for all
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
 * @archive: the display name of the archive, see sem_link_get_name()
 * @owner: name of the owner of the photos in the archive
 * @photos: photos of the library that are in the archive now
 * @new_photos: number of these that no owner had published before
 * @new_places: files that were added to the archive
 * @removed: places of the owner that were removed, since the library no longer has them
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

/**
 * SemAgreement:
 * @archive: the display name of the archive, see sem_link_get_name()
 * @is_first: whether nothing was agreed yet
 * @is_enough: whether everything that would be published was agreed before
 */
typedef struct
{
  char *archive;
  gboolean is_first;
  gboolean is_enough;
} SemAgreement;

void sem_agreement_clear (SemAgreement *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemAgreement, sem_agreement_clear)

/**
 * sem_publish_compare:
 * @agreement: (out): to be cleared
 *
 * Compares a request with what was agreed for its name before: thumbnails, paths, the whole
 * library. Where the request goes beyond that, ask the user before sem_publish().
 *
 * Returns: %FALSE with an error as of sem_publish()
 */
gboolean sem_publish_compare (const SemPublishRequest *request,
                              SemAgreement *agreement,
                              GCancellable *cancellable,
                              GError **error);

/**
 * sem_publish:
 * @published: (out): to be cleared
 *
 * Records that the request is agreed to, and updates the owner's photos in the archive to those of
 * the library, in batches of one transaction each. It can be stopped or killed at any moment and
 * started again: nothing is lost or done twice. Where the connection is lost or another session is
 * in the way, a batch is tried again a few times, after increasing delays. Blocks.
 *
 * Returns: %FALSE with %SEM_ERROR_FAILED where the name is not valid or is another library's, an
 *   error of sem_archive_open(), the store or the link
 */
gboolean sem_publish (const SemPublishRequest *request,
                      SemPublished *published,
                      const SemProgress *progress,
                      GError **error);

/**
 * sem_unpublish:
 * @request: its library is ignored
 * @published: (out): only @archive, @owner and @removed are set; to be cleared
 *
 * Removes the owner's places, or those below the folders, from the archive, and the photos that no
 * other owner has. Places without a path are in no folder. Without folders the owner and the record
 * of what was agreed are removed as well. Can be stopped at any moment and started again. Blocks.
 *
 * Returns: %FALSE with %SEM_ERROR_NOT_FOUND where there is no such owner, or an error of the link
 */
gboolean sem_unpublish (const SemPublishRequest *request,
                        SemPublished *published,
                        const SemProgress *progress,
                        GError **error);

G_END_DECLS
