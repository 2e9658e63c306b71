/* photo-reader.h - decode photos and compute their features, on one thread
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/decoder.h"
#include "engine/nn/backbone.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemPhotoReader:
 *
 * The tools of one worker thread: a decoder process, a workspace of the backbone, and a connection
 * to the library for reading. May be created on another thread than the one that uses it.
 */
typedef struct _SemPhotoReader SemPhotoReader;

/* @library: (type filename) */
SemPhotoReader *sem_photo_reader_new (const char *library,
                                      SemBackbone *backbone) G_GNUC_WARN_UNUSED_RESULT;
void sem_photo_reader_free (SemPhotoReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemPhotoReader, sem_photo_reader_free)

/* (transfer none) */
SemBackbone *sem_photo_reader_get_backbone (SemPhotoReader *self);
/* (transfer none) */
SemBackboneWorkspace *sem_photo_reader_get_workspace (SemPhotoReader *self);

/**
 * sem_photo_reader_open:
 *
 * Opens the library on the first call, which must come from the thread that uses the reader.
 *
 * Returns: (transfer none): the connection, or NULL with what sem_store_open() sets
 */
SemStore *sem_photo_reader_open (SemPhotoReader *self, GError **error);

/* Limits the files that are decoded from now on to @size bytes, see sem_decoder_limit(). */
void sem_photo_reader_limit (SemPhotoReader *self, guint64 size);

/**
 * sem_photo_reader_decode:
 * @fd: the file, opened for reading
 * @name: for messages
 * @metadata: (out) (optional): of the file; where it may have ended the decoder, the second attempt
 *   does without, and its state is %SEM_METADATA_UNREAD
 * @attempts: (out) (optional): how often the decoder died or ran out of time, 0 to 2
 *
 * Decodes the file, a second time where the decoder dies or runs out of time.
 *
 * Returns: (transfer full): the photo, or NULL with what sem_decoder_decode() sets
 */
SemDecodedPhoto *sem_photo_reader_decode (SemPhotoReader *self,
                                          int fd,
                                          const char *name,
                                          SemMetadata *metadata,
                                          guint *attempts,
                                          GCancellable *cancellable,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_photo_reader_decode_quick:
 * @metadata: (out): as above
 * @attempts: (out): likewise
 *
 * As sem_photo_reader_decode(), but from a reduced picture in the file where that seems to be a
 * copy, see sem_decoder_decode_quick().
 */
SemDecodedPhoto *sem_photo_reader_decode_quick (SemPhotoReader *self,
                                                int fd,
                                                const char *name,
                                                SemMetadata *metadata,
                                                guint *attempts,
                                                GCancellable *cancellable,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_photo_reader_read_metadata:
 * @fd: the file, opened for reading
 * @name: for messages
 * @metadata: (out): of the file; its state is %SEM_METADATA_FAILED where the decoder dies or runs
 *   out of time twice
 *
 * Reads the metadata without decoding the picture.
 *
 * Returns: FALSE with what sem_decoder_read_metadata() sets otherwise
 */
gboolean sem_photo_reader_read_metadata (SemPhotoReader *self,
                                         int fd,
                                         const char *name,
                                         SemMetadata *metadata,
                                         GCancellable *cancellable,
                                         GError **error);

/**
 * sem_photo_reader_describe:
 * @rgb: (array): shape (224, 224, 3): the pixels of a decoded photo
 * @feature: (array) (out caller-allocates): SEM_BACKBONE_DIM numbers in half precision
 *
 * @cancellable: (nullable)
 *
 * Computes the feature as the library stores it.
 *
 * Returns: FALSE with what sem_backbone_describe() sets
 */
gboolean sem_photo_reader_describe (SemPhotoReader *self,
                                    const guint8 *rgb,
                                    guint16 *feature,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
