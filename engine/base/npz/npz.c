/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/npz/npz.h"

#include "engine/base/npz/crc32.h"
#include "engine/base/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Of the head of an array: its mark, version and length, and what it is padded to. */
#define ARRAY_HEAD 10
#define ARRAY_PADDING 64
/* Signatures and sizes of a zip file's parts: APPNOTE.TXT 4.3. */
#define LOCAL 0x04034b50u
#define LOCAL_SIZE 30
#define CENTRAL 0x02014b50u
#define CENTRAL_SIZE 46
#define END 0x06054b50u
#define END_SIZE 22
#define ZIP_VERSION 20
/* 1 January 1980: the same arrays give the same file. */
#define ZIP_DATE 0x21

typedef struct
{
  char *name;
  guint64 offset;
  guint64 size;
  guint32 crc;
} Member;

struct _SemNpz
{
  SemOutput *output;
  FILE *file; /* its stream */
  GArray *members;
};

static void
clear_member (gpointer data)
{
  g_free (((Member *) data)->name);
}

SemNpz *
sem_npz_new (const char *path, GError **error)
{
  SemOutput *output = sem_output_new (path, TRUE, error);
  SemNpz *self;

  if (!output)
    return NULL;
  self = g_new0 (SemNpz, 1);
  self->output = output;
  self->file = sem_output_get_stream (output);
  self->members = g_array_new (FALSE, TRUE, sizeof (Member));
  g_array_set_clear_func (self->members, clear_member);
  return self;
}

void
sem_npz_free (SemNpz *self)
{
  if (!self)
    return;
  sem_output_free (self->output);
  g_array_unref (self->members);
  g_free (self);
}

static void
put (SemNpz *self, gconstpointer data, gsize size)
{
  if (!sem_output_has_failed (self->output) && size > 0
      && fwrite (data, 1, size, self->file) != size)
    sem_output_fail (self->output, errno);
}

static Member *
get_last (SemNpz *self)
{
  return self->members->len > 0 ? &g_array_index (self->members, Member, self->members->len - 1)
                                : NULL;
}

static void
set_number (guint8 *at, guint64 value, guint bytes)
{
  for (guint i = 0; i < bytes; i++)
    at[i] = (guint8) (value >> 8 * i);
}

/* The part that the heads before a member and in the directory share: version to length of the
 * name. @at: (out): 24 bytes */
static void
set_member (guint8 *at, const Member *member)
{
  set_number (at, ZIP_VERSION, 2);
  set_number (at + 8, ZIP_DATE, 2);
  set_number (at + 10, member->crc, 4);
  set_number (at + 14, member->size, 4);
  set_number (at + 18, member->size, 4);
  set_number (at + 22, strlen (member->name), 2);
}

static void
put_local (SemNpz *self, const Member *member)
{
  guint8 head[LOCAL_SIZE] = { 0 };

  set_number (head, LOCAL, 4);
  set_member (head + 4, member);
  put (self, head, sizeof head);
  put (self, member->name, strlen (member->name));
}

static guint64
get_place (SemNpz *self)
{
  const off_t place = ftello (self->file);

  if (place < 0)
    sem_output_fail (self->output, errno);
  return (guint64) MAX (place, 0);
}

/* Checksum and size stand before the data, and are known after it. */
static void
end_member (SemNpz *self)
{
  const Member *member = get_last (self);

  if (!member)
    return;
  if (fseeko (self->file, (off_t) member->offset, SEEK_SET) != 0)
    sem_output_fail (self->output, errno);
  put_local (self, member);
  if (fseeko (self->file, 0, SEEK_END) != 0)
    sem_output_fail (self->output, errno);
  if (get_place (self) > G_MAXUINT32)
    sem_output_fail (self->output, EFBIG);
}

void
sem_npz_add (SemNpz *self, gconstpointer data, gsize size)
{
  Member *member = get_last (self);

  member->crc = sem_crc32 (member->crc, data, size);
  member->size += size;
  put (self, data, size);
}

void
sem_npz_begin (SemNpz *self,
               const char *name,
               const char *type,
               gsize item_size,
               gsize rows,
               gsize columns)
{
  g_autofree char *shape =
    columns > 0 ? g_strdup_printf ("(%zu, %zu)", rows, columns) : g_strdup_printf ("(%zu,)", rows);
  g_autofree char *text =
    g_strdup_printf ("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
  const gsize whole =
    (ARRAY_HEAD + strlen (text) + 1 + ARRAY_PADDING - 1) / ARRAY_PADDING * ARRAY_PADDING;
  g_autofree char *head = g_strdup_printf ("%-*s\n", (int) (whole - ARRAY_HEAD - 1), text);
  guint8 mark[ARRAY_HEAD] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0 };
  Member member = { 0 };

  end_member (self);
  member.name = g_strconcat (name, ".npy", NULL);
  member.offset = get_place (self);
  g_array_append_val (self->members, member);
  put_local (self, &member);
  set_number (mark + 8, strlen (head), 2);
  sem_npz_add (self, mark, sizeof mark);
  sem_npz_add (self, head, strlen (head));
}

static void
put_directory (SemNpz *self)
{
  const guint64 start = get_place (self);
  guint8 end[END_SIZE] = { 0 };

  for (guint i = 0; i < self->members->len; i++)
    {
      const Member *member = &g_array_index (self->members, Member, i);
      guint8 head[CENTRAL_SIZE] = { 0 };

      set_number (head, CENTRAL, 4);
      set_number (head + 4, ZIP_VERSION, 2);
      set_member (head + 6, member);
      set_number (head + 42, member->offset, 4);
      put (self, head, sizeof head);
      put (self, member->name, strlen (member->name));
    }
  set_number (end, END, 4);
  set_number (end + 8, self->members->len, 2);
  set_number (end + 10, self->members->len, 2);
  set_number (end + 12, get_place (self) - start, 4);
  set_number (end + 16, start, 4);
  put (self, end, sizeof end);
}

gboolean
sem_npz_finish (SemNpz *self, GError **error)
{
  end_member (self);
  put_directory (self);
  return sem_output_finish (self->output, error);
}
