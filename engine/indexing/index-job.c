/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-job.h"
#include "engine/decode/format.h"
#include "engine/photos/content.h"
#include "engine/store/backbones.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

/* What comes before the picture of a JPEG file is mostly shorter. */
#define HEAD_SIZE (64 << 10)

SemIndexJob *
sem_index_job_new (const char *path, gint64 folder, const SemFileIdentity *identity)
{
  SemIndexJob *job = g_new0 (SemIndexJob, 1);

  job->file.path = g_strdup (path);
  job->file.folder = folder;
  job->file.identity = *identity;
  return job;
}

void
sem_index_job_free (SemIndexJob *job)
{
  sem_store_file_clear (&job->file);
  g_clear_pointer (&job->thumbnail, g_bytes_unref);
  g_clear_error (&job->fatal);
  g_free (job);
}

/* @decoder: whether the decoder failed, so that the file is tried again with another version of it;
 * else the file could not be read, and each run tries again. */
static void
fail (SemIndexJob *job, const char *reason, gboolean decoder)
{
  /* What is only decoded again keeps its photo. */
  decoder &= !job->again;
  job->file.state = SEM_FILE_FAILED;
  job->file.reason = g_strdup (reason);
  job->file.decoder = decoder ? g_strdup (sem_decoder_get_version ()) : NULL;
  job->unreadable = !decoder;
}

/* Whether the first bytes are those of an image; otherwise the outcome of the job is set. */
static gboolean
check_format (SemIndexJob *job, int fd, const char *name)
{
  guint8 head[64];
  gssize n = pread (fd, head, sizeof head, 0);
  g_autofree char *reason = NULL;

  if (n < 0)
    {
      reason = g_strdup_printf (_("“%s” cannot be read: %s."), name, g_strerror (errno));
      fail (job, reason, FALSE);
      return FALSE;
    }
  if (n > 0 && sem_format_sniff (head, n) != SEM_FORMAT_UNKNOWN)
    return TRUE;
  if (!sem_format_is_image_name (job->file.path))
    {
      job->file.state = SEM_FILE_SKIPPED;
      return FALSE;
    }
  if (n == 0)
    reason = g_strdup_printf (_("“%s” is empty. Copy it again from where it came from."), name);
  else
    reason = g_strdup_printf (_("“%s” is not an image, although its name says so."), name);
  fail (job, reason, TRUE);
  return FALSE;
}

static void
describe (SemPhotoReader *reader, SemIndexJob *job, const SemDecodedPhoto *photo)
{
  sem_photo_reader_describe (reader, photo->input, job->feature);
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

/* Keeps the photo of a file that would only be decoded otherwise if it had a profile. FALSE where
 * it has one, or something is missing. */
static gboolean
keep_photo (SemIndexJob *job, SemStore *store, const char *backbone, int fd)
{
  gboolean found = FALSE;

  if (!job->again || sem_format_get_change (job->file.path) != SEM_FORMAT_CHANGED_BY_PROFILE
      || has_profile (fd)
      || !sem_store_has_feature (store, job->old_photo, backbone, &found, &job->fatal) || !found)
    return FALSE;
  job->file.photo = job->old_photo;
  job->file.decoder = g_strdup (SEM_DECODE_LOOK);
  job->file.state = SEM_FILE_INDEXED;
  return TRUE;
}

/* FALSE where the outcome of the job is set. A file with other content than that of the photo that
 * is to be made whole is left to the next scan. */
static gboolean
hash_content (SemIndexJob *job, int fd, const char *name, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  guint8 hash[SEM_STORE_HASH_SIZE];

  if (sem_content_hash (fd, name, hash, cancellable, &error))
    {
      job->unreadable = job->whole && memcmp (hash, job->hash, sizeof hash) != 0;
      job->hashed = TRUE;
      memcpy (job->hash, hash, sizeof hash);
      return !job->unreadable;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    job->fatal = g_steal_pointer (&error);
  else
    fail (job, error->message, FALSE);
  return FALSE;
}

static void
decode (SemPhotoReader *reader,
        SemIndexJob *job,
        int fd,
        const char *name,
        GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = NULL;

  if (job->whole || job->again || job->slow)
    photo = sem_photo_reader_decode (reader, fd, name, &job->metadata, &job->file.attempts,
                                     cancellable, &error);
  else
    photo = sem_photo_reader_decode_quick (reader, fd, name, &job->metadata, &job->file.attempts,
                                           cancellable, &error);
  if (photo)
    describe (reader, job, photo);
  else if (g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_DECODER)
           || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    job->fatal = g_steal_pointer (&error);
  else
    fail (job, error->message, !g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE));
}

static void
process_fd (SemPhotoReader *reader,
            SemStore *store,
            SemIndexJob *job,
            int fd,
            GCancellable *cancellable)
{
  const char *backbone = sem_backbone_get_id (sem_photo_reader_get_backbone (reader));
  g_autofree char *name = g_filename_display_name (job->file.path);

  if (!check_format (job, fd, name) || keep_photo (job, store, backbone, fd) || job->fatal
      || !hash_content (job, fd, name, cancellable))
    return;
  if (!job->again && !job->whole)
    job->file.photo = sem_store_find_photo (store, job->hash, backbone, &job->fatal);
  if (job->file.photo == 0)
    decode (reader, job, fd, name, cancellable);
  else if (job->file.photo > 0)
    job->file.state = SEM_FILE_INDEXED;
}

void
sem_index_job_process (SemIndexJob *job, SemPhotoReader *reader, GCancellable *cancellable)
{
  SemStore *store = sem_photo_reader_open (reader, &job->fatal);
  g_autoptr (GError) error = NULL;
  int fd;

  if (!store)
    return;
  fd = sem_content_open (job->file.path, &job->file.identity, &error);
  if (fd < 0)
    {
      fail (job, error->message, FALSE);
      return;
    }
  process_fd (reader, store, job, fd, cancellable);
  close (fd);
}
