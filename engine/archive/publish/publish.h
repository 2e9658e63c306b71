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

/**
 * SemAgreement:
 * @archive: what the archive is called, without user and password
 * @is_first: whether nothing was agreed yet
 * @is_enough: whether all that would be published was agreed before
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
 * Compares a request with what was published under its name before: whether thumbnails, paths and
 * the whole library were. What goes beyond is to be said, and agreed, before sem_publish().
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
 * Writes down that the request is agreed to, and brings what the owner has in the archive up to
 * what the library has, in batches that are each done wholly or not at all. It can be stopped or
 * killed at any moment and started again: nothing is lost or done twice. Where the connection is
 * lost or another session is in the way, a batch is tried again a few times, later and later.
 * Blocks.
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
 * @request: its library is not looked at
 * @published: (out): only @archive, @owner and @removed are set; to be cleared
 *
 * Takes the owner's places, or those below the folders, out of the archive, and with them the
 * photos that no other owner has. Places without a path are in no folder. Without folders the owner
 * and what it agreed to go as well. Can be stopped at any moment and started again. Blocks.
 *
 * Returns: %FALSE with %SEM_ERROR_NOT_FOUND where there is no such owner, or an error of the link
 */
gboolean sem_unpublish (const SemPublishRequest *request,
                        SemPublished *published,
                        const SemProgress *progress,
                        GError **error);

G_END_DECLS
