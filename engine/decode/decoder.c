/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/decode/decoder-private.h"

#include "engine/base/told.h"
#include "engine/decode/deadline.h"
#include "engine/decode/keeper.h"
#include "engine/decode/reply.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* Of CPU time. A 300-megapixel photo takes up to ten seconds, and of formats that are decoded by
 * several threads twice as much. */
#define TIME_LIMIT 20000
#define TIME_LIMIT_PER_MEGABYTE 1000

struct _SemDecoder
{
  SemKeeper keeper;
  guint32 serial;
  guint time_limit;
  guint time_limit_per_megabyte;
  guint64 limit; /* of bytes; 0 for none */
};

SemDecoder *
sem_decoder_new (const char *program)
{
  SemDecoder *self = g_new0 (SemDecoder, 1);

  sem_keeper_init (&self->keeper, program ? g_strdup (program) : sem_decode_process_find ());
  self->time_limit = TIME_LIMIT;
  self->time_limit_per_megabyte = TIME_LIMIT_PER_MEGABYTE;
  return self;
}

void
sem_decoder_free (SemDecoder *self)
{
  sem_keeper_clear (&self->keeper);
  g_free (self);
}

void
sem_decoder_set_time_limit (SemDecoder *self, guint milliseconds, guint per_megabyte)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (milliseconds > 0);

  self->time_limit = milliseconds;
  self->time_limit_per_megabyte = per_megabyte;
}

pid_t
sem_decoder_get_pid (SemDecoder *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->keeper.process.worker;
}

void
sem_decoder_set_bare (SemDecoder *self, gboolean bare)
{
  g_return_if_fail (self != NULL);

  self->keeper.bare = bare;
}

void
sem_decoder_set_most_files (SemDecoder *self, guint most_files)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (most_files > 0);

  self->keeper.most_files = most_files;
}

void
sem_decoder_set_most_cpu (SemDecoder *self, gint64 most_cpu)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (most_cpu > 0);

  self->keeper.most_cpu = most_cpu;
}

void
sem_decoder_limit (SemDecoder *self, guint64 size)
{
  g_return_if_fail (self != NULL);

  self->limit = size;
}

/* @request: its serial number is set. */
static gboolean
send_file (SemDecoder *self,
           int fd,
           SemDecodeRequest *request,
           GCancellable *cancellable,
           GError **error)
{
  request->serial = ++self->serial;

  /* A second attempt happens only if the worker died just before it got the request. */
  for (guint i = 0; i < 2; i++)
    {
      if (!sem_keeper_ensure (&self->keeper, cancellable, error))
        return FALSE;
      if (sem_decode_process_send (&self->keeper.process, request, fd))
        return TRUE;
      sem_decode_process_stop (&self->keeper.process, NULL);
    }
  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_DECODER,
               _("The image decoder does not take any photo. Build or install Semblance again."));
  return FALSE;
}

/* Rejects what needs no decoder: anything but a regular file, empty and oversized files. */
static gboolean
check_file (int fd, const char *name, guint64 *size, GError **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0)
    {
      sem_told_set_error (error, SEM_ERROR_UNREADABLE, N_("“%s” cannot be read: %s."), name,
                          sem_told_errno (errno));
      return FALSE;
    }
  if (!S_ISREG (info.st_mode))
    {
      sem_told_set_error (error, SEM_ERROR_NOT_AN_IMAGE, N_("“%s” is not a file."), name);
      return FALSE;
    }
  *size = (guint64) info.st_size;
  if (*size == 0)
    {
      sem_told_set_error (error, SEM_ERROR_DAMAGED,
                          N_("“%s” is empty. Copy it again from where it came from."), name);
      return FALSE;
    }
  if (*size > SEM_DECODE_MAX_FILE_SIZE)
    {
      sem_told_set_error (error, SEM_ERROR_TOO_LARGE,
                          N_("“%s” is a file of %.1f GB; the limit is %.1f GB."), name,
                          (double) *size / 1e9, (double) SEM_DECODE_MAX_FILE_SIZE / 1e9);
      return FALSE;
    }
  return TRUE;
}

static void
set_died_error (GError **error, const char *name, int status)
{
  if (status != -1 && WIFSIGNALED (status))
    sem_told_set_error (error, SEM_ERROR_DECODER_DIED,
                        N_(
                          "“%s” ended the image decoder (%s). The file may be damaged or harmful."),
                        name, sem_told_signal (WTERMSIG (status)));
  else
    sem_told_set_error (error, SEM_ERROR_DECODER_DIED,
                        N_("“%s” ended the image decoder. The file may be damaged or harmful."),
                        name);
}

/* FALSE, with @error set and the worker stopped, where nothing came that could be a reply. */
static gboolean
await_reply (SemDecoder *self,
             guint milliseconds,
             const char *name,
             SemDecodeReply *reply,
             GCancellable *cancellable,
             GError **error)
{
  int status = -1;
  const SemDecodeWait wait =
    sem_deadline_wait (&self->keeper.process, milliseconds, cancellable, reply);

  /* A message of the wrong length is passed on and rejected by the parser. */
  if (wait == SEM_DECODE_WAIT_NONSENSE)
    *reply = (SemDecodeReply){ .serial = ~self->serial };
  if (wait == SEM_DECODE_WAIT_REPLY || wait == SEM_DECODE_WAIT_NONSENSE)
    return TRUE;
  if (wait == SEM_DECODE_WAIT_CANCELLED)
    sem_decode_process_stop (&self->keeper.process, NULL);
  else
    sem_keeper_note_death (&self->keeper, &status);

  if (wait == SEM_DECODE_WAIT_GONE)
    set_died_error (error, name, status);
  else if (wait == SEM_DECODE_WAIT_LATE)
    sem_told_set_error (
      error, SEM_ERROR_DECODER_TIMED_OUT,
      N_("“%s” could not be decoded within %.1f seconds. The file may be damaged."), name,
      milliseconds / 1000.);
  else if (wait == SEM_DECODE_WAIT_CANCELLED)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  return FALSE;
}

/* Sends the file and waits for the worker's reply. */
static gboolean
ask (SemDecoder *self,
     int fd,
     const char *name,
     SemDecodeRequest *request,
     SemDecodeReply *reply,
     GCancellable *cancellable,
     GError **error)
{
  guint64 size;

  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !check_file (fd, name, &size, error))
    return FALSE;
  if (self->limit)
    size = MIN (size, self->limit);
  request->size = size;
  if (!send_file (self, fd, request, cancellable, error))
    return FALSE;

  const guint milliseconds =
    self->time_limit + (guint) (size * self->time_limit_per_megabyte >> 20);

  return await_reply (self, milliseconds, name, reply, cancellable, error);
}

/* To be called after a reply was checked: a worker that @lied is killed. */
static void
judge_worker (SemDecoder *self, gboolean lied)
{
  if (lied)
    sem_keeper_note_death (&self->keeper, NULL);
  else
    sem_keeper_note_answer (&self->keeper);
}

/* Any pixels are valid: their number follows from sides that were checked. */
static void
take_pictures (const SemDecoder *self, const SemDecodeView *view, SemDecodedPhoto *photo)
{
  if (view->grey_side)
    {
      sem_decode_limit_sides (sem_decode_get_grey_side (view), photo->width, photo->height,
                              &photo->grey_width, &photo->grey_height);
      photo->grey = g_bytes_new (self->keeper.process.memory + SEM_DECODE_GREY_OFFSET,
                                 (gsize) photo->grey_width * photo->grey_height);
    }
  if (view->colour_side)
    {
      sem_decode_limit_sides (sem_decode_get_colour_side (view), photo->width, photo->height,
                              &photo->colour_width, &photo->colour_height);
      photo->colour = g_bytes_new (self->keeper.process.memory + SEM_DECODE_COLOUR_OFFSET,
                                   (gsize) photo->colour_width * photo->colour_height * 3);
    }
}

/* @metadata: (nullable): for wishes without it */
static SemDecodedPhoto *
decode (SemDecoder *self,
        int fd,
        const char *name,
        SemDecodeRequest *request,
        SemMetadata *metadata,
        GCancellable *cancellable,
        GError **error)
{
  SemDecodeReply reply;
  SemDecodedPhoto *photo;
  gboolean lied;

  if (!ask (self, fd, name, request, &reply, cancellable, error))
    return NULL;
  photo = sem_reply_parse (&reply, self->serial, self->keeper.process.memory, name, metadata, &lied,
                           error);
  judge_worker (self, lied);
  /* It was not requested. */
  if (photo && request->wish != SEM_DECODE_QUICK)
    photo->notes &= ~(guint) SEM_DECODE_NOTE_QUICK;
  if (photo)
    take_pictures (self, &request->view, photo);
  return photo;
}

SemDecodedPhoto *
sem_decoder_decode (SemDecoder *self,
                    int fd,
                    const char *name,
                    GCancellable *cancellable,
                    GError **error)
{
  return sem_decoder_decode_view (self, fd, name, NULL, cancellable, error);
}

SemDecodedPhoto *
sem_decoder_decode_view (SemDecoder *self,
                         int fd,
                         const char *name,
                         const SemDecodeView *view,
                         GCancellable *cancellable,
                         GError **error)
{
  SemDecodeRequest request = { .wish = SEM_DECODE_PIXELS };

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (view)
    request.view = *view;
  return decode (self, fd, name, &request, NULL, cancellable, error);
}

SemDecodedPhoto *
sem_decoder_decode_all (SemDecoder *self,
                        int fd,
                        const char *name,
                        SemMetadata *metadata,
                        GCancellable *cancellable,
                        GError **error)
{
  SemDecodeRequest request = { .wish = SEM_DECODE_ALL };

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (metadata != NULL, NULL);

  return decode (self, fd, name, &request, metadata, cancellable, error);
}

SemDecodedPhoto *
sem_decoder_decode_quick (SemDecoder *self,
                          int fd,
                          const char *name,
                          SemMetadata *metadata,
                          GCancellable *cancellable,
                          GError **error)
{
  SemDecodeRequest request = { .wish = SEM_DECODE_QUICK };

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (metadata != NULL, NULL);

  return decode (self, fd, name, &request, metadata, cancellable, error);
}

gboolean
sem_decoder_read_metadata (SemDecoder *self,
                           int fd,
                           const char *name,
                           SemMetadata *metadata,
                           GCancellable *cancellable,
                           GError **error)
{
  SemDecodeRequest request = { .wish = SEM_DECODE_METADATA };
  SemDecodeReply reply;
  gboolean lied, read;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (fd >= 0, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (metadata != NULL, FALSE);

  if (!ask (self, fd, name, &request, &reply, cancellable, error))
    return FALSE;
  read = sem_reply_parse_metadata (&reply, self->serial, name, metadata, &lied, error);
  judge_worker (self, lied);
  return read;
}

gboolean
sem_decoder_read_sandbox (SemDecoder *self,
                          SemSandbox *sandbox,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (sandbox != NULL, FALSE);

  if (!sem_keeper_ensure (&self->keeper, cancellable, error))
    return FALSE;
  *sandbox = self->keeper.sandbox;
  return TRUE;
}

/* The worker knows the libraries, the program does not. */
static char *
ask_version (void)
{
  g_autofree char *program = sem_decode_process_find ();
  char *arguments[] = { program, (char *) "--version", NULL };
  g_autofree char *output = NULL;
  int status;

  if (!g_spawn_sync (NULL, arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                     &status, NULL)
      || !g_spawn_check_wait_status (status, NULL) || !g_str_is_ascii (output))
    return g_strdup_printf ("%d", SEM_DECODE_PROTOCOL);
  return g_strdup (g_strstrip (output));
}

const char *
sem_decoder_get_version (void)
{
  static gsize version = 0;

  if (g_once_init_enter (&version))
    g_once_init_leave (&version, (gsize) ask_version ());
  return (const char *) version;
}
