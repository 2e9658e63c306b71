/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-job.h"
#include "engine/base/told.h"
#include "engine/decode/format.h"
#include "engine/photos/content.h"
#include "engine/photos/describe.h"
#include "engine/store/backbones.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

/* What comes before the picture of a JPEG file is mostly shorter. */
#define HEAD_SIZE (64 << 10)
#define SNIFF_SIZE 64

SemIndexJob *
sem_index_job_new (const char *path, gint64 folder, const SemFileIdentity *identity)
{
  SemIndexJob *job = g_new0 (SemIndexJob, 1);

  job->file.path = g_strdup (path);
  job->file.folder = folder;
  job->file.identity = *identity;
  job->fd = -1;
  return job;
}

static void
drop_content (SemIndexJob *job)
{
  g_clear_pointer (&job->buffer, sem_buffer_release);
  if (job->fd >= 0)
    close (job->fd);
  job->fd = -1;
}

void
sem_index_job_free (SemIndexJob *job)
{
  drop_content (job);
  sem_store_file_clear (&job->file);
  g_clear_pointer (&job->thumbnail, g_bytes_unref);
  g_clear_error (&job->fatal);
  g_free (job);
}

/* @decoder: whether the decoder failed, so that the file is tried again with another version of it;
 * else the file could not be read, and each run tries again. @reason: a record. */
static void
fail (SemIndexJob *job, const char *reason, gboolean decoder)
{
  /* What is only decoded again keeps its photo. */
  decoder &= !job->again;
  job->file.state = SEM_FILE_FAILED;
  job->file.reason = g_strdup (reason);
  job->file.decoder = decoder ? g_strdup (sem_decoder_get_version ()) : NULL;
  job->unreadable = !decoder;
  job->told = TRUE;
}

/* Whether the first bytes, which are @head, are those of an image; otherwise the outcome of the job
 * is set. */
static gboolean
check_format (SemIndexJob *job, const guint8 *head, gsize n, const char *name)
{
  g_autofree char *reason = NULL;

  if (n > 0 && sem_format_sniff (head, n) != SEM_FORMAT_UNKNOWN)
    return TRUE;
  if (!sem_format_is_image_name (job->file.path))
    {
      job->file.state = SEM_FILE_SKIPPED;
      job->told = TRUE;
      return FALSE;
    }
  if (n == 0)
    reason = sem_told_new (N_("“%s” is empty. Copy it again from where it came from."), name);
  else
    reason = sem_told_new (N_("“%s” is not an image, although its name says so."), name);
  fail (job, reason, TRUE);
  return FALSE;
}

static gboolean
check_file (SemIndexJob *job, int fd, const char *name)
{
  guint8 head[SNIFF_SIZE];
  const gssize n = pread (fd, head, sizeof head, 0);
  g_autofree char *reason = NULL;

  if (n >= 0)
    return check_format (job, head, (gsize) n, name);
  job->code = errno;
  reason = sem_told_new (N_("“%s” cannot be read: %s."), name, sem_told_errno (job->code));
  fail (job, reason, FALSE);
  return FALSE;
}

/* Where the network is a program that fails, no photo can be described: the run ends, and what was
 * stored before stays. One that refuses this photo alone may be another one at the next run. */
static void
describe (SemPhotoReader *reader,
          SemIndexJob *job,
          const SemDecodedPhoto *photo,
          GCancellable *cancellable)
{
  if (!sem_photo_reader_describe (reader, photo->input, job->feature, cancellable, &job->fatal))
    {
      if (g_error_matches (job->fatal, SEM_ERROR, SEM_ERROR_REFUSED))
        {
          g_autofree char *reason = sem_describe_refusal (job->file.path, job->fatal);

          g_clear_error (&job->fatal);
          fail (job, reason, FALSE);
        }
      return;
    }
  sem_sketch_make (photo->input, SEM_DECODE_SIDE, job->sketch);
  job->has_dct = sem_sketch_dct_hash (job->sketch, &job->dct);
  job->n_inner = sem_inner_pictures_find (photo->input, job->inner);
  job->width = photo->width;
  job->height = photo->height;
  job->thumbnail = g_bytes_ref (photo->thumbnail);
  job->file.reason = sem_decoded_photo_dup_note (photo);
  job->file.decoder = g_strdup (SEM_DECODE_LOOK);
  job->file.state = SEM_FILE_INDEXED;
  job->quick = (photo->notes & SEM_DECODE_NOTE_QUICK) != 0;
}

static gboolean
has_profile (int fd)
{
  g_autofree guint8 *head = g_malloc (HEAD_SIZE);
  const gssize n = pread (fd, head, HEAD_SIZE, 0);

  return n <= 0 || sem_format_sniff (head, (gsize) n) != SEM_FORMAT_JPEG
         || sem_format_has_profile (head, (gsize) n);
}

/* Whether the file would only be decoded otherwise if it had a profile, and has none. */
static gboolean
can_be_kept (const SemIndexJob *job, int fd)
{
  return job->again && sem_format_get_change (job->file.path) == SEM_FORMAT_CHANGED_BY_PROFILE
         && !has_profile (fd);
}

/* Keeps the photo of such a file. FALSE where something is missing. */
static gboolean
keep_photo (SemIndexJob *job, SemStore *store, const char *backbone)
{
  gboolean found = FALSE;

  if (!job->plain || !sem_store_has_feature (store, job->old_photo, backbone, &found, &job->fatal)
      || !found)
    return FALSE;
  job->file.photo = job->old_photo;
  job->file.decoder = g_strdup (SEM_DECODE_LOOK);
  job->file.state = SEM_FILE_INDEXED;
  return TRUE;
}

/* A file with other content than that of the photo that is to be made whole is left to the next
 * scan. */
static void
set_hash (SemIndexJob *job, const guint8 *hash)
{
  job->unreadable = job->told = job->whole && memcmp (hash, job->hash, SEM_STORE_HASH_SIZE) != 0;
  job->hashed = TRUE;
  memcpy (job->hash, hash, SEM_STORE_HASH_SIZE);
}

/* @error: (transfer full): of reading; @code: its errno */
static void
fail_reading (SemIndexJob *job, GError *error, int code)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    job->fatal = g_steal_pointer (&error);
  else
    {
      job->code = code;
      fail (job, sem_told_get_record (error), FALSE);
    }
  g_clear_error (&error);
}

/* Reading -------------------------------------------------------------------------------------- */

/* FALSE where there is no memory for the bytes: the file itself serves then. */
static gboolean
fill_buffer (SemIndexJob *job,
             SemBuffers *buffers,
             int fd,
             const char *name,
             GCancellable *cancellable)
{
  SemContent content = { .size = (gsize) job->file.identity.size };
  GError *error = NULL;

  job->buffer = sem_buffers_take (buffers);
  if (!job->buffer)
    return FALSE;
  content.bytes = job->buffer->bytes;
  if (sem_content_read (fd, name, &content, cancellable, &error))
    set_hash (job, content.hash);
  else
    fail_reading (job, error, errno);
  job->buffer->size = content.size;
  return TRUE;
}

/* Where the name is that of an image, the first bytes are looked at after all are there: on a disk
 * far away each request takes long. */
static void
read_file (SemIndexJob *job, SemBuffers *buffers, GCancellable *cancellable)
{
  g_autofree char *name = g_filename_display_name (job->file.path);
  const gboolean fits = job->file.identity.size <= SEM_BUFFER_SIZE;
  const gboolean early = !fits || job->again || !sem_format_is_image_name (job->file.path);

  if (early && !check_file (job, job->fd, name))
    return;
  job->plain = can_be_kept (job, job->fd);
  if (!fits || job->plain || !fill_buffer (job, buffers, job->fd, name, cancellable))
    {
      if (!early)
        check_file (job, job->fd, name);
      return;
    }
  close (job->fd);
  job->fd = -1;
  /* Also what was looked at before may have been emptied or replaced meanwhile. */
  if (!job->told && !job->fatal)
    check_format (job, job->buffer->bytes, MIN (job->buffer->size, SNIFF_SIZE), name);
}

void
sem_index_job_read (SemIndexJob *job, SemBuffers *buffers, GCancellable *cancellable)
{
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  job->fd = sem_content_open (job->file.path, &job->file.identity, &error);
  if (job->fd < 0)
    {
      job->code = errno;
      fail (job, sem_told_get_record (error), FALSE);
    }
  else
    read_file (job, buffers, cancellable);
  if (job->told || job->fatal)
    drop_content (job);
  job->reading = g_get_monotonic_time () - start;
}

/* Decoding ------------------------------------------------------------------------------------- */

/* FALSE where the outcome of the job is set. */
static gboolean
hash_content (SemIndexJob *job, const char *name, GCancellable *cancellable)
{
  GError *error = NULL;
  guint8 hash[SEM_STORE_HASH_SIZE];

  if (job->hashed)
    return TRUE;
  if (sem_content_hash (job->fd, name, hash, cancellable, &error))
    set_hash (job, hash);
  else
    fail_reading (job, error, errno);
  return !job->told && !job->fatal;
}

static void
decode (SemPhotoReader *reader, SemIndexJob *job, const char *name, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = NULL;
  const int fd = job->buffer ? job->buffer->fd : job->fd;

  sem_photo_reader_limit (reader, job->buffer ? job->buffer->size : 0);
  if (job->whole || job->again || job->slow)
    photo = sem_photo_reader_decode (reader, fd, name, &job->metadata, &job->file.attempts,
                                     cancellable, &error);
  else
    photo = sem_photo_reader_decode_quick (reader, fd, name, &job->metadata, &job->file.attempts,
                                           cancellable, &error);
  if (photo)
    describe (reader, job, photo, cancellable);
  else if (g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_DECODER)
           || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    job->fatal = g_steal_pointer (&error);
  else if (g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE))
    {
      /* The decoder says it in words alone. */
      job->code = EIO;
      fail (job, sem_told_get_record (error), FALSE);
    }
  else
    fail (job, sem_told_get_record (error), TRUE);
}

static void
decode_content (SemPhotoReader *reader,
                SemStore *store,
                SemIndexJob *job,
                GCancellable *cancellable)
{
  const char *backbone = sem_backbone_get_id (sem_photo_reader_get_backbone (reader));
  g_autofree char *name = g_filename_display_name (job->file.path);

  if (keep_photo (job, store, backbone) || job->fatal || !hash_content (job, name, cancellable))
    return;
  if (!job->again && !job->whole)
    job->file.photo = sem_store_find_photo (store, job->hash, backbone, &job->fatal);
  if (job->file.photo == 0)
    decode (reader, job, name, cancellable);
  else if (job->file.photo > 0)
    job->file.state = SEM_FILE_INDEXED;
}

void
sem_index_job_decode (SemIndexJob *job, SemPhotoReader *reader, GCancellable *cancellable)
{
  SemStore *store;

  if (job->told || job->fatal)
    return;
  store = sem_photo_reader_open (reader, &job->fatal);
  if (store)
    decode_content (reader, store, job, cancellable);
  drop_content (job);
}
