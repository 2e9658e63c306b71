/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/npz/npz-reader.h"

#include "engine/base/npz/crc32.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Parts of a zip file, their signatures and sizes: APPNOTE.TXT 4.3. */
#define LOCAL 0x04034b50u
#define LOCAL_SIZE 30
#define CENTRAL 0x02014b50u
#define CENTRAL_SIZE 46
#define END 0x06054b50u
#define END_SIZE 22
#define LOCATOR64 0x07064b50u
#define LOCATOR64_SIZE 20
#define END64 0x06064b50u
#define END64_SIZE 56
#define EXTRA64 1
#define IN_EXTRA 0xffffffffu
#define STORED 0
#define DEFLATED 8
/* What deflate can make of a byte, at most. */
#define MAX_RATIO 1032
#define MAX_MEMBERS 1024
#define MAX_COMMENT 65535
/* No directory of so few members is larger. */
#define MAX_DIRECTORY (1024 * 1024)
/* What is looked at for the head of an array. */
#define HEAD_SIZE (64 * 1024 + 12)
#define BLOCK (64 * 1024)
/* Bytes that are inflated at a time: zlib counts in 32 bits. */
#define MAX_INFLATED (1024 * 1024 * 1024)

typedef struct
{
  char *name; /* without ".npy" */
  guint method;
  guint32 crc;
  guint64 packed;
  guint64 size;
  guint64 offset;
} Member;

struct _SemNpzReader
{
  char *path;
  FILE *file;
  guint64 size;
  GArray *members; /* NULL for a file of numpy.save() */
};

static void
clear_member (gpointer data)
{
  g_free (((Member *) data)->name);
}

static gboolean
fail (const SemNpzReader *self, int code, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  if (code != 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("The file “%s” cannot be read: %s."),
                 name, g_strerror (code));
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                 _("The file “%s” is no file of arrays, or it is damaged. Write it again, with "
                   "numpy.savez()."),
                 name);
  return FALSE;
}

static guint64
get_number (const guint8 *at, guint bytes)
{
  guint64 value = 0;

  for (guint i = 0; i < bytes; i++)
    value |= (guint64) at[i] << 8 * i;
  return value;
}

static gboolean
read_at (SemNpzReader *self, guint64 offset, gpointer data, gsize size, GError **error)
{
  if (offset > self->size || size > self->size - offset)
    return fail (self, 0, error);
  errno = 0;
  if (fseeko (self->file, (off_t) offset, SEEK_SET) != 0
      || fread (data, 1, size, self->file) != size)
    return fail (self, errno, error);
  return TRUE;
}

/* Sizes that do not fit into 32 bits stand in the extra field, those alone. */
static gboolean
read_extra (Member *member, const guint8 *extra, gsize length)
{
  guint64 *const values[] = { &member->size, &member->packed, &member->offset };
  const guint8 *end = extra + length;

  if (member->size != IN_EXTRA && member->packed != IN_EXTRA && member->offset != IN_EXTRA)
    return TRUE;
  while (end - extra >= 4)
    {
      const guint id = (guint) get_number (extra, 2);
      const gsize size = get_number (extra + 2, 2);

      extra += 4;
      if (size > (gsize) (end - extra))
        return FALSE;
      if (id == EXTRA64)
        {
          end = extra + size;
          for (guint i = 0; i < G_N_ELEMENTS (values); i++)
            if (*values[i] == IN_EXTRA)
              {
                if (end - extra < 8)
                  return FALSE;
                *values[i] = get_number (extra, 8);
                extra += 8;
              }
          return TRUE;
        }
      extra += size;
    }
  return FALSE;
}

/* Returns: bytes of the entry of the directory, 0 where it is damaged */
static gsize
read_member (SemNpzReader *self, const guint8 *at, gsize left)
{
  Member member = { 0 };
  gsize n_name, n_extra, n_comment;

  if (left < CENTRAL_SIZE || get_number (at, 4) != CENTRAL)
    return 0;
  n_name = get_number (at + 28, 2);
  n_extra = get_number (at + 30, 2);
  n_comment = get_number (at + 32, 2);
  if (n_name + n_extra + n_comment > left - CENTRAL_SIZE)
    return 0;
  member.method = (guint) get_number (at + 10, 2);
  member.crc = (guint32) get_number (at + 16, 4);
  member.packed = get_number (at + 20, 4);
  member.size = get_number (at + 24, 4);
  member.offset = get_number (at + 42, 4);
  if (!read_extra (&member, at + CENTRAL_SIZE + n_name, n_extra))
    return 0;
  member.name = g_strndup ((const char *) at + CENTRAL_SIZE, n_name);
  if (g_str_has_suffix (member.name, ".npy"))
    member.name[strlen (member.name) - 4] = '\0';
  g_array_append_val (self->members, member);
  return CENTRAL_SIZE + n_name + n_extra + n_comment;
}

static gboolean
read_members (SemNpzReader *self, guint64 offset, guint64 size, guint64 n, GError **error)
{
  g_autofree guint8 *directory = NULL;
  gsize at = 0;

  if (n > MAX_MEMBERS || size > MAX_DIRECTORY)
    return fail (self, 0, error);
  directory = g_malloc (size + 1);
  if (!read_at (self, offset, directory, size, error))
    return FALSE;
  for (guint64 i = 0; i < n; i++)
    {
      const gsize used = read_member (self, directory + at, size - at);

      if (used == 0)
        return fail (self, 0, error);
      at += used;
    }
  return TRUE;
}

/* @end: where the end of the directory is, in 64 bits if a locator stands before it */
static gboolean
read_directory (SemNpzReader *self, guint64 end, GError **error)
{
  guint8 small[END_SIZE], locator[LOCATOR64_SIZE], large[END64_SIZE];

  if (!read_at (self, end, small, sizeof small, error))
    return FALSE;
  if (end < LOCATOR64_SIZE || !read_at (self, end - LOCATOR64_SIZE, locator, sizeof locator, NULL)
      || get_number (locator, 4) != LOCATOR64)
    return read_members (self, get_number (small + 16, 4), get_number (small + 12, 4),
                         get_number (small + 10, 2), error);
  if (!read_at (self, get_number (locator + 8, 8), large, sizeof large, error))
    return FALSE;
  if (get_number (large, 4) != END64)
    return fail (self, 0, error);
  return read_members (self, get_number (large + 48, 8), get_number (large + 40, 8),
                       get_number (large + 32, 8), error);
}

/* The end of the directory stands at the end of the file, before a comment. */
static gboolean
find_directory (SemNpzReader *self, GError **error)
{
  const gsize n = (gsize) MIN (self->size, END_SIZE + MAX_COMMENT);
  g_autofree guint8 *tail = g_malloc (n + 1);

  if (!read_at (self, self->size - n, tail, n, error))
    return FALSE;
  for (gsize at = n < END_SIZE ? 0 : n - END_SIZE + 1; at > 0; at--)
    if (get_number (tail + at - 1, 4) == END)
      return read_directory (self, self->size - n + at - 1, error);
  return fail (self, 0, error);
}

static gboolean
open_file (SemNpzReader *self, GError **error)
{
  guint8 mark[6];
  struct stat status;

  /* A pipe would be waited for. */
  if (g_stat (self->path, &status) != 0)
    return fail (self, errno, error);
  if (!S_ISREG (status.st_mode))
    return fail (self, S_ISDIR (status.st_mode) ? EISDIR : 0, error);
  self->file = g_fopen (self->path, "rbe");
  if (!self->file)
    return fail (self, errno, error);
  self->size = (guint64) status.st_size;
  if (!read_at (self, 0, mark, sizeof mark, error))
    return FALSE;
  if (memcmp (mark, "\x93NUMPY", sizeof mark) == 0)
    return TRUE;
  self->members = g_array_new (FALSE, TRUE, sizeof (Member));
  g_array_set_clear_func (self->members, clear_member);
  return find_directory (self, error);
}

SemNpzReader *
sem_npz_reader_new (const char *path, GError **error)
{
  g_autoptr (SemNpzReader) self = g_new0 (SemNpzReader, 1);

  self->path = g_strdup (path);
  return open_file (self, error) ? g_steal_pointer (&self) : NULL;
}

void
sem_npz_reader_free (SemNpzReader *self)
{
  if (!self)
    return;
  if (self->file)
    fclose (self->file);
  g_clear_pointer (&self->members, g_array_unref);
  g_free (self->path);
  g_free (self);
}

static const Member *
find_member (const SemNpzReader *self, const char *name)
{
  for (guint i = 0; self->members && i < self->members->len; i++)
    if (g_str_equal (g_array_index (self->members, Member, i).name, name))
      return &g_array_index (self->members, Member, i);
  return NULL;
}

gboolean
sem_npz_reader_has (const SemNpzReader *self, const char *name)
{
  return !self->members || find_member (self, name) != NULL;
}

gboolean
sem_npz_reader_is_single (const SemNpzReader *self)
{
  return !self->members;
}

static void
set_unknown (const SemNpzReader *self, const char *name, GError **error)
{
  g_autofree char *file = g_filename_display_name (self->path);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->members->len; i++)
    {
      g_autofree char *text = g_utf8_make_valid (g_array_index (self->members, Member, i).name, -1);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", text);
    }
  g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
               _("The file “%s” has no array “%s”. It has: %s."), file, name, names->str);
}

/* A member while it is read: stored, or inflated. */
typedef struct
{
  SemNpzReader *reader;
  guint64 left; /* packed bytes that were not read yet */
  GConverter *inflater;
  guint8 block[BLOCK];
  gsize n_block;
  guint32 crc;
} Stream;

static gboolean
fill_block (Stream *self, GError **error)
{
  const gsize n = (gsize) MIN (self->left, BLOCK - self->n_block);

  errno = 0;
  if (n > 0 && fread (self->block + self->n_block, 1, n, self->reader->file) != n)
    return fail (self->reader, errno, error);
  self->n_block += n;
  self->left -= n;
  return TRUE;
}

static gboolean
inflate (Stream *self, guint8 *data, gsize size, GError **error)
{
  while (size > 0)
    {
      const gsize wanted = MIN (size, MAX_INFLATED);
      gsize used = 0, made = 0;
      GConverterResult result;

      if (!fill_block (self, error))
        return FALSE;
      result =
        g_converter_convert (self->inflater, self->block, self->n_block, data, wanted,
                             self->left == 0 ? G_CONVERTER_INPUT_AT_END : 0, &used, &made, NULL);
      if (result == G_CONVERTER_ERROR || (used == 0 && made == 0)
          || (result == G_CONVERTER_FINISHED && made < size))
        return fail (self->reader, 0, error);
      memmove (self->block, self->block + used, self->n_block - used);
      self->n_block -= used;
      data += made;
      size -= made;
    }
  return TRUE;
}

/* The next @size bytes of the member. */
static gboolean
take (Stream *self, gpointer data, gsize size, GError **error)
{
  if (self->inflater)
    {
      if (!inflate (self, data, size, error))
        return FALSE;
    }
  else
    {
      errno = 0;
      if (fread (data, 1, size, self->reader->file) != size)
        return fail (self->reader, errno, error);
    }
  self->crc = sem_crc32 (self->crc, data, size);
  return TRUE;
}

/* Goes to the bytes of the member. */
static gboolean
begin (SemNpzReader *self, const Member *member, GError **error)
{
  guint8 local[LOCAL_SIZE];
  guint64 at;

  if (!read_at (self, member->offset, local, sizeof local, error))
    return FALSE;
  at = member->offset + LOCAL_SIZE + get_number (local + 26, 2) + get_number (local + 28, 2);
  if (get_number (local, 4) != LOCAL || at > self->size || member->packed > self->size - at
      || (member->method != STORED && member->method != DEFLATED)
      || (member->method == STORED && member->packed != member->size)
      || member->size / MAX_RATIO > member->packed)
    return fail (self, 0, error);
  return fseeko (self->file, (off_t) at, SEEK_SET) == 0 || fail (self, errno, error);
}

/* @size: of the member */
static SemNpzArray *
read_array (Stream *stream, const char *name, guint64 size, GError **error)
{
  const char *path = stream->reader->path;
  const gsize n_head = (gsize) MIN (size, HEAD_SIZE);
  g_autofree guint8 *head = g_malloc (n_head + 1);
  g_autoptr (SemNpzArray) array = NULL;
  gsize used, n_bytes, n_known;

  if (!take (stream, head, n_head, error))
    return NULL;
  array = sem_npz_array_parse (path, name, head, n_head, &used, &n_bytes, error);
  if (!array)
    return NULL;
  if (n_bytes != size - used)
    {
      fail (stream->reader, 0, error);
      return NULL;
    }
  array->data = g_try_malloc (MAX (n_bytes, 1));
  if (!array->data)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("There is not enough memory for the array “%s”, with %zu rows."), name,
                   array->rows);
      return NULL;
    }
  n_known = MIN (n_head - used, n_bytes);
  memcpy (array->data, head + used, n_known);
  return take (stream, array->data + n_known, n_bytes - n_known, error) ? g_steal_pointer (&array)
                                                                        : NULL;
}

SemNpzArray *
sem_npz_reader_read (SemNpzReader *self, const char *name, GError **error)
{
  const Member *member = find_member (self, name);
  g_autofree Stream *stream = g_new0 (Stream, 1);
  g_autoptr (SemNpzArray) array = NULL;

  stream->reader = self;
  if (!self->members)
    {
      if (fseeko (self->file, 0, SEEK_SET) == 0)
        return read_array (stream, name, self->size, error);
      fail (self, errno, error);
      return NULL;
    }
  if (!member)
    {
      set_unknown (self, name, error);
      return NULL;
    }
  if (!begin (self, member, error))
    return NULL;
  stream->left = member->packed;
  if (member->method == DEFLATED)
    stream->inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW));
  array = read_array (stream, name, member->size, error);
  g_clear_object (&stream->inflater);
  if (array && stream->crc != member->crc)
    {
      fail (self, 0, error);
      return NULL;
    }
  return g_steal_pointer (&array);
}
