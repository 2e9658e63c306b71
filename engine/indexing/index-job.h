/* index-job.h - one file that is being indexed
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/sketch.h"
#include "engine/indexing/reading/buffers.h"
#include "engine/photos/photo-reader.h"
#include "engine/search/copies/inner-pictures.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"

G_BEGIN_DECLS

/**
 * SemIndexJob:
 * @number: its position in the scan, from 0
 * @file: the row to write; its id is that of the file's present row, or 0
 * @old_photo: the photo of the present row, or 0
 * @hash: content hash, where it is @hashed
 * @width: of the photo in pixels, where the file was decoded
 * @height: likewise
 * @metadata: likewise
 * @thumbnail: (nullable): JPEG, where the file was decoded; %NULL where the content is known
 * @feature: in half precision, where the file was decoded
 * @sketch: (array): grey levels, where the file was decoded (sketch.h)
 * @has_dct: whether @dct is defined: a uniform photo has no perceptual hash
 * @dct: perceptual hash of the sketch
 * @inner: (array length=n_inner): its inner pictures, where the file was decoded
 * @hashed: whether @hash is that of the file as it is now
 * @whole: the photo was indexed from a reduced picture, and is now decoded in full; @hash is its
 *   content hash
 * @slow: reduced pictures are ignored
 * @quick: the file was decoded from a reduced picture
 * @again: the photo is in the library, but is decoded again, because a newer decoder may give other
 *   pixels
 * @kept: only the identity in the row has changed
 * @unreadable: the file could not be read
 * @fatal: (nullable): an error that ends the run
 * @run: files of a folder that follow each other in the scan have the same number, later ones a
 * larger one
 * @position: where the file lies among those of its run, for readers
 * @rotates: the file is on a rotating disk
 * @has_reserved: whether the queue has reserved memory for it
 * @reserved: bytes of memory that were reserved
 * @buffer: (nullable): the contents, where they were read into memory
 * @fd: a descriptor of the contents in sealed memory, or of the file itself where it is large; -1
 *   for none
 * @plain: where @again is set: the file has no colour profile
 * @told: the outcome is decided without decoding
 * @code: errno, where the file could not be read
 * @lost: the file's disk has failed, so that the row is not changed
 * @reading: microseconds that reading took
 */
typedef struct
{
  guint64 number;
  SemStoreFile file;
  gint64 old_photo;
  guint8 hash[SEM_STORE_HASH_SIZE];
  guint width;
  guint height;
  SemMetadata metadata;
  GBytes *thumbnail;
  guint16 feature[SEM_BACKBONE_DIM];
  guint8 sketch[SEM_SKETCH_SIZE];
  gboolean has_dct;
  guint64 dct;
  SemInnerPicture inner[SEM_MAX_INNER_PICTURES];
  guint n_inner;
  gboolean hashed;
  gboolean whole;
  gboolean quick;
  gboolean slow;
  gboolean again;
  gboolean kept;
  gboolean unreadable;
  GError *fatal;
  guint64 run;
  guint64 position;
  gboolean rotates;
  gboolean has_reserved;
  guint64 reserved;
  SemBuffer *buffer;
  int fd;
  gboolean plain;
  gboolean told;
  int code;
  gboolean lost;
  gint64 reading;
} SemIndexJob;

/* @path: (type filename) (nullable); @folder: the row of its folder */
SemIndexJob *sem_index_job_new (const char *path, gint64 folder, const SemFileIdentity *identity);
void sem_index_job_free (SemIndexJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemIndexJob, sem_index_job_free)

/**
 * sem_index_job_read:
 * @buffers: outlives the job
 * @cancellable: (nullable)
 *
 * Opens the job's file, and reads and hashes it unless it is no image. One that is too large for a
 * buffer is left open: it is read once to be hashed, and once more to be decoded. Blocks for as
 * long as the disk does.
 */
void sem_index_job_read (SemIndexJob *job, SemBuffers *buffers, GCancellable *cancellable);

/**
 * sem_index_job_decode:
 * @reader: of the calling thread
 * @cancellable: (nullable)
 *
 * Decodes what was read and computes its feature where the library does not have that content, or
 * where @again is set and the file may look different. The outcome is in the job, also where the
 * file cannot be indexed. Blocks.
 */
void sem_index_job_decode (SemIndexJob *job, SemPhotoReader *reader, GCancellable *cancellable);

G_END_DECLS
