/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/mirror/mirror-file.h"
#include "engine/hash/models/hash-model.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* A file is the head, @n photos and then @n codes, of 64-bit little-endian words all. */
#define MAGIC "SemMirr1"
#define ARCHIVE_SIZE 128
#define SNAPSHOT_SIZE 7936
/* Rows that the index is given at a time. */
#define CHUNK 4096

typedef struct
{
  char magic[8];
  guint64 sum; /* of all words after it */
  guint64 n;
  guint64 model;
  guint64 bits;
  guint64 most;
  guint8 base[SEM_MIRROR_BASE_SIZE];
  char archive[ARCHIVE_SIZE];
  char snapshot[SNAPSHOT_SIZE];
} Head;

G_STATIC_ASSERT (sizeof (Head) % 8 == 0);
#define SUMMED (G_STRUCT_OFFSET (Head, n))

void
sem_mirror_head_clear (SemMirrorHead *self)
{
  g_clear_pointer (&self->archive, g_free);
  g_clear_pointer (&self->snapshot, g_free);
}

void
sem_mirror_rows_init (SemMirrorRows *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->codes = g_array_new (FALSE, FALSE, sizeof (guint64));
}

void
sem_mirror_rows_clear (SemMirrorRows *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->codes, g_array_unref);
}

void
sem_mirror_file_clear (SemMirrorFile *self)
{
  sem_mirror_head_clear (&self->head);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

guint64
sem_mirror_file_measure (gsize n, guint bits)
{
  return sizeof (Head) + (guint64) n * (1 + SEM_HASH_WORDS (bits)) * sizeof (guint64);
}

/* Damage is to be noticed, not an attack: whoever can write the file can write a sum, too. */
static guint64
add_sum (guint64 sum, const guint64 *words, gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum = (sum ^ GUINT64_FROM_LE (words[i])) * G_GUINT64_CONSTANT (0x100000001b3);
  return sum;
}

/* Reading ---------------------------------------------------------------------------------------*/

static const guint64 *
get_words (const SemMirrorFile *self)
{
  const guint8 *data = g_bytes_get_data (self->bytes, NULL);

  return (const guint64 *) (const void *) (data + sizeof (Head));
}

gint64
sem_mirror_file_get_id (const SemMirrorFile *self, gsize row)
{
  return (gint64) GUINT64_FROM_LE (get_words (self)[row]);
}

void
sem_mirror_file_get_code (const SemMirrorFile *self, gsize row, guint64 *code)
{
  const gsize words = SEM_HASH_WORDS (self->head.bits);
  const guint64 *from = get_words (self) + self->n + row * words;

  for (gsize w = 0; w < words; w++)
    code[w] = GUINT64_FROM_LE (from[w]);
}

static gint64
get_photo (gint64 id)
{
  return id < 0 ? -id : id;
}

static gboolean
check_rows (const SemMirrorFile *self, gboolean gone)
{
  const guint bits = self->head.bits;
  gint64 last = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      const gint64 id = sem_mirror_file_get_id (self, i);

      if (id == G_MININT64 || get_photo (id) <= last || (id < 0 && !gone))
        return FALSE;
      last = get_photo (id);
    }
  /* Bits that a short code does not have. */
  for (gsize i = 0; bits < 64 && i < self->n; i++)
    if (GUINT64_FROM_LE (get_words (self)[self->n + i]) >> bits != 0)
      return FALSE;
  return TRUE;
}

/* Only then are the lengths below right. */
static gboolean
is_text (const char *text, gsize size)
{
  return memchr (text, 0, size) && *text && g_utf8_validate (text, -1, NULL);
}

/* "xmin:xmax:xid,xid": the server would end the transaction at anything else. */
static gboolean
is_snapshot (const char *text)
{
  return strspn (text, "0123456789:,") == strlen (text);
}

gboolean
sem_mirror_file_parse (SemMirrorFile *self, GBytes *bytes, gboolean gone)
{
  gsize size;
  const Head *head = g_bytes_get_data (bytes, &size);
  guint64 n, bits, model;

  *self = (SemMirrorFile){ .bytes = g_bytes_ref (bytes) };
  if (size < sizeof *head || size % 8 != 0 || memcmp (head->magic, MAGIC, sizeof head->magic) != 0
      || !is_text (head->archive, ARCHIVE_SIZE) || !is_text (head->snapshot, SNAPSHOT_SIZE)
      || !is_snapshot (head->snapshot))
    return FALSE;
  n = GUINT64_FROM_LE (head->n);
  bits = GUINT64_FROM_LE (head->bits);
  model = GUINT64_FROM_LE (head->model);
  if (bits < 16 || bits > SEM_HASH_MAX_BITS || (bits & (bits - 1)) != 0 || model > G_MAXINT32
      || n > size / sizeof (guint64) || sem_mirror_file_measure (n, (guint) bits) != size
      || add_sum (0, (const guint64 *) (const void *) ((const guint8 *) head + SUMMED),
                  (size - SUMMED) / sizeof (guint64))
           != GUINT64_FROM_LE (head->sum))
    return FALSE;
  self->n = n;
  self->head.bits = (guint) bits;
  self->head.model = (gint64) model;
  self->head.most = GUINT64_FROM_LE (head->most);
  memcpy (self->head.base, head->base, sizeof head->base);
  self->head.archive = g_strdup (head->archive);
  self->head.snapshot = g_strdup (head->snapshot);
  return check_rows (self, gone);
}

gboolean
sem_mirror_file_read (SemMirrorFile *self, const char *path, gboolean gone)
{
  /* Does not block where it is a pipe. */
  const int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  g_autoptr (GMappedFile) file = fd >= 0 ? g_mapped_file_new_from_fd (fd, FALSE, NULL) : NULL;
  g_autoptr (GBytes) bytes = NULL;

  *self = (SemMirrorFile){ .n = 0 };
  if (fd >= 0)
    close (fd);
  /* Files are replaced, never changed, so that what is mapped stays. */
  if (!file)
    return FALSE;
  bytes = g_mapped_file_get_bytes (file);
  return sem_mirror_file_parse (self, bytes, gone);
}

/* Writing ---------------------------------------------------------------------------------------*/

static void
fill_head (Head *self, const SemMirrorHead *head, const SemMirrorRows *rows)
{
  guint64 sum;

  memset (self, 0, sizeof *self);
  memcpy (self->magic, MAGIC, sizeof self->magic);
  self->n = GUINT64_TO_LE ((guint64) rows->ids->len);
  self->model = GUINT64_TO_LE ((guint64) head->model);
  self->bits = GUINT64_TO_LE ((guint64) head->bits);
  self->most = GUINT64_TO_LE (head->most);
  memcpy (self->base, head->base, sizeof self->base);
  g_strlcpy (self->archive, head->archive, ARCHIVE_SIZE);
  g_strlcpy (self->snapshot, head->snapshot, SNAPSHOT_SIZE);
  sum = add_sum (0, (const guint64 *) (const void *) ((const guint8 *) self + SUMMED),
                 (sizeof *self - SUMMED) / sizeof (guint64));
  sum = add_sum (sum, (const guint64 *) (const void *) rows->ids->data, rows->ids->len);
  sum = add_sum (sum, (const guint64 *) (const void *) rows->codes->data, rows->codes->len);
  self->sum = GUINT64_TO_LE (sum);
}

/* Returns: whether everything is on the disk, else errno says why not */
static gboolean
write_all (int fd, const Head *head, const SemMirrorRows *rows)
{
  FILE *file = fdopen (fd, "wb");
  gboolean ok;
  int code;

  if (!file)
    {
      close (fd);
      return FALSE;
    }
  ok = fwrite (head, sizeof *head, 1, file) == 1
       && fwrite (rows->ids->data, sizeof (gint64), rows->ids->len, file) == rows->ids->len
       && fwrite (rows->codes->data, sizeof (guint64), rows->codes->len, file) == rows->codes->len
       && fflush (file) == 0 && fsync (fileno (file)) == 0;
  code = errno;
  if (fclose (file) != 0 && ok)
    return FALSE;
  errno = code;
  return ok;
}

static void
to_little (GArray *words)
{
  for (guint i = 0; G_BYTE_ORDER != G_LITTLE_ENDIAN && i < words->len; i++)
    g_array_index (words, guint64, i) = GUINT64_TO_LE (g_array_index (words, guint64, i));
}

/* The new name is on the disk as well. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_filename_display_name (folder);
  const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0 && fsync (fd) != 0)
    g_debug ("%s: %s", name, g_strerror (errno));
  if (fd >= 0)
    close (fd);
}

gboolean
sem_mirror_file_write (const char *path,
                       const SemMirrorHead *head,
                       const SemMirrorRows *rows,
                       GError **error)
{
  g_autofree char *new = g_strconcat (path, ".new", NULL), *shown = NULL;
  const int fd = open (new, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  Head first;
  gboolean ok = FALSE;
  int code = errno;

  if (strlen (head->snapshot) >= SNAPSHOT_SIZE || strlen (head->archive) >= ARCHIVE_SIZE)
    {
      if (fd >= 0)
        close (fd);
      code = E2BIG;
    }
  else if (fd >= 0)
    {
      to_little (rows->ids);
      to_little (rows->codes);
      fill_head (&first, head, rows);
      ok = write_all (fd, &first, rows) && g_rename (new, path) == 0;
      code = errno;
      to_little (rows->ids);
      to_little (rows->codes);
    }
  if (ok)
    {
      sync_folder (path);
      return TRUE;
    }
  g_unlink (new);
  shown = g_filename_display_name (path);
  if (code == ENOSPC || code == EDQUOT)
    g_set_error (error, SEM_ERROR, SEM_ERROR_FULL,
                 _("There is no space left for “%s”. Make some, then mirror the archive again."),
                 shown);
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” cannot be written: %s."), shown,
                 g_strerror (code));
  return FALSE;
}

/* Rows ------------------------------------------------------------------------------------------*/

static void
append (SemMirrorRows *self, gint64 id, const guint64 *code, guint bits)
{
  g_array_append_val (self->ids, id);
  g_array_append_vals (self->codes, code, SEM_HASH_WORDS (bits));
}

void
sem_mirror_rows_merge (SemMirrorRows *self,
                       const SemMirrorFile *older,
                       const SemMirrorRows *newer,
                       guint bits)
{
  const gsize words = SEM_HASH_WORDS (bits);
  gsize at = 0;

  for (guint i = 0; i < newer->ids->len; i++)
    {
      const gint64 id = g_array_index (newer->ids, gint64, i);
      guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];

      for (; older && at < older->n
             && get_photo (sem_mirror_file_get_id (older, at)) < get_photo (id);
           at++)
        {
          sem_mirror_file_get_code (older, at, code);
          append (self, sem_mirror_file_get_id (older, at), code, bits);
        }
      if (older && at < older->n
          && get_photo (sem_mirror_file_get_id (older, at)) == get_photo (id))
        at++;
      append (self, id, &g_array_index (newer->codes, guint64, i * words), bits);
    }
  for (; older && at < older->n; at++)
    {
      guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];

      sem_mirror_file_get_code (older, at, code);
      append (self, sem_mirror_file_get_id (older, at), code, bits);
    }
}

/* @rows: emptied */
static gboolean
flush (SemHammingIndex *index, SemMirrorRows *part, SemMirrorRows *rows)
{
  const gboolean ok =
    sem_hamming_index_append (index, (const guint64 *) (const void *) part->codes->data,
                              (const gint64 *) (const void *) part->ids->data, part->ids->len,
                              NULL);

  if (rows)
    {
      g_array_append_vals (rows->ids, part->ids->data, part->ids->len);
      g_array_append_vals (rows->codes, part->codes->data, part->codes->len);
    }
  g_array_set_size (part->ids, 0);
  g_array_set_size (part->codes, 0);
  return ok;
}

SemHammingIndex *
sem_mirror_file_index (const SemMirrorFile *self, const SemMirrorRows *changes, SemMirrorRows *rows)
{
  const guint bits = self->head.bits;
  const gsize words = SEM_HASH_WORDS (bits), n_changes = changes->ids->len;
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (bits);
  g_auto (SemMirrorRows) part = { NULL };
  gsize at = 0, change = 0;
  gboolean ok = TRUE;

  sem_mirror_rows_init (&part);
  while (ok && (at < self->n || change < n_changes))
    {
      const gint64 id = at < self->n ? sem_mirror_file_get_id (self, at) : G_MAXINT64;
      const gint64 other =
        change < n_changes ? g_array_index (changes->ids, gint64, change) : G_MAXINT64;
      guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];

      if (get_photo (other) > id)
        {
          sem_mirror_file_get_code (self, at++, code);
          append (&part, id, code, bits);
        }
      else
        {
          if (other > 0)
            append (&part, other, &g_array_index (changes->codes, guint64, change * words), bits);
          change++;
          at += get_photo (other) == id;
        }
      if (part.ids->len == CHUNK)
        ok = flush (index, &part, rows);
    }
  return ok && flush (index, &part, rows) ? g_steal_pointer (&index) : NULL;
}
